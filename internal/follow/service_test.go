package follow_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// house is a service on a real store, in a world of its own making.
type house struct {
	*follow.Service
	t     *testing.T
	store sqlite.Follows
	at    time.Time
	rung  int

	mine map[string]bool   // pages that a-1 answers for
	gone map[string]bool   // what is not there
	face map[string]string // of accounts
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, store: db.Follows(), at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), mine: map[string]bool{}, gone: map[string]bool{}, face: map[string]string{}}
	h.Service = h.again(h.store)
	return h
}

// again is the same house after a restart, or with another store.
func (h *house) again(store follow.Stores) *follow.Service {
	return follow.New(store, h, h, func() time.Time { return h.at }, func() { h.rung++ })
}

// Followable implements follow.Things.
func (h *house) Followable(_ context.Context, v viewer.Viewer, t follow.Target, _ string) (bool, error) {
	if h.gone[t.ID] {
		return false, fault.NotFound
	}
	return v.Account == "a-1" && h.mine[t.ID], nil
}

// Face implements follow.People.
func (h *house) Face(_ context.Context, account string) (string, error) {
	face, known := h.face[account]
	if !known {
		return "", fault.NotFound
	}
	return face, nil
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) counted(target follow.Target, want int) {
	h.t.Helper()
	n, err := h.Counted(h.t.Context(), target)
	h.ok(err)
	if n != want {
		h.t.Errorf("%s has %d followers, want %d", target, n, want)
	}
}

// follows does it for accounts.
func (h *house) follows(target follow.Target, accounts ...string) {
	h.t.Helper()
	for _, a := range accounts {
		h.ok(h.Follow(h.t.Context(), viewer.Viewer{Account: a}, target, ""))
		h.at = h.at.Add(time.Second)
	}
}

var (
	me      = viewer.Viewer{Account: "a-1"}
	workbox = follow.Target{Kind: follow.Page, ID: "p-1"}
	wood    = follow.Target{Kind: follow.Tag, ID: "bois de foret"}
	gien    = follow.Target{Kind: follow.Commune, ID: "45155"}
)

func TestFollowAndUnfollow(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	for range 2 {
		h.ok(h.Follow(ctx, me, workbox, ""))
	}
	h.at = h.at.Add(time.Minute)
	h.ok(h.Follow(ctx, me, wood, "Bois de forêt"))
	h.ok(h.Follow(ctx, me, gien, "oublié"))
	got, err := h.Follows(ctx, me, workbox, wood, gien, follow.Target{Kind: follow.Page, ID: "p-2"})
	h.ok(err)
	if diff := cmp.Diff(map[follow.Target]bool{workbox: true, wood: true, gien: true}, got); diff != "" {
		t.Error(diff)
	}
	sources, err := h.Sources(ctx, "a-1")
	h.ok(err)
	if diff := cmp.Diff([]string{"commune:45155", "fiche:p-1", "sujet:bois de foret"}, sources); diff != "" {
		t.Error(diff)
	}
	list, err := h.Of(ctx, "a-1", page.Req{})
	h.ok(err)
	names := map[follow.Target]string{}
	for _, f := range list.Items {
		names[f.Target] = f.Name
	}
	if diff := cmp.Diff(map[follow.Target]string{workbox: "", wood: "Bois de forêt", gien: ""}, names); diff != "" {
		t.Error(diff)
	}
	for range 2 {
		h.ok(h.Unfollow(ctx, me, workbox))
	}
	h.ok(h.Unfollow(ctx, viewer.Viewer{Account: "a-7"}, workbox)) // never did
	if got, err := h.Follows(ctx, me, workbox); err != nil || got[workbox] {
		t.Errorf("%v, %v", got, err)
	}
	h.ok(h.Follow(ctx, me, workbox, "")) // begun anew before the count
	if got, err := h.Follows(ctx, me, workbox); err != nil || !got[workbox] {
		t.Errorf("%v, %v", got, err)
	}
	h.ok(h.Count(ctx))
	h.counted(workbox, 1)
	if h.rung == 0 {
		t.Error("nobody was woken to tell of it")
	}
}

