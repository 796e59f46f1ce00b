package post

import (
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/fault"
)

// Past is what a publication said before somebody changed it.
type Past struct {
	Post    string    `json:"post"`
	Version int64     `json:"version"` // of the publication: see Post.Version
	At      time.Time `json:"at"`      // since when it said so
	Title   string    `json:"title,omitempty"`
	Body    string    `json:"body"`
	Tags    []string  `json:"tags,omitempty"`
}

// MostPasts is how many former texts of a publication are kept.
const MostPasts = 50

// History keeps what publications said.
type History interface {
	// KeepPast keeps a text, and forgets all but the last most of its publication. Kept twice it is there once.
	KeepPast(ctx context.Context, p Past, most int) error
	// Pasts lists up to limit texts of a publication, the last one first.
	Pasts(ctx context.Context, postID string, limit int) ([]Past, error)
	// ForgetPasts removes all texts of a publication.
	ForgetPasts(ctx context.Context, postID string) error
}

// KeepIn makes the Service keep each published text that an edit replaces. A Service without history forgets them.
func (s *Service) KeepIn(h History) *Service { s.history = h; return s }

// past is what is kept of p.
func past(p *Post) Past {
	at := p.Published
	if changed := p.Changed(); !changed.IsZero() {
		at = changed
	}
	return Past{Post: p.ID, Version: p.Version(), At: at, Title: p.Title, Body: p.Body, Tags: p.Tags}
}

// remember keeps the present text of a publication before it is replaced; a draft says nothing yet. It comes before the edit, which
// goes on only if this is still the text: whenever the process dies, no text is lost, and one that is kept for nothing is the
// present one, which no list shows twice.
func (s *Service) remember(ctx context.Context, postID string) (version int64, err error) {
	if s.history == nil {
		return 0, nil
	}
	p, err := s.store.Post(ctx, postID)
	if err != nil || p.Draft || p.Unseen() != nil {
		return 0, err
	}
	return p.Version(), s.history.KeepPast(ctx, past(&p), MostPasts)
}

// errReplaced says that a publication changed after its text was kept: the edit begins again.
var errReplaced = errors.New("the publication was changed meanwhile")

// still returns errReplaced unless p is what was kept. What is published meanwhile was a draft, of which nothing is kept.
func (s *Service) still(p *Post, version int64) error {
	if s.history != nil && !p.Draft && p.Version() != version {
		return errReplaced
	}
	return nil
}

// forgetPasts removes what a publication said, since it is gone.
func (s *Service) forgetPasts(ctx context.Context, postID string) error {
	if s.history == nil {
		return nil
	}
	return s.history.ForgetPasts(ctx, postID)
}

// PastsOf lists what a publication said and says, the present text first; each differs from the one before it. A draft has said
// nothing. Errors: those of the History.
func (s *Service) PastsOf(ctx context.Context, p *Post) ([]Past, error) {
	if p.Draft || p.Unseen() != nil {
		return nil, nil
	}
	all := []Past{past(p)}
	if s.history == nil {
		return all, nil
	}
	kept, err := s.history.Pasts(ctx, p.ID, MostPasts)
	for _, was := range kept {
		if was.Version < p.Version() {
			all = append(all, was)
		}
	}
	return distinctTexts(all), err
}

// distinctTexts leaves out what says the same as the text before it: photos were changed, or what the answers may be.
func distinctTexts(all []Past) (texts []Past) {
	for i, one := range all {
		if i+1 < len(all) && same(one, all[i+1]) {
			continue
		}
		texts = append(texts, one)
	}
	return texts
}

func same(a, b Past) bool {
	return a.Title == b.Title && a.Body == b.Body && slices.Equal(a.Tags, b.Tags)
}

// HistoryOf returns a publication that v sees and all that it has said: see PastsOf. Errors: as BySlug; fault.NotFound of a draft.
func (s *Service) HistoryOf(ctx context.Context, slug string) (_ Post, _ []Past, err error) {
	defer fault.Wrap(&err, "post.HistoryOf(%.80q)", slug)
	p, err := s.store.PostBySlug(ctx, slug)
	if err == nil && p.Draft {
		err = fault.NotFound
	}
	if err == nil {
		err = p.Unseen()
	}
	if err != nil {
		return Post{}, nil, err
	}
	all, err := s.PastsOf(ctx, &p)
	return p, all, err
}
