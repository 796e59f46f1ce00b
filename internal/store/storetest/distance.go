package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/distance"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
)

// Distances runs the suite of the port of distances. open gives a fresh, empty store.
func Distances(t *testing.T, open func(t *testing.T) distance.Store) {
	for name, check := range map[string]func(*testing.T, distance.Store){
		"InsertList": distanceInsertList, "Missing": distanceMissing, "UpdateRefused": distanceUpdateRefused, "Once": distanceOnce,
		"Pages": distancePages, "Concerns": distanceConcerns, "Remove": distanceRemove, "Due": distancesDue,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullDistance leaves no field zero.
func fullDistance(account, of string) distance.Distance {
	return distance.Distance{ID: distance.IDOf(account, of), Rev: 1, Account: account, Page: of, Against: "a-9", Kind: distance.Block, At: noon,
		Owes: debt.Owes{{ID: "d-1", Kind: distance.OwesParting, Due: noon, Tries: 1}}}
}

// distancesOf are all that concern somebody.
func distancesOf(t *testing.T, s distance.Store, whom string) []distance.Distance {
	t.Helper()
	got, err := s.DistancesConcerning(t.Context(), whom, page.Req{Limit: 50})
	return must(t, got, err).Items
}

func distanceInsertList(t *testing.T, s distance.Store) {
	for _, want := range []distance.Distance{fullDistance("a-1", "p-1"), {ID: id.New(), Rev: 1, Account: "a-2", Page: "p-2"}} {
		ok(t, s.InsertDistance(t.Context(), want))
		same(t, distancesOf(t, s, distance.OfAccount(want.Account)), []distance.Distance{want})
		wantErr(t, s.InsertDistance(t.Context(), want), fault.Taken{Field: "id"})
	}
}

func distanceMissing(t *testing.T, s distance.Store) {
	_, err := s.UpdateDistance(t.Context(), id.New(), func(*distance.Distance) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.RemoveDistance(t.Context(), id.New()))
	same(t, distancesOf(t, s, distance.OfAccount("a-1")), nil)
	due, err := s.DueDistances(t.Context(), noon, time.Minute, 9)
	same(t, must(t, due, err), nil)
}

func distanceUpdateRefused(t *testing.T, s distance.Store) {
	d, mine := fullDistance("a-1", "p-1"), errors.New("mine")
	ok(t, s.InsertDistance(t.Context(), d))
	_, err := s.UpdateDistance(t.Context(), d.ID, func(d *distance.Distance) error { d.Kind = distance.Silence; return mine })
	wantErr(t, err, mine)
	same(t, distancesOf(t, s, distance.OfAccount("a-1")), []distance.Distance{d})
}

// Many press the button at once: there is one, and each of its changes is made.
func distanceOnce(t *testing.T, s distance.Store) {
	d := fullDistance("a-1", "p-1")
	var group sync.WaitGroup
	for range 12 {
		group.Go(func() {
			if err := s.InsertDistance(t.Context(), d); err != nil && !errors.Is(err, fault.Conflict) {
				t.Error(err)
			}
			if _, err := s.UpdateDistance(t.Context(), d.ID, func(d *distance.Distance) error { d.Owes[0].Tries++; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := distancesOf(t, s, distance.OfAccount("a-1")); len(got) != 1 || got[0].Owes[0].Tries != 13 {
		t.Errorf("%+v", got)
	}
}

func distancePages(t *testing.T, s distance.Store) {
	var want []string
	for n := range 7 {
		d := fullDistance("a-1", fmt.Sprint("p-", n))
		d.At = noon.Add(time.Duration(n/2) * time.Minute) // some at once
		ok(t, s.InsertDistance(t.Context(), d))
	}
	for _, d := range distancesOf(t, s, distance.OfAccount("a-1")) {
		want = append(want, d.ID)
	}
	var got []string
	for d, err := range page.All(2, func(r page.Req) (page.Of[distance.Distance], error) {
		return s.DistancesConcerning(t.Context(), distance.OfAccount("a-1"), r)
	}) {
		ok(t, err)
		got = append(got, d.ID)
	}
	same(t, got, want)
	if len(want) != 7 || want[0] != distance.IDOf("a-1", "p-6") {
		t.Errorf("%q", want)
	}
}

// Who is blocked is found by their account; who is silenced is not: they never learn of it.
func distanceConcerns(t *testing.T, s distance.Store) {
	d := fullDistance("a-1", "p-1")
	ok(t, s.InsertDistance(t.Context(), d))
	for _, whom := range []string{distance.OfAccount("a-1"), distance.OfPage("p-1"), distance.Against("a-9")} {
		same(t, distancesOf(t, s, whom), []distance.Distance{d})
	}
	d, err := s.UpdateDistance(t.Context(), d.ID, func(d *distance.Distance) error { d.Kind = distance.Silence; return nil })
	d = must(t, d, err)
	same(t, distancesOf(t, s, distance.Against("a-9")), nil)
	same(t, distancesOf(t, s, distance.OfPage("p-1")), []distance.Distance{d})
}

func distanceRemove(t *testing.T, s distance.Store) {
	d := fullDistance("a-1", "p-1")
	ok(t, s.InsertDistance(t.Context(), d))
	for range 2 {
		ok(t, s.RemoveDistance(t.Context(), d.ID))
	}
	for _, whom := range []string{distance.OfAccount("a-1"), distance.OfPage("p-1"), distance.Against("a-9")} {
		same(t, distancesOf(t, s, whom), nil)
	}
	ok(t, s.InsertDistance(t.Context(), d))
	same(t, distancesOf(t, s, distance.OfAccount("a-1")), []distance.Distance{d})
}

func distancesDue(t *testing.T, s distance.Store) {
	for n, due := range []time.Time{noon.Add(time.Minute), noon} {
		d := fullDistance("a-1", fmt.Sprint("p-", n))
		d.Owes[0].Due = due
		ok(t, s.InsertDistance(t.Context(), d))
	}
	take := func(now time.Time) (pages []string) {
		got, err := s.DueDistances(t.Context(), now, 10*time.Minute, 9)
		for _, d := range must(t, got, err) {
			pages = append(pages, d.Page)
		}
		return pages
	}
	same(t, take(noon.Add(-time.Second)), nil)
	same(t, take(noon), []string{"p-1"})
	same(t, take(noon.Add(time.Minute)), []string{"p-0"}) // the other is leased
}
