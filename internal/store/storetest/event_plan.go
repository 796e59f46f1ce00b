package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/id"
	"partant/internal/viewer"
)

// anyVoice lets everybody speak for every page.
type anyVoice struct{}

func (anyVoice) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	return viewer.Author{Page: page, Account: v.Account}, nil
}

// asTyped renders text as it is.
type asTyped struct{}

func (asTyped) Render(s string) (string, error) { return s, nil }
func (asTyped) Words(html string) string        { return html }
func (asTyped) Follow(html string) string       { return html }

// arranging is the service of events on a store, at a time that goes on by what its second result is told.
func arranging(s event.Stores) (*event.Service, func(time.Duration)) {
	var mu sync.Mutex
	at := noon
	now := func() time.Time { mu.Lock(); defer mu.Unlock(); at = at.Add(time.Millisecond); return at }
	return event.New(s, anyVoice{}, asTyped{}, func(string) bool { return true }, now, func() {}),
		func(d time.Duration) { mu.Lock(); defer mu.Unlock(); at = at.Add(d) }
}

// What is planned is announced once, whoever dies meanwhile and however many work: one word to those who follow, one hour of the roster.
func eventPlanned(t *testing.T, s event.Stores) {
	service, pass := arranging(s)
	d := event.Draft{Voice: "p-1", Title: "Atelier", Purpose: "Se voir", Place: "L'ECG", Commune: "45234", Day: "2027-01-12", Hour: "18:30", EndHour: "20:00",
		Later: true, Planned: true, PlanDay: "2026-11-24", PlanHour: "08:30"}
	made, err := service.Announce(t.Context(), viewer.Viewer{Account: "a-1"}, d)
	e := must(t, made, err)
	pay := func(workers int) event.Event {
		t.Helper()
		var group sync.WaitGroup
		for range workers {
			group.Go(func() {
				if err := service.PayDue(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		got, err := s.Event(t.Context(), e.ID)
		return must(t, got, err)
	}
	if got := pay(1); !got.Draft || len(got.Owes) != 1 || !got.Owes[0].Due.Equal(e.Planned()) {
		t.Fatalf("too early: %+v", got)
	}
	pass(24 * time.Hour)
	taken, err := s.DueEvents(t.Context(), service.Now(), time.Minute, 9, event.OwesAppear) // by a worker that dies
	if len(must(t, taken, err)) != 1 {
		t.Fatal("nobody takes it")
	}
	if got := pay(2); !got.Draft {
		t.Error("it is in the hands of a worker that may yet live")
	}
	pass(2 * time.Minute)
	got := pay(4)
	news := got.Owes.DueAt(service.Now(), event.OwesNews)
	if got.Draft || got.Plan != nil || got.Published.IsZero() || len(news) != 1 || news[0].ID != id.Named("prevenir", e.ID) || got.Owes.Has(event.OwesAppear) || got.Sequence != 0 {
		t.Fatalf("announced: %+v", got)
	}
	ok(t, s.SettleEvent(t.Context(), e.ID, func(o *debt.Owes) { o.Clear(news...) }))
	pass(time.Hour)
	if again := pay(2); again.Owes.Has(event.OwesNews) || again.Published != got.Published {
		t.Errorf("announced twice: %+v", again)
	}
}
