package sqlite

import (
	"context"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/page"
)

// Arrivals are shown to those at the door alone, and no page that is kept has them.
var arrivalTraits = traits[event.Arrival]{
	table: "event_arrival", news: ofNothing,
	columns:  []string{"event", "people"},
	root:     func(a *event.Arrival) (string, *int64) { return a.ID, &a.Rev },
	owes:     func(*event.Arrival) debt.Owes { return nil },
	row:      func(a *event.Arrival) []any { return []any{a.Event, a.People} },
	concerns: func(a *event.Arrival) (time.Time, []string) { return a.At, a.Concerns() },
}

// InsertArrival implements event.Arrivals.
func (s Events) InsertArrival(ctx context.Context, a event.Arrival) error {
	return s.arrivals.insert(ctx, a)
}

// UpdateArrival implements event.Arrivals.
func (s Events) UpdateArrival(ctx context.Context, id string, edit func(*event.Arrival) error) (event.Arrival, error) {
	return s.arrivals.update(ctx, id, edit)
}

// RemoveArrival implements event.Arrivals.
func (s Events) RemoveArrival(ctx context.Context, id string) error {
	return s.arrivals.remove(ctx, id)
}

// RemoveArrivals implements event.Arrivals.
func (s Events) RemoveArrivals(ctx context.Context, id string) error {
	return s.docs.db.changeOf(ctx, s.arrivals.news, func(c *conn) error {
		err := c.exec(`DELETE FROM concern WHERE noun = 'event_arrival' AND id IN (SELECT id FROM event_arrival WHERE event = ?)`, id)
		if err == nil {
			err = c.exec(`DELETE FROM event_arrival WHERE event = ?`, id)
		}
		return err
	})
}

// ArrivalsConcerning implements event.Arrivals.
func (s Events) ArrivalsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[event.Arrival], error) {
	return s.arrivals.concerning(ctx, whom, req)
}

// Present implements event.Arrivals.
func (s Events) Present(ctx context.Context, id string) (p event.Present, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		return c.each(func(row *sqlite3.Stmt) error {
			p = event.Present{Parties: row.ColumnInt(0), People: row.ColumnInt(1)}
			return nil
		}, `SELECT count(*), coalesce(sum(people), 0) FROM event_arrival WHERE event = ? AND people > 0`, id)
	})
	return p, err
}
