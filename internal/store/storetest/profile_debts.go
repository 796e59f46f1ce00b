package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/profile"
)

func owing(n int, due time.Time) profile.Profile {
	p := plain(n, fmt.Sprint(n))
	p.Owes = debt.Owes{{ID: fmt.Sprintf("d-%d", n), Kind: profile.OwesIndex, Due: due}}
	return p
}

func profileTakeSettle(t *testing.T, s ProfileStore) {
	insertAll(t, s, owing(1, noon.Add(2*time.Minute)), owing(2, noon), owing(3, noon.Add(time.Minute)), owing(4, noon.Add(time.Hour)), plain(5, "quitte"))
	at := noon.Add(5 * time.Minute)
	got, err := s.Take(t.Context(), at, time.Minute, 2)
	same(t, names(must(t, got, err)), []string{"2", "3"})
	ok(t, s.Settle(t.Context(), got))
	ok(t, s.Settle(t.Context(), got)) // twice is no error
	got, err = s.Take(t.Context(), at.Add(2*time.Minute), time.Minute, 9)
	same(t, names(must(t, got, err)), []string{"1"})
	if len(got) == 1 && (len(got[0].Owes) != 1 || got[0].Owes[0].ID != "d-1") {
		t.Errorf("owes %+v", got[0].Owes)
	}
}

func profileTakeLease(t *testing.T, s ProfileStore) {
	insertAll(t, s, owing(1, noon))
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {59 * time.Second, 0}, {60 * time.Second, 1}, {61 * time.Second, 0}, {120 * time.Second, 1}} {
		got, err := s.Take(t.Context(), noon.Add(step.after), time.Minute, 9)
		if must(t, got, err); len(got) != step.want {
			t.Fatalf("%v after: %d taken, want %d", step.after, len(got), step.want)
		}
	}
}

func profileTakeParallel(t *testing.T, s ProfileStore) {
	for n := range 30 {
		ok(t, s.Insert(t.Context(), owing(n, noon)))
	}
	var group sync.WaitGroup
	taken := make(chan string, 100)
	for range 5 {
		group.Go(func() {
			got, err := s.Take(t.Context(), noon, time.Minute, 10)
			if err != nil {
				t.Error(err)
			}
			for _, p := range got {
				taken <- p.ID
			}
		})
	}
	group.Wait()
	close(taken)
	var ids []string
	for taken := range taken {
		ids = append(ids, taken)
	}
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != len(ids) {
		t.Errorf("%d of %d were taken twice", len(ids)-n, len(ids))
	}
}

func profileSettleKeepsNewer(t *testing.T, s ProfileStore) {
	p := owing(1, noon)
	ok(t, s.Insert(t.Context(), p))
	taken, err := s.Take(t.Context(), noon, time.Minute, 9)
	must(t, taken, err)
	_, err = s.Update(t.Context(), p.ID, func(p *profile.Profile) error {
		p.Name = "changé"
		p.Owes = append(p.Owes, debt.Debt{ID: "new", Kind: profile.OwesIndex, Due: noon.Add(time.Second)})
		return nil
	})
	ok(t, err)
	ok(t, s.Settle(t.Context(), taken))
	got, err := s.Take(t.Context(), noon.Add(2*time.Second), time.Minute, 9)
	if must(t, got, err); len(got) != 1 || len(got[0].Owes) != 1 || got[0].Owes[0].ID != "new" || got[0].Name != "changé" {
		t.Errorf("the newer debt is lost: %+v", got)
	}
}

// profileTakeKinds: two kinds of work on one page are taken and settled apart.
func profileTakeKinds(t *testing.T, s ProfileStore) {
	both, other := owing(1, noon), owing(2, noon.Add(-time.Minute))
	both.Owes = append(both.Owes, debt.Debt{ID: "p-1", Kind: profile.OwesPlace, Due: noon, Tries: 2}, debt.Debt{ID: "p-2", Kind: profile.OwesPlace, Due: noon.Add(time.Hour)})
	later := owing(3, noon)
	later.Owes = append(later.Owes, debt.Debt{ID: "p-3", Kind: profile.OwesPlace, Due: noon.Add(time.Hour)})
	insertAll(t, s, both, other, later)
	got, err := s.Take(t.Context(), noon, time.Minute, 9, profile.OwesPlace)
	if same(t, names(must(t, got, err)), []string{"1"}); len(got) != 1 {
		return
	}
	want := debt.Owes{{ID: "d-1", Kind: profile.OwesIndex, Due: noon}, {ID: "p-1", Kind: profile.OwesPlace, Due: noon.Add(time.Minute), Tries: 2}, {ID: "p-2", Kind: profile.OwesPlace, Due: noon.Add(time.Hour)}}
	same(t, got[0].Owes, want)
	again, err := s.Take(t.Context(), noon, time.Minute, 9, profile.OwesPlace)
	same(t, names(must(t, again, err)), nil)
	indexed, err := s.Take(t.Context(), noon, time.Minute, 9, profile.OwesIndex)
	same(t, len(must(t, indexed, err)), 3)
	got[0].Owes = debt.Owes{want[1]}
	ok(t, s.Settle(t.Context(), got))
	is, err := s.Get(t.Context(), both.ID)
	want[0].Due = noon.Add(time.Minute)
	same(t, must(t, is, err).Owes, debt.Owes{want[0], want[2]})
	any, err := s.Take(t.Context(), noon.Add(2*time.Hour), time.Minute, 9)
	same(t, len(must(t, any, err)), 3)
}

func profilePurge(t *testing.T, s ProfileStore) {
	p := owing(1, noon)
	ok(t, s.Insert(t.Context(), p))
	_, err := s.Update(t.Context(), p.ID, func(p *profile.Profile) error { p.Erased, p.Purge = noon, true; return nil })
	ok(t, err)
	taken, err := s.Take(t.Context(), noon, time.Minute, 9)
	if must(t, taken, err); len(taken) != 1 || !taken[0].IsErased() {
		t.Fatalf("tombstones owe too: %+v", taken)
	}
	ok(t, s.Settle(t.Context(), taken))
	_, err = s.Get(t.Context(), p.ID)
	if wantErr(t, err, fault.NotFound); errors.Is(err, fault.Gone) {
		t.Error("a purged page leaves a trace")
	}
	ok(t, s.Insert(t.Context(), p)) // id and slug are free
	got, err := s.Get(t.Context(), p.ID)
	p.Rev = 1
	same(t, must(t, got, err), p)
}
