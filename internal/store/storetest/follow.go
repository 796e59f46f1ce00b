package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/page"
)

// Follows runs the suite of the ports of following. open gives a fresh, empty store.
func Follows(t *testing.T, open func(t *testing.T) follow.Stores) {
	for name, check := range map[string]func(*testing.T, follow.Stores){
		"InsertGet": followInsertGet, "Missing": followMissing, "UpdateRefused": followUpdateRefused, "Parallel": followParallel,
		"Lists": followLists, "Ended": followEnded, "RemoveAt": followRemoveAt, "Due": followDue, "Recount": followRecount,
		"RecountParallel": followRecountParallel, "Sources": followSources, "Since": followSince,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullFollow leaves no field zero; it has not ended, or it would be on no list.
func fullFollow(account string, target follow.Target) follow.Follow {
	return follow.Follow{ID: follow.IDOf(account, target), Rev: 1, Account: account, Target: target, Name: "Fibre optique", At: noon,
		Owes: debt.Owes{{ID: "d-1", Kind: follow.OwesCount, Due: noon, Tries: 1}, {ID: "d-2", Kind: follow.OwesNotice, Due: noon}}}
}

var aPage, aTag = follow.Target{Kind: follow.Page, ID: "p-1"}, follow.Target{Kind: follow.Tag, ID: "bois"}

// follows returns what is stored of a follow that has not ended.
func follows(t *testing.T, s follow.Stores, ids ...string) []follow.Follow {
	t.Helper()
	got, err := s.FollowsAmong(t.Context(), ids)
	return must(t, got, err)
}

func followInsertGet(t *testing.T, s follow.Stores) {
	for _, want := range []follow.Follow{fullFollow("a-1", aPage), {ID: id.New(), Rev: 1, Account: "a-2", Target: aTag}} {
		ok(t, s.InsertFollow(t.Context(), want))
		same(t, follows(t, s, want.ID), []follow.Follow{want})
		wantErr(t, s.InsertFollow(t.Context(), follow.Follow{ID: want.ID}), fault.Taken{Field: "id"})
		same(t, follows(t, s, want.ID, "rien"), []follow.Follow{want})
	}
	same(t, follows(t, s), nil)
}

func followMissing(t *testing.T, s follow.Stores) {
	_, err := s.UpdateFollow(t.Context(), id.New(), func(*follow.Follow) error { return nil })
	wantErr(t, err, fault.NotFound)
	ok(t, s.RemoveFollow(t.Context(), id.New(), 1))
	for _, list := range followListsOf(s) {
		got, err := list(page.Req{Limit: 5})
		same(t, must(t, got, err), page.Of[follow.Follow]{})
		_, err = list(page.Req{Limit: 5, Cursor: page.Cursor{Key: "2026", ID: "x"}})
		if err != nil && !errors.Is(err, fault.Invalid) {
			t.Error(err)
		}
	}
	n, err := s.Counted(t.Context(), aPage)
	same(t, must(t, n, err), 0)
	n, err = s.CountFollows(t.Context(), "a-1", 9)
	same(t, must(t, n, err), 0)
	all, err := s.SourcesOf(t.Context(), "a-1", 9)
	same(t, must(t, all, err), nil)
}

// followListsOf are the lists of the account a-1 and of the target aPage.
func followListsOf(s follow.Stores) map[string]func(page.Req) (page.Of[follow.Follow], error) {
	return map[string]func(page.Req) (page.Of[follow.Follow], error){
		"of":        func(r page.Req) (page.Of[follow.Follow], error) { return s.FollowsOf(context.Background(), "a-1", r) },
		"followers": func(r page.Req) (page.Of[follow.Follow], error) { return s.FollowersOf(context.Background(), aPage, r) },
	}
}

func followUpdateRefused(t *testing.T, s follow.Stores) {
	f, mine := fullFollow("a-1", aPage), errors.New("mine")
	ok(t, s.InsertFollow(t.Context(), f))
	_, err := s.UpdateFollow(t.Context(), f.ID, func(f *follow.Follow) error { f.Ended = noon; return mine })
	wantErr(t, err, mine)
	same(t, follows(t, s, f.ID), []follow.Follow{f})
}

// Many press the button at once: there is one follow, and each of its changes is made.
func followParallel(t *testing.T, s follow.Stores) {
	f := fullFollow("a-1", aPage)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if err := s.InsertFollow(t.Context(), f); err != nil && !errors.Is(err, fault.Conflict) {
				t.Error(err)
			}
			if _, err := s.UpdateFollow(t.Context(), f.ID, func(f *follow.Follow) error { f.Owes[0].Tries++; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := follows(t, s, f.ID); len(got) != 1 || got[0].Owes[0].Tries != 21 {
		t.Errorf("%+v", got)
	}
	n, err := s.CountFollows(t.Context(), "a-1", 9)
	same(t, must(t, n, err), 1)
}

// followersIn reads a list page by page.
func followersIn(t *testing.T, list func(page.Req) (page.Of[follow.Follow], error), limit int) (ids []string) {
	t.Helper()
	for f, err := range page.All(limit, list) {
		ok(t, err)
		ids = append(ids, f.ID)
	}
	return ids
}

// Pages of any length, put together, are the whole list as it would be sorted by hand.
func followLists(t *testing.T, s follow.Stores) {
	var mine, theirs []follow.Follow
	for n := range 17 {
		at := noon.Add(time.Duration(n/3) * time.Minute) // three at one instant
		one, other := fullFollow("a-1", follow.Target{Kind: follow.Page, ID: fmt.Sprint("p-", n)}), fullFollow(fmt.Sprint("a-", n), aPage)
		one.At, other.At = at, at
		for _, f := range []follow.Follow{one, other} {
			if n == 1 && f.ID == other.ID {
				continue // a-1 follows p-1: it is there already
			}
			ok(t, s.InsertFollow(t.Context(), f))
			if f.Account == "a-1" {
				mine = append(mine, f)
			}
			if f.Target == aPage {
				theirs = append(theirs, f)
			}
		}
	}
	for name, want := range map[string][]follow.Follow{"of": mine, "followers": theirs} {
		slices.SortFunc(want, func(a, b follow.Follow) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(b.ID, a.ID)) })
		var ids []string
		for _, f := range want {
			ids = append(ids, f.ID)
		}
		for _, limit := range []int{1, 2, 3, 5, 16, 17, 50} {
			same(t, followersIn(t, followListsOf(s)[name], limit), ids)
		}
	}
	n, err := s.CountFollows(t.Context(), "a-1", 50)
	same(t, must(t, n, err), len(mine))
	n, err = s.CountFollows(t.Context(), "a-1", 4)
	same(t, must(t, n, err), 4)
}

// Who began at the instant or after it counts, who follows something else or has ended does not, and no count passes its bound.
func followSince(t *testing.T, s follow.Stores) {
	since := func(at time.Time, most int) int {
		n, err := s.CountFollowers(t.Context(), aPage, at, most)
		return must(t, n, err)
	}
	same(t, since(time.Time{}, 9), 0)
	for n := range 5 {
		f, other := fullFollow(fmt.Sprint("a-", n), aPage), fullFollow(fmt.Sprint("a-", n), aTag)
		f.At = noon.Add(time.Duration(n) * time.Hour)
		ok(t, s.InsertFollow(t.Context(), f))
		ok(t, s.InsertFollow(t.Context(), other))
	}
	for after, want := range map[time.Duration]int{-time.Hour: 5, 0: 5, time.Millisecond: 4, 3 * time.Hour: 2, 4 * time.Hour: 1, 5 * time.Hour: 0} {
		same(t, since(noon.Add(after), 9), want)
	}
	same(t, since(time.Time{}, 3), 3)
	_, err := s.UpdateFollow(t.Context(), follow.IDOf("a-4", aPage), func(f *follow.Follow) error { f.Ended = noon; return nil })
	ok(t, err)
	same(t, since(noon.Add(time.Hour), 9), 3)
}

// What has ended is on no list, and is there until what it owes is paid.
func followEnded(t *testing.T, s follow.Stores) {
	f := fullFollow("a-1", aPage)
	ok(t, s.InsertFollow(t.Context(), f))
	_, err := s.UpdateFollow(t.Context(), f.ID, func(f *follow.Follow) error { f.Ended = noon.Add(time.Minute); return nil })
	ok(t, err)
	for name, list := range followListsOf(s) {
		if got := followersIn(t, list, 5); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	same(t, follows(t, s, f.ID), nil)
	all, err := s.SourcesOf(t.Context(), "a-1", 9)
	same(t, must(t, all, err), nil)
	due, err := s.DueFollows(t.Context(), noon, time.Minute, 9, follow.OwesCount)
	if must(t, due, err); len(due) != 1 || !due[0].Ended.Equal(noon.Add(time.Minute)) {
		t.Errorf("what it owes: %+v", due)
	}
	_, err = s.UpdateFollow(t.Context(), f.ID, func(f *follow.Follow) error { f.Ended = time.Time{}; return nil })
	ok(t, err)
	same(t, followersIn(t, followListsOf(s)["followers"], 5), []string{f.ID})
}

// Who takes away what they saw takes away nothing that was written since.
func followRemoveAt(t *testing.T, s follow.Stores) {
	f := fullFollow("a-1", aPage)
	ok(t, s.InsertFollow(t.Context(), f))
	got, err := s.UpdateFollow(t.Context(), f.ID, func(f *follow.Follow) error { f.Owes = nil; return nil })
	must(t, got, err)
	ok(t, s.RemoveFollow(t.Context(), f.ID, 1))
	same(t, len(follows(t, s, f.ID)), 1)
	ok(t, s.RemoveFollow(t.Context(), f.ID, got.Rev))
	same(t, len(follows(t, s, f.ID)), 0)
	ok(t, s.InsertFollow(t.Context(), f))
}

func followDue(t *testing.T, s follow.Stores) {
	late, early := fullFollow("a-1", aPage), fullFollow("a-2", aPage)
	late.Owes[0].Due, late.Owes[1].Due = noon.Add(time.Minute), noon.Add(time.Hour)
	for _, f := range []follow.Follow{late, early, {ID: id.New(), Account: "a-3", Target: aTag}} {
		ok(t, s.InsertFollow(t.Context(), f))
	}
	take := func(now time.Time, limit int, kind string) (taken []string) {
		got, err := s.DueFollows(t.Context(), now, 10*time.Minute, limit, kind)
		for _, f := range must(t, got, err) {
			taken = append(taken, f.Account)
		}
		return taken
	}
	same(t, take(noon.Add(-time.Second), 9, follow.OwesCount), nil)
	same(t, take(noon, 9, follow.OwesCount), []string{"a-2"})
	same(t, take(noon, 9, follow.OwesNotice), []string{"a-2"}) // the other kind is another worker's
	same(t, take(noon.Add(time.Minute), 9, follow.OwesCount), []string{"a-1"})
	same(t, take(noon.Add(time.Minute), 9, follow.OwesCount), nil)
	same(t, take(noon.Add(2*time.Hour), 1, follow.OwesNotice), []string{"a-2"})
	same(t, take(noon.Add(2*time.Hour), 9, follow.OwesNotice), []string{"a-1"})
}

func followRecount(t *testing.T, s follow.Stores) {
	recount := func(want int) {
		t.Helper()
		n, err := s.Recount(t.Context(), aPage)
		same(t, must(t, n, err), want)
		n, err = s.Counted(t.Context(), aPage)
		same(t, must(t, n, err), want)
	}
	recount(0)
	for n := range 3 {
		ok(t, s.InsertFollow(t.Context(), fullFollow(fmt.Sprint("a-", n), aPage)))
	}
	ok(t, s.InsertFollow(t.Context(), fullFollow("a-1", aTag)))
	n, err := s.Counted(t.Context(), aPage)
	same(t, must(t, n, err), 0) // until somebody counts
	recount(3)
	recount(3)
	for n := range 3 {
		_, err := s.UpdateFollow(t.Context(), follow.IDOf(fmt.Sprint("a-", n), aPage), func(f *follow.Follow) error { f.Ended = noon; return nil })
		ok(t, err)
		recount(2 - n)
	}
}

// People follow and let go while several workers count: once all is quiet the number is right.
func followRecountParallel(t *testing.T, s follow.Stores) {
	var group sync.WaitGroup
	for n := range 12 {
		group.Go(func() {
			f := fullFollow(fmt.Sprint("a-", n), aPage)
			err := s.InsertFollow(t.Context(), f)
			if err == nil && n%3 == 0 {
				_, err = s.UpdateFollow(t.Context(), f.ID, func(f *follow.Follow) error { f.Ended = noon; return nil })
			}
			if err == nil {
				_, err = s.Recount(t.Context(), aPage)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	n, err := s.Counted(t.Context(), aPage)
	same(t, must(t, n, err), 8)
}

func followSources(t *testing.T, s follow.Stores) {
	for _, target := range []follow.Target{aTag, {Kind: follow.Commune, ID: "45234"}, aPage} {
		ok(t, s.InsertFollow(t.Context(), fullFollow("a-1", target)))
	}
	ok(t, s.InsertFollow(t.Context(), fullFollow("a-2", follow.Target{Kind: follow.Commune, ID: "45155"})))
	for most, want := range map[int][]string{9: {"commune:45234", "fiche:p-1", "sujet:bois"}, 2: {"commune:45234", "fiche:p-1"}} {
		got, err := s.SourcesOf(t.Context(), "a-1", most)
		same(t, must(t, got, err), want)
	}
}
