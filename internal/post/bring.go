package post

import (
	"context"
	"errors"
	"time"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// Dates are when a publication of elsewhere was begun, published and changed.
type Dates struct{ Created, Published, Edited time.Time }

// Bring makes a publication that v had elsewhere, under the id d.Key and with its dates. Nobody is told of it; its words are
// looked at like all others. One that is there already stays as it is: brought is false. Errors: those of Publish.
func (s *Service) Bring(ctx context.Context, v viewer.Viewer, d Draft, at Dates) (_ Post, brought bool, err error) {
	defer fault.Wrap(&err, "post.Bring(%.40q)", d.Key)
	p := Post{ID: d.Key, Draft: d.Later, Created: at.Created, Published: at.Published, Edited: at.Edited}
	if err := s.speak(ctx, v, d.Voice, &p); err != nil {
		return p, false, err
	}
	if was, err := s.again(ctx, p); !errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		return was, false, err
	}
	if err := s.begin(ctx, d, &p); err != nil {
		return p, false, err
	}
	if err := s.screened(ctx, v, &p); err != nil {
		return p, false, err
	}
	p, err = s.insert(ctx, p)
	return p, err == nil, err
}
