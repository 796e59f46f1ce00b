package thread_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/markdown"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/thread"
	"partant/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// house is a worker on a real store.
type house struct {
	*thread.Worker
	talk    *discussion.Service
	answers sqlite.Comments
	topics  sqlite.Discussions
	mu      sync.Mutex
	at      time.Time
	told    int
	fails   error
}

func (h *house) now() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.at }

func (h *house) pass(d time.Duration) { h.mu.Lock(); defer h.mu.Unlock(); h.at = h.at.Add(d) }

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{answers: db.Comments(), topics: db.Discussions(), at: noon}
	h.talk = discussion.New(h.topics, anybody{}, markdown.New(), nil, h.now, func() {})
	clear := comment.New(h.answers, nil, nil, markdown.New(), h.now, func() {}).Clear
	counted := func(ctx context.Context, id string, n int, last time.Time) error {
		h.mu.Lock()
		h.told++
		fails := h.fails
		h.mu.Unlock()
		if fails != nil {
			return fails
		}
		return h.talk.Counted(ctx, id, n, last)
	}
	h.Worker = thread.New(h.answers, thread.Counts{comment.Discussion: counted}, clear, h.now, slog.New(slog.DiscardHandler), thread.Discussions(h.topics)).Replies(h.talk, h.answers.OfTarget)
	return h
}

func (h *house) topic(t *testing.T, id string) {
	t.Helper()
	if err := h.topics.Insert(t.Context(), discussion.Discussion{ID: id, Slug: id, Theme: "autre", Created: noon, Active: noon}); err != nil {
		t.Fatal(err)
	}
}

func (h *house) answer(t *testing.T, n int, to comment.Target) comment.Comment {
	t.Helper()
	c := comment.Comment{ID: fmt.Sprintf("%s-%s-%d", to.Kind, to.ID, n), Target: to, Place: comment.Under(""), Level: 1, By: viewer.Author{Page: "p"}, Body: "Oui.", Created: noon.Add(time.Duration(n) * time.Second),
		Owes: debt.Owes{{ID: fmt.Sprintf("o-%s-%d", to.ID, n), Kind: comment.OwesCount, Due: noon}, {ID: fmt.Sprintf("x-%s-%d", to.ID, n), Kind: "autre", Due: noon}}}
	if err := h.answers.Insert(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return c
}

func (h *house) count(t *testing.T, id string) int {
	t.Helper()
	d, err := h.topics.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return d.Answers
}

func to(id string) comment.Target { return comment.Target{Kind: comment.Discussion, ID: id} }

func TestCount(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.topic(t, "a")
	h.topic(t, "b")
	for n := range 7 {
		h.answer(t, n, to("a"))
	}
	h.answer(t, 0, to("b"))
	h.answer(t, 0, to("gone"))                                    // a discussion that is not there
	h.answer(t, 0, comment.Target{Kind: comment.Page, ID: "p-1"}) // nobody counts these
	paid, err := h.Pay(t.Context())
	if err != nil || paid != 10 || h.count(t, "a") != 7 || h.count(t, "b") != 1 || h.told != 3 {
		t.Errorf("%d paid, %d and %d, told %d times, %v", paid, h.count(t, "a"), h.count(t, "b"), h.told, err)
	}
	if d, err := h.topics.Get(t.Context(), "a"); err != nil || !d.Active.Equal(noon.Add(6*time.Second)) {
		t.Errorf("%+v, %v", d, err)
	}
	c, err := h.answers.Get(t.Context(), "discussion-a-0")
	if err != nil || len(c.Owes) != 1 || c.Owes[0].Kind != "autre" {
		t.Errorf("the debts of another worker: %+v, %v", c.Owes, err)
	}
	if paid, err := h.Pay(t.Context()); paid != 0 || err != nil {
		t.Errorf("%d paid twice, %v", paid, err)
	}
}

// What cannot be told is told later; a kill between telling and clearing does no harm.
func TestFailure(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.topic(t, "a")
	h.answer(t, 0, to("a"))
	h.fails = fault.Unavailable
	if _, err := h.Pay(t.Context()); !errors.Is(err, fault.Unavailable) {
		t.Error(err)
	}
	h.fails = nil
	if paid, err := h.Pay(t.Context()); paid != 0 || err != nil {
		t.Errorf("%d paid within the lease, %v", paid, err)
	}
	h.pass(2 * time.Minute)
	if paid, err := h.Pay(t.Context()); paid != 1 || err != nil || h.count(t, "a") != 1 {
		t.Errorf("%d paid, %v", paid, err)
	}
}

// anybody lets everybody speak for every page.
type anybody struct{}

func (anybody) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	return viewer.Author{Page: page, Account: v.Account}, nil
}

// The answers of a discussion that was deleted go, whatever they are.
func TestClear(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.topic(t, "a")
	h.topic(t, "b")
	for n := range 150 {
		h.answer(t, n, to("a"))
	}
	kept := h.answer(t, 0, to("b"))
	if err := h.talk.Delete(t.Context(), viewer.Viewer{Account: "m"}, "a"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Pay(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, _, err := h.answers.Tally(t.Context(), to("a")); n != 0 || err != nil {
		t.Errorf("%d are left, %v", n, err)
	}
	if _, err := h.answers.Get(t.Context(), kept.ID); err != nil {
		t.Error(err)
	}
	h.pass(time.Hour)
	if due, err := h.topics.TakeDue(t.Context(), h.now(), time.Minute, 5); len(due) != 0 || err != nil {
		t.Errorf("%+v, %v", due, err)
	}
}

// What goes with an account goes without a trace: the tombstone too.
func TestPurge(t *testing.T) {
	t.Parallel()
	h := open(t)
	if err := h.topics.Insert(t.Context(), discussion.Discussion{ID: "a", Slug: "a", By: viewer.Author{Page: "p-1", Account: "a-1"}, Created: noon}); err != nil {
		t.Fatal(err)
	}
	if err := h.talk.Forget(t.Context(), "a-1", []string{"p-1"}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.topics.BySlug(t.Context(), "a"); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if _, err := h.Pay(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.topics.BySlug(t.Context(), "a"); !errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
		t.Error(err)
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.topic(t, "a")
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	for range 2 {
		done.Go(func() { h.Run(ctx) })
	}
	for n := range 20 {
		h.answer(t, n, to("a"))
		h.Wake()
	}
	for end := time.Now().Add(time.Minute); h.count(t, "a") != 20; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d of 20 are counted after a minute", h.count(t, "a"))
		}
		h.pass(time.Second)
	}
	stop()
	done.Wait()
}
