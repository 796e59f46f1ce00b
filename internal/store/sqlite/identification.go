package sqlite

import (
	"context"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/identification"
)

// Identification is the identification.Store of the file.
type Identification struct{ db *DB }

// Identification returns the store of what is sealed for an authority.
func (db *DB) Identification() Identification { return Identification{db} }

// PutRecord implements identification.Store.
func (s Identification) PutRecord(ctx context.Context, r identification.Record) error {
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error {
		return c.exec(`INSERT OR IGNORE INTO identification (id, mark, kind, purge, sealed) VALUES (?, ?, ?, ?, ?)`, r.ID, r.Mark, string(r.Kind), r.Purge, r.Sealed)
	})
}

// CloseRecords implements identification.Store.
func (s Identification) CloseRecords(ctx context.Context, mark string, kind identification.Kind, purge time.Time) error {
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error {
		return c.exec(`UPDATE identification SET purge = ? WHERE mark = ? AND kind = ? AND purge IS NULL`, purge, mark, string(kind))
	})
}

// RecordsAfter implements identification.Store.
func (s Identification) RecordsAfter(ctx context.Context, after string, limit int) (all []identification.Record, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		all = nil
		return c.each(func(row *sqlite3.Stmt) error {
			r := identification.Record{ID: row.ColumnText(0), Mark: row.ColumnText(1), Kind: identification.Kind(row.ColumnText(2)), Sealed: row.ColumnBlob(4, nil)}
			if at := row.ColumnText(3); at != "" {
				var err error
				if r.Purge, err = time.Parse(time.RFC3339Nano, at); err != nil {
					return err
				}
			}
			all = append(all, r)
			return nil
		}, `SELECT id, mark, kind, purge, sealed FROM identification WHERE id > ? ORDER BY id LIMIT ?`, after, limit)
	})
	return all, err
}

// SweepRecords implements identification.Store.
func (s Identification) SweepRecords(ctx context.Context, now time.Time) error {
	some := false
	err := s.db.read(ctx, func(c *conn) (err error) {
		some, err = exists(c, `SELECT 1 FROM identification WHERE purge < ? LIMIT 1`, now)
		return err
	})
	if err != nil || !some {
		return err
	}
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error { return c.exec(`DELETE FROM identification WHERE purge < ?`, now) })
}
