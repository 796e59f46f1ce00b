package sqlite

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/subscriber"
)

// Subscribers is the subscriber.Store of the file.
type Subscribers struct {
	docs docs[subscriber.Subscriber]
}

// Subscribers returns the store of who follows by letter.
func (db *DB) Subscribers() Subscribers {
	return Subscribers{docs[subscriber.Subscriber]{db, subscriberTraits}}
}

var subscriberTraits = traits[subscriber.Subscriber]{
	table: "subscriber", news: ofNothing,
	root: func(s *subscriber.Subscriber) (string, *int64) { return s.ID, &s.Rev },
	owes: func(s *subscriber.Subscriber) debt.Owes { return s.Owes },
	row:  func(*subscriber.Subscriber) []any { return nil },
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
