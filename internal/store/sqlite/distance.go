package sqlite

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/distance"
	"partant/internal/page"
)

// Distances is the distance.Store of the file.
type Distances struct{ docs docs[distance.Distance] }

// Distances returns the store of whom members keep at a distance.
func (db *DB) Distances() Distances { return Distances{docs[distance.Distance]{db, distanceTraits}} }

// No page that is kept shows a distance. What a member keeps is remembered with their account.
var distanceTraits = traits[distance.Distance]{
	table: "distance", news: ofAccounts,
	root: func(d *distance.Distance) (string, *int64) { return d.ID, &d.Rev },
	owes: func(d *distance.Distance) debt.Owes { return d.Owes },
	row:  func(*distance.Distance) []any { return nil },

	concerns: func(d *distance.Distance) (time.Time, []string) { return d.At, d.Concerns() },
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

// DistancesConcerning implements distance.Store.
func (s Distances) DistancesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[distance.Distance], error) {
	return s.docs.concerning(ctx, whom, req)
}

// DueDistances implements distance.Store.
func (s Distances) DueDistances(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]distance.Distance, error) {
	return s.docs.take(ctx, now, lease, limit)
}
