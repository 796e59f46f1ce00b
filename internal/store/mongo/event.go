package mongo

import (
	"cmp"
	"context"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/page"
)

// Events is the event.Stores of the database.
type Events struct {
	docs     store[event.Event]
	rosters  store[crowd]
	arrivals store[event.Arrival]
}

// Events returns the store of events and of who answers them.
func (db *DB) Events() Events {
	return Events{store[event.Event]{db, db.base.Collection("event"), eventTraits}, store[crowd]{db, db.base.Collection("event_roster"), crowdTraits},
		store[event.Arrival]{db, db.base.Collection("event_arrival"), arrivalTraits}}
}

var eventTraits = traits[event.Event]{
	root:  func(e *event.Event) (string, *int64) { return e.ID, &e.Rev },
	names: func(e *event.Event) []name { return []name{{key: eventKey(e.Slug), field: "slug"}} },
	alive: func(*event.Event) error { return nil },
	owes:  func(e *event.Event) debt.Owes { return e.Owes },
	row: func(e *event.Event) any {
		return eventDoc{ID: e.ID, Doc: *e, Shelves: e.Shelves(), Rank: e.Rank(), Created: e.Created, Concerns: e.Concerns(), Due: e.Owes.First()}
	},
}

func eventKey(slug string) string { return "evenement:" + slug }

// eventDoc is an event as it is stored.
type eventDoc struct {
	ID       string      `bson:"_id"`
	Doc      event.Event `bson:"doc"`
	Shelves  []string    `bson:"shelves,omitempty"`
	Rank     string      `bson:"rank"`
	Created  time.Time   `bson:"created"`
	Concerns []string    `bson:"concerns,omitempty"`
	Due      time.Time   `bson:"due,omitempty"` // of the first debt
}

var (
	eventsShelved = list[event.Event]{"event_shelves", by("-rank", "-_id"),
		func(e event.Event) page.Cursor { return page.Cursor{Key: e.Rank(), ID: e.ID} }}
	eventsConcerning = list[event.Event]{"event_concerns", by("-created", "-_id"),
		func(e event.Event) page.Cursor { return stamp(e.Created, e.ID) }}
)

// InsertEvent implements event.Store.
func (s Events) InsertEvent(ctx context.Context, e event.Event) error {
	return s.docs.db.noted(ctx, s.docs.insert(ctx, e))
}

// Event implements event.Store.
func (s Events) Event(ctx context.Context, id string) (event.Event, error) {
	return s.docs.get(ctx, id)
}

// EventBySlug implements event.Store.
func (s Events) EventBySlug(ctx context.Context, slug string) (event.Event, error) {
	return s.docs.byName(ctx, eventKey(slug))
}

// UpdateEvent implements event.Store.
func (s Events) UpdateEvent(ctx context.Context, id string, edit func(*event.Event) error) (event.Event, error) {
	e, err := s.docs.update(ctx, id, edit)
	return e, s.docs.db.noted(ctx, err)
}

// RemoveEvent implements event.Store.
func (s Events) RemoveEvent(ctx context.Context, id string) error {
	return s.docs.db.noted(ctx, s.docs.remove(ctx, id))
}

// Events implements event.Lists.
func (s Events) Events(ctx context.Context, f event.Filter, req page.Req) (page.Of[event.Event], error) {
	least, greatest := f.Ranks()
	from := req.Cursor
	if from.IsZero() || from.Key > greatest {
		from = page.Cursor{Key: greatest, ID: last}
	}
	return s.docs.page(ctx, eventsShelved, req, where(is("shelves", f.Shelf()), compare("rank", atMost(from.Key), atLeast(least)),
		either(compare("rank", below(from.Key)), compare("_id", below(from.ID)))))
}

// EventsAmong implements event.Lists. The first of each part are read, then merged.
func (s Events) EventsAmong(ctx context.Context, filters []event.Filter, req page.Req) (page.Of[event.Event], error) {
	from := req.Cursor
	if from.IsZero() {
		from = page.Cursor{Key: last, ID: last}
	}
	var found []event.Event
	for some := range slices.Chunk(filters, atOnce) {
		shelves := make([]string, len(some))
		for i, f := range some {
			shelves[i] = f.Shelf()
		}
		heads, err := s.docs.find(ctx, where(isAny("shelves", shelves), compare("rank", atMost(from.Key)),
			either(compare("rank", below(from.Key)), compare("_id", below(from.ID)))),
			options.Find().SetSort(by("-rank", "-_id")).SetLimit(int64(req.Limit+1)).SetHint(eventsShelved.index))
		if err != nil {
			return page.Of[event.Event]{}, err
		}
		found = append(found, heads...)
	}
	slices.SortFunc(found, func(a, b event.Event) int { return cmp.Or(cmp.Compare(b.Rank(), a.Rank()), cmp.Compare(b.ID, a.ID)) })
	found = slices.CompactFunc(found, func(a, b event.Event) bool { return a.ID == b.ID })
	return page.Cut(found, req.Limit, eventsShelved.key), nil
}

// CountEvents implements event.Lists.
func (s Events) CountEvents(ctx context.Context, f event.Filter, most int) (int, error) {
	least, greatest := f.Ranks()
	n, err := s.docs.in.CountDocuments(ctx, where(is("shelves", f.Shelf()), compare("rank", atMost(greatest), atLeast(least))),
		options.Count().SetLimit(int64(most)).SetHint(eventsShelved.index))
	return int(n), kind(err)
}

// EventsConcerning implements event.Lists.
func (s Events) EventsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[event.Event], error) {
	return s.docs.concerning(ctx, eventsConcerning, whom, req)
}

// DueEvents implements event.Lists.
func (s Events) DueEvents(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]event.Event, error) {
	return s.docs.take(ctx, now, lease, limit, kinds...)
}

// SettleEvent implements event.Lists.
func (s Events) SettleEvent(ctx context.Context, id string, edit func(*debt.Owes)) error {
	_, err := s.docs.update(ctx, id, func(e *event.Event) error { edit(&e.Owes); return nil })
	return orMissing(err)
}
