package mongo

import (
	"context"
	"errors"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/fault"
)

// shown is the one counter of changes that pages show.
const shown = "shown"

type changeDoc struct {
	N int64 `bson:"n"`
}

// Changes returns a number that differs from an earlier one when profiles have been written since, by any machine.
func (db *DB) Changes(ctx context.Context) (uint64, error) {
	var d changeDoc
	err := db.base.Collection("change").FindOne(ctx, where(is("_id", shown))).Decode(&d)
	if errors.Is(err, driver.ErrNoDocuments) {
		return 0, nil
	}
	return uint64(d.N), kind(err)
}

// countAtMost bounds what counting adds to a write, above all to one that has waited for an absent server already.
const countAtMost = 500 * time.Millisecond

// noted counts a change after it was written, also when nobody knows whether it was. When counting fails, or the process
// dies before it, the write still stands: pages kept in memory are then late by as long as they are kept, a minute at most.
func (db *DB) noted(ctx context.Context, written error) error {
	if written != nil && !errors.Is(written, fault.Unavailable) {
		return written
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), countAtMost)
	defer cancel()
	_, _ = db.base.Collection("change").UpdateOne(ctx, where(is("_id", shown)),
		where(bson.E{Key: "$inc", Value: where(is("n", int64(1)))}), options.UpdateOne().SetUpsert(true))
	return written
}

// settled is noted for debts that were paid. No page shows that, but for those of a kind: what is found since then is shown.
func (db *DB) settled(ctx context.Context, written error, paid []debt.Debt, shown string) error {
	if !slices.ContainsFunc(paid, func(one debt.Debt) bool { return one.Kind == shown }) {
		return written
	}
	return db.noted(ctx, written)
}
