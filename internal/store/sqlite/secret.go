package sqlite

import (
	"context"

	"github.com/ncruces/go-sqlite3"
)

// Secrets is the trap.Secrets of the file.
type Secrets struct{ db *DB }

// Secrets returns the store of what all copies of the program share.
func (db *DB) Secrets() Secrets { return Secrets{db} }

// Secret implements trap.Secrets. It writes only the first time.
func (s Secrets) Secret(ctx context.Context, name, offered string) (kept string, err error) {
	look := func(c *conn) error {
		return c.each(func(row *sqlite3.Stmt) error { kept = row.ColumnText(0); return nil }, `SELECT value FROM secret WHERE name = ?`, name)
	}
	if err := s.db.read(ctx, look); err != nil || kept != "" {
		return kept, err
	}
	err = s.db.changeOf(ctx, ofNothing, func(c *conn) error {
		if err := c.exec(`INSERT OR IGNORE INTO secret (name, value) VALUES (?, ?)`, name, offered); err != nil {
			return err
		}
		return look(c)
	})
	return kept, err
}
