package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/fault"
	"partant/internal/store/sqlite"
	"partant/internal/viewer"
	"partant/internal/webhook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// rig is a service on a new file, with a program that answers as it is told.
type rig struct {
	*webhook.Service
	t     *testing.T
	store webhook.Store
	mu    sync.Mutex
	at    time.Time
	sums  map[string]webhook.Sums
	calls []string // « id kind », in the order in which they came
	keys  int      // secrets of the last call
	reply int
	ctx   context.Context // of the worker
	cut   func()          // called in the middle of a call
	rings int
}

func open(t *testing.T) *rig {
	db, err := sqlite.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	r := &rig{t: t, store: db.Webhooks(), at: noon, reply: 204, ctx: t.Context()}
	r.Service = r.copy()
	return r
}

// copy is another copy of the program.
func (r *rig) copy() *webhook.Service {
	seal := func(of string) string { return "sealed " + of }
	return webhook.New(r.store, r, r, seal, func() time.Time { return r.at }, func() { r.rings++ }).Of(r)
}

// Author implements webhook.Authors: « a » speaks for every page.
func (r *rig) Author(_ context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	if v.Account != "a" {
		return viewer.Author{}, fault.Forbidden
	}
	return viewer.Author{Page: page, Account: v.Account}, nil
}

// Fit implements webhook.Caller.
func (r *rig) Fit(address string) (string, error) {
	if !strings.HasPrefix(address, "https://") {
		return "", fault.NotFound
	}
	return address, nil
}

// Call implements webhook.Caller.
func (r *rig) Call(_ context.Context, _ string, secrets []string, message string, _ time.Time, body []byte) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	var said struct{ Type string }
	if err := json.Unmarshal(body, &said); err != nil {
		r.t.Error(err)
	}
	r.calls, r.keys = append(r.calls, message+" "+said.Type), len(secrets)
	if r.cut != nil {
		r.cut()
	}
	return r.reply
}

// Body implements webhook.Source.
func (r *rig) Body(_ context.Context, _ string, m webhook.Message) ([]byte, error) {
	if m.Event == "parti" {
		return nil, fault.NotFound
	}
	return fmt.Appendf(nil, `{"type":%q}`, m.Kind), nil
}

// Sums implements webhook.Source.
func (r *rig) Sums(context.Context, string) (map[string]webhook.Sums, error) { return r.sums, nil }

var mine = viewer.Viewer{Account: "a"}

func (r *rig) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// add has a program be told some kinds.
func (r *rig) add(kinds ...string) webhook.Hook {
	r.t.Helper()
	h, err := r.Add(r.t.Context(), mine, "p-1", webhook.Draft{URL: "https://exemple.fr/partant", Kinds: kinds})
	r.ok(err)
	return h
}

// pay says what is due, and checks how often the program has been called by then.
func (r *rig) pay(calls int) {
	r.t.Helper()
	r.ok(r.PayDue(r.t.Context()))
	if len(r.calls) != calls {
		r.t.Fatalf("called %d times, want %d: %q", len(r.calls), calls, r.calls)
	}
}

// last is the program as it is kept, and what was said to it last.
func (r *rig) last(h webhook.Hook) (webhook.Hook, webhook.Message) {
	r.t.Helper()
	d, err := r.store.Desk(r.t.Context(), "p-1")
	r.ok(err)
	is := d.Hook(h.ID)
	if is == nil || len(is.Messages) == 0 {
		r.t.Fatalf("%+v", d)
	}
	return *is, *is.Messages[len(is.Messages)-1]
}

