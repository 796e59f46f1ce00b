package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/signin"
)

// Attempts is the signin.Attempts of the file.
type Attempts struct{ db *DB }

// Attempts returns the store of attempts to sign in.
func (db *DB) Attempts() Attempts { return Attempts{db} }

// PutAttempt implements signin.Attempts.
func (s Attempts) PutAttempt(ctx context.Context, a signin.Attempt) error {
	doc, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error {
		return c.exec(`INSERT OR REPLACE INTO attempt (digest, doc, expires) VALUES (?, ?, ?)`, a.Digest, doc, a.Expires)
	})
}

// TakeAttempt implements signin.Attempts.
func (s Attempts) TakeAttempt(ctx context.Context, digest string) (a signin.Attempt, err error) {
	err = s.db.changeOf(ctx, ofNothing, func(c *conn) error {
		return one(c, &a, `DELETE FROM attempt WHERE digest = ? RETURNING doc`, digest)
	})
	return a, err
}

// Sweep implements signin.Attempts. It writes only when there is something to remove.
func (s Attempts) Sweep(ctx context.Context, now time.Time) error {
	some := false
	err := s.db.read(ctx, func(c *conn) error {
		return c.each(func(*sqlite3.Stmt) error { some = true; return nil }, `SELECT 1 FROM attempt WHERE expires < ? LIMIT 1`, now)
	})
	if err != nil || !some {
		return err
	}
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error { return c.exec(`DELETE FROM attempt WHERE expires < ?`, now) })
}
