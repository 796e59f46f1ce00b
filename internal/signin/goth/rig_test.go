package goth

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/signin"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/testrig"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// site is a site with real providers, a real store and a clock that tests move.
type site struct {
	*signin.Service
	attempts sqlite.Attempts
	at       time.Time // zero: now
}

var registered = Client{testrig.OpenIDClient, testrig.OpenIDSecret}

// open returns a site with these providers.
func open(t *testing.T, providers ...signin.Provider) *site {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := &site{attempts: db.Attempts()}
	now := func() time.Time {
		if s.at.IsZero() {
			return clock.System()
		}
		return s.at
	}
	s.Service = signin.New(&url.URL{Scheme: "https", Host: "partant.example"}, providers, s.attempts, now)
	return s
}

// openOne returns a site with one provider of any kind, and that provider.
func openOne(t *testing.T) (*site, *testrig.OpenID) {
	t.Helper()
	idp := testrig.StartOpenID(t)
	return open(t, New(clock.System).OpenID(idp.Issuer, "", registered)), idp
}

// visit is one browser on its way: what it was given, and what it brings back.
type visit struct {
	secret, key string
	query       url.Values
}

// begin sends a browser to a provider and follows it until it comes back.
func (s *site) begin(t *testing.T, key string) visit {
	t.Helper()
	secret, redirect, err := s.Begin(t.Context(), key, "/fiches/nouvelle", "")
	if err != nil {
		t.Fatal(err)
	}
	back := walk(t, redirect)
	if want := "https://partant.example" + signin.CallbackPath(key); !strings.HasPrefix(back.String(), want+"?") {
		t.Fatalf("the browser comes back to %s, want %s", back, want)
	}
	return visit{secret, key, back.Query()}
}

func (s *site) finish(t *testing.T, v visit) (signin.Identity, error) {
	t.Helper()
	who, _, err := s.Finish(t.Context(), v.secret, v.key, v.query)
	return who, err
}

// walk follows a browser from an address until it leaves the provider.
func walk(t *testing.T, address string) *url.URL {
	t.Helper()
	browser := &http.Client{Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for range 9 {
		answer, err := browser.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		to, err := answer.Location()
		if err != nil {
			t.Fatalf("the provider answers %s at %s", answer.Status, answer.Request.URL)
		}
		if to.Host == "partant.example" {
			return to
		}
		address = to.String()
	}
	t.Fatal("the provider sends the browser round in circles")
	return nil
}

var kinds = map[signin.Reason]error{signin.Unknown: fault.NotFound, signin.Expired: fault.NotFound, signin.Away: fault.Unavailable}

// refused checks that an error is a Refusal for that reason, and of its kind alone.
func refused(t *testing.T, err error, why signin.Reason) {
	t.Helper()
	want := kinds[why]
	if want == nil {
		want = fault.Forbidden
	}
	var r signin.Refusal
	if !errors.As(err, &r) || r.Why != why {
		t.Fatalf("%v, want a refusal: %s", err, why)
	}
	for _, kind := range []error{fault.NotFound, fault.Forbidden, fault.Unavailable} {
		if errors.Is(err, kind) != (kind == want) {
			t.Errorf("%v is of kind %v, want %v alone", err, kind, want)
		}
	}
	for _, secret := range []string{testrig.OpenIDSecret, url.QueryEscape(testrig.OpenIDSecret)} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error tells a secret: %v", err)
		}
	}
}

// claude is who signs in where a test says nothing else.
func claude(more map[string]any) map[string]any {
	user := map[string]any{"sub": "1", "email": "claude@exemple.invalid", "email_verified": true, "name": "Claude Exemple"}
	for name, value := range more {
		user[name] = value
	}
	return user
}
