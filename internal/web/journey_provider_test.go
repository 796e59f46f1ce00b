package web_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/config"
	"partant/internal/testrig"
	"partant/internal/viewer"
	"partant/views"
)

// withProvider opens a house that lets people in through a real OpenID Connect provider. Its tokens tell the time of the
// world, and so does the house.
func withProvider(t *testing.T, more ...func(*config.Config)) (*house, *testrig.OpenID) {
	t.Helper()
	idp := testrig.StartOpenID(t)
	h := open(t, append(more, func(c *config.Config) {
		c.OIDC = config.OIDC{Issuer: idp.Issuer, ID: testrig.OpenIDClient, Secret: testrig.OpenIDSecret, Label: "La CCI"}
	})...)
	h.hands.set(clock.System())
	return h, idp
}

// abroad follows the redirects of a provider, which know nothing of our cookies.
var abroad = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// away goes through the provider that a page leads to, and returns the way back: a path with its query.
func (a *answer) away() string {
	a.t.Helper()
	a.is(http.StatusOK)
	at := attribute(a.one("main a.button"), "href")
	if refresh := a.Header.Get("Refresh"); refresh != "0; url="+at {
		a.t.Fatalf("the browser goes to %q, the link to %q", refresh, at)
	}
	for range 9 {
		answer, err := abroad.Get(at)
		if err != nil {
			a.t.Fatal(err)
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		to, err := answer.Location()
		if err != nil {
			a.t.Fatalf("%s: %d leads nowhere", at, answer.StatusCode)
		}
		if strings.HasSuffix(to.Path, "/retour") {
			return to.RequestURI()
		}
		at = to.String()
	}
	a.t.Fatal("the provider goes round in circles")
	return ""
}

// fromAway makes a request come from the page of a provider.
var fromAway = header("Sec-Fetch-Site", "cross-site")

const button = `form[action="/connexion/openid"]`

// through signs in by the provider.
func (b *browser) through(at string) *answer {
	b.h.t.Helper()
	return b.get(b.get(at).submit(button, nil).away(), fromAway)
}

func (b *browser) isOut(why string) {
	b.h.t.Helper()
	if _, in := b.cookies[b.h.cookie("session")]; in {
		b.h.t.Errorf("%s: there is a session", why)
	}
}

func TestProviderMakesAnAccount(t *testing.T) {
	t.Parallel()
	h, _ := withProvider(t)
	b := h.visit()
	page := b.get("/inscription?suite=%2Fannuaire").is(http.StatusOK)
	page.has(".services", "La CCI")
	b.through("/inscription?suite=%2Fannuaire").leads(http.StatusSeeOther, "/inscription/fin")
	b.isOut("before the promises")
	form := b.get("/inscription/fin").is(http.StatusOK)
	form.has("main", "claude@exemple.invalid", "La CCI")
	if form.value("#champ-nom") != "Claude Exemple" {
		t.Error("the name is not filled in")
	}
	form.submit("main form", url.Values{account.FieldPassword: {""}}).is(http.StatusUnprocessableEntity).has("main", "La CCI")
	form.submit("main form", url.Values{account.FieldAdult: {"oui"}, account.FieldTerms: {"oui"}}).leads(http.StatusSeeOther, "/annuaire")
	b.get("/compte/services").has(".devices", "La CCI", "claude@exemple.invalid")

	again := h.visit()
	again.through("/connexion?suite=%2Fcompte%2Fservices").leads(http.StatusSeeOther, "/compte/services")
	again.get("/compte").has("h1", "Claude Exemple")
	if _, kept := again.cookies[h.cookie("oauth")]; kept {
		t.Error("the cookie of the attempt stays")
	}
}

// An address that the provider does not vouch for is proved by a letter of ours.
func TestProviderThatVouchesForNothing(t *testing.T) {
	t.Parallel()
	h, idp := withProvider(t)
	idp.Be(t, testrig.OpenIDBehaviour{User: map[string]any{"sub": "7", "email": "neuve@exemple.invalid", "name": "Dominique"}})
	b := h.visit()
	b.through("/connexion").leads(http.StatusSeeOther, "/inscription?suite=")
	page := b.get("/inscription").is(http.StatusOK)
	page.has(".lead", "La CCI")
	page.counts(".services", 0)
	if page.value("#champ-nom") != "Dominique" || page.value("#champ-email") != "neuve@exemple.invalid" {
		t.Error("the form is not filled in")
	}
	page.submit("main form", url.Values{account.FieldAdult: {"oui"}, account.FieldTerms: {"oui"}}).leads(http.StatusSeeOther, "/connexion/entrer")
	b.isOut("before the code")
	letter := h.letter("neuve@exemple.invalid", "code")
	b.get("/connexion/entrer").submit("main form", url.Values{account.FieldCode: {code(t, letter)}}).is(http.StatusSeeOther)
	h.visit().through("/connexion").leads(http.StatusSeeOther, "/bienvenue")
}

// The address of an account opens nothing: its owner signs in as ever, and says whether the provider may.
func TestProviderKnowsTheAddressOfAnAccount(t *testing.T) {
	t.Parallel()
	h, _ := withProvider(t)
	h.joinWithPassword("claude", viewer.Member)
	b := h.visit()
	way := b.through("/connexion?suite=%2Fannuaire").leads(http.StatusSeeOther, "/connexion?suite=%2Fcompte%2Fservices%2Flier")
	b.isOut("by an address")
	page := way.follow()
	page.has(".notice", "claude@exemple.invalid a déjà un compte", "La CCI")
	page.submit(`form[action="/connexion"]`, url.Values{account.FieldEmail: {"claude@exemple.invalid"}, account.FieldPassword: {password}}).
		leads(http.StatusSeeOther, "/compte/services/lier")
	ask := b.get("/compte/services/lier").is(http.StatusOK)
	ask.has("main", "La CCI", "claude@exemple.invalid")
	stranger := h.joinWithPassword("omar", viewer.Member)
	stranger.cookies[h.cookie("service")] = b.cookies[h.cookie("service")]
	stranger.get("/compte/services/lier").leads(http.StatusSeeOther, "/compte/services")
	stranger.post("/compte/services/lier", url.Values{views.FieldToken: {stranger.token()}}).is(http.StatusSeeOther)
	stranger.get("/compte/services").counts(".devices li", 0)
	ask.submit("main form", nil).leads(http.StatusSeeOther, "/compte/services")
	h.letter("claude@exemple.invalid", "Un autre service ouvre votre compte")
	v := h.visit()
	v.through("/connexion").is(http.StatusSeeOther)
	v.get("/compte").has("h1", "claude")
}

func TestProviderIsLinkedAndUnlinked(t *testing.T) {
	t.Parallel()
	h, idp := withProvider(t)
	b := h.join("omar", viewer.Member)
	go1 := func(b *browser) *answer {
		return b.get("/compte/services").submit(`form:has(button[value=openid])`, url.Values{views.FieldService: {"openid"}})
	}
	b.get(go1(b).away(), fromAway).leads(http.StatusSeeOther, "/compte/services")
	b.get("/compte/services").has(".notice", "ouvre désormais")
	b.get("/compte/services").counts(".devices li", 1)
	v := h.visit()
	v.through("/connexion").is(http.StatusSeeOther)
	v.get("/compte").has("h1", "omar") // whatever the address there

	other := h.join("marion", viewer.Member)
	other.get(go1(other).away(), fromAway).leads(http.StatusSeeOther, "/compte/services")
	other.get("/compte/services").has(".notice", "ouvre déjà un autre compte")
	other.get("/compte/services").counts(".devices li", 0)

	back := go1(other).away() // they signed out meanwhile, or are somebody else
	delete(other.cookies, h.cookie("session"))
	other.get(back, fromAway).is(http.StatusNotFound).has("main", "Revenir à mes comptes d'ailleurs")

	b.get("/compte/services").submit(`form:has(input[name=retirer])`, nil).leads(http.StatusSeeOther, "/compte/services")
	h.letter("omar@exemple.invalid", "Un autre service n'ouvre plus")
	idp.Be(t, testrig.OpenIDBehaviour{User: map[string]any{"sub": "1"}})
	h.visit().through("/connexion").leads(http.StatusSeeOther, "/inscription?suite=")
}

// A provider is one factor: an account that asks for two asks for the second.
func TestProviderIsOneFactor(t *testing.T) {
	t.Parallel()
	h, _ := withProvider(t)
	b := h.join("omar", viewer.Member)
	b.get(b.get("/compte/services").submit(`form:has(button[value=openid])`, url.Values{views.FieldService: {"openid"}}).away(), fromAway)
	secret, _ := b.setUp()
	v := h.visit()
	v.through("/connexion").leads(http.StatusSeeOther, "/connexion/verification")
	v.isOut("by the provider alone")
	v.verify(h.shows(secret)).is(http.StatusSeeOther)
	v.get("/compte").has("h1", "omar")
}

// Every refusal is one calm page that says what to do, and lets nobody in (SAFETY.md 3.2).
func TestProviderRefusals(t *testing.T) {
	t.Parallel()
	h, idp := withProvider(t, func(c *config.Config) {
		c.Google = config.Client{ID: "i", Secret: "s"}
	})
	begin := func(b *browser) string { return b.get("/connexion").submit(button, nil).away() }
	for name, c := range map[string]struct {
		come   func(b *browser) *answer
		status int
		says   string
	}{
		"replayed": {func(b *browser) *answer {
			back := begin(b)
			cookie := b.cookies[h.cookie("oauth")]
			b.get(back, fromAway).is(http.StatusSeeOther)
			b.cookies[h.cookie("oauth")] = cookie
			return b.get(back, fromAway)
		}, http.StatusNotFound, "a déjà servi"},
		"another browser": {func(b *browser) *answer { return b.get(begin(h.visit()), fromAway) }, http.StatusNotFound, "un autre navigateur"},
		"cookie of another": {func(b *browser) *answer {
			back, other := begin(b), h.visit()
			begin(other)
			b.cookies[h.cookie("oauth")] = other.cookies[h.cookie("oauth")]
			return b.get(back, fromAway)
		}, http.StatusForbidden, "Elle ne répond pas à ce que vous aviez demandé"},
		"mixed": {func(b *browser) *answer {
			return b.get(strings.Replace(begin(b), "/openid/", "/google/", 1), fromAway)
		}, http.StatusForbidden, "Elle ne vient pas du service"},
		"forged": {func(b *browser) *answer { return b.get(begin(b)+"x", fromAway) }, http.StatusForbidden, "personne n'est entré"},
		"no code": {func(b *browser) *answer {
			u, _ := url.Parse(begin(b))
			return b.get("/connexion/openid/retour?state="+url.QueryEscape(u.Query().Get("state")), fromAway)
		}, http.StatusForbidden, "ne se vérifie pas"},
		"nothing": {func(b *browser) *answer { return b.get("/connexion/openid/retour", fromAway) }, http.StatusNotFound, "Recommencez ici"},
	} {
		b := h.visit()
		a := c.come(b).is(c.status)
		a.calm(c.says)
		b.isOut(name)
	}
	idp.Be(t, testrig.OpenIDBehaviour{User: map[string]any{"sub": "1"}, Decline: true})
	b := h.visit()
	b.get(begin(b), fromAway).is(http.StatusForbidden).calm("Vous avez préféré")
	b.isOut("declined")

	idp.Be(t, testrig.OpenIDBehaviour{User: map[string]any{"sub": "1"}})
	b = h.visit()
	back := begin(b)
	h.hands.pass(11 * time.Minute)
	b.get(back, fromAway).is(http.StatusNotFound).calm("Plus de dix minutes")
	b.isOut("expired")
	h.hands.set(clock.System())

	idp.Stop()
	b = h.visit()
	b.get("/connexion").submit(button, nil) // its metadata are known still
	b.get("/connexion/openid/retour?code=x&state=y", fromAway).is(http.StatusForbidden)
	b.isOut("gone")
}

// calm asserts that a refusal by a provider is a page in French with a way on, that tells and sends nothing on.
func (a *answer) calm(says string) {
	a.t.Helper()
	a.has("main", says)
	a.counts("main a.button", 1)
	a.counts("main form", 0)
	a.french()
	if a.Header.Get("Referrer-Policy") != "no-referrer" || a.Header.Get("Cache-Control") != "no-store" {
		a.t.Errorf("%s: %q, %q", a.asked, a.Header.Get("Referrer-Policy"), a.Header.Get("Cache-Control"))
	}
	if contains(a.body, "state=") || contains(a.body, "code%3D") {
		a.t.Errorf("%s: its query is on the page", a.asked)
	}
}

// What a provider sends back is not written to the log, nor where it leads away from the site.
func TestProviderLeavesNoTrace(t *testing.T) {
	t.Parallel()
	h, _ := withProvider(t)
	b := h.visit()
	back := b.get("/connexion?suite=https%3A%2F%2Fmal.invalid").submit(button, url.Values{views.FieldNext: {"//mal.invalid"}}).away()
	b.get(back+"&x=1", fromAway).leads(http.StatusSeeOther, "/inscription/fin")
	b.get("/inscription/fin").submit("main form", url.Values{account.FieldAdult: {"oui"}, account.FieldTerms: {"oui"}}).leads(http.StatusSeeOther, "/bienvenue")
	query, err := url.ParseQuery(back[strings.Index(back, "?")+1:])
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range query {
		if len(values[0]) > 10 && strings.Contains(h.log.String(), values[0]) {
			t.Errorf("%s is in the log", name)
		}
	}
}

// Only a form of ours leads to a provider, and only to one that the settings name.
func TestProviderIsReachedByForm(t *testing.T) {
	t.Parallel()
	h, _ := withProvider(t)
	b := h.visit()
	b.get("/connexion/openid").is(http.StatusMethodNotAllowed)
	b.post("/connexion/openid", nil, header("Origin", "https://mal.invalid"), header("Sec-Fetch-Site", "cross-site")).is(http.StatusForbidden)
	b.post("/connexion/inconnu", nil).is(http.StatusNotFound)
	b.get("/connexion/inconnu/retour?code=x&state=y").is(http.StatusNotFound)
}

// The company that ProConnect names fills the form of a company, and no other.
func TestProviderFillsTheSIRET(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	i := account.Identity{Provider: "proconnect", Subject: "1", SIRET: "73282932000074"}
	if err := h.Accounts.Link(t.Context(), b.account.ID, i, ""); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/fiches/nouvelle": i.SIRET, "/fiches/nouvelle?type=club": ""} {
		if got := b.get(path).value("[name=siret]"); got != want {
			t.Errorf("%s: SIRET %q, want %q", path, got, want)
		}
	}
	b.get("/compte/services").has(".devices", "proconnect") // offered no more, and still theirs to unlink
}
