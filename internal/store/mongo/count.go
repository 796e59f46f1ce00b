package mongo

import (
	"context"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

// Counts is the limit.Counter that the machines of one site share.
type Counts struct {
	in  *driver.Collection
	now func() time.Time
}

// Counts returns the counter. now tells the time of the wall, by which machines agree on the present window: it begins
// at a multiple of its length. A clock that is wrong moves the end of a window by as much, no more.
func (db *DB) Counts(now func() time.Time) Counts { return Counts{db.counts(), now} }

// counts are written without waiting for other members: one that a failover forgets costs nothing, and each request
// makes one.
func (db *DB) counts() *driver.Collection {
	return db.base.Collection("count", options.Collection().SetWriteConcern(writeconcern.W1()))
}

// countDoc is what was counted in one window. It holds an address for as long as the window lasts, until the sweep
// after it.
type countDoc struct {
	ID   string    `bson:"_id"` // window and key
	N    int       `bson:"n"`
	Ends time.Time `bson:"ends"`
}

// Add implements limit.Counter.
func (c Counts) Add(ctx context.Context, key string, window time.Duration) (int, time.Duration, error) {
	now := c.now()
	began := now.Truncate(window)
	ends := began.Add(window)
	id := fmt.Sprintf("%v|%d|%s", window, began.UnixMilli(), key)
	n, err := c.increment(ctx, id, ends)
	if driver.IsDuplicateKeyError(err) { // two that were the first at once: the other one has made it
		n, err = c.increment(ctx, id, ends)
	}
	return n, ends.Sub(now), kind(err)
}

func (c Counts) increment(ctx context.Context, id string, ends time.Time) (int, error) {
	var d countDoc
	update := where(bson.E{Key: "$inc", Value: where(is("n", int64(1)))},
		bson.E{Key: "$setOnInsert", Value: where(at("ends", ends))})
	err := c.in.FindOneAndUpdate(ctx, where(is("_id", id)), update,
		options.FindOneAndUpdate().SetUpsert(true).SetReturnDocument(options.After)).Decode(&d)
	return d.N, err
}

// sweepCounts removes the counts of windows that are over.
func (db *DB) sweepCounts(ctx context.Context, now time.Time) error {
	_, err := db.counts().DeleteMany(ctx, where(compare("ends", below(now))))
	return kind(err)
}
