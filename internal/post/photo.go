package post

import (
	"context"
	"errors"
	"slices"

	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/viewer"
)

// Album keeps the photos themselves.
type Album interface {
	// Claim returns those of the photos, in the order of ids, that were sent for a publication by who now says it: see
	// media.Service.
	Claim(ctx context.Context, by viewer.Author, postID string, ids []string) ([]picture.Picture, error)
	// Dropped says that photos were taken out of what they stood in. That it fails does no harm: they go later.
	Dropped(ctx context.Context, ids []string)
}

// Illustrate lets publications have photos.
func (s *Service) Illustrate(album Album) *Service {
	s.album = album
	return s
}

// claimed is d with those of its photos that are there, and may stand in a publication.
func (s *Service) claimed(ctx context.Context, by viewer.Author, postID string, d Draft) (Draft, error) {
	said := d.Photos
	d.Photos = nil
	if s.album == nil || len(said) == 0 {
		return d, nil
	}
	found, err := s.album.Claim(ctx, by, postID, picture.IDs(said))
	for _, one := range found {
		if i := slices.IndexFunc(said, func(p picture.Picture) bool { return p.ID == one.ID }); i >= 0 && !slices.Contains(picture.IDs(d.Photos), one.ID) {
			one.Alt = said[i].Alt
			d.Photos = append(d.Photos, one)
		}
	}
	return d, err
}

// dropped tells the album what a publication does not show any more.
func (s *Service) dropped(ctx context.Context, was, is []picture.Picture) {
	if s.album == nil {
		return
	}
	kept := picture.IDs(is)
	s.album.Dropped(ctx, slices.DeleteFunc(picture.IDs(was), func(one string) bool { return slices.Contains(kept, one) }))
}

// Photos are those of a draft that whoever may speak for d.Voice sent for a publication: what its form shows. Errors:
// fault.SignedOut, fault.Forbidden.
func (s *Service) Photos(ctx context.Context, v viewer.Viewer, postID string, d Draft) ([]picture.Picture, error) {
	if len(d.Photos) == 0 {
		return nil, nil
	}
	by, err := s.pages.Author(ctx, v, d.Voice)
	if err != nil {
		return nil, err
	}
	d, err = s.claimed(ctx, by, postID, d)
	return d.Photos, err
}

// ByID returns a publication as v may see it: see BySlug.
func (s *Service) ByID(ctx context.Context, v viewer.Viewer, postID string) (Post, error) {
	p, err := s.store.Post(ctx, postID)
	if err != nil {
		return Post{}, err
	}
	return p, s.seen(ctx, v, &p)
}

// Holds reports whether a publication has a photo, whoever sees it. One that is not there has none.
func (s *Service) Holds(ctx context.Context, postID, photo string) (bool, error) {
	p, err := s.store.Post(ctx, postID)
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	return p.Holds(photo), err
}

// Holds reports whether p has a photo.
func (p *Post) Holds(photo string) bool { return slices.Contains(picture.IDs(p.pictures()), photo) }
