package goth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/clock"
	"partant/internal/id"
	"partant/internal/signin"
	"partant/internal/testrig"
)

// graph answers as graph.facebook.com is documented to. The real one cannot be reached from a test.
type graph struct {
	profile string // what it says of people
	status  int    // zero: 200
	broken  bool   // the line is cut when the profile is asked for
}

const (
	graphCode  = "AQB-code"
	graphToken = "EAAB-token"
)

func (g *graph) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch r.Host + r.URL.Path {
	case "graph.facebook.com/oauth/access_token":
		if r.PostFormValue("client_id") != testrig.OpenIDClient || r.PostFormValue("client_secret") != testrig.OpenIDSecret ||
			r.PostFormValue("code") != graphCode || r.PostFormValue("redirect_uri") != "https://partant.example/connexion/facebook/retour" {
			w.WriteHeader(http.StatusBadRequest)
			io.WriteString(w, `{"error":{"message":"Invalid verification code format.","type":"OAuthException","code":100}}`)
			return
		}
		fmt.Fprintf(w, `{"access_token":%q,"token_type":"bearer","expires_in":5183944}`, graphToken)
	case "graph.facebook.com/me":
		g.me(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (g *graph) me(w http.ResponseWriter, r *http.Request) {
	proof := hmac.New(sha256.New, []byte(testrig.OpenIDSecret))
	proof.Write([]byte(graphToken))
	switch {
	case g.broken:
		panic(http.ErrAbortHandler)
	case g.status != 0:
		w.WriteHeader(g.status)
	case r.FormValue("access_token") != graphToken || r.FormValue("appsecret_proof") != hex.EncodeToString(proof.Sum(nil)) ||
		r.FormValue("fields") != "id,name,email":
		w.WriteHeader(http.StatusForbidden)
	default:
		io.WriteString(w, g.profile)
	}
}

// openFacebook returns a site whose Facebook is g.
func openFacebook(t *testing.T, g *graph) *site {
	t.Helper()
	server := httptest.NewTLSServer(g)
	t.Cleanup(server.Close)
	m := New(clock.System)
	m.client = newClient(&http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
		}})
	return open(t, m.Facebook(registered))
}

// comeBack begins and brings back what Facebook would: it sends the browser with a code.
func comeBack(t *testing.T, s *site) visit {
	t.Helper()
	secret, redirect, err := s.Begin(t.Context(), "facebook", "/", "")
	if err != nil {
		t.Fatal(err)
	}
	to := must(url.Parse(redirect))
	return visit{secret, "facebook", url.Values{"state": {to.Query().Get("state")}, "code": {graphCode}}}
}

const graphClaude = `{"id":"10150","name":"Claude Exemple","email":"claude@exemple.invalid","verified":true}`

func TestFacebook(t *testing.T) {
	t.Parallel()
	s := openFacebook(t, &graph{profile: graphClaude})
	who, err := s.finish(t, comeBack(t, s))
	if err != nil {
		t.Fatal(err)
	}
	// Facebook does not say who reads an address: it never counts as verified.
	want := signin.Identity{Provider: "facebook", Subject: "10150", Email: "claude@exemple.invalid", Name: "Claude Exemple"}
	if diff := cmp.Diff(want, who); diff != "" {
		t.Error(diff)
	}
}

func TestWhatFacebookIsAsked(t *testing.T) {
	t.Parallel()
	s := openFacebook(t, &graph{})
	secret, redirect, err := s.Begin(t.Context(), "facebook", "/", "")
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.attempts.TakeAttempt(t.Context(), id.Digest(secret))
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{"client_id": {testrig.OpenIDClient}, "response_type": {"code"}, "scope": {"email"}, "state": {a.State},
		"redirect_uri": {"https://partant.example/connexion/facebook/retour"}}
	if diff := cmp.Diff(want, must(url.Parse(redirect)).Query()); diff != "" || !strings.HasPrefix(redirect, "https://www.facebook.com/") {
		t.Errorf("%s\n%s", redirect, diff)
	}
	if !strings.Contains(a.Session, `"AccessToken":""`) {
		t.Errorf("kept: %s", a.Session)
	}
}

func TestFacebookRefusals(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		graph graph
		edit  func(*visit)
		why   signin.Reason
	}{
		"a code that is used":  {graph{profile: graphClaude}, func(v *visit) { v.query.Set("code", "AQB-used") }, signin.Untrusted},
		"a state of another":   {graph{profile: graphClaude}, func(v *visit) { v.query.Set("state", id.Secret()) }, signin.Forged},
		"declined":             {graph{}, func(v *visit) { v.query.Set("error", "access_denied"); v.query.Del("code") }, signin.Declined},
		"nobody":               {graph{profile: `{"name":"Claude"}`}, func(*visit) {}, signin.Untrusted},
		"the profile is away":  {graph{status: http.StatusServiceUnavailable}, func(*visit) {}, signin.Away},
		"the profile is cut":   {graph{broken: true}, func(*visit) {}, signin.Away},
		"the profile is large": {graph{profile: `{"id":"` + strings.Repeat("1", mostBody) + `"}`}, func(*visit) {}, signin.Away},
		"the profile is none":  {graph{profile: `<html>`}, func(*visit) {}, signin.Away},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openFacebook(t, &tt.graph)
			v := comeBack(t, s)
			tt.edit(&v)
			_, err := s.finish(t, v)
			refused(t, err, tt.why)
			if strings.Contains(err.Error(), graphToken) || strings.Contains(err.Error(), graphCode) {
				t.Errorf("the log gets a token: %v", err)
			}
		})
	}
}

func TestReplayedFacebookCallbackIsRefused(t *testing.T) {
	t.Parallel()
	s := openFacebook(t, &graph{profile: graphClaude})
	v := comeBack(t, s)
	if _, err := s.finish(t, v); err != nil {
		t.Fatal(err)
	}
	_, err := s.finish(t, v)
	refused(t, err, signin.Unknown)
}

func TestFacebookThatIsDown(t *testing.T) {
	t.Parallel()
	m := New(clock.System)
	m.client = newClient(failing{http.DefaultTransport, "/oauth/access_token"})
	s := open(t, m.Facebook(registered))
	_, err := s.finish(t, comeBack(t, s))
	refused(t, err, signin.Away)
}
