package profile

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Pictures are what one sees of a page. A picture of the cover or the gallery shows once it is described.
type Pictures struct {
	Logo   picture.Picture   `json:"logo,omitzero"` // stands beside the name, which describes it
	Cover  picture.Picture   `json:"cover,omitzero"`
	Photos []picture.Picture `json:"photos,omitempty"` // the gallery, in its order
}

// The limits of pictures.
const (
	MaxPhotos = 12
	MaxAlt    = 300 // characters
)

// Album keeps the photos themselves.
type Album interface {
	// Dropped says that photos were taken out of what they stood in. That it fails does no harm: they go later.
	Dropped(ctx context.Context, ids []string)
}

// Illustrate has an album keep the photos of pages.
func (s *Service) Illustrate(album Album) *Service {
	s.album = album
	return s
}

// All are all pictures of a page.
func (p Pictures) All() (all []picture.Picture) {
	for _, one := range append([]picture.Picture{p.Logo, p.Cover}, p.Photos...) {
		if one.Is() {
			all = append(all, one)
		}
	}
	return all
}

// Has reports whether a photo is one of them.
func (p Pictures) Has(photo string) bool {
	return photo != "" && slices.Contains(picture.IDs(p.All()), photo)
}

// Shown are those that visitors see: those that are described, and the logo.
func (p Pictures) Shown() Pictures {
	shown := Pictures{Logo: p.Logo}
	if p.Cover.Alt != "" {
		shown.Cover = p.Cover
	}
	for _, one := range p.Photos {
		if one.Alt != "" {
			shown.Photos = append(shown.Photos, one)
		}
	}
	return shown
}

// Undescribed is how many are still to be described.
func (p Pictures) Undescribed() int { return len(p.All()) - len(p.Shown().All()) }

// check cleans the descriptions, and says what is too much.
func (p *Pictures) check() error {
	p.Photos = slices.Clone(p.Photos)
	for _, one := range append([]*picture.Picture{&p.Cover}, pointers(p.Photos)...) {
		if one.Alt = text.Line(one.Alt); text.Len(one.Alt) > MaxAlt {
			return fault.Fields{FieldAlt + one.ID: fmt.Sprintf("%d caractères au plus, il y en a %s.", MaxAlt, text.Number(text.Len(one.Alt)))}
		}
	}
	if n := len(p.Photos); n > MaxPhotos {
		return fault.Fields{FieldPhotos: fmt.Sprintf("Une galerie a %d photos au plus, il y en aurait %s : retirez-en d'abord.", MaxPhotos, text.Number(n))}
	}
	return nil
}

func pointers(list []picture.Picture) []*picture.Picture {
	all := make([]*picture.Picture, len(list))
	for i := range list {
		all[i] = &list[i]
	}
	return all
}

// The fields of the form.
const (
	FieldPhotos = "photos"       // the files
	FieldAlt    = "description_" // followed by the id of a photo
)

// Decorate changes the pictures of a page in one step. Those that v adds are theirs: see media.Service.Add. Edit may run more
// than once. Errors: fault.SignedOut, fault.Forbidden, fault.Fields, fault.NotFound, those of edit.
func (s *Service) Decorate(ctx context.Context, v viewer.Viewer, pageID string, edit func(*Pictures) error) (_ Profile, err error) {
	defer fault.Wrap(&err, "profile.Decorate(%s)", pageID)
	if !v.SignedIn() {
		return Profile{}, fault.SignedOut
	}
	var was Pictures
	p, err := s.store.Update(ctx, pageID, func(p *Profile) error {
		if !p.CanEdit(v) {
			return fault.Forbidden
		}
		if p.IsHidden() {
			return p.Unseen()
		}
		was = p.Pictures
		if err := edit(&p.Pictures); err != nil {
			return err
		}
		return p.Pictures.check()
	})
	if err == nil && s.album != nil {
		s.album.Dropped(ctx, slices.DeleteFunc(picture.IDs(was.All()), p.Pictures.Has))
	}
	return p, err
}

// Holds reports whether a page has a photo, whoever sees it. One that is hidden or erased may: nobody can look.
func (s *Service) Holds(ctx context.Context, pageID, photo string) (bool, error) {
	p, err := s.store.Get(ctx, pageID)
	switch {
	case errors.Is(err, fault.Gone):
		return true, nil
	case errors.Is(err, fault.NotFound):
		return false, nil
	}
	return p.Pictures.Has(photo), err
}