func TestFollowRefusals(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.mine["p-1"], h.gone["p-2"] = true, true
	for name, c := range map[string]struct {
		v    viewer.Viewer
		t    follow.Target
		want error
	}{
		"visitor": {viewer.Viewer{}, workbox, fault.SignedOut}, "own page": {me, workbox, fault.Invalid},
		"not there": {me, follow.Target{Kind: follow.Page, ID: "p-2"}, fault.NotFound},
	} {
		if err := h.Follow(ctx, c.v, c.t, ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.Unfollow(ctx, viewer.Viewer{}, workbox); !errors.Is(err, fault.SignedOut) {
		t.Error(err)
	}
	if got, err := h.Follows(ctx, viewer.Viewer{}, workbox); len(got) > 0 || err != nil {
		t.Errorf("a visitor follows %v, %v", got, err)
	}
}

func TestFollowHasABound(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	for n := range follow.Most {
		target := follow.Target{Kind: follow.Tag, ID: fmt.Sprint("t", n)}
		h.ok(h.store.InsertFollow(ctx, follow.Follow{ID: follow.IDOf("a-1", target), Account: "a-1", Target: target, At: h.at}))
	}
	var wrong fault.Fields
	if err := h.Follow(ctx, me, workbox, ""); !errors.As(err, &wrong) || wrong[follow.FieldFollow] == "" {
		t.Errorf("one more than %d: %v", follow.Most, err)
	}
	h.ok(h.Follow(ctx, me, follow.Target{Kind: follow.Tag, ID: "t7"}, "")) // it is followed already
	h.ok(h.Unfollow(ctx, me, follow.Target{Kind: follow.Tag, ID: "t7"}))
	h.ok(h.Follow(ctx, me, workbox, ""))
	if all, err := h.Sources(ctx, "a-1"); len(all) != follow.Most || err != nil {
		t.Errorf("%d sources, %v", len(all), err)
	}
}

// A follow that has ended goes once it is counted; one that was begun anew meanwhile stays.
func TestCount(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.follows(workbox, "a-1", "a-2", "a-3")
	h.counted(workbox, 0)
	h.ok(h.Count(ctx))
	h.counted(workbox, 3)
	h.ok(h.Unfollow(ctx, me, workbox))
	h.counted(workbox, 3)
	h.ok(h.Count(ctx))
	h.counted(workbox, 2)
	if _, err := h.store.UpdateFollow(ctx, follow.IDOf("a-1", workbox), func(*follow.Follow) error { return nil }); !errors.Is(err, fault.NotFound) {
		t.Errorf("it is still there: %v", err)
	}
	for _, a := range []string{"a-2", "a-3"} {
		h.ok(h.Unfollow(ctx, viewer.Viewer{Account: a}, workbox))
	}
	h.follows(workbox, "a-3")
	h.ok(h.Count(ctx))
	h.counted(workbox, 1)
}

// frail is a store that loses its connection between two steps.
type frail struct {
	sqlite.Follows
	fail bool
}

func (s *frail) UpdateFollow(ctx context.Context, id string, edit func(*follow.Follow) error) (follow.Follow, error) {
	if s.fail {
		return follow.Follow{}, fault.Unavailable
	}
	return s.Follows.UpdateFollow(ctx, id, edit)
}

// A worker that dies between counting and clearing leaves the debt, and it is paid when its lease ends.
func TestCountAfterACrash(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.follows(workbox, "a-1")
	s := &frail{Follows: h.store, fail: true}
	if err := h.again(s).Count(ctx); !errors.Is(err, fault.Unavailable) {
		t.Fatal(err)
	}
	h.counted(workbox, 1)
	h.ok(h.Unfollow(ctx, me, workbox))
	h.at = h.at.Add(2 * time.Minute)
	h.ok(h.Count(ctx))
	h.counted(workbox, 0)
	if due, err := h.store.DueFollows(ctx, h.at.Add(time.Hour), time.Minute, 9, follow.OwesCount); len(due) > 0 || err != nil {
		t.Errorf("%+v, %v", due, err)
	}
}

// Somebody presses the button in several tabs: what stands in the end is one follow or none, and the count agrees.
func TestFollowInManyTabs(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	var group sync.WaitGroup
	for n := range 24 {
		group.Go(func() {
			do := h.Unfollow
			if n%2 == 0 {
				do = func(ctx context.Context, v viewer.Viewer, t follow.Target) error { return h.Follow(ctx, v, t, "") }
			}
			if err := errors.Join(do(ctx, me, gien), h.Count(ctx)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	h.at = h.at.Add(2 * time.Minute)
	h.ok(h.Count(ctx))
	got, err := h.Follows(ctx, me, gien)
	h.ok(err)
	h.counted(gien, map[bool]int{true: 1, false: 0}[got[gien]])
}

// Who has no page, hides or is gone counts, and is not named; pages of the list go on behind them.
func TestFollowers(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.face = map[string]string{"a-2": "p-2", "a-3": "", "a-5": "p-5", "a-6": "p-6"}
	h.follows(workbox, "a-2", "a-3", "a-4", "a-5", "a-6")
	h.follows(gien, "a-2")
	for limit := 1; limit < 7; limit++ {
		var pages []string
		for f, err := range page.All(limit, func(r page.Req) (page.Of[follow.Follower], error) { return h.Followers(ctx, workbox, r) }) {
			h.ok(err)
			pages = append(pages, f.Page)
		}
		if diff := cmp.Diff([]string{"p-6", "p-5", "p-2"}, pages); diff != "" {
			t.Errorf("by %d: %s", limit, diff)
		}
	}
	h.ok(h.Count(ctx))
	h.counted(workbox, 5)
}

func TestForget(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.follows(workbox, "a-1", "a-2")
	h.follows(gien, "a-1", "a-2")
	h.follows(wood, "a-1")
	h.ok(h.Count(ctx))
	for range 2 {
		h.ok(h.Forget(ctx, "a-1", []string{"p-1"}))
	}
	h.counted(workbox, 0)
	h.counted(gien, 1)
	h.counted(wood, 0)
	for account, want := range map[string][]string{"a-1": nil, "a-2": {"commune:45155"}} {
		got, err := h.Sources(ctx, account)
		h.ok(err)
		if !slices.Equal(got, want) {
			t.Errorf("%s still follows %v", account, got)
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]follow.Target{
		"fiche:p-1": workbox, "sujet:bois de foret": wood, "commune:45155": gien, "sujet:a:b": {Kind: follow.Tag, ID: "a:b"},
		"": {}, "fiche": {}, "fiche:": {}, "autre:x": {}, ":x": {},
	} {
		if got := follow.Parse(source); got != want || want.String() != "" && want.String() != source {
			t.Errorf("%q: %+v", source, got)
		}
	}
	if follow.TagKey("Bois de Forêt") != "bois de foret" || (follow.Target{Kind: follow.Page}).String() != "" {
		t.Error("keys of tags")
	}
}

// The worker counts by itself, and ends with its context.
func TestRun(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	h.follows(gien, "a-1", "a-2")
	done.Go(func() { h.Run(ctx, slog.New(slog.DiscardHandler)) })
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
		if n, err := h.Counted(t.Context(), gien); err == nil && n == 2 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("nobody counts")
		}
	}
	stop()
	done.Wait()
}
