package post

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/picture"
	"partant/internal/viewer"
)

// Preview is what the page behind the first link of a publication says of itself.
type Preview struct {
	URL         string          `json:"url"`
	Title       string          `json:"title,omitempty"` // empty: that page says nothing, or could not be read
	Description string          `json:"description,omitempty"`
	Site        string          `json:"site,omitempty"`
	Picture     picture.Picture `json:"picture,omitzero"`
}

// OwesPreview is the debt of looking at the page behind the first link.
const OwesPreview = "lien"

// FieldNoPreview is the field of who wants none.
const FieldNoPreview = "sans_apercu"

// The limits of a preview, in characters.
const (
	MaxPreviewTitle = 140
	MaxPreviewText  = 240
	MaxPreviewSite  = 60
)

// Glimpse is what a page says of itself. The zero Glimpse says nothing.
type Glimpse struct {
	Title, Description, Site string
	Picture                  []byte // as the site sent it; nil: none
}

// Peeker looks at pages of the Web.
type Peeker interface {
	// First is the first address in safe HTML that can be looked at; empty when there is none.
	First(html string) string
	// Peek looks at a page. Errors: fault.Unavailable when it may be read later; fault.NotFound when it will not.
	Peek(ctx context.Context, address string) (Glimpse, error)
}

// Framer keeps the picture of a preview: see media.Service.
type Framer interface {
	// Frame keeps a picture that a publication is to show, or says why not.
	Frame(ctx context.Context, by viewer.Author, postID string, content []byte) (picture.Picture, error)
}

// Peeking has publications show what is behind their first link.
func (s *Service) Peeking(p Peeker, f Framer) *Service {
	s.peeker, s.framer, s.peeks = p, f, debt.NewPayer("looking at what publications link to", peekGlance, 1)
	return s
}

const (
	peekGlance   = 5 * time.Second
	peekLease    = 2 * time.Minute
	peekTogether = 5
	peekTries    = 3               // then a page is left alone
	peekRest     = 5 * time.Minute // between two tries
)

// Shown is the preview that people see; nil when there is none.
func (p *Post) Shown() *Preview {
	if p.Preview == nil || p.Preview.Title == "" {
		return nil
	}
	return p.Preview
}

// owePreview owes a look at the first link of p, when it is another than the one that was looked at.
func (s *Service) owePreview(p *Post) {
	first := ""
	if s.peeker != nil && !p.Draft && p.Unseen() == nil && !p.NoPreview {
		first = s.peeker.First(p.HTML)
	}
	switch {
	case first == "":
		p.Owes.Drop(OwesPreview)
		p.Preview = nil
	case p.Preview == nil || p.Preview.URL != first:
		p.Preview = &Preview{URL: first}
		p.Owes.Owe(id.New(), OwesPreview, s.now())
	}
}

// RunPreviews looks at what publications link to until ctx ends.
func (s *Service) RunPreviews(ctx context.Context, log *slog.Logger) {
	if s.peeker == nil {
		return
	}
	s.peeks.Run(ctx, log, func(ctx context.Context) error {
		_, err := s.PeekDue(ctx)
		return err
	})
}

// PeekDue looks at the pages that are due and returns how many it looked at. What cannot be read is tried again, and then left
// alone: nobody is told.
func (s *Service) PeekDue(ctx context.Context) (n int, err error) {
	defer fault.Wrap(&err, "post.PeekDue")
	for ctx.Err() == nil {
		now := s.now()
		due, err := s.debts.DuePosts(ctx, now, peekLease, peekTogether, OwesPreview)
		if err != nil || len(due) == 0 {
			return n, err
		}
		for i := range due {
			for _, owed := range due[i].Owes.Leased(now, peekLease, OwesPreview) {
				if err := s.peek(ctx, &due[i], owed); err != nil {
					return n, err
				}
				n++
			}
		}
	}
	return n, nil
}

// peek looks at one page, outside of any write, and writes what it says unless the publication links elsewhere by then.
func (s *Service) peek(ctx context.Context, p *Post, owed debt.Debt) error {
	if p.Preview == nil || p.Draft || p.Unseen() != nil {
		return s.change(ctx, p.ID, func(p *Post) error {
			p.Owes.Clear(owed)
			p.Preview = nil // should people see it again, somebody looks then
			return nil
		})
	}
	seen, err := s.peeker.Peek(ctx, p.Preview.URL)
	if errors.Is(err, fault.Unavailable) && owed.Tries+1 < peekTries && ctx.Err() == nil {
		return s.change(ctx, p.ID, func(p *Post) error { p.Owes.Delay(owed.ID, s.now().Add(peekRest)); return nil })
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	shown := Preview{URL: p.Preview.URL}
	if err == nil {
		shown.Title, shown.Description, shown.Site = seen.Title, seen.Description, seen.Site
		shown.Picture = s.frame(ctx, p, seen)
	}
	return s.change(ctx, p.ID, func(p *Post) error {
		held := slices.ContainsFunc(p.Owes, func(d debt.Debt) bool { return d.ID == owed.ID })
		p.Owes.Clear(owed)
		if held && p.Preview != nil && p.Preview.URL == shown.URL {
			p.Preview = &shown
		}
		return nil
	})
}

// change is a write that a publication which is gone does not need.
func (s *Service) change(ctx context.Context, postID string, edit func(*Post) error) error {
	_, err := s.store.UpdatePost(ctx, postID, edit)
	if errors.Is(err, fault.NotFound) {
		err = nil
	}
	return err
}

// frame keeps the picture of a page; one that is none, or cannot be kept now, is left out. One that nothing shows in the end is
// swept like any other.
func (s *Service) frame(ctx context.Context, p *Post, seen Glimpse) picture.Picture {
	if s.framer == nil || len(seen.Picture) == 0 || seen.Title == "" {
		return picture.Picture{}
	}
	kept, err := s.framer.Frame(ctx, viewer.Author{Page: p.By.Page}, p.ID, seen.Picture)
	if err != nil {
		return picture.Picture{}
	}
	return kept
}

// pictures are all that p shows, that of its preview too.
func (p *Post) pictures() []picture.Picture {
	all := slices.Clone(p.Photos)
	if p.Preview != nil && p.Preview.Picture.Is() {
		all = append(all, p.Preview.Picture)
	}
	return all
}
