package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/debt"
	"partant/internal/moderation"
	"partant/internal/page"
)

// Moderation is the moderation.Stores of the file.
type Moderation struct{ docs docs[moderation.Case] }

// Moderation returns the store of what is reported and decided.
func (db *DB) Moderation() Moderation { return Moderation{docs[moderation.Case]{db, caseTraits}} }

var caseTraits = traits[moderation.Case]{
	table: "moderation_case", news: ofNothing, columns: []string{"waits", "expires"},
	root:     func(c *moderation.Case) (string, *int64) { return c.ID, &c.Rev },
	owes:     func(c *moderation.Case) debt.Owes { return c.Owes },
	row:      func(c *moderation.Case) []any { return []any{c.Waits, c.Expires} },
	concerns: func(c *moderation.Case) (time.Time, []string) { return c.Created, c.Concerns() },
}

// InsertCase implements moderation.Store.
func (s Moderation) InsertCase(ctx context.Context, c moderation.Case) error {
	return s.docs.insert(ctx, c)
}

// Case implements moderation.Store.
func (s Moderation) Case(ctx context.Context, id string) (moderation.Case, error) {
	return s.docs.get(ctx, id)
}

// UpdateCase implements moderation.Store.
func (s Moderation) UpdateCase(ctx context.Context, id string, edit func(*moderation.Case) error) (moderation.Case, error) {
	return s.docs.update(ctx, id, edit)
}

// RemoveCase implements moderation.Store.
func (s Moderation) RemoveCase(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// OpenCases implements moderation.Store.
func (s Moderation) OpenCases(ctx context.Context, req page.Req) (page.Of[moderation.Case], error) {
	from := from(req, "")
	return pageOf(ctx, s.docs.db, req, func(c moderation.Case) page.Cursor { return page.Cursor{Key: stamp(c.Waits), ID: c.ID} },
		`SELECT doc FROM moderation_case WHERE waits IS NOT NULL AND (waits, id) > (?, ?) ORDER BY waits, id LIMIT ?`, from.Key, from.ID)
}

// CasesConcerning implements moderation.Store.
func (s Moderation) CasesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[moderation.Case], error) {
	return s.docs.concerning(ctx, whom, req)
}

// DueCases implements moderation.Store.
func (s Moderation) DueCases(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]moderation.Case, error) {
	return s.docs.take(ctx, now, lease, limit)
}

// SweepCases implements moderation.Store.
func (s Moderation) SweepCases(ctx context.Context, now time.Time) error {
	return s.docs.sweep(ctx, now)
}

// WriteEntry implements moderation.Journal. The file itself refuses to change or remove what it writes.
func (s Moderation) WriteEntry(ctx context.Context, e moderation.Entry) error {
	doc, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return s.docs.db.changeOf(ctx, ofNothing, func(c *conn) error {
		return c.exec(`INSERT OR IGNORE INTO moderation_entry (id, at, month, what, doc) VALUES (?, ?, ?, ?, ?)`,
			e.ID, e.At, e.Month(), string(e.What), doc)
	})
}

// Entries implements moderation.Journal.
func (s Moderation) Entries(ctx context.Context, req page.Req) (page.Of[moderation.Entry], error) {
	from := from(req, last)
	return pageOf(ctx, s.docs.db, req, func(e moderation.Entry) page.Cursor { return page.Cursor{Key: stamp(e.At), ID: e.ID} },
		`SELECT doc FROM moderation_entry WHERE (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?`, from.Key, from.ID)
}

// CountEntries implements moderation.Journal.
func (s Moderation) CountEntries(ctx context.Context, month string, what moderation.What) (n int, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		return c.each(func(row *sqlite3.Stmt) error { n = row.ColumnInt(0); return nil },
			`SELECT count(*) FROM moderation_entry WHERE month = ? AND what = ?`, month, string(what))
	})
	return n, err
}
