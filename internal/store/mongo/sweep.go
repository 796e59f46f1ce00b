package mongo

import (
	"context"
	"errors"
	"time"
)

// sweepEvery is how often each process looks for what was left behind; looking at nothing costs two index reads.
const sweepEvery = time.Minute

// sweepOften runs sweep until the DB is closed. What fails is done the next time.
func (db *DB) sweepOften(ctx context.Context) {
	for tick := time.NewTicker(sweepEvery); ; {
		select {
		case <-tick.C:
			_ = db.sweep(ctx, time.Now())
		case <-ctx.Done():
			tick.Stop()
			return
		}
	}
}

// sweep removes names that lost their owner and counts that are over.
func (db *DB) sweep(ctx context.Context, now time.Time) error {
	return errors.Join(db.sweepNames(ctx, now), db.sweepCounts(ctx, now))
}
