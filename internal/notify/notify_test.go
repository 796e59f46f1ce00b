package notify_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/notify"
	"partant/internal/page"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// house is a world in which a-1 and a-2 own the page p-1, on a real store.
type house struct {
	*notify.Service
	*notify.Worker
	follows *follow.Service
	t       *testing.T
	store   sqlite.Notifications
	at      time.Time
	face    map[string]string
	gone    map[string]bool // pages and accounts
	rung    []string        // accounts that were told of something, each time
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, store: db.Notifications(), at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), face: map[string]string{"a-3": "p-3"}, gone: map[string]bool{}}
	clock := func() time.Time { return h.at }
	h.follows = follow.New(db.Follows(), h, h, clock, func() { h.Worker.Wake() })
	h.Service, h.Worker = notify.New(h.store, clock), h.worker(notify.FollowBox{Follows: h.follows, People: h})
	return h
}

func (h *house) worker(box notify.Due) *notify.Worker {
	return notify.NewWorker(h.store, h, h.ring, func() time.Time { return h.at }, slog.New(slog.DiscardHandler), box)
}

// ring is the notify.Ring that remembers.
func (h *house) ring(_ context.Context, account, _ string) error {
	h.rung = append(h.rung, account)
	return nil
}

// Followable implements follow.Things.
func (h *house) Followable(context.Context, viewer.Viewer, follow.Target, string) (bool, error) {
	return false, nil
}

// Face implements follow.People.
func (h *house) Face(_ context.Context, account string) (string, error) {
	if h.gone[account] {
		return "", fault.NotFound
	}
	return h.face[account], nil
}

// OwnersOf implements notify.Owners.
func (h *house) OwnersOf(_ context.Context, page string) (string, string, []string, error) {
	if h.gone[page] {
		return "", "", nil, fault.NotFound
	}
	return "atelier", "Atelier", []string{"a-1", "a-2"}, nil
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) unread(account string, want int) {
	h.t.Helper()
	n, err := h.Unread(h.t.Context(), account)
	h.ok(err)
	if n != want {
		h.t.Errorf("%s has %d unread, want %d", account, n, want)
	}
}

func (h *house) follow(account, page string) {
	h.t.Helper()
	h.ok(h.follows.Follow(h.t.Context(), viewer.Viewer{Account: account}, follow.Target{Kind: follow.Page, ID: page}, ""))
}

func (h *house) pay() {
	h.t.Helper()
	_, err := h.Pay(h.t.Context())
	h.ok(err)
}

// Every owner of a page is told once who follows it; of a commune nobody is.
func TestOwnersAreTold(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.follow("a-3", "p-1")
	h.follow("a-2", "p-1") // an owner of the page is not told of themself
	h.ok(h.follows.Follow(ctx, viewer.Viewer{Account: "a-3"}, follow.Target{Kind: follow.Commune, ID: "45155"}, ""))
	for range 3 {
		h.pay()
		h.at = h.at.Add(2 * time.Minute)
	}
	h.unread("a-1", 2)
	h.unread("a-2", 1)
	h.unread("a-3", 0)
	list, err := h.Of(ctx, "a-2", page.Req{})
	h.ok(err)
	n := list.Items[0]
	if n.Kind != notify.Followed || n.Page != "p-3" || n.Thing != (notify.Thing{Kind: notify.AboutPage, ID: "p-1", Slug: "atelier", Title: "Atelier"}) || n.At.Minute() != 0 {
		t.Errorf("%+v", n)
	}
}

// Who follows, lets go and follows again is told of once, and who let go before anybody was told is not told of.
func TestToldOnce(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	v, target := viewer.Viewer{Account: "a-3"}, follow.Target{Kind: follow.Page, ID: "p-1"}
	h.follow("a-3", "p-1")
	h.ok(h.follows.Unfollow(ctx, v, target))
	h.pay()
	h.unread("a-1", 0)
	for range 3 {
		h.follow("a-3", "p-1")
		h.pay()
		h.ok(h.follows.Count(ctx))
		h.ok(h.follows.Unfollow(ctx, v, target))
		h.ok(h.follows.Count(ctx))
	}
	h.unread("a-1", 1)
	h.ok(h.ReadAll(ctx, "a-1", time.Time{}))
	h.follow("a-3", "p-1")
	h.pay()
	h.unread("a-1", 0)
}

