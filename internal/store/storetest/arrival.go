package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
)

// fullArrival leaves no field zero.
func fullArrival(id string) event.Arrival {
	return event.Arrival{ID: id, Rev: 1, Event: "e-1", Who: event.Guest("x"), Account: "a-1", Name: "Ada", People: 3, At: noon, Gestures: []string{"g-1"}}
}

func present(t *testing.T, s event.Arrivals, id string) event.Present {
	t.Helper()
	p, err := s.Present(t.Context(), id)
	return must(t, p, err)
}

// whoCame are those that concern somebody, in order.
func whoCame(t *testing.T, s event.Arrivals, whom string, limit int) (all []event.Arrival) {
	t.Helper()
	for a, err := range page.All(limit, func(req page.Req) (page.Of[event.Arrival], error) {
		return s.ArrivalsConcerning(t.Context(), whom, req)
	}) {
		all = append(all, must(t, a, err))
	}
	return all
}

func arrivals(t *testing.T, s event.Stores) {
	same(t, present(t, s, "e-1"), event.Present{})
	want := fullArrival("r-1")
	ok(t, s.InsertArrival(t.Context(), want))
	for _, whom := range []string{"evenement:e-1", event.Guest("x"), event.Member("a-1")} {
		same(t, whoCame(t, s, whom, 5), []event.Arrival{want})
	}
	err, taken := s.InsertArrival(t.Context(), want), fault.Taken{}
	if !errors.As(err, &taken) || taken.Field != "id" {
		t.Errorf("noted twice: %v", err)
	}
	ok(t, s.InsertArrival(t.Context(), event.Arrival{ID: "r-2", Event: "e-1", People: 1, At: noon}))
	ok(t, s.InsertArrival(t.Context(), event.Arrival{ID: "r-3", Event: "e-2", People: 9, At: noon}))
	same(t, present(t, s, "e-1"), event.Present{Parties: 2, People: 4})

	mine := errors.New("mine")
	_, err = s.UpdateArrival(t.Context(), "r-1", func(a *event.Arrival) error { a.People = 7; return mine })
	wantErr(t, err, mine)
	got, err := s.UpdateArrival(t.Context(), "r-1", func(a *event.Arrival) error { a.People = 0; return nil })
	same(t, must(t, got, err).Rev, 2)
	same(t, present(t, s, "e-1"), event.Present{Parties: 1, People: 1})
	same(t, len(whoCame(t, s, "evenement:e-1", 5)), 2) // a slip is remembered: what did it may be sent again
	_, err = s.UpdateArrival(t.Context(), "rien", func(*event.Arrival) error { return nil })
	wantErr(t, err, fault.NotFound)
	_, err = s.UpdateArrival(t.Context(), "r-2", func(a *event.Arrival) error { a.Who, a.Account = event.Guest("y"), "a-2"; return nil })
	ok(t, err)
	same(t, len(whoCame(t, s, event.Member("a-2"), 5)), 1)
}

func arrivalsPages(t *testing.T, s event.Stores) {
	var want []string
	for n := range 9 {
		id := fmt.Sprint("r-", n)
		ok(t, s.InsertArrival(t.Context(), event.Arrival{ID: id, Event: "e-1", Name: "Ada", People: 1, At: noon.Add(time.Duration(n/3) * time.Minute)}))
		want = append(want, id)
	}
	slices.Reverse(want)
	for _, limit := range []int{1, 2, 20} {
		var got []string
		for _, a := range whoCame(t, s, "evenement:e-1", limit) {
			got = append(got, a.ID)
		}
		same(t, got, want)
	}
	_, err := s.ArrivalsConcerning(t.Context(), "evenement:e-1", page.Req{Limit: 2, Cursor: page.Cursor{Key: "x", ID: "y"}})
	if err != nil && !errors.Is(err, fault.Invalid) {
		t.Errorf("a cursor of another list: %v", err)
	}
}

// Several at the door note the same party in one instant: one of them was first, the others hear so, and nobody is counted twice.
func arrivalsParallel(t *testing.T, s event.Stores) {
	var firsts sync.Map
	var all sync.WaitGroup
	for n := range 12 {
		all.Go(func() {
			id := fmt.Sprint("r-", n%3)
			switch err := s.InsertArrival(t.Context(), event.Arrival{ID: id, Event: "e-1", Name: "Ada", People: 1, At: noon}); {
			case err == nil:
				firsts.Store(n, id)
			case !errors.Is(err, fault.Conflict):
				t.Error(err)
			}
			if _, err := s.UpdateArrival(t.Context(), id, func(a *event.Arrival) error { a.People++; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	n := 0
	firsts.Range(func(any, any) bool { n++; return true })
	same(t, n, 3)
	same(t, present(t, s, "e-1"), event.Present{Parties: 3, People: 15})
}

func arrivalsRemove(t *testing.T, s event.Stores) {
	for n, of := range []string{"e-1", "e-1", "e-2", "e-1"} {
		a := fullArrival(fmt.Sprint("r-", n))
		a.Event = of
		ok(t, s.InsertArrival(t.Context(), a))
	}
	for range 2 {
		ok(t, s.RemoveArrival(t.Context(), "r-0"))
		same(t, present(t, s, "e-1").Parties, 2)
	}
	for range 2 {
		ok(t, s.RemoveArrivals(t.Context(), "e-1"))
		same(t, present(t, s, "e-1"), event.Present{})
	}
	same(t, len(whoCame(t, s, event.Guest("x"), 5)), 1)
	same(t, present(t, s, "e-2"), event.Present{Parties: 1, People: 3})
}
