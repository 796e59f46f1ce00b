package sqlite

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/media"
	"partant/internal/page"
)

// Photos is the media.Store of the file. No page shows what it keeps: things hold what they show.
type Photos struct{ docs docs[media.Photo] }

// Photos returns the store of photos.
func (db *DB) Photos() Photos { return Photos{docs[media.Photo]{db, photoTraits}} }

var photoTraits = traits[media.Photo]{
	table: "photo", news: ofNothing,
	root: func(p *media.Photo) (string, *int64) { return p.ID, &p.Rev },
	owes: func(p *media.Photo) debt.Owes { return p.Owes },
	row:  func(*media.Photo) []any { return nil },

	concerns: func(p *media.Photo) (time.Time, []string) { return p.Created, p.Concerns() },
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

// PhotosConcerning implements media.Store.
func (s Photos) PhotosConcerning(ctx context.Context, whom string, req page.Req) (page.Of[media.Photo], error) {
	return s.docs.concerning(ctx, whom, req)
}

// DuePhotos implements media.Store.
func (s Photos) DuePhotos(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]media.Photo, error) {
	return s.docs.take(ctx, now, lease, limit)
}
