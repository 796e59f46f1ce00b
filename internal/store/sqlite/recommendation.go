package sqlite

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/page"
	"partant/internal/recommendation"
)

// Recommendations is the recommendation.Stores of the file.
type Recommendations struct {
	docs docs[recommendation.Recommendation]
}

// Recommendations returns the store of what pages say of each other.
func (db *DB) Recommendations() Recommendations {
	return Recommendations{docs[recommendation.Recommendation]{db, recommendationTraits}}
}

var recommendationTraits = traits[recommendation.Recommendation]{
	table: "recommendation", news: ofPages, columns: []string{"page", "created"},
	root:     func(r *recommendation.Recommendation) (string, *int64) { return r.ID, &r.Rev },
	owes:     func(r *recommendation.Recommendation) debt.Owes { return r.Owes },
	row:      func(r *recommendation.Recommendation) []any { return []any{orNull(r.Listed()), r.Created} },
	concerns: func(r *recommendation.Recommendation) (time.Time, []string) { return r.Created, r.Concerns() },
}

// Insert implements recommendation.Store.
func (s Recommendations) Insert(ctx context.Context, r recommendation.Recommendation) error {
	return s.docs.insert(ctx, r)
}

// Get implements recommendation.Store.
func (s Recommendations) Get(ctx context.Context, id string) (recommendation.Recommendation, error) {
	return s.docs.get(ctx, id)
}

// Update implements recommendation.Store.
func (s Recommendations) Update(ctx context.Context, id string, edit func(*recommendation.Recommendation) error) (recommendation.Recommendation, error) {
	return s.docs.update(ctx, id, edit)
}

// OfPage implements recommendation.Store.
func (s Recommendations) OfPage(ctx context.Context, of string, req page.Req) (page.Of[recommendation.Recommendation], error) {
	from := from(req, last)
	return pageOf(ctx, s.docs.db, req, func(r recommendation.Recommendation) page.Cursor {
		return page.Cursor{Key: page.Instant(r.Created), ID: r.ID}
	}, `SELECT doc FROM recommendation WHERE page = ? AND (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?`, of, from.Key, from.ID)
}

// Count implements recommendation.Store.
func (s Recommendations) Count(ctx context.Context, of string, most int) (n int, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		n, err = number(c, `SELECT count(*) FROM (SELECT 1 FROM recommendation WHERE page = ? LIMIT ?)`, of, most)
		return err
	})
	return n, err
}

// Concerning implements recommendation.Store.
func (s Recommendations) Concerning(ctx context.Context, whom string, req page.Req) (page.Of[recommendation.Recommendation], error) {
	return s.docs.concerning(ctx, whom, req)
}

// Remove implements recommendation.Store.
func (s Recommendations) Remove(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// TakeDue implements recommendation.Debts.
func (s Recommendations) TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]recommendation.Recommendation, error) {
	return s.docs.quiet().take(ctx, now, lease, limit, kinds...)
}

// Settle implements recommendation.Debts. No page shows it.
func (s Recommendations) Settle(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.docs.quiet().update(ctx, id, func(r *recommendation.Recommendation) error { r.Owes.Clear(paid...); return nil })
	return orMissing(err)
}
