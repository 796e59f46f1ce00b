package mongo

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/distance"
	"partant/internal/page"
)

// Distances is the distance.Store of the database.
type Distances struct{ docs store[distance.Distance] }

// Distances returns the store of whom members keep at a distance.
func (db *DB) Distances() Distances {
	return Distances{store[distance.Distance]{db, db.base.Collection("distance"), distanceTraits}}
}

var distanceTraits = traits[distance.Distance]{
	root:  func(d *distance.Distance) (string, *int64) { return d.ID, &d.Rev },
	names: func(*distance.Distance) []name { return nil },
	alive: func(*distance.Distance) error { return nil },
	owes:  func(d *distance.Distance) debt.Owes { return d.Owes },
	row: func(d *distance.Distance) any {
		return distanceDoc{ID: d.ID, Doc: *d, Created: d.At, Due: d.Owes.First(), Concerns: d.Concerns()}
	},
}

// distanceDoc is a distance as it is stored.
type distanceDoc struct {
	ID       string            `bson:"_id"`
	Doc      distance.Distance `bson:"doc"`
	Created  time.Time         `bson:"created"`
	Due      time.Time         `bson:"due,omitempty"` // of the first debt
	Concerns []string          `bson:"concerns,omitempty"`
}

// InsertDistance implements distance.Store.
func (s Distances) InsertDistance(ctx context.Context, d distance.Distance) error {
	return s.docs.insert(ctx, d)
}

// UpdateDistance implements distance.Store.
func (s Distances) UpdateDistance(ctx context.Context, id string, edit func(*distance.Distance) error) (distance.Distance, error) {
	return s.docs.update(ctx, id, edit)
}

// RemoveDistance implements distance.Store.
func (s Distances) RemoveDistance(ctx context.Context, id string) error {
	return s.docs.remove(ctx, id)
}

var distancesConcerning = list[distance.Distance]{"distance_concerns", by("-created", "-_id"),
	func(d distance.Distance) page.Cursor { return stamp(d.At, d.ID) }}

// DistancesConcerning implements distance.Store.
func (s Distances) DistancesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[distance.Distance], error) {
	return s.docs.concerning(ctx, distancesConcerning, whom, req)
}

// DueDistances implements distance.Store.
func (s Distances) DueDistances(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]distance.Distance, error) {
	return s.docs.take(ctx, now, lease, limit)
}
