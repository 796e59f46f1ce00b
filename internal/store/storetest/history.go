package storetest

import (
	"sync"
	"testing"

	"partant/internal/fault"
	"partant/internal/profile"
)

// History runs the suite of profile.History. open gives a fresh, empty store.
func History(t *testing.T, open func(t *testing.T) profile.History) {
	for name, check := range map[string]func(*testing.T, profile.History){
		"Keep": pastKeep, "Most": pastMost, "Forget": pastForget, "Unname": pastUnname, "Parallel": pastParallel,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

func pastOf(pageID string, version int64) profile.Past {
	p := fullProfile()
	p.ID = pageID
	return profile.Past{Page: pageID, Version: version, Profile: p}
}

// versions are those that are kept of a page.
func versions(t *testing.T, s profile.History, pageID string) (all []int64) {
	t.Helper()
	got, err := s.Pasts(t.Context(), pageID, 100)
	for _, p := range must(t, got, err) {
		all = append(all, p.Version)
	}
	return all
}

func pastKeep(t *testing.T, s profile.History) {
	want := pastOf("a", 1764158400123)
	ok(t, s.KeepPast(t.Context(), want, 9))
	again := want
	again.Profile.Name = "autre"
	ok(t, s.KeepPast(t.Context(), again, 9))
	for _, p := range []profile.Past{pastOf("a", 5), {Page: "zéro"}, pastOf("a", 9)} {
		ok(t, s.KeepPast(t.Context(), p, 9))
	}
	got, err := s.Past(t.Context(), "a", want.Version)
	same(t, must(t, got, err), want)
	same(t, versions(t, s, "a"), []int64{1764158400123, 9, 5})
	short, err := s.Pasts(t.Context(), "a", 1)
	same(t, must(t, short, err), []profile.Past{want})
	_, err = s.Past(t.Context(), "a", 6)
	wantErr(t, err, fault.NotFound)
	_, err = s.Past(t.Context(), "b", 5)
	wantErr(t, err, fault.NotFound)
	same(t, versions(t, s, "b"), nil)
}

func pastMost(t *testing.T, s profile.History) {
	ok(t, s.KeepPast(t.Context(), pastOf("other", 1), 3))
	for v := range int64(6) {
		ok(t, s.KeepPast(t.Context(), pastOf("a", v), 3))
	}
	same(t, versions(t, s, "a"), []int64{5, 4, 3})
	same(t, versions(t, s, "other"), []int64{1})
}

func pastForget(t *testing.T, s profile.History) {
	for _, pageID := range []string{"a", "b"} {
		ok(t, s.KeepPast(t.Context(), pastOf(pageID, 1), 9))
	}
	for range 2 {
		ok(t, s.ForgetPasts(t.Context(), "a"))
	}
	same(t, versions(t, s, "a"), nil)
	same(t, versions(t, s, "b"), []int64{1})
}

func pastUnname(t *testing.T, s profile.History) {
	mine, other, elsewhere := pastOf("a", 1), pastOf("a", 2), pastOf("b", 1)
	other.Profile.By = "a-2"
	for _, p := range []profile.Past{mine, other, elsewhere} {
		ok(t, s.KeepPast(t.Context(), p, 9))
	}
	for range 2 {
		ok(t, s.Unname(t.Context(), "a", mine.Profile.By))
	}
	mine.Profile.By = profile.Left
	for _, want := range []profile.Past{mine, other, elsewhere} {
		got, err := s.Past(t.Context(), want.Page, want.Version)
		got.Profile.ID = want.Profile.ID
		same(t, must(t, got, err), want)
	}
}

func pastParallel(t *testing.T, s profile.History) {
	var group sync.WaitGroup
	for v := range int64(20) {
		group.Go(func() {
			if err := s.KeepPast(t.Context(), pastOf("a", v/2), 50); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	same(t, versions(t, s, "a"), []int64{9, 8, 7, 6, 5, 4, 3, 2, 1, 0})
}