func TestRules(t *testing.T) {
	t.Parallel()
	r := open(t)
	ctx := t.Context()
	var wrong fault.Fields
	if _, err := r.Add(ctx, mine, "p-1", webhook.Draft{URL: "http://exemple.fr", Kinds: []string{"x"}}); !errors.As(err, &wrong) || wrong[webhook.FieldURL] == "" || wrong[webhook.FieldKinds] == "" {
		t.Errorf("%v", err)
	}
	h := r.add(string(webhook.Announced))
	again, err := r.Add(ctx, mine, "p-1", webhook.Draft{Key: h.ID, URL: "https://exemple.fr/partant", Kinds: []string{string(webhook.Changed)}})
	if d, _ := r.Desk(ctx, mine, "p-1"); err != nil || again.ID != h.ID || len(d.Hooks) != 1 {
		t.Errorf("%+v %v", d, err)
	}
	for range webhook.Most - 1 {
		r.add(string(webhook.Announced))
	}
	if _, err := r.Add(ctx, mine, "p-1", webhook.Draft{URL: "https://exemple.fr", Kinds: []string{string(webhook.Changed)}}); !errors.Is(err, webhook.ErrMost) {
		t.Errorf("%v", err)
	}
	for name, do := range map[string]func(v viewer.Viewer) error{
		"desk":   func(v viewer.Viewer) error { _, err := r.Desk(ctx, v, "p-1"); return err },
		"add":    func(v viewer.Viewer) error { _, err := r.Add(ctx, v, "p-2", webhook.Draft{}); return err },
		"turn":   func(v viewer.Viewer) error { _, err := r.Turn(ctx, v, "p-1", h.ID); return err },
		"try":    func(v viewer.Viewer) error { return r.Try(ctx, v, "p-1", h.ID) },
		"choose": func(v viewer.Viewer) error { return r.Choose(ctx, v, "p-1", h.ID, webhook.Draft{}) },
		"remove": func(v viewer.Viewer) error { return r.Remove(ctx, v, "p-1", h.ID) },
	} {
		if err := do(viewer.Viewer{Account: "b"}); !errors.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := r.Try(ctx, mine, "p-1", "nobody"); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	r.ok(r.Remove(ctx, mine, "p-1", h.ID))
	r.ok(r.ForgetPage(ctx, "p-1"))
	if d, err := r.Desk(ctx, mine, "p-1"); err != nil || len(d.Hooks) != 0 {
		t.Errorf("%+v %v", d, err)
	}
}

// What is told twice is said once, also by another copy of the program; whoever wants to hear nothing of it hears nothing.
func TestTold(t *testing.T) {
	t.Parallel()
	r := open(t)
	h := r.add(string(webhook.Announced))
	r.add(string(webhook.Changed))
	for range 2 {
		r.ok(r.Tell(t.Context(), "p-1", "d-1", webhook.Announced, "e-1", noon))
	}
	r.ok(r.Tell(t.Context(), "p-9", "d-1", webhook.Announced, "e-1", noon))
	r.pay(1)
	r.ok(r.copy().Tell(t.Context(), "p-1", "d-1", webhook.Announced, "e-1", noon))
	r.pay(1)
	if _, m := r.last(h); m.State != webhook.Heard || m.Status != 204 {
		t.Errorf("%+v", m)
	}
	r.ok(r.Tell(t.Context(), "p-1", "d-2", webhook.Announced, "parti", noon))
	r.pay(1)
	if _, m := r.last(h); m.State != webhook.GivenUp {
		t.Errorf("%+v", m)
	}
}

// Who is killed in the middle of a call has it made again, under the same id.
func TestKilled(t *testing.T) {
	t.Parallel()
	r := open(t)
	h := r.add(string(webhook.Announced))
	r.ok(r.Tell(t.Context(), "p-1", "d-1", webhook.Announced, "e-1", noon))
	ctx, kill := context.WithCancel(t.Context())
	r.cut = kill
	if err := r.PayDue(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	r.cut = nil
	r.pay(1) // it is in the hands of the dead
	r.at = r.at.Add(10 * time.Minute)
	r.Service = r.copy()
	r.pay(2)
	if r.calls[0] != r.calls[1] {
		t.Errorf("%q", r.calls)
	}
	r.at = r.at.Add(time.Hour)
	r.pay(2)
	if _, m := r.last(h); m.State != webhook.Heard {
		t.Errorf("%+v", m)
	}
}

// A program that does not answer is called later and later, under the same id; then it is stopped, and its page is told once.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	r := open(t)
	h := r.add(string(webhook.Announced))
	r.reply = 0
	r.ok(r.Tell(t.Context(), "p-1", "d-1", webhook.Announced, "e-1", noon))
	for range 400 {
		r.ok(r.PayDue(t.Context()))
		r.at = r.at.Add(15 * time.Minute)
	}
	is, m := r.last(h)
	if len(r.calls) != 8 || is.Stopped.IsZero() || m.State != webhook.GivenUp || r.rings != 1 || is.Stopped.Sub(noon) < 70*time.Hour || is.Stopped.Sub(noon) > 75*time.Hour {
		t.Errorf("%d calls, stopped after %s, %+v, %d rings", len(r.calls), is.Stopped.Sub(noon), m, r.rings)
	}
	for _, call := range r.calls {
		if call != r.calls[0] {
			t.Errorf("%q", r.calls)
		}
	}
	due, err := r.DueNotices(t.Context(), r.at, time.Minute, 5)
	if err != nil || len(due) != 1 {
		t.Fatalf("%d notices: %v", len(due), err)
	}
	r.ok(r.Noticed(t.Context(), "p-1", due[0].Owes[0]))
	if due, err := r.DueNotices(t.Context(), r.at.Add(time.Hour), time.Minute, 5); err != nil || len(due) != 0 {
		t.Errorf("%d notices: %v", len(due), err)
	}
	r.ok(r.Tell(t.Context(), "p-1", "d-2", webhook.Announced, "e-1", noon))
	r.pay(8)
	r.reply = 200
	r.ok(r.Try(t.Context(), mine, "p-1", h.ID)) // whoever tries it has repaired it
	r.pay(9)
	if is, m := r.last(h); !is.Stopped.IsZero() || m.State != webhook.Heard {
		t.Errorf("%+v %+v", is, m)
	}
}

// 410 stops a program at once; a test that fails is not made again; a program that is silent is asked once a round.
func TestSilent(t *testing.T) {
	t.Parallel()
	r := open(t)
	h := r.add(string(webhook.Announced))
	r.reply = 500
	r.ok(r.Try(t.Context(), mine, "p-1", h.ID))
	r.pay(1)
	if _, m := r.last(h); m.State != webhook.GivenUp || m.Status != 500 {
		t.Errorf("%+v", m)
	}
	for i := range 5 {
		r.ok(r.Tell(t.Context(), "p-1", fmt.Sprint("d-", i), webhook.Announced, "e-1", noon))
	}
	r.pay(2)
	r.reply = 410
	r.at = r.at.Add(time.Minute)
	r.ok(r.PayDue(t.Context()))
	if is, _ := r.last(h); is.Stopped.IsZero() || len(r.calls) != 3 {
		t.Errorf("%+v after %d calls", is, len(r.calls))
	}
}

// A secret that is turned is good beside the next for a day.
func TestTurn(t *testing.T) {
	t.Parallel()
	r := open(t)
	h := r.add(string(webhook.Announced))
	before := r.Secret(&h)
	after, err := r.Turn(t.Context(), mine, "p-1", h.ID)
	if err != nil || after == before || !strings.HasPrefix(after, "whsec_") {
		t.Errorf("%q, then %q: %v", before, after, err)
	}
	for wait, keys := range map[time.Duration]int{0: 2, 25 * time.Hour: 1} {
		r.at = noon.Add(wait)
		r.ok(r.Try(t.Context(), mine, "p-1", h.ID))
		if r.ok(r.PayDue(t.Context())); r.keys != keys {
			t.Errorf("after %s signed by %d secrets", wait, r.keys)
		}
	}
}

// Numbers are told when they changed, and only then.
func TestCounts(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.add(string(webhook.Counted))
	r.sums = map[string]webhook.Sums{"e-1": {Places: 5}, "e-2": {}}
	r.pay(0)
	next := func(calls int) {
		t.Helper()
		r.at = r.at.Add(2 * time.Minute)
		r.ok(r.PayDue(t.Context()))
		r.pay(calls)
	}
	next(0)
	r.sums["e-1"] = webhook.Sums{Places: 5, Taken: 3}
	next(1)
	next(1)
	r.sums = map[string]webhook.Sums{"e-1": {Places: 5, Taken: 2}, "e-2": {Maybe: 1}}
	next(3)
	next(3)
}
