package directory

import (
	"context"

	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/internal/viewer"
)

// twinsMost is how many pages of one name are looked at: more of them would not help to choose.
const twinsMost = 20

// Twins are the pages of a commune (INSEE code) that have a name, compared folded, as v sees them: one of them may be the
// page that somebody is about to make a second time. The store alone answers.
func (s *Service) Twins(ctx context.Context, v viewer.Viewer, name, commune string) (twins []profile.Profile, err error) {
	folded := text.Fold(text.Line(name))
	if folded == "" || commune == "" {
		return nil, nil
	}
	found, err := s.store.Named(ctx, profile.Named{Prefix: folded, Commune: commune}, page.Req{Limit: twinsMost})
	for _, p := range found.Items {
		if text.Fold(p.Name) == folded { // the list begins with them
			twins = append(twins, p.Seen(v))
		}
	}
	return twins, err
}
