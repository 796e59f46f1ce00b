package notify_test

import (
	"context"
	"iter"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/minutes"
	"partant/internal/notify"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

// gathered is one event that nobody comes to.
type gathered struct{}

func (gathered) ForLetters(context.Context, string) (event.Event, error) {
	return event.Event{ID: "e-1", Slug: "atelier", Title: "Atelier", By: viewer.Author{Page: "p-1", Account: "hote"}}, nil
}

func (gathered) Placed(context.Context, string) iter.Seq2[event.Answer, error] {
	return func(func(event.Answer, error) bool) {}
}

// comesBy is minutes.Events of one event that its host wrote of.
type comesBy struct{ start time.Time }

func (c comesBy) Stands(context.Context, viewer.Viewer, string) (minutes.Standing, error) {
	return minutes.Standing{ID: "e-1", Page: "p-1", Start: c.start, End: c.start.Add(time.Hour), Hosts: true}, nil
}

func (c comesBy) StandsBy(ctx context.Context, v viewer.Viewer, _ string) (minutes.Standing, error) {
	return c.Stands(ctx, v, "")
}

// What is to be done is told when the minutes are, and once more the day before, though who tells it dies; what is done meanwhile is not.
func TestActionsPress(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h, ctx := open(t), t.Context()
	s := minutes.New(db.Minutes(), comesBy{h.at.Add(-time.Hour)}, raw{}, func() time.Time { return h.at }, func() {})
	comers := []minutes.Comer{{Account: "m-1", Name: "Nina"}, {Account: "m-2", Name: "Omar"}}
	r, err := s.Write(ctx, viewer.Viewer{Account: "hote"}, "atelier", minutes.Draft{Body: "Bien.",
		Actions: []minutes.Line{{What: "Appeler", Who: "Nina", Until: "2026-12-02"}, {What: "Réserver", Who: "Omar", Until: "2026-12-02"}}}, comers)
	h.ok(err)
	h.Worker = h.worker(&mortal{Due: notify.MinutesBox{Records: db.Minutes(), Events: gathered{}}})
	told := func(at time.Time, nina, omar int) {
		t.Helper()
		for h.at = at; h.at.Before(at.Add(20 * time.Minute)); h.at = h.at.Add(2 * time.Minute) {
			h.Pay(ctx) // it fails now and then
		}
		h.unread("m-1", nina)
		h.unread("m-2", omar)
	}
	told(h.at, 1, 1)
	h.ok(s.Do(ctx, viewer.Viewer{Account: "hote"}, "atelier", r.Actions[1].ID, true))
	told(time.Date(2026, 12, 1, 7, 30, 0, 0, time.UTC), 1, 1)
	told(time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC), 2, 1)
	told(time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC), 2, 1)
}

// raw is a minutes.Renderer that changes nothing.
type raw struct{}

func (raw) Render(markdown string) (string, error) { return markdown, nil }
