package mongo

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/subscriber"
)

// Subscribers is the subscriber.Store of the database.
type Subscribers struct {
	docs store[subscriber.Subscriber]
}

// Subscribers returns the store of who follows by letter.
func (db *DB) Subscribers() Subscribers {
	return Subscribers{store[subscriber.Subscriber]{db, db.base.Collection("subscriber"), subscriberTraits}}
}

var subscriberTraits = traits[subscriber.Subscriber]{
	root:  func(s *subscriber.Subscriber) (string, *int64) { return s.ID, &s.Rev },
	names: func(*subscriber.Subscriber) []name { return nil },
	alive: func(*subscriber.Subscriber) error { return nil },
	owes:  func(s *subscriber.Subscriber) debt.Owes { return s.Owes },
	row: func(s *subscriber.Subscriber) any {
		return subscriberDoc{ID: s.ID, Doc: *s, Due: s.Owes.First()}
	},
}

// subscriberDoc is a subscriber as it is stored.
type subscriberDoc struct {
	ID  string                `bson:"_id"`
	Doc subscriber.Subscriber `bson:"doc"`
	Due time.Time             `bson:"due,omitempty"` // of the first debt
}

// InsertSubscriber implements subscriber.Store.
func (s Subscribers) InsertSubscriber(ctx context.Context, one subscriber.Subscriber) error {
	return s.docs.insert(ctx, one)
}

// Subscriber implements subscriber.Store.
func (s Subscribers) Subscriber(ctx context.Context, id string) (subscriber.Subscriber, error) {
	return s.docs.get(ctx, id)
}

// UpdateSubscriber implements subscriber.Store.
func (s Subscribers) UpdateSubscriber(ctx context.Context, id string, edit func(*subscriber.Subscriber) error) (subscriber.Subscriber, error) {
	return s.docs.update(ctx, id, edit)
}

// RemoveSubscriber implements subscriber.Store.
func (s Subscribers) RemoveSubscriber(ctx context.Context, id string) error {
	return s.docs.remove(ctx, id)
}

// DueSubscribers implements subscriber.Store.
func (s Subscribers) DueSubscribers(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]subscriber.Subscriber, error) {
	return s.docs.take(ctx, now, lease, limit, kinds...)
}
