package notify_test

import (
	"fmt"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/notify"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

// Hosts are told once of each who asks to come, though who tells them dies, and however often they ask; of who takes it back before
// anybody was told they hear nothing.
func TestHostsAreToldWhoAsks(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h, ctx := open(t), t.Context()
	start := h.at.Add(30 * time.Hour)
	e := event.Event{ID: "e-1", Slug: "atelier", Title: "Atelier", By: viewer.Author{Page: "p-1", Account: "a-1"}, Published: h.at, Approval: true, Start: event.Moment{At: start}, End: event.Moment{At: start.Add(time.Hour)}}
	h.ok(db.Events().InsertEvent(ctx, e))
	e, err = db.Events().Event(ctx, e.ID)
	h.ok(err)
	says := func(n int, what event.Says) {
		who := event.Member(fmt.Sprint("m-", n))
		_, err := db.Events().Answer(ctx, e.Terms(), event.Answer{ID: event.IDOf("e-1", who), Event: "e-1", Who: who, Account: fmt.Sprint("m-", n), Says: what, At: h.at})
		h.ok(err)
	}
	for n := range 4 {
		says(n, event.Partant)
	}
	says(3, event.No)
	events := event.New(db.Events(), nil, nil, nil, func() time.Time { return h.at }, func() {})
	h.Worker = h.worker(&mortal{Due: notify.ApprovalBox{Due: db.Events().DueAnswers, Events: events}})
	for round := range 2 {
		for range 20 {
			h.Pay(ctx) // it fails now and then
			h.at = h.at.Add(2 * time.Minute)
		}
		h.unread("a-1", 3)
		h.unread("a-2", 3)
		says(round, event.No)
		says(round, event.Partant)
	}
	if due, err := db.Events().DueAnswers(ctx, h.at, time.Minute, 9, event.OwesAsking); err != nil || len(due) != 1 {
		t.Errorf("%+v, %v", due, err)
	}
}
