package sqlite

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/moderation"
	"partant/internal/page"
)

// Reports is the moderation.Store of the file.
type Reports struct{ docs docs[moderation.Report] }

// Reports returns the store of what was reported.
func (db *DB) Reports() Reports { return Reports{docs[moderation.Report]{db, reportTraits}} }

var reportTraits = traits[moderation.Report]{
	table: "report", news: ofNothing, columns: []string{"open", "expires"},
	root: func(r *moderation.Report) (string, *int64) { return r.ID, &r.Rev },
	owes: func(r *moderation.Report) debt.Owes { return r.Owes },
	row: func(r *moderation.Report) []any {
		if !r.Decided.IsZero() {
			return []any{time.Time{}, r.Expires}
		}
		return []any{r.Created, r.Expires}
	},
	concerns: func(r *moderation.Report) (time.Time, []string) { return r.Created, r.Concerns() },
}

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
	from := from(req, "")
	return pageOf(ctx, s.docs.db, req, func(r moderation.Report) page.Cursor { return page.Cursor{Key: stamp(r.Created), ID: r.ID} },
		`SELECT doc FROM report WHERE open IS NOT NULL AND (open, id) > (?, ?) ORDER BY open, id LIMIT ?`, from.Key, from.ID)
}

// ReportsConcerning implements moderation.Store.
func (s Reports) ReportsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[moderation.Report], error) {
	return s.docs.concerning(ctx, whom, req)
}

// DueReports implements moderation.Store.
func (s Reports) DueReports(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]moderation.Report, error) {
	return s.docs.take(ctx, now, lease, limit)
}

// SweepReports implements moderation.Store.
func (s Reports) SweepReports(ctx context.Context, now time.Time) error {
	return s.docs.sweep(ctx, now)
}
