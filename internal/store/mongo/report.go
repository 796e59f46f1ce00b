package mongo

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/moderation"
	"partant/internal/page"
)

// Reports is the moderation.Store of the database.
type Reports struct{ docs store[moderation.Report] }

// Reports returns the store of what was reported.
func (db *DB) Reports() Reports {
	return Reports{store[moderation.Report]{db, db.base.Collection("report"), reportTraits}}
}

var reportTraits = traits[moderation.Report]{
	root:  func(r *moderation.Report) (string, *int64) { return r.ID, &r.Rev },
	names: func(*moderation.Report) []name { return nil },
	alive: func(*moderation.Report) error { return nil },
	owes:  func(r *moderation.Report) debt.Owes { return r.Owes },
	row: func(r *moderation.Report) any {
		d := reportDoc{ID: r.ID, Doc: *r, Expires: r.Expires, Created: r.Created, Due: r.Owes.First(), Concerns: r.Concerns()}
		if r.Decided.IsZero() {
			d.Open = r.Created
		}
		return d
	},
}

// reportDoc is a report as it is stored.
type reportDoc struct {
	ID       string            `bson:"_id"`
	Doc      moderation.Report `bson:"doc"`
	Open     time.Time         `bson:"open,omitempty"` // when it was made; missing once it is decided
	Expires  time.Time         `bson:"expires,omitempty"`
	Created  time.Time         `bson:"created"`
	Concerns []string          `bson:"concerns,omitempty"`
	Due      time.Time         `bson:"due,omitempty"` // of the first debt
}

var waiting = list[moderation.Report]{"report_open", by("open", "_id"),
	func(r moderation.Report) page.Cursor { return stamp(r.Created, r.ID) }}

// InsertReport implements moderation.Store.
func (s Reports) InsertReport(ctx context.Context, r moderation.Report) error {
	return s.docs.insert(ctx, r)
}

// UpdateReport implements moderation.Store.
func (s Reports) UpdateReport(ctx context.Context, id string, edit func(*moderation.Report) error) (moderation.Report, error) {
	return s.docs.update(ctx, id, edit)
}

// OpenReports implements moderation.Store.
func (s Reports) OpenReports(ctx context.Context, req page.Req) (page.Of[moderation.Report], error) {
	from, err := since(req, time.Time{})
	if err != nil {
		return page.Of[moderation.Report]{}, err
	}
	return s.docs.page(ctx, waiting, req, where(compare("open", atLeast(from)),
		either(compare("open", above(from)), compare("_id", above(req.Cursor.ID)))))
}

var reportsConcerning = list[moderation.Report]{"report_concerns", by("-created", "-_id"),
	func(r moderation.Report) page.Cursor { return stamp(r.Created, r.ID) }}

// ReportsConcerning implements moderation.Store.
func (s Reports) ReportsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[moderation.Report], error) {
	return s.docs.concerning(ctx, reportsConcerning, whom, req)
}

// DueReports implements moderation.Store.
func (s Reports) DueReports(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]moderation.Report, error) {
	return s.docs.take(ctx, now, lease, limit)
}

// SweepReports implements moderation.Store.
func (s Reports) SweepReports(ctx context.Context, now time.Time) error {
	_, err := s.docs.in.DeleteMany(ctx, where(compare("expires", below(now))))
	return kind(err)
}
