package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/notify"
	"partant/internal/page"
)

// Notifications runs the suite of the port of notifications. open gives a fresh, empty store.
func Notifications(t *testing.T, open func(t *testing.T) notify.Store) {
	for name, check := range map[string]func(*testing.T, notify.Store){
		"Put": notifyPut, "Parallel": notifyParallel, "Lists": notifyLists, "Unread": notifyUnread, "MarkRead": notifyMarkRead,
		"MarkAllRead": notifyMarkAllRead, "Remove": notifyRemove, "Sweep": notifySweep, "MarkMailed": notifyMarkMailed, "Stirred": notifyStirred,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullNotification leaves no field zero but Read, which lists do not look at.
func fullNotification(account, debt string) notify.Notification {
	return notify.Notification{ID: notify.IDOf(debt, account), Rev: 1, Account: account, Kind: notify.Followed, Page: "p-7", At: noon, Came: noon, Mailed: noon,
		Thing: notify.Thing{Kind: notify.AboutPage, ID: "p-1", Slug: "atelier-du-heron", Title: "Atelier du Héron", At: "reponse-3"}}
}

func told(t *testing.T, s notify.Store, whom string, limit int) (all []notify.Notification) {
	t.Helper()
	list := func(r page.Req) (page.Of[notify.Notification], error) {
		return s.NotificationsConcerning(t.Context(), whom, r)
	}
	for n, err := range page.All(limit, list) {
		ok(t, err)
		all = append(all, n)
	}
	return all
}

func unread(t *testing.T, s notify.Store, account string, most int) int {
	t.Helper()
	n, err := s.CountUnread(t.Context(), account, most)
	return must(t, n, err)
}

// Told twice it is there once, and what was read stays read.
func notifyPut(t *testing.T, s notify.Store) {
	full, bare := fullNotification("a-1", "d-1"), notify.Notification{ID: "n", Rev: 1, Account: "a-2", Read: noon}
	for _, n := range []notify.Notification{full, bare} {
		ok(t, s.PutNotification(t.Context(), n))
		same(t, told(t, s, notify.OfAccount(n.Account), 5), []notify.Notification{n})
	}
	ok(t, s.MarkRead(t.Context(), "a-1", full.ID, noon.Add(time.Hour)))
	again := full
	again.Page, again.At = "p-9", noon.Add(time.Minute)
	ok(t, s.PutNotification(t.Context(), again))
	full.Read, full.Rev = noon.Add(time.Hour), 2
	same(t, told(t, s, notify.OfAccount("a-1"), 5), []notify.Notification{full})
	same(t, told(t, s, "fiche:p-9", 5), nil)
}

func notifyParallel(t *testing.T, s notify.Store) {
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if err := s.PutNotification(t.Context(), fullNotification("a-1", "d-1")); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	same(t, unread(t, s, "a-1", 50), 1)
}

// Pages of any length, put together, are the whole list as it would be sorted by hand.
func notifyLists(t *testing.T, s notify.Store) {
	var all []notify.Notification
	for n := range 14 {
		one := fullNotification("a-1", fmt.Sprint("d-", n))
		one.At = noon.Add(time.Duration(n/3) * time.Minute)
		if n%2 == 0 {
			one.Read = noon
		}
		ok(t, s.PutNotification(t.Context(), one))
		all = append(all, one)
	}
	other := fullNotification("a-2", "d-1")
	other.Page, other.Thing = "p-8", notify.Thing{Kind: "discussion", ID: "p-1"}
	ok(t, s.PutNotification(t.Context(), other))
	slices.SortFunc(all, func(a, b notify.Notification) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(b.ID, a.ID))
	})
	for _, whom := range []string{"compte:a-1", "fiche:p-7", "fiche:p-1"} {
		for _, limit := range []int{1, 3, 4, 13, 14, 50} {
			same(t, told(t, s, whom, limit), all)
		}
	}
	same(t, told(t, s, "fiche:p-8", 5), []notify.Notification{other})
}

func notifyUnread(t *testing.T, s notify.Store) {
	same(t, unread(t, s, "a-1", 100), 0)
	for n := range 5 {
		ok(t, s.PutNotification(t.Context(), fullNotification("a-1", fmt.Sprint("d-", n))))
	}
	ok(t, s.PutNotification(t.Context(), fullNotification("a-2", "d-1")))
	same(t, unread(t, s, "a-1", 100), 5)
	same(t, unread(t, s, "a-1", 3), 3)
	same(t, unread(t, s, "a-2", 3), 1)
}

func notifyMarkRead(t *testing.T, s notify.Store) {
	n, later := fullNotification("a-1", "d-1"), noon.Add(time.Hour)
	ok(t, s.PutNotification(t.Context(), n))
	ok(t, s.MarkRead(t.Context(), "a-2", n.ID, later)) // not theirs
	ok(t, s.MarkRead(t.Context(), "a-1", "rien", later))
	same(t, unread(t, s, "a-1", 9), 1)
	ok(t, s.MarkRead(t.Context(), "a-1", n.ID, later))
	ok(t, s.MarkRead(t.Context(), "a-1", n.ID, later.Add(time.Hour))) // once is enough
	same(t, unread(t, s, "a-1", 9), 0)
	n.Read, n.Rev = later, 2
	same(t, told(t, s, "compte:a-1", 5), []notify.Notification{n})
}

