package sqlite

import (
	"context"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/page"
)

// Events is the event.Stores of the file.
type Events struct {
	docs     docs[event.Event]
	answers  docs[event.Answer]
	arrivals docs[event.Arrival]
}

// Events returns the store of events and of who answers them.
func (db *DB) Events() Events {
	return Events{docs[event.Event]{db, eventTraits}, docs[event.Answer]{db, answerTraits}, docs[event.Arrival]{db, arrivalTraits}}
}

var eventTraits = traits[event.Event]{
	table: "event", news: ofPages,
	root:     func(e *event.Event) (string, *int64) { return e.ID, &e.Rev },
	owes:     func(e *event.Event) debt.Owes { return e.Owes },
	row:      func(*event.Event) []any { return nil },
	names:    func(e *event.Event) []unique { return []unique{{eventKey(e.Slug), "slug"}} },
	concerns: func(e *event.Event) (time.Time, []string) { return e.Created, e.Concerns() },
	shelves:  func(e *event.Event) (string, []string) { return e.Rank(), e.Shelves() },
}

func eventKey(slug string) string { return "evenement:" + slug }

// InsertEvent implements event.Store.
func (s Events) InsertEvent(ctx context.Context, e event.Event) error { return s.docs.insert(ctx, e) }

// Event implements event.Store.
func (s Events) Event(ctx context.Context, id string) (event.Event, error) {
	return s.docs.get(ctx, id)
}

// EventBySlug implements event.Store.
func (s Events) EventBySlug(ctx context.Context, slug string) (e event.Event, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		return one(c, &e, `SELECT doc FROM name JOIN event ON event.id = name.owner WHERE key = ?`, eventKey(slug))
	})
	return e, err
}

// UpdateEvent implements event.Store.
func (s Events) UpdateEvent(ctx context.Context, id string, edit func(*event.Event) error) (event.Event, error) {
	return s.docs.update(ctx, id, edit)
}

// RemoveEvent implements event.Store.
func (s Events) RemoveEvent(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// Events implements event.Lists.
func (s Events) Events(ctx context.Context, f event.Filter, req page.Req) (page.Of[event.Event], error) {
	least, greatest := f.Ranks()
	return s.docs.between(ctx, f.Shelf(), least, greatest, req)
}

// EventsAmong implements event.Lists.
func (s Events) EventsAmong(ctx context.Context, filters []event.Filter, req page.Req) (page.Of[event.Event], error) {
	shelves := make([]string, len(filters))
	for i, f := range filters {
		shelves[i] = f.Shelf()
	}
	return s.docs.onShelves(ctx, shelves, req)
}

// CountEvents implements event.Lists.
func (s Events) CountEvents(ctx context.Context, f event.Filter, most int) (n int, err error) {
	least, greatest := f.Ranks()
	err = s.docs.db.read(ctx, func(c *conn) error {
		return c.each(func(row *sqlite3.Stmt) error { n = row.ColumnInt(0); return nil },
			`SELECT count(*) FROM (SELECT 1 FROM shelf WHERE noun = ? AND shelf = ? AND rank BETWEEN ? AND ? LIMIT ?)`, s.docs.table, f.Shelf(), least, greatest, most)
	})
	return n, err
}

// EventsConcerning implements event.Lists.
func (s Events) EventsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[event.Event], error) {
	return s.docs.concerning(ctx, whom, req)
}

// DueEvents implements event.Lists.
func (s Events) DueEvents(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]event.Event, error) {
	return s.docs.quiet().take(ctx, now, lease, limit, kinds...)
}

// SettleEvent implements event.Lists.
func (s Events) SettleEvent(ctx context.Context, id string, edit func(*debt.Owes)) error {
	_, err := s.docs.quiet().update(ctx, id, func(e *event.Event) error { edit(&e.Owes); return nil })
	return orMissing(err)
}
