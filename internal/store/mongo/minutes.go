package mongo

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/minutes"
	"partant/internal/page"
)

// Minutes is the minutes.Store of the database.
type Minutes struct{ docs store[minutes.Record] }

// Minutes returns the store of what is talked about at events.
func (db *DB) Minutes() Minutes {
	return Minutes{store[minutes.Record]{db, db.base.Collection("minutes"), minutesTraits}}
}

var minutesTraits = traits[minutes.Record]{
	root:  func(r *minutes.Record) (string, *int64) { return r.ID, &r.Rev },
	names: func(*minutes.Record) []name { return nil },
	alive: func(*minutes.Record) error { return nil },
	owes:  func(r *minutes.Record) debt.Owes { return r.Owes },
	row: func(r *minutes.Record) any {
		return minutesDoc{ID: r.ID, Doc: *r, Created: r.Created, Concerns: r.Concerns(), Due: r.Owes.First()}
	},
}

// minutesDoc is a record as it is stored.
type minutesDoc struct {
	ID       string         `bson:"_id"`
	Doc      minutes.Record `bson:"doc"`
	Created  time.Time      `bson:"created"`
	Concerns []string       `bson:"concerns,omitempty"`
	Due      time.Time      `bson:"due,omitempty"` // of the first debt
}

var minutesConcerning = list[minutes.Record]{"minutes_concerns", by("-created", "-_id"),
	func(r minutes.Record) page.Cursor { return stamp(r.Created, r.ID) }}

// Record implements minutes.Store.
func (s Minutes) Record(ctx context.Context, event string) (minutes.Record, error) {
	return s.docs.get(ctx, event)
}

// EditRecord implements minutes.Store.
func (s Minutes) EditRecord(ctx context.Context, event string, edit func(*minutes.Record) error) (minutes.Record, error) {
	r, err := s.docs.updateOr(ctx, event, minutes.Record{ID: event}, edit)
	return r, s.docs.db.notedAnswer(ctx, err)
}

// RecordsConcerning implements minutes.Store.
func (s Minutes) RecordsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[minutes.Record], error) {
	return s.docs.concerning(ctx, minutesConcerning, whom, req)
}

// DueRecords implements minutes.Store.
func (s Minutes) DueRecords(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]minutes.Record, error) {
	return s.docs.take(ctx, now, lease, limit)
}

// SettleRecord implements minutes.Store.
func (s Minutes) SettleRecord(ctx context.Context, event string, paid debt.Debt) error {
	_, err := s.docs.update(ctx, event, func(r *minutes.Record) error { r.Owes.Clear(paid); return nil })
	return orMissing(err)
}

// RemoveRecord implements minutes.Store.
func (s Minutes) RemoveRecord(ctx context.Context, event string) error {
	return s.docs.db.notedAnswer(ctx, s.docs.remove(ctx, event))
}
