package sqlite

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/minutes"
	"partant/internal/page"
)

// Minutes is the minutes.Store of the file.
type Minutes struct{ docs docs[minutes.Record] }

// Minutes returns the store of what is talked about at events.
func (db *DB) Minutes() Minutes { return Minutes{docs[minutes.Record]{db, minutesTraits}} }

var minutesTraits = traits[minutes.Record]{
	table: "minutes", news: ofAnswers,
	root:     func(r *minutes.Record) (string, *int64) { return r.ID, &r.Rev },
	owes:     func(r *minutes.Record) debt.Owes { return r.Owes },
	row:      func(*minutes.Record) []any { return nil },
	concerns: func(r *minutes.Record) (time.Time, []string) { return r.Created, r.Concerns() },
}

// Record implements minutes.Store.
func (s Minutes) Record(ctx context.Context, event string) (minutes.Record, error) {
	return s.docs.get(ctx, event)
}

// EditRecord implements minutes.Store.
func (s Minutes) EditRecord(ctx context.Context, event string, edit func(*minutes.Record) error) (minutes.Record, error) {
	return s.docs.editOr(ctx, event, minutes.Record{ID: event}, edit)
}

// RecordsConcerning implements minutes.Store.
func (s Minutes) RecordsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[minutes.Record], error) {
	return s.docs.concerning(ctx, whom, req)
}

// DueRecords implements minutes.Store.
func (s Minutes) DueRecords(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]minutes.Record, error) {
	return s.docs.quiet().take(ctx, now, lease, limit)
}

// SettleRecord implements minutes.Store.
func (s Minutes) SettleRecord(ctx context.Context, event string, paid debt.Debt) error {
	_, err := s.docs.quiet().update(ctx, event, func(r *minutes.Record) error { r.Owes.Clear(paid); return nil })
	return orMissing(err)
}

// RemoveRecord implements minutes.Store.
func (s Minutes) RemoveRecord(ctx context.Context, event string) error {
	return s.docs.remove(ctx, event)
}
