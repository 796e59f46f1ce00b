package goth

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/clock"
	"partant/internal/signin"
	"partant/internal/testrig"
)

// ProConnect as it is documented: a subject alone in the ID token, all else in a signed user info, a scope for each claim.
func TestProConnect(t *testing.T) {
	t.Parallel()
	idp := testrig.StartOpenID(t)
	s := open(t, New(clock.System).ProConnect(idp.Issuer, registered))
	user := map[string]any{"sub": "a-b-c", "email": "claude@exemple.invalid", "given_name": "Claude", "usual_name": "Exemple",
		"siret": "732 829 320 00074", "name": "not asked for", "phone_number": "not asked for"}
	want := signin.Identity{Provider: "proconnect", Subject: idp.Issuer + "#a-b-c", Email: "claude@exemple.invalid", Name: "Claude Exemple",
		SIRET: "73282932000074"}
	for acr, vouched := range map[string]bool{"": false, "eidas0": false, "eidas1": true, "eidas2": true, "eidas9": false,
		"https://proconnect.gouv.fr/assurance/self-asserted": false, "https://proconnect.gouv.fr/assurance/consistency-checked": true} {
		idp.Be(t, testrig.OpenIDBehaviour{User: user, ACR: acr, Thin: true, Signed: true})
		who, err := s.finish(t, s.begin(t, "proconnect"))
		if err != nil {
			t.Fatal(err)
		}
		want.SIRETVouched = vouched
		if diff := cmp.Diff(want, who); diff != "" {
			t.Errorf("%q: %s", acr, diff)
		}
	}
}

// LinkedIn takes no verifier, signs no nonce and wants the secret in the form; the rest is as everywhere.
func TestLinkedIn(t *testing.T) {
	t.Parallel()
	idp := testrig.StartOpenID(t)
	k := linkedIn
	k.issuer = idp.Issuer
	s := open(t, New(clock.System).openID(k, registered))
	idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil), Faults: []string{"linkedin"}})
	for range 2 { // the second time it knows where the secret goes
		who, err := s.finish(t, s.begin(t, "linkedin"))
		if err != nil || who.Subject != idp.Issuer+"#1" || !who.EmailVerified {
			t.Fatalf("%+v, %v", who, err)
		}
	}
	if n := idp.Asked(t, "/oauth/token"); n != 3 {
		t.Errorf("it was asked %d times for two tokens", n)
	}
	idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil), Faults: []string{"nonce"}})
	_, err := s.finish(t, s.begin(t, "linkedin"))
	refused(t, err, signin.Untrusted) // a nonce that is there must be ours
	idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil), Faults: []string{"linkedin", "key"}})
	_, err = s.finish(t, s.begin(t, "linkedin"))
	refused(t, err, signin.Untrusted)
}

// Only LinkedIn is spared the nonce and PKCE.
func TestOthersAreNotSpared(t *testing.T) {
	t.Parallel()
	for _, k := range []kind{google, proConnect, New(clock.System).OpenID("https://a.example", "", registered).(*openID).kind} {
		if k.plain {
			t.Errorf("%s is spared", k.key)
		}
	}
	idp := testrig.StartOpenID(t)
	k := google
	k.issuer = idp.Issuer
	s := open(t, New(clock.System).openID(k, registered))
	idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil), Faults: []string{"no-nonce"}})
	_, err := s.finish(t, s.begin(t, "google"))
	refused(t, err, signin.Untrusted)
	idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil), Faults: []string{"linkedin"}})
	_, err = s.finish(t, s.begin(t, "google"))
	refused(t, err, signin.Away) // as LinkedIn it says that it does not know us
}

