package sqlite

import (
	"context"
	"errors"
	"time"

	"partant/internal/debt"
	"partant/internal/page"
	"partant/internal/reading"
)

// Readings is the reading.Store of the file.
type Readings struct{ docs docs[reading.Mark] }

// Readings returns the store of how far members have read.
func (db *DB) Readings() Readings { return Readings{docs[reading.Mark]{db, readingTraits}} }

var readingTraits = traits[reading.Mark]{
	table: "reading", news: ofReaders, columns: []string{"expires"},
	root:     func(m *reading.Mark) (string, *int64) { return m.ID, &m.Rev },
	owes:     func(*reading.Mark) debt.Owes { return nil },
	row:      func(m *reading.Mark) []any { return []any{m.Expires()} },
	concerns: func(m *reading.Mark) (time.Time, []string) { return m.Seen, m.Concerns() },
}

// PutMark implements reading.Store.
func (s Readings) PutMark(ctx context.Context, m reading.Mark) error {
	err := s.docs.insertOr(ctx, m, func(is *reading.Mark) error {
		if !is.Advance(m) {
			return errStays
		}
		return nil
	})
	if errors.Is(err, errStays) {
		return nil
	}
	return err
}

// MarksAmong implements reading.Store.
func (s Readings) MarksAmong(ctx context.Context, ids []string) (found []reading.Mark, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		found = nil
		return c.each(appendTo(&found), `SELECT doc FROM reading WHERE id IN (SELECT value FROM json_each(?))`, jsonText(ids))
	})
	return found, err
}

// MarksConcerning implements reading.Store.
func (s Readings) MarksConcerning(ctx context.Context, whom string, req page.Req) (page.Of[reading.Mark], error) {
	return s.docs.concerning(ctx, whom, req)
}

// RemoveMark implements reading.Store.
func (s Readings) RemoveMark(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// SweepMarks implements reading.Store.
func (s Readings) SweepMarks(ctx context.Context, now time.Time) error { return s.docs.sweep(ctx, now) }
