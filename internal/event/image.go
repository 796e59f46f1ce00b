package event

import (
	"context"
	"errors"

	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/text"
	"partant/internal/viewer"
)

// The form fields of the image of an event, keys of fault.Fields.
const (
	FieldImage    = "image"       // the file
	FieldImageAlt = "description" // what it shows
)

// MaxAlt is the longest description of an image, in characters.
const MaxAlt = 300

// Album keeps the images themselves.
type Album interface {
	// Claim returns those of the photos that were sent for an event by who now says it: see media.Service.
	Claim(ctx context.Context, by viewer.Author, event string, ids []string) ([]picture.Picture, error)
	// Dropped says that photos were taken out of what they stood in. That it fails does no harm: they go later.
	Dropped(ctx context.Context, ids []string)
}

// Illustrate lets events have an image.
func (s *Service) Illustrate(album Album) *Service {
	s.album = album
	return s
}

// Shown is the image of e as pages show it: none until it is said what it shows.
func (e *Event) Shown() picture.Picture {
	if e.Image.Alt == "" {
		return picture.Picture{}
	}
	return e.Image
}

// Picture gives an event its image, or takes it away when p has no ID: of p only ID and Alt count, and p must have been sent for it. The
// one that is there stays when p names it: then its description changes. Errors: as Mine; ErrCancelled, fault.Fields.
func (s *Service) Picture(ctx context.Context, v viewer.Viewer, slug string, p picture.Picture) (_ Event, err error) {
	defer fault.Wrap(&err, "event.Picture(%.80q)", slug)
	was, err := s.Mine(ctx, v, slug)
	if err != nil {
		return was, err
	}
	if p, err = s.claimed(ctx, v, &was, p); err != nil {
		return was, err
	}
	var had picture.Picture
	is, err := s.change(ctx, was.ID, func(e *Event) error {
		was := *e
		if was.IsCancelled() {
			return ErrCancelled
		}
		if had = e.Image; had == p {
			return nil
		}
		e.Image = p
		e.stamp(&was, s.now())
		return nil
	})
	if err == nil && had.Is() && had.ID != p.ID {
		s.dropped(ctx, had)
	}
	return is, err
}

// claimed is the image that p names, described.
func (s *Service) claimed(ctx context.Context, v viewer.Viewer, e *Event, p picture.Picture) (picture.Picture, error) {
	if !p.Is() || s.album == nil {
		return picture.Picture{}, nil
	}
	alt, wrong := text.Line(p.Alt), fault.Fields{}
	if alt == "" {
		wrong.Add(FieldImageAlt, "Dites en quelques mots ce que montre l'image, pour ceux qui ne la voient pas.")
	}
	long(wrong, FieldImageAlt, alt, MaxAlt)
	if err := wrong.Err(); err != nil {
		return p, err
	}
	by := viewer.Author{Page: e.By.Page, Account: v.Account}
	found, err := s.album.Claim(ctx, by, e.ID, []string{p.ID})
	if err == nil && len(found) == 0 {
		err = fault.Fields{FieldImage: "Cette image n'est plus là : choisissez-la à nouveau."}
	}
	if err != nil {
		return p, err
	}
	found[0].Alt = alt
	return found[0], nil
}

func (s *Service) dropped(ctx context.Context, p picture.Picture) {
	if s.album != nil && p.Is() {
		s.album.Dropped(ctx, []string{p.ID})
	}
}

// Shows reports whether v sees an image by the event that it stands in, and names the page that announces it. Who has the address of an
// image has it from its event.
func (s *Service) Shows(ctx context.Context, v viewer.Viewer, event, image string) (sees bool, page string, err error) {
	e, err := s.store.Event(ctx, event)
	if errors.Is(err, fault.NotFound) {
		return false, "", nil
	}
	if err == nil && e.Image.ID == image && e.Unseen() == nil {
		sees, err = s.CanSee(ctx, v, &e, true)
	}
	return sees, e.By.Page, err
}

// Holds reports whether an event has an image, whoever sees it. One that is not there has none.
func (s *Service) Holds(ctx context.Context, event, image string) (bool, error) {
	e, err := s.store.Event(ctx, event)
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil && e.Image.ID == image, err
}