// What people are called and where they read mail, as a real provider tells it: only there is the SIRET not heeded.
func TestWhoTheyAre(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	for name, tt := range map[string]struct {
		more map[string]any
		want signin.Identity
	}{
		"in two parts": {map[string]any{"name": nil, "given_name": " Claude ", "family_name": "Exemple"},
			signin.Identity{Email: "claude@exemple.invalid", EmailVerified: true, Name: "Claude Exemple"}},
		"not verified":  {map[string]any{"email_verified": false}, signin.Identity{Email: "claude@exemple.invalid", Name: "Claude Exemple"}},
		"no word on it": {map[string]any{"email_verified": nil}, signin.Identity{Email: "claude@exemple.invalid", Name: "Claude Exemple"}},
		"verified, as text": {map[string]any{"email_verified": "true"},
			signin.Identity{Email: "claude@exemple.invalid", EmailVerified: true, Name: "Claude Exemple"}},
		"verified, nonsense": {map[string]any{"email_verified": "yes"}, signin.Identity{Email: "claude@exemple.invalid", Name: "Claude Exemple"}},
		"no address":         {map[string]any{"email": nil}, signin.Identity{Name: "Claude Exemple"}},
		"no address either":  {map[string]any{"email": "claude"}, signin.Identity{Name: "Claude Exemple"}},
		"two lines":          {map[string]any{"email": "a@b.invalid\r\nBcc: c@d.invalid"}, signin.Identity{Name: "Claude Exemple"}},
		"a hidden sign":      {map[string]any{"email": "a\u202e@b.invalid"}, signin.Identity{Name: "Claude Exemple"}},
		"a company": {map[string]any{"name": "A\u0000B\n C", "siret": "73282932000074"},
			signin.Identity{Email: "claude@exemple.invalid", EmailVerified: true, Name: "AB C"}},
	} {
		t.Run(name, func(t *testing.T) {
			user := claude(tt.more)
			for claim, value := range user {
				if value == nil {
					delete(user, claim)
				}
			}
			idp.Be(t, testrig.OpenIDBehaviour{User: user})
			who, err := s.finish(t, s.begin(t, "openid"))
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Provider, tt.want.Subject = "openid", idp.Issuer+"#1"
			if diff := cmp.Diff(tt.want, who); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The word « verified » stays with the address that it was said of.
func TestVerifiedIsOfOneAddress(t *testing.T) {
	t.Parallel()
	said, denied := yes(true), yes(false)
	for name, tt := range map[string]struct {
		token, info claims
		email       string
		verified    bool
	}{
		"the token alone":        {claims{Email: "a@b.c", Verified: &said}, claims{}, "a@b.c", true},
		"the user info alone":    {claims{}, claims{Email: "a@b.c", Verified: &said}, "a@b.c", true},
		"of the same":            {claims{Email: "a@b.c", Verified: &said}, claims{Email: "a@b.c"}, "a@b.c", true},
		"of another":             {claims{Email: "a@b.c", Verified: &said}, claims{Email: "x@y.z"}, "x@y.z", false},
		"of none":                {claims{Verified: &said}, claims{Email: "x@y.z"}, "x@y.z", false},
		"taken back":             {claims{Email: "a@b.c", Verified: &said}, claims{Email: "a@b.c", Verified: &denied}, "a@b.c", false},
		"nothing there to trust": {claims{Verified: &said}, claims{Verified: &said}, "", false},
	} {
		if email, verified := address(tt.token, tt.info); email != tt.email || verified != tt.verified {
			t.Errorf("%s: %q, %v", name, email, verified)
		}
	}
}

// Subject 1 of one issuer is not subject 1 of the issuer that the site turns to later.
func TestSubjectsOfTwoIssuersAreApart(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 2 {
		s, _ := openOne(t)
		who, err := s.finish(t, s.begin(t, "openid"))
		if err != nil {
			t.Fatal(err)
		}
		seen[who.Provider+" "+who.Subject] = true
	}
	if len(seen) != 2 {
		t.Errorf("one key for two people: %v", seen)
	}
}

func TestSIRET(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"73282932000074": "73282932000074", "732 829 320 00074": "73282932000074",
		"7328293200007": "", "732829320000741": "", "7328293200007a": "", "٧3282932000074": "", "": ""} {
		if got := siret(s); got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	m := New(clock.System)
	var offers []signin.Offer
	for _, p := range []signin.Provider{m.LinkedIn(registered), m.Google(registered), m.Facebook(registered),
		m.ProConnect("https://a.example", registered), m.OpenID("https://id.b.example:8443/realms/x", "", registered), m.OpenID("https://a.example", "La CCI", registered)} {
		offers = append(offers, signin.Offer{Key: p.Key(), Label: p.Label()})
	}
	want := []signin.Offer{{Key: "linkedin", Label: "LinkedIn"}, {Key: "google", Label: "Google"}, {Key: "facebook", Label: "Facebook"},
		{Key: "proconnect", Label: "ProConnect"}, {Key: "openid", Label: "id.b.example"}, {Key: "openid", Label: "La CCI"}}
	if diff := cmp.Diff(want, offers); diff != "" {
		t.Error(diff)
	}
}
