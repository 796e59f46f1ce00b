package goth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/clock"
	"partant/internal/signin"
	"partant/internal/testrig"
)

const pathMetadata = "/.well-known/openid-configuration"

// misbehave makes a provider fail from now on.
func misbehave(t *testing.T, idp *testrig.OpenID, fault string) {
	t.Helper()
	idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil), Faults: []string{fault}})
}

// hasty returns a site whose one provider is not waited for, and that provider.
func hasty(t *testing.T) (*site, *testrig.OpenID, *openID) {
	t.Helper()
	idp := testrig.StartOpenID(t)
	m := New(clock.System)
	m.client.Timeout = 200 * time.Millisecond
	p := m.OpenID(idp.Issuer, "", registered).(*openID)
	return open(t, p), idp, p
}

// Nothing is asked before somebody comes: a provider that is down does not keep the program from starting.
func TestProviderIsAskedWhenNeeded(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	if len(s.Offered()) != 1 || idp.Asked(t, pathMetadata) > 0 {
		t.Error("it was asked before anybody came")
	}
	s.begin(t, "openid")
	s.begin(t, "openid")
	if n := idp.Asked(t, pathMetadata); n != 1 {
		t.Errorf("it was looked up %d times", n)
	}
}

func TestProviderThatIsGone(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	v := s.begin(t, "openid")
	idp.Stop()
	_, err := s.finish(t, v)
	refused(t, err, signin.Away)

	s, idp = openOne(t)
	idp.Stop()
	_, _, err = s.Begin(t.Context(), "openid", "/", "")
	refused(t, err, signin.Away)
}

// While it is down it is asked once in five seconds; then it works again.
func TestProviderThatComesBack(t *testing.T) {
	t.Parallel()
	idp := testrig.StartOpenID(t)
	p := New(clock.System).OpenID(idp.Issuer, "", registered).(*openID)
	at := time.Now()
	p.discovery.steady = func() time.Time { return at }
	s := open(t, p)
	misbehave(t, idp, "down")
	for range 3 {
		_, _, err := s.Begin(t.Context(), "openid", "/", "")
		refused(t, err, signin.Away)
	}
	if n := idp.Asked(t, pathMetadata); n != 1 {
		t.Errorf("it was asked %d times while it was down", n)
	}
	idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil)})
	at = at.Add(pause)
	if _, err := s.finish(t, s.begin(t, "openid")); err != nil {
		t.Error(err)
	}
}

// A provider that fails halfway: before anything was read, and while the tokens are.
func TestProviderThatFailsHalfway(t *testing.T) {
	t.Parallel()
	for fault, why := range map[string]signin.Reason{"down": signin.Away, "slow": signin.Away, "elsewhere": signin.Away, "large": signin.Untrusted} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			idp := testrig.StartOpenID(t)
			p := New(clock.System).OpenID(idp.Issuer, "", registered).(*openID)
			s := open(t, p)
			v := s.begin(t, "openid")
			misbehave(t, idp, fault)
			if fault == "slow" {
				p.client.Timeout = 200 * time.Millisecond
			}
			_, err := s.finish(t, v)
			refused(t, err, why)
		})
	}
}

func TestMetadataThatCannotBeHad(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"down", "slow", "elsewhere", "large", "metadata-issuer"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			s, idp, _ := hasty(t)
			misbehave(t, idp, fault)
			_, _, err := s.Begin(t.Context(), "openid", "/", "")
			refused(t, err, signin.Away)
			if len(err.Error()) > 500 {
				t.Errorf("the log gets a page: %d bytes", len(err.Error()))
			}
		})
	}
}

// The keys and the user info are read last: each may be what fails.
func TestKeysAndUserInfoThatCannotBeHad(t *testing.T) {
	t.Parallel()
	idp := testrig.StartOpenID(t)
	for _, broken := range []string{"/keys", "/userinfo"} {
		m := New(clock.System)
		m.client.Transport = failing{m.client.Transport, broken}
		s := open(t, m.OpenID(idp.Issuer, "", registered))
		_, err := s.finish(t, s.begin(t, "openid"))
		refused(t, err, signin.Away)
	}
}

// failing is a line on which one address gives no answer.
type failing struct {
	http.RoundTripper
	path string
}

