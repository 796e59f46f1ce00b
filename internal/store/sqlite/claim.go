package sqlite

import (
	"context"
	"time"

	"partant/internal/claim"
	"partant/internal/debt"
	"partant/internal/page"
)

// Claims is the claim.Store of the file.
type Claims struct {
	db   *DB
	docs docs[claim.Claim]
}

// Claims returns the store of claims.
func (db *DB) Claims() Claims { return Claims{db, docs[claim.Claim]{db, claimTraits}} }

var claimTraits = traits[claim.Claim]{
	table: "claim", columns: []string{"created", "page", "waiting"},
	root: func(c *claim.Claim) (string, *int64) { return c.ID, &c.Rev },
	owes: func(c *claim.Claim) debt.Owes { return c.Owes },
	row: func(c *claim.Claim) []any {
		openPage, waiting := c.Listed()
		return []any{stamp(c.Created), orNull(openPage), waiting}
	},
	concerns: func(c *claim.Claim) (time.Time, []string) { return c.Created, c.Concerns() },
}

// orNull keeps what is empty out of the indexes.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Insert implements claim.Store.
func (s Claims) Insert(ctx context.Context, c claim.Claim) error { return s.docs.insert(ctx, c) }

// Get implements claim.Store.
func (s Claims) Get(ctx context.Context, id string) (claim.Claim, error) { return s.docs.get(ctx, id) }

// Update implements claim.Store.
func (s Claims) Update(ctx context.Context, id string, edit func(*claim.Claim) error) (claim.Claim, error) {
	return s.docs.update(ctx, id, edit)
}

// TakeDue implements claim.Store.
func (s Claims) TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]claim.Claim, error) {
	return s.docs.take(ctx, now, lease, limit)
}

// OfPage implements claim.Store.
func (s Claims) OfPage(ctx context.Context, pageID string, req page.Req) (page.Of[claim.Claim], error) {
	from := from(req, last)
	return pageOf(ctx, s.db, req, byAsked,
		`SELECT doc FROM claim WHERE page = ? AND (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?`, pageID, from.Key, from.ID)
}

// Concerning implements claim.Store.
func (s Claims) Concerning(ctx context.Context, whom string, req page.Req) (page.Of[claim.Claim], error) {
	return s.docs.concerning(ctx, whom, req)
}

// Remove implements claim.Store.
func (s Claims) Remove(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// Waiting implements claim.Store.
func (s Claims) Waiting(ctx context.Context, req page.Req) (page.Of[claim.Claim], error) {
	return pageOf(ctx, s.db, req, func(c claim.Claim) page.Cursor { return page.Cursor{Key: stamp(c.Waiting), ID: c.ID} },
		`SELECT doc FROM claim WHERE waiting IS NOT NULL AND (waiting, id) > (?, ?) ORDER BY waiting, id LIMIT ?`, req.Cursor.Key, req.Cursor.ID)
}

func byAsked(c claim.Claim) page.Cursor { return page.Cursor{Key: stamp(c.Created), ID: c.ID} }
