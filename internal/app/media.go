package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"

	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/config"
	"partant/internal/document"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/glimpse"
	"partant/internal/media"
	"partant/internal/media/disk"
	"partant/internal/media/imaging"
	"partant/internal/media/sniff"
	"partant/internal/minutes"
	"partant/internal/outside"
	"partant/internal/picture"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// photosFolder is where photos lie in the data folder, beside the documents.
const photosFolder = "photos"

// diskFiles are the files of photos of a store on one machine.
func diskFiles(dir string) (media.Files, error) { return disk.Open(filepath.Join(dir, photosFolder)) }

// openMedia puts together what keeps photos.
func (a *App) openMedia(now clock.Clock) {
	a.Media = media.New(a.stores.photos, a.stores.files, imaging.New(), a.Profiles, now).Sniffing(sniff.Nose{})
}

// album is the photos of publications.
type album struct{ *media.Service }

// Claim implements post.Album.
func (m album) Claim(ctx context.Context, by viewer.Author, postID string, ids []string) ([]picture.Picture, error) {
	return m.Service.Claim(ctx, by, media.Thing{Kind: media.OfPost, ID: postID}, ids)
}

// images are those of events.
type images struct{ *media.Service }

// Claim implements event.Album.
func (m images) Claim(ctx context.Context, by viewer.Author, eventID string, ids []string) ([]picture.Picture, error) {
	return m.Service.Claim(ctx, by, media.Thing{Kind: media.OfEvent, ID: eventID}, ids)
}

// vault is the documents of clubs.
type vault struct{ *media.Service }

// Attach implements club.Vault.
func (m vault) Attach(ctx context.Context, by viewer.Author, of string, sent io.ReadSeeker) (document.Document, error) {
	d, err := m.Service.Attach(ctx, by, media.Thing{Kind: media.OfClub, ID: of}, sent)
	return d, refused(err, club.FieldFile)
}

// cabinet is the documents beside the minutes of events.
type cabinet struct{ *media.Service }

// Attach implements minutes.Vault.
func (m cabinet) Attach(ctx context.Context, by viewer.Author, event string, sent io.ReadSeeker) (document.Document, error) {
	d, err := m.Service.Attach(ctx, by, media.Thing{Kind: media.OfMinutes, ID: event}, sent)
	return d, refused(err, minutes.FieldFile)
}

// refused says why a document was not taken under the field of a form.
func refused(err error, field string) error {
	if why, is := media.Why(err); is {
		return fault.Fields{field: string(why)}
	}
	return err
}

// showing is the media.Things of pages, publications, events and the rooms of clubs.
type showing struct {
	profiles *profile.Service
	posts    *post.Service
	events   *event.Service
	clubs    *club.Service
	minutes  *minutes.Service
}

// Shows implements media.Things.
func (s showing) Shows(ctx context.Context, v viewer.Viewer, of media.Thing, photo string) (bool, error) {
	page := of.ID
	switch of.Kind {
	case media.OfMinutes, media.OfClub: // their own addresses ask who reads them: see minutes.Service.File and club.Here.File
		return false, nil
	case media.OfEvent:
		sees, by, err := s.events.Shows(ctx, v, of.ID, photo)
		if err != nil || !sees {
			return false, err
		}
		page = by
	case media.OfPost:
		p, err := s.posts.ByID(ctx, v, of.ID)
		if errors.Is(err, fault.NotFound) || err == nil && !p.Holds(photo) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		page = p.By.Page // what a page says goes with it
	}
	found, err := s.profiles.Many(ctx, v, []string{page})
	if err != nil || len(found) == 0 {
		return false, err
	}
	return of.Kind != media.OfPage || found[0].Pictures.Has(photo), nil
}

// Keeps implements media.Things. A page that is hidden keeps its photos; those of one that was erased are taken away with all
// it said, not because nobody shows them.
func (s showing) Keeps(ctx context.Context, of media.Thing, photo string) (bool, error) {
	switch of.Kind {
	case media.OfPost:
		return s.posts.Holds(ctx, of.ID, photo)
	case media.OfEvent:
		return s.events.Holds(ctx, of.ID, photo)
	case media.OfClub:
		return s.clubs.Holds(ctx, of.ID, photo)
	case media.OfMinutes:
		return s.minutes.Holds(ctx, of.ID, photo)
	}
	return s.profiles.Holds(ctx, of.ID, photo)
}

// Frame implements post.Framer.
func (m album) Frame(ctx context.Context, by viewer.Author, postID string, content []byte) (picture.Picture, error) {
	return m.Service.Frame(ctx, by, media.Thing{Kind: media.OfPost, ID: postID}, bytes.NewReader(content))
}

// openPreviews has publications show what is behind their first link, unless the configuration says no.
func (a *App) openPreviews() error {
	if a.cfg.LinkPreviews != config.On {
		return nil
	}
	lab, err := a.outside()
	if err != nil {
		return err
	}
	a.Posts.Peeking(glimpse.New(a.Base, lab), album{a.Media})
	return nil
}

// outside is the world that sites of others are in: the real one, but for a trial on a laptop.
func (a *App) outside() (outside.Lab, error) {
	at, err := a.cfg.Proof()
	if err != nil || !at.IsValid() {
		return outside.Lab{}, err
	}
	return outside.One(at), nil
}
