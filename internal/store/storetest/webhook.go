package storetest

import (
	"errors"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/webhook"
)

// Webhooks runs the suite of webhook.Store. open gives a fresh, empty store.
func Webhooks(t *testing.T, open func(t *testing.T) webhook.Store) {
	for name, check := range map[string]func(*testing.T, webhook.Store){
		"Edit": webhookEdit, "Refused": webhookRefused, "Due": webhookDue, "Parallel": webhookParallel,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullDesk leaves no field zero.
func fullDesk(page string) webhook.Desk {
	left := 3
	return webhook.Desk{ID: page, Rev: 1,
		Hooks: []webhook.Hook{{ID: "h-1", URL: "https://exemple.fr/partant", Kinds: []webhook.Kind{webhook.Announced, webhook.Counted}, Turn: 2, Turned: noon, Since: noon, Stopped: noon.Add(time.Hour),
			Messages: []*webhook.Message{{ID: "m-1", Kind: webhook.Announced, Event: "e-1", At: noon, Tried: noon.Add(time.Minute), Status: 503, State: webhook.Waits}}}},
		Told: map[string]webhook.Sums{"e-1": {Places: 5, Left: &left, Taken: 2, Waiting: 1, Maybe: 4}},
		Owes: debt.Owes{{ID: "m-1", Kind: webhook.OwesMessage, Due: noon, Tries: 1}, {ID: "s-1", Kind: webhook.OwesSums, Due: noon.Add(time.Hour)}}}
}

// desk has a store keep d.
func desk(t *testing.T, s webhook.Store, d webhook.Desk) {
	t.Helper()
	_, err := s.EditDesk(t.Context(), d.ID, func(is *webhook.Desk) error { *is = d; return nil })
	ok(t, err)
}

func webhookEdit(t *testing.T, s webhook.Store) {
	_, err := s.Desk(t.Context(), "p-1")
	wantErr(t, err, fault.NotFound)
	want := fullDesk("p-1")
	desk(t, s, want)
	got, err := s.Desk(t.Context(), "p-1")
	same(t, must(t, got, err), want)
	got, err = s.EditDesk(t.Context(), "p-1", func(d *webhook.Desk) error { d.Hooks[0].Messages[0].State = webhook.Heard; return nil })
	want.Hooks[0].Messages[0].State, want.Rev = webhook.Heard, 2
	same(t, must(t, got, err), want)
	stored, err := s.Desk(t.Context(), "p-1")
	same(t, must(t, stored, err), want)
	for range 2 {
		ok(t, s.RemoveDesk(t.Context(), "p-1"))
	}
	_, err = s.Desk(t.Context(), "p-1")
	wantErr(t, err, fault.NotFound)
}

// An edit that fails writes nothing, also where there was nothing, and whatever its error is.
func webhookRefused(t *testing.T, s webhook.Store) {
	for _, mine := range []error{errors.New("mine"), fault.NotFound} {
		_, err := s.EditDesk(t.Context(), "p-1", func(d *webhook.Desk) error { d.Hooks = nil; return mine })
		wantErr(t, err, mine)
		_, err = s.Desk(t.Context(), "p-1")
		wantErr(t, err, fault.NotFound)
	}
	desk(t, s, fullDesk("p-1"))
	for _, mine := range []error{errors.New("mine"), fault.NotFound} {
		_, err := s.EditDesk(t.Context(), "p-1", func(d *webhook.Desk) error { d.Hooks = nil; return mine })
		wantErr(t, err, mine)
	}
	got, err := s.Desk(t.Context(), "p-1")
	same(t, must(t, got, err), fullDesk("p-1"))
}

// What is due is in the hands of one worker until its lease is over: who is killed in between leaves it due again.
func webhookDue(t *testing.T, s webhook.Store) {
	desk(t, s, fullDesk("p-1"))
	due := func(at time.Time, kinds ...string) int {
		got, err := s.DueDesks(t.Context(), at, time.Minute, 5, kinds...)
		return len(must(t, got, err))
	}
	same(t, due(noon.Add(-time.Second), webhook.OwesMessage), 0)
	same(t, due(noon, webhook.OwesNotice, webhook.OwesSums), 0)
	same(t, due(noon, webhook.OwesMessage, webhook.OwesSums), 1)
	same(t, due(noon, webhook.OwesMessage, webhook.OwesSums), 0)
	same(t, due(noon.Add(time.Minute), webhook.OwesMessage, webhook.OwesSums), 1) // the worker was killed
	_, err := s.EditDesk(t.Context(), "p-1", func(d *webhook.Desk) error { d.Owes.Drop(webhook.OwesMessage); return nil })
	ok(t, err)
	same(t, due(noon.Add(30*time.Minute), webhook.OwesMessage, webhook.OwesSums), 0)
	same(t, due(noon.Add(time.Hour), webhook.OwesMessage, webhook.OwesSums), 1)
}

// Those who change a desk at the same instant, also one that is not there yet, all find their program in it.
func webhookParallel(t *testing.T, s webhook.Store) {
	const n = 12
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			_, err := s.EditDesk(t.Context(), "p-1", func(d *webhook.Desk) error {
				d.Hooks = append(append([]webhook.Hook{}, d.Hooks...), webhook.Hook{ID: string(rune('a' + i)), Since: noon})
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Desk(t.Context(), "p-1")
	same(t, len(must(t, got, err).Hooks), n)
}