// What came while they read stays unread.
func notifyMarkAllRead(t *testing.T, s notify.Store) {
	for n := range 4 {
		one := fullNotification("a-1", fmt.Sprint("d-", n))
		one.At = noon.Add(time.Duration(n) * time.Minute)
		ok(t, s.PutNotification(t.Context(), one))
	}
	ok(t, s.PutNotification(t.Context(), fullNotification("a-2", "d-1")))
	ok(t, s.MarkAllRead(t.Context(), "a-1", noon.Add(2*time.Minute), noon.Add(time.Hour)))
	same(t, []int{unread(t, s, "a-1", 9), unread(t, s, "a-2", 9)}, []int{1, 1})
	for _, n := range told(t, s, "compte:a-1", 9) {
		if want := n.At.Sub(noon) < 3*time.Minute; n.Read.Equal(noon.Add(time.Hour)) != want {
			t.Errorf("%v was read at %v", n.At, n.Read)
		}
	}
	ok(t, s.MarkAllRead(t.Context(), "a-3", noon, noon))
}

func notifyRemove(t *testing.T, s notify.Store) {
	n := fullNotification("a-1", "d-1")
	ok(t, s.PutNotification(t.Context(), n))
	for range 2 {
		ok(t, s.RemoveNotification(t.Context(), n.ID))
	}
	same(t, len(told(t, s, "compte:a-1", 5))+len(told(t, s, "fiche:p-7", 5))+unread(t, s, "a-1", 9), 0)
	ok(t, s.PutNotification(t.Context(), n))
	same(t, unread(t, s, "a-1", 9), 1)
}

// What was read goes after ninety days, what was not after a year.
func notifySweep(t *testing.T, s notify.Store) {
	for _, debt := range []string{"d-1", "d-2"} {
		ok(t, s.PutNotification(t.Context(), fullNotification("a-1", debt)))
	}
	ok(t, s.MarkRead(t.Context(), "a-1", notify.IDOf("d-1", "a-1"), noon.Add(time.Hour)))
	for _, step := range []struct{ days, left int }{{89, 2}, {91, 1}, {364, 1}, {366, 0}} {
		ok(t, s.SweepNotifications(t.Context(), noon.Add(time.Duration(step.days)*24*time.Hour)))
		if got := len(told(t, s, "compte:a-1", 5)); got != step.left {
			t.Errorf("after %d days: %d, want %d", step.days, got, step.left)
		}
	}
}

// Only who has it is told of it by letter; whether it was read is another matter.
func notifyMarkMailed(t *testing.T, s notify.Store) {
	var ids []string
	for n := range 3 {
		one := fullNotification("a-1", fmt.Sprint("d-", n))
		one.Mailed = time.Time{}
		ok(t, s.PutNotification(t.Context(), one))
		ids = append(ids, one.ID)
	}
	other, later := fullNotification("a-2", "d-1"), noon.Add(time.Hour)
	other.Mailed = time.Time{}
	ok(t, s.PutNotification(t.Context(), other))
	ok(t, s.MarkMailed(t.Context(), "a-1", []string{ids[0], ids[2], other.ID, "rien"}, later))
	for _, n := range append(told(t, s, "compte:a-1", 9), told(t, s, "compte:a-2", 9)...) {
		if want := n.ID == ids[0] || n.ID == ids[2]; n.Mailed.Equal(later) != want || !n.Read.IsZero() || n.Mailed.IsZero() == want {
			t.Errorf("%+v", n)
		}
	}
	same(t, []int{unread(t, s, "a-1", 9), unread(t, s, "a-2", 9)}, []int{3, 1})
}

// An account is stirred by what comes and by what is read, and by nothing else.
func notifyStirred(t *testing.T, s notify.Store) {
	put := func(account, debt string, came time.Time) string {
		n := fullNotification(account, debt)
		n.Came = came
		ok(t, s.PutNotification(t.Context(), n))
		return n.ID
	}
	stirred := func(after time.Duration, limit int) []string {
		t.Helper()
		got, err := s.Stirred(t.Context(), noon.Add(after), limit)
		slices.Sort(got)
		return must(t, got, err)
	}
	first := put("a-1", "d-1", noon)
	put("a-1", "d-2", noon)
	put("a-2", "d-1", noon.Add(time.Minute))
	put("a-3", "d-1", time.Time{})
	same(t, stirred(0, 9), []string{"a-1", "a-2"})
	same(t, stirred(time.Second, 9), []string{"a-2"})
	same(t, stirred(time.Hour, 9), nil)
	ok(t, s.MarkRead(t.Context(), "a-1", first, noon.Add(time.Hour)))
	same(t, stirred(time.Hour, 9), []string{"a-1"})
	ok(t, s.MarkAllRead(t.Context(), "a-2", noon.Add(time.Minute), noon.Add(2*time.Hour)))
	same(t, stirred(time.Hour, 9), []string{"a-1", "a-2"})
	same(t, stirred(0, 1), []string{"a-2"}) // the last first
	ok(t, s.MarkMailed(t.Context(), "a-1", []string{first}, noon.Add(5*time.Hour)))
	same(t, stirred(3*time.Hour, 9), nil)
}
