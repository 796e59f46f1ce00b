package signin_test

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/signin"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
)

// trusting is a provider that knows everybody who brings a code, by that code. Real ones are tried in signin/goth; here
// it shows who is let through to the provider at all.
type trusting struct {
	key      string
	mu       sync.Mutex
	begun    []signin.Attempt
	finished []signin.Attempt
	callback []string
	fails    error
}

func (p *trusting) Key() string   { return p.key }
func (p *trusting) Label() string { return "Le fournisseur " + p.key }

func (p *trusting) Begin(_ context.Context, a *signin.Attempt, callback string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a.Session = "session of " + p.key
	p.begun, p.callback = append(p.begun, *a), append(p.callback, callback)
	return "https://" + p.key + ".invalid/?state=" + a.State, p.fails
}

func (p *trusting) Finish(_ context.Context, a signin.Attempt, callback string, query url.Values) (signin.Identity, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finished, p.callback = append(p.finished, a), append(p.callback, callback)
	who := query.Get("code")
	if who == "nobody" {
		who = ""
	}
	return signin.Identity{Provider: "a lie", Subject: who, Email: "claude@exemple.invalid"}, p.fails
}

// house is a service on a real store with a clock that tests move.
type house struct {
	*signin.Service
	store    sqlite.Attempts
	one, two *trusting
	at       time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{store: db.Attempts(), one: &trusting{key: "un"}, two: &trusting{key: "deux"},
		at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	base := &url.URL{Scheme: "https", Host: "partant.example"}
	h.Service = signin.New(base, []signin.Provider{h.one, h.two}, h.store, func() time.Time { return h.at })
	return h
}

// begin begins with the first provider and returns the secret of the browser and what the provider was told.
func begin(t *testing.T, h *house) (secret string, a signin.Attempt) {
	t.Helper()
	secret, _, err := h.Begin(t.Context(), "un", "/fiches/nouvelle", "a-1")
	if err != nil {
		t.Fatal(err)
	}
	return secret, h.one.begun[len(h.one.begun)-1]
}

// answer is what a provider puts into the query.
func answer(state string) url.Values { return url.Values{"state": {state}, "code": {"claude"}} }

// refused checks that an error is a Refusal for that reason and of that kind.
func refused(t *testing.T, err error, why signin.Reason, kind error) {
	t.Helper()
	var r signin.Refusal
	if !errors.As(err, &r) || r.Why != why || !errors.Is(err, kind) {
		t.Errorf("%v, want a refusal: %s, of kind %v", err, why, kind)
	}
}

func TestOffered(t *testing.T) {
	t.Parallel()
	want := []signin.Offer{{Key: "un", Label: "Le fournisseur un"}, {Key: "deux", Label: "Le fournisseur deux"}}
	if diff := cmp.Diff(want, open(t).Offered()); diff != "" {
		t.Error(diff)
	}
}

func TestInAndWhoItIs(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, redirect, err := h.Begin(t.Context(), "un", "/fiches/nouvelle", "a-1")
	if err != nil {
		t.Fatal(err)
	}
	told := h.one.begun[0]
	if redirect != "https://un.invalid/?state="+told.State {
		t.Errorf("the browser goes to %s", redirect)
	}
	who, a, err := h.Finish(t.Context(), secret, "un", answer(told.State))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(signin.Identity{Provider: "un", Subject: "claude", Email: "claude@exemple.invalid"}, who); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(told, a); diff != "" {
		t.Errorf("what was begun is not what ends:\n%s", diff)
	}
	if a.Next != "/fiches/nouvelle" || a.Account != "a-1" || a.Session != "session of un" || !a.Expires.Equal(h.at.Add(10*time.Minute)) {
		t.Errorf("%+v", a)
	}
}

// SAFETY.md 3.2: state, nonce and verifier are 32 random bytes each, and the browser's secret is not stored.
func TestSecretsOfAnAttempt(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, a := begin(t, h)
	_, b := begin(t, h)
	seen := map[string]bool{secret: true}
	for _, s := range []string{a.State, a.Nonce, a.Verifier, b.State, b.Nonce, b.Verifier} {
		if len(s) != len(id.Secret()) || seen[s] {
			t.Errorf("%q is short or is there twice", s)
		}
		seen[s] = true
	}
	if a.Digest != id.Digest(secret) || a.Digest == secret {
		t.Errorf("%q is kept of %q", a.Digest, secret)
	}
}

func TestCallbackIsMadeOfTheBaseAddress(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, a := begin(t, h)
	query := answer(a.State)
	query.Set("redirect_uri", "https://ailleurs.invalid/")
	if _, _, err := h.Finish(t.Context(), secret, "un", query); err != nil {
		t.Fatal(err)
	}
	want := "https://partant.example/connexion/un/retour"
	if diff := cmp.Diff([]string{want, want}, h.one.callback); diff != "" {
		t.Error(diff)
	}
}

func TestOneOfManyCallbacksGetsIn(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, a := begin(t, h)
	var group sync.WaitGroup
	outcomes := make(chan error, 20)
	for range cap(outcomes) {
		group.Go(func() { _, _, err := h.Finish(t.Context(), secret, "un", answer(a.State)); outcomes <- err })
	}
	group.Wait()
	close(outcomes)
	in := 0
	for err := range outcomes {
		if err == nil {
			in++
		}
	}
	if in != 1 || len(h.one.finished) != 1 {
		t.Errorf("%d got in, the provider was asked %d times", in, len(h.one.finished))
	}
}

func TestUnknownProvider(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, a := begin(t, h)
	if _, _, err := h.Begin(t.Context(), "trois", "/", ""); !errors.Is(err, fault.NotFound) {
		t.Errorf("begun with a provider that is not there: %v", err)
	}
	if _, _, err := h.Finish(t.Context(), secret, "trois", answer(a.State)); !errors.Is(err, fault.NotFound) {
		t.Errorf("ended with a provider that is not there: %v", err)
	}
}

func TestProviderThatFails(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, a := begin(t, h)
	h.one.fails = signin.Refusal{Why: signin.Away}
	secretless, redirect, err := h.Begin(t.Context(), "un", "/", "")
	refused(t, err, signin.Away, fault.Unavailable)
	if secretless != "" || redirect != "" {
		t.Errorf("a browser goes to %q", redirect)
	}
	_, back, err := h.Finish(t.Context(), secret, "un", answer(a.State))
	refused(t, err, signin.Away, fault.Unavailable)
	if back.Next != a.Next {
		t.Errorf("the way back is lost: %+v", back)
	}
}

func TestNobodyIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, a := begin(t, h)
	query := answer(a.State)
	query.Set("code", "nobody")
	_, _, err := h.Finish(t.Context(), secret, "un", query)
	refused(t, err, signin.Untrusted, fault.Forbidden)
}

func TestSweepRemovesWhatIsOver(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, a := begin(t, h)
	h.at = h.at.Add(11 * time.Minute)
	secret, b := begin(t, h)
	if err := h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.TakeAttempt(t.Context(), a.Digest); !errors.Is(err, fault.NotFound) {
		t.Errorf("the old one: %v", err)
	}
	if _, _, err := h.Finish(t.Context(), secret, "un", answer(b.State)); err != nil {
		t.Errorf("the new one: %v", err)
	}
}
