package notify_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/follow"
	"partant/internal/notify"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

// mortal is a box whose process dies after it has told, before it has noted it, every other time.
type mortal struct {
	notify.Due
	times int
}

func (b *mortal) Told(ctx context.Context, of string, paid debt.Debt) error {
	if b.times++; b.times%2 == 1 {
		return errors.New("killed")
	}
	return b.Due.Told(ctx, of, paid)
}

// All who follow a page and all members of its club are told of an event, some at a time, each once, though who tells them dies again
// and again; who wants no announcements, and who announced it, are not.
func TestEventsAreTold(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h, ctx := open(t), t.Context()
	for i := range 230 {
		target := follow.Target{Kind: follow.Page, ID: "p-1"}
		account := fmt.Sprintf("f-%03d", i)
		h.ok(db.Follows().InsertFollow(ctx, follow.Follow{ID: follow.IDOf(account, target), Account: account, Target: target, At: h.at.Add(time.Duration(i) * time.Second)}))
	}
	for _, m := range []club.Member{{Account: "f-001"}, {Account: "m-1"}, {Account: "m-2", Quiet: true}, {Account: "m-3"}} {
		m.ID, m.Club, m.State, m.Name = club.IDOf("p-1", m.Account), "p-1", club.In, m.Account
		if m.Account == "m-3" {
			m.State = club.Asked
		}
		h.ok(db.Clubs().InsertMember(ctx, m))
	}
	e := event.Event{ID: "e-1", Slug: "atelier", Title: "Atelier", By: viewer.Author{Page: "p-1", Account: "f-000"}, Published: h.at, Owes: debt.Owes{{ID: "d-1", Kind: event.OwesNews, Due: h.at}}}
	h.ok(db.Events().InsertEvent(ctx, e))
	box := &mortal{Due: notify.EventBox{Events: db.Events(), Followers: db.Follows(), Members: db.Clubs()}}
	h.Worker = h.worker(box)
	for range 20 {
		h.Pay(ctx) // it fails now and then
		h.at = h.at.Add(2 * time.Minute)
	}
	for account, want := range map[string]int{"f-000": 0, "f-001": 1, "f-100": 1, "f-229": 1, "m-1": 1, "m-2": 0, "m-3": 0} {
		h.unread(account, want)
	}
	if rung := map[string]bool{}; true {
		for _, one := range h.rung {
			rung[one] = true
		}
		if len(rung) != 230 {
			t.Errorf("%d are told", len(rung))
		}
	}
	if e, err := db.Events().Event(ctx, "e-1"); err != nil || len(e.Owes) > 0 {
		t.Errorf("it owes %+v, %v", e.Owes, err)
	}
}

// Who wants to be reminded is told once, at the hour that they chose, though who tells them dies; who takes their place back is not.
func TestRemindersAreToldOnce(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h, ctx := open(t), t.Context()
	start := h.at.Add(30 * time.Hour) // Tuesday 24 November 2026, 19:00 in Paris
	e := event.Event{ID: "e-1", Slug: "atelier", Title: "Atelier", By: viewer.Author{Page: "p-1", Account: "h"}, Published: h.at, Start: event.Moment{At: start}, End: event.Moment{At: start.Add(time.Hour)}}
	h.ok(db.Events().InsertEvent(ctx, e))
	e, err = db.Events().Event(ctx, e.ID)
	h.ok(err)
	for account, remind := range map[string]event.Remind{"m-eve": event.Eve, "m-hour": event.HourBefore, "m-not": event.Unreminded, "m-gone": event.Eve} {
		for _, says := range []event.Says{event.Partant, event.No} {
			if says == event.Partant || account == "m-gone" {
				_, err := db.Events().Answer(ctx, e.Terms(), event.Answer{ID: event.IDOf("e-1", event.Member(account)), Event: "e-1", Who: event.Member(account), Account: account, Says: says, Remind: remind, At: h.at})
				h.ok(err)
			}
		}
	}
	events := event.New(db.Events(), nil, nil, nil, func() time.Time { return h.at }, func() {})
	h.Worker = h.worker(&mortal{Due: notify.RemindBox{Due: db.Events().DueAnswers, Events: events}})
	told := func(at time.Time, want map[string]int) {
		t.Helper()
		for h.at = at; h.at.Before(at.Add(20 * time.Minute)); h.at = h.at.Add(2 * time.Minute) {
			h.Pay(ctx) // it fails now and then
		}
		for account, n := range want {
			h.unread(account, n)
		}
	}
	told(time.Date(2026, 11, 23, 16, 30, 0, 0, time.UTC), map[string]int{"m-eve": 0, "m-hour": 0, "m-not": 0, "m-gone": 0})
	told(time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC), map[string]int{"m-eve": 1, "m-hour": 0, "m-not": 0, "m-gone": 0})
	told(start.Add(-time.Hour), map[string]int{"m-eve": 1, "m-hour": 1, "m-not": 0, "m-gone": 0})
	told(start.Add(time.Hour), map[string]int{"m-eve": 1, "m-hour": 1, "m-not": 0, "m-gone": 0})
	if due, err := db.Events().DueAnswers(ctx, h.at, time.Minute, 9, event.Notices...); err != nil || len(due) > 0 {
		t.Errorf("%+v, %v", due, err)
	}
}

// Of what was taken back before anybody was told nobody hears.
func TestNothingToTell(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h, ctx := open(t), t.Context()
	target := follow.Target{Kind: follow.Page, ID: "p-1"}
	h.ok(db.Follows().InsertFollow(ctx, follow.Follow{ID: follow.IDOf("a-3", target), Account: "a-3", Target: target, At: h.at}))
	for i, e := range []event.Event{{Cancelled: h.at}, {Deleted: h.at}, {Over: true}, {Draft: true}} {
		e.ID, e.Slug, e.By.Page = fmt.Sprintf("e-%d", i), fmt.Sprintf("atelier-%d", i), "p-1"
		e.Owes = debt.Owes{{ID: e.ID, Kind: event.OwesNews, Due: h.at}, {ID: e.ID + "-n", Kind: event.OwesNaming, Due: h.at}}
		e.Named = []string{"p-1"}
		h.ok(db.Events().InsertEvent(ctx, e))
	}
	h.Worker = h.worker(notify.EventBox{Events: db.Events(), Followers: db.Follows(), Members: db.Clubs()})
	h.pay()
	h.unread("a-3", 0)
	h.Worker = h.worker(notify.EventNames{Events: db.Events()})
	h.pay()
	h.unread("a-1", 2) // of the cancelled and of the one that is over, which can be read
}
