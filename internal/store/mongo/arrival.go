package mongo

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/page"
)

var arrivalTraits = traits[event.Arrival]{
	root:  func(a *event.Arrival) (string, *int64) { return a.ID, &a.Rev },
	names: func(*event.Arrival) []name { return nil },
	alive: func(*event.Arrival) error { return nil },
	owes:  func(*event.Arrival) debt.Owes { return nil },
	row: func(a *event.Arrival) any {
		return arrivalDoc{ID: a.ID, Doc: *a, Event: a.Event, People: a.People, Created: a.At, Concerns: a.Concerns()}
	},
}

// arrivalDoc is an arrival as it is stored.
type arrivalDoc struct {
	ID       string        `bson:"_id"`
	Doc      event.Arrival `bson:"doc"`
	Event    string        `bson:"event"`
	People   int           `bson:"people"`
	Created  time.Time     `bson:"created"`
	Concerns []string      `bson:"concerns"`
}

var arrivalsConcerning = list[event.Arrival]{"event_arrival_concerns", by("-created", "-_id"),
	func(a event.Arrival) page.Cursor { return stamp(a.At, a.ID) }}

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

// RemoveArrivals implements event.Arrivals. They have no names: they go at once.
func (s Events) RemoveArrivals(ctx context.Context, id string) error {
	_, err := s.arrivals.in.DeleteMany(ctx, where(is("event", id)))
	return kind(err)
}

// ArrivalsConcerning implements event.Arrivals.
func (s Events) ArrivalsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[event.Arrival], error) {
	return s.arrivals.concerning(ctx, arrivalsConcerning, whom, req)
}

// Present implements event.Arrivals. The index alone answers.
func (s Events) Present(ctx context.Context, id string) (p event.Present, err error) {
	some := where(is("event", id), compare("people", bson.E{Key: "$gt", Value: int64(0)}))
	found, err := s.arrivals.in.Find(ctx, some, options.Find().SetProjection(bson.D{{Key: "_id", Value: 0}, {Key: "people", Value: 1}}).SetHint("event_arrival_event"))
	if err != nil {
		return p, kind(err)
	}
	var parties []struct {
		People int `bson:"people"`
	}
	err = found.All(ctx, &parties)
	for _, one := range parties {
		p.Parties, p.People = p.Parties+1, p.People+one.People
	}
	return p, kind(err)
}
