package goth

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"partant/internal/clock"
	"partant/internal/id"
	"partant/internal/signin"
	"partant/internal/testrig"
)

func TestIn(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	who, err := s.finish(t, s.begin(t, "openid"))
	if err != nil {
		t.Fatal(err)
	}
	want := signin.Identity{Provider: "openid", Subject: idp.Issuer + "#1", Email: "claude@exemple.invalid", EmailVerified: true,
		Name: "Claude Exemple"}
	if diff := cmp.Diff(want, who); diff != "" {
		t.Error(diff)
	}
}

// SAFETY.md 3.2: our own state, PKCE with S256 and a nonce, and nothing that was not asked for.
func TestWhatTheProviderIsAsked(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	secret, redirect, err := s.Begin(t.Context(), "openid", "/", "")
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.attempts.TakeAttempt(t.Context(), id.Digest(secret))
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(redirect)
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{"response_type": {"code"}, "client_id": {testrig.OpenIDClient}, "scope": {"openid profile email"},
		"redirect_uri": {"https://partant.example/connexion/openid/retour"}, "state": {a.State}, "nonce": {a.Nonce},
		"code_challenge": {oauth2.S256ChallengeFromVerifier(a.Verifier)}, "code_challenge_method": {"S256"}}
	if diff := cmp.Diff(want, to.Query()); diff != "" || !strings.HasPrefix(redirect, idp.Issuer+"/authorize?") {
		t.Errorf("%s\n%s", redirect, diff)
	}
	if strings.Contains(redirect, a.Verifier) || strings.Contains(redirect, secret) {
		t.Errorf("%s tells a secret", redirect)
	}
}

func TestReplayedCallbackIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := openOne(t)
	v := s.begin(t, "openid")
	if _, err := s.finish(t, v); err != nil {
		t.Fatal(err)
	}
	_, err := s.finish(t, v)
	refused(t, err, signin.Unknown)
}

func TestForeignBrowserCallbackIsRefused(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	mine, theirs := s.begin(t, "openid"), s.begin(t, "openid")
	for _, v := range []visit{{"", "openid", mine.query}, {id.Secret(), "openid", mine.query}} {
		_, err := s.finish(t, v)
		refused(t, err, signin.Unknown)
	}
	_, err := s.finish(t, visit{theirs.secret, "openid", mine.query})
	refused(t, err, signin.Forged)
	if idp.Asked(t, "/oauth/token") > 0 {
		t.Error("the provider was asked all the same")
	}
}

func TestExpiredCallbackIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := openOne(t)
	v := s.begin(t, "openid")
	s.at = time.Now().Add(signin.AttemptLasts + time.Second)
	_, err := s.finish(t, v)
	refused(t, err, signin.Expired)
}

func TestMixedProviderCallbackIsRefused(t *testing.T) {
	t.Parallel()
	one, two := testrig.StartOpenID(t), testrig.StartOpenID(t)
	m := New(clock.System)
	s := open(t, m.OpenID(one.Issuer, "", registered), m.ProConnect(two.Issuer, registered))
	v := s.begin(t, "openid")
	_, err := s.finish(t, visit{v.secret, "proconnect", v.query}) // the code of one would go to the other
	refused(t, err, signin.Mixed)
	v, other := s.begin(t, "openid"), s.begin(t, "proconnect")
	_, err = s.finish(t, visit{v.secret, "openid", other.query})
	refused(t, err, signin.Forged)
	if one.Asked(t, "/oauth/token")+two.Asked(t, "/oauth/token") > 0 {
		t.Error("a code was given away")
	}
}

// A provider that says who it is (RFC 9207) cannot be taken for another.
func TestAnswerOfAnotherIssuerIsRefused(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil), Faults: []string{"announces-issuer"}})
	for name, iss := range map[string][]string{"another": {"https://ailleurs.invalid"}, "missing": nil, "twice": {idp.Issuer, idp.Issuer}} {
		v := s.begin(t, "openid")
		v.query["iss"] = iss
		_, err := s.finish(t, v)
		refused(t, err, signin.Untrusted)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	v := s.begin(t, "openid")
	v.query.Set("iss", idp.Issuer)
	if _, err := s.finish(t, v); err != nil {
		t.Errorf("its own: %v", err)
	}
}

func TestWrongOrMissingStateIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := openOne(t)
	for name, state := range map[string][]string{"another": {id.Secret()}, "empty": {""}, "missing": nil} {
		v := s.begin(t, "openid")
		v.query["state"] = state
		_, err := s.finish(t, v)
		refused(t, err, signin.Forged)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

func TestReplayedCodeIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := openOne(t)
	used, v := s.begin(t, "openid"), s.begin(t, "openid")
	if _, err := s.finish(t, used); err != nil {
		t.Fatal(err)
	}
	v.query.Set("code", used.query.Get("code"))
	_, err := s.finish(t, v)
	refused(t, err, signin.Untrusted)
}

// PKCE: whoever stole a code on its way cannot use it in an attempt of their own.
func TestStolenCodeIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := openOne(t)
	victim, thief := s.begin(t, "openid"), s.begin(t, "openid")
	thief.query.Set("code", victim.query.Get("code"))
	_, err := s.finish(t, thief)
	refused(t, err, signin.Untrusted)
}

func TestMadeUpCodeIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := openOne(t)
	v := s.begin(t, "openid")
	v.query.Set("code", "abc")
	_, err := s.finish(t, v)
	refused(t, err, signin.Untrusted)
}

func TestDecliningIsCalm(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil), Decline: true})
	v := s.begin(t, "openid")
	_, a, err := s.Finish(t.Context(), v.secret, v.key, v.query)
	refused(t, err, signin.Declined)
	if a.Next != "/fiches/nouvelle" {
		t.Errorf("the way back is lost: %+v", a)
	}
}

// SAFETY.md 3.2: access tokens are not kept, and neither is anything else once somebody is in.
func TestTokensAreNotKept(t *testing.T) {
	t.Parallel()
	s, _ := openOne(t)
	v := s.begin(t, "openid")
	a, err := s.attempts.TakeAttempt(t.Context(), id.Digest(v.secret))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(a.Session, v.query.Get("code")) || !strings.Contains(a.Session, `"AccessToken":""`) {
		t.Errorf("kept: %s", a.Session)
	}
	if err := s.attempts.PutAttempt(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if _, err := s.finish(t, v); err != nil {
		t.Fatal(err)
	}
	if a, err := s.attempts.TakeAttempt(t.Context(), id.Digest(v.secret)); err == nil {
		t.Errorf("kept after the end: %+v", a)
	}
}

func TestDamagedAttemptIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := openOne(t)
	v := s.begin(t, "openid")
	a, err := s.attempts.TakeAttempt(t.Context(), id.Digest(v.secret))
	if err != nil {
		t.Fatal(err)
	}
	a.Session = "{"
	if err := s.attempts.PutAttempt(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	_, err = s.finish(t, v)
	refused(t, err, signin.Untrusted)
}

// Many come at once: all get in, each with their own attempt, and the provider is looked up once.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	var group sync.WaitGroup
	visits := make(chan visit, 30)
	for range cap(visits) {
		group.Go(func() {
			secret, redirect, err := s.Begin(t.Context(), "openid", "/", "")
			if err != nil {
				t.Error(err)
			}
			visits <- visit{secret: secret, key: redirect}
		})
	}
	group.Wait()
	close(visits)
	for v := range visits {
		v.query, v.key = walk(t, v.key).Query(), "openid" // until here it was where to go
		group.Go(func() {
			if _, _, err := s.Finish(t.Context(), v.secret, v.key, v.query); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := idp.Asked(t, "/.well-known/openid-configuration"); n != 1 {
		t.Errorf("it was looked up %d times", n)
	}
}