func (f failing) RoundTrip(ask *http.Request) (*http.Response, error) {
	if ask.URL.Path == f.path {
		return nil, errors.New("cut")
	}
	return f.RoundTripper.RoundTrip(ask)
}

// Whoever has no more time is not made to wait, and does not spoil it for others.
func TestVisitorsWithoutTime(t *testing.T) {
	t.Parallel()
	s, idp, p := hasty(t)
	gone, leave := context.WithCancel(t.Context())
	leave()
	<-p.discovery.turn // somebody is looking
	_, _, err := s.Begin(gone, "openid", "/", "")
	refused(t, err, signin.Away)
	p.discovery.turn <- struct{}{}

	p.client.Timeout = time.Minute
	v := s.begin(t, "openid")
	misbehave(t, idp, "slow")
	soon, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err = p.Finish(soon, signin.Attempt{Session: "{}"}, "https://partant.example/", v.query)
	refused(t, err, signin.Away)
}

func TestWithin(t *testing.T) {
	t.Parallel()
	c := newClient(http.DefaultTransport)
	if within(t.Context(), c) != c {
		t.Error("without an end it is the client itself")
	}
	over, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	if got := within(over, c).Timeout; got <= 0 || got > time.Millisecond {
		t.Errorf("%v is left when time is over", got)
	}
	late, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	if got := within(late, c).Timeout; got != patience {
		t.Errorf("%v is left when there is time", got)
	}
}

func TestClientStaysAtOneHost(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/here":
			http.Redirect(w, r, "/end", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/there":
			http.Redirect(w, r, other.URL, http.StatusFound)
		case "/large":
			io.WriteString(w, strings.Repeat("a", mostBody+1))
		}
	}))
	defer server.Close()
	c := newClient(&http.Transport{DisableKeepAlives: true})
	for path, want := range map[string]bool{"/end": true, "/here": true, "/round": false, "/there": false, "/large": false} {
		answer, err := c.Get(server.URL + path)
		if err == nil {
			_, err = io.ReadAll(answer.Body)
			answer.Body.Close()
		}
		if (err == nil) != want {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestRedirectsMayNotLoseTheLock(t *testing.T) {
	t.Parallel()
	ask := func(address string) *http.Request { return &http.Request{URL: must(url.Parse(address))} }
	if sameHost(ask("http://a.example/x"), []*http.Request{ask("https://a.example/")}) == nil {
		t.Error("from https to http")
	}
	if err := sameHost(ask("https://a.example/x"), []*http.Request{ask("https://a.example/")}); err != nil {
		t.Error(err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestMetadataIsChecked(t *testing.T) {
	t.Parallel()
	good := metadata{Authorization: "https://a.example/a", Token: "https://b.example/t", Keys: "https://a.example/k", UserInfo: "https://a.example/u"}
	for name, tt := range map[string]struct {
		issuer string
		edit   func(*metadata)
		fits   bool
	}{
		"as it is":           {"https://a.example", func(*metadata) {}, true},
		"no user info":       {"https://a.example", func(m *metadata) { m.UserInfo = "" }, true},
		"on a laptop":        {"http://a.example", func(m *metadata) { m.Token = "http://a.example/t" }, true},
		"no token":           {"https://a.example", func(m *metadata) { m.Token = "" }, false},
		"token in clear":     {"https://a.example", func(m *metadata) { m.Token = "http://a.example/t" }, false},
		"keys in clear":      {"https://a.example", func(m *metadata) { m.Keys = "http://a.example/k" }, false},
		"user info in clear": {"https://a.example", func(m *metadata) { m.UserInfo = "http://a.example/u" }, false},
		"a script":           {"http://a.example", func(m *metadata) { m.Authorization = "javascript:alert(1)" }, false},
		"no host":            {"https://a.example", func(m *metadata) { m.Authorization = "https:///a" }, false},
	} {
		m := good
		tt.edit(&m)
		if err := m.check(tt.issuer); (err == nil) != tt.fits {
			t.Errorf("%s: %v", name, err)
		}
	}
	m := metadata{Algorithms: []string{"none", "HS256", "RS256", "ES256"}}
	if got := strings.Join(m.signs(), " "); got != "RS256 ES256" {
		t.Errorf("it may sign with %s", got)
	}
}
