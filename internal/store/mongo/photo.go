package mongo

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/media"
	"partant/internal/page"
)

// Photos is the media.Store of the database.
type Photos struct{ docs store[media.Photo] }

// Photos returns the store of photos.
func (db *DB) Photos() Photos {
	return Photos{store[media.Photo]{db, db.base.Collection("photo"), photoTraits}}
}

var photoTraits = traits[media.Photo]{
	root:  func(p *media.Photo) (string, *int64) { return p.ID, &p.Rev },
	names: func(*media.Photo) []name { return nil },
	alive: func(*media.Photo) error { return nil },
	owes:  func(p *media.Photo) debt.Owes { return p.Owes },
	row: func(p *media.Photo) any {
		return photoDoc{ID: p.ID, Doc: *p, Created: p.Created, Due: p.Owes.First(), Concerns: p.Concerns()}
	},
}

// photoDoc is a photo as it is stored.
type photoDoc struct {
	ID       string      `bson:"_id"`
	Doc      media.Photo `bson:"doc"`
	Created  time.Time   `bson:"created"`
	Due      time.Time   `bson:"due,omitempty"` // of the first debt
	Concerns []string    `bson:"concerns,omitempty"`
}

// InsertPhoto implements media.Store.
func (s Photos) InsertPhoto(ctx context.Context, p media.Photo) error { return s.docs.insert(ctx, p) }

// Photo implements media.Store.
func (s Photos) Photo(ctx context.Context, id string) (media.Photo, error) {
	return s.docs.get(ctx, id)
}

// UpdatePhoto implements media.Store.
func (s Photos) UpdatePhoto(ctx context.Context, id string, edit func(*media.Photo) error) (media.Photo, error) {
	return s.docs.update(ctx, id, edit)
}

// RemovePhoto implements media.Store.
func (s Photos) RemovePhoto(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

var photosConcerning = list[media.Photo]{"photo_concerns", by("-created", "-_id"),
	func(p media.Photo) page.Cursor { return stamp(p.Created, p.ID) }}

// PhotosConcerning implements media.Store.
func (s Photos) PhotosConcerning(ctx context.Context, whom string, req page.Req) (page.Of[media.Photo], error) {
	return s.docs.concerning(ctx, photosConcerning, whom, req)
}

// DuePhotos implements media.Store.
func (s Photos) DuePhotos(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]media.Photo, error) {
	return s.docs.take(ctx, now, lease, limit)
}