// crashing is a box whose process dies between the effect and the clearing.
type crashing struct {
	notify.FollowBox
	dead bool
}

func (b *crashing) Told(ctx context.Context, of string, paid debt.Debt) error {
	if b.dead {
		return errors.New("killed")
	}
	return b.FollowBox.Told(ctx, of, paid)
}

// A process that dies after it has told, before it has cleared, tells nobody twice; what it did not tell another one tells.
func TestCrashBetweenTellingAndClearing(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	box := &crashing{FollowBox: notify.FollowBox{Follows: h.follows, People: h}, dead: true}
	h.follow("a-3", "p-1")
	if _, err := h.worker(box).Pay(ctx); err == nil {
		t.Fatal("it did not die")
	}
	h.unread("a-1", 1)
	h.ok(h.ReadAll(ctx, "a-1", time.Time{}))
	h.pay() // the lease is not over
	h.at = h.at.Add(2 * time.Minute)
	if n, err := h.Pay(ctx); n != 1 || err != nil {
		t.Fatalf("%d paid, %v", n, err)
	}
	h.unread("a-1", 0) // told once, and read
	h.unread("a-2", 1)
	h.at = h.at.Add(time.Hour)
	if n, err := h.Pay(ctx); n != 0 || err != nil {
		t.Fatalf("%d paid again, %v", n, err)
	}
}

// Nobody is told of a page or a follower that is gone, and nothing is owed any more; who hides is not named.
func TestGoneAndHidden(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.gone["p-9"], h.gone["a-8"] = true, true
	h.follow("a-3", "p-9")
	h.follow("a-8", "p-1")
	h.follow("a-7", "p-1") // has no page
	if n, err := h.Pay(ctx); n != 3 || err != nil {
		t.Fatalf("%d paid, %v", n, err)
	}
	list, err := h.Of(ctx, "a-1", page.Req{})
	h.ok(err)
	if len(list.Items) != 1 || list.Items[0].Page != "" {
		t.Errorf("%+v", list.Items)
	}
}

func TestReading(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	for _, a := range []string{"a-4", "a-5", "a-6"} {
		h.follow(a, "p-1")
		h.pay()
		h.at = h.at.Add(time.Minute)
	}
	list, err := h.Of(ctx, "a-1", page.Req{})
	h.ok(err)
	h.ok(h.Read(ctx, "a-2", list.Items[0].ID)) // not theirs
	h.unread("a-1", 3)
	h.ok(h.Read(ctx, "a-1", list.Items[0].ID, "rien"))
	h.unread("a-1", 2)
	h.ok(h.ReadAll(ctx, "a-1", list.Items[2].At))
	h.unread("a-1", 1)
	h.ok(h.ReadAll(ctx, "a-1", h.at.Add(48*time.Hour))) // no further than now
	h.unread("a-1", 0)
	h.at = h.at.Add(notify.ReadKept + time.Hour)
	h.ok(h.Sweep(ctx))
	n := 0
	for _, err := range h.All(ctx, "a-1") {
		h.ok(err)
		n++
	}
	if n != 0 {
		t.Errorf("%d are kept for ever", n)
	}
	h.unread("a-2", 3)
}

func TestForget(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.follow("a-3", "p-1")
	h.pay()
	for range 2 {
		h.ok(h.Forget(ctx, "a-1", nil))
	}
	h.unread("a-1", 0)
	h.unread("a-2", 1)
	h.ok(h.Forget(ctx, "a-3", []string{"p-3"})) // what others were told of a page that goes
	h.unread("a-2", 0)
}

// The worker tells by itself, and ends with its context.
func TestRun(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() { h.Run(ctx) })
	h.follow("a-3", "p-1")
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
		if n, err := h.Unread(t.Context(), "a-1"); err == nil && n == 1 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("nobody is told")
		}
	}
	stop()
	done.Wait()
}
