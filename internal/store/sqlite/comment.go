package sqlite

import (
	"context"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/page"
)

// Comments is the comment.Stores of the file.
type Comments struct{ docs docs[comment.Comment] }

// Comments returns the store of what is answered.
func (db *DB) Comments() Comments { return Comments{docs[comment.Comment]{db, commentTraits}} }

var commentTraits = traits[comment.Comment]{
	table: "comment", news: ofAnswers, columns: []string{"target", "place", "alive", "created"},
	root: func(c *comment.Comment) (string, *int64) { return c.ID, &c.Rev },
	owes: func(c *comment.Comment) debt.Owes { return c.Owes },
	row: func(c *comment.Comment) []any {
		target := c.Target.Key()
		if c.Held() {
			target = "" // in no list
		}
		alive := target
		if c.Unseen() != nil {
			alive = ""
		}
		return []any{target, c.Place, orNull(alive), c.Created}
	},
	concerns: func(c *comment.Comment) (time.Time, []string) { return c.Created, c.Concerns() },
}

// Insert implements comment.Store.
func (s Comments) Insert(ctx context.Context, c comment.Comment) error { return s.docs.insert(ctx, c) }

// Get implements comment.Store.
func (s Comments) Get(ctx context.Context, id string) (comment.Comment, error) {
	return s.docs.get(ctx, id)
}

// Update implements comment.Store.
func (s Comments) Update(ctx context.Context, id string, edit func(*comment.Comment) error) (comment.Comment, error) {
	return s.docs.update(ctx, id, edit)
}

// OfTarget implements comment.Store.
func (s Comments) OfTarget(ctx context.Context, t comment.Target, req page.Req) (page.Of[comment.Comment], error) {
	return pageOf(ctx, s.docs.db, req, func(c comment.Comment) page.Cursor { return page.Cursor{Key: c.Place, ID: c.ID} },
		`SELECT doc FROM comment WHERE target = ? AND (place, id) > (?, ?) ORDER BY place, id LIMIT ?`, t.Key(), req.Cursor.Key, req.Cursor.ID)
}

// Between implements comment.Store.
func (s Comments) Between(ctx context.Context, t comment.Target, from, to string, most int) (n int, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		n, err = number(c, `SELECT count(*) FROM (SELECT 1 FROM comment WHERE target = ? AND place >= ? AND place < ? LIMIT ?)`, t.Key(), from, to, most)
		return err
	})
	return n, err
}

// Concerning implements comment.Store.
func (s Comments) Concerning(ctx context.Context, whom string, req page.Req) (page.Of[comment.Comment], error) {
	return s.docs.concerning(ctx, whom, req)
}

// Latest implements comment.Store.
func (s Comments) Latest(ctx context.Context, t comment.Target, limit int) (found []comment.Comment, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		return c.each(appendTo(&found), `SELECT doc FROM comment WHERE alive = ? ORDER BY created DESC, id DESC LIMIT ?`, t.Key(), limit)
	})
	return found, err
}

// CountSince implements comment.Store.
func (s Comments) CountSince(ctx context.Context, t comment.Target, since time.Time, most int) (n int, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		n, err = number(c, `SELECT count(*) FROM (SELECT 1 FROM comment WHERE alive = ? AND created > ? LIMIT ?)`, t.Key(), since, most)
		return err
	})
	return n, err
}

// Remove implements comment.Store.
func (s Comments) Remove(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// TakeDue implements comment.Debts.
func (s Comments) TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]comment.Comment, error) {
	return s.docs.quiet().take(ctx, now, lease, limit, kinds...)
}

// Settle implements comment.Debts.
func (s Comments) Settle(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.docs.settling(paid, comment.OwesIndex).update(ctx, id, func(c *comment.Comment) error { c.Owes.Clear(paid...); return nil })
	return orMissing(err)
}

// Tally implements comment.Debts.
func (s Comments) Tally(ctx context.Context, t comment.Target) (n int, last time.Time, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		return c.each(func(row *sqlite3.Stmt) (err error) {
			if n = row.ColumnInt(0); n > 0 {
				last, err = time.Parse(time.RFC3339, row.ColumnText(1))
			}
			return err
		}, `SELECT count(*), max(created) FROM comment WHERE alive = ?`, t.Key())
	})
	return n, last, err
}
