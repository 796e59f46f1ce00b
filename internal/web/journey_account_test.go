package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// entry is a sign-up form rightly filled.
func entry(email string) url.Values {
	return url.Values{account.FieldName: {"Claude Exemple"}, account.FieldEmail: {email}, account.FieldPassword: {password},
		account.FieldAdult: {"oui"}, account.FieldTerms: {"oui"}}
}

// with returns a copy of a form with one field changed; nil takes it away.
func with(form url.Values, field string, value ...string) url.Values {
	changed := url.Values{}
	for name, v := range form {
		changed[name] = v
	}
	changed[field] = value
	return changed
}

func TestFirstHour(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.visit()
	empty := b.get("/").is(http.StatusOK)
	empty.counts("#vide", 1)
	empty.counts(".tries", 0) // there is nothing to find yet
	b.entryOf(entry("claude@exemple.invalid"), "/inscription").leads(http.StatusSeeOther, "/bienvenue")

	who := b.get("/bienvenue").is(http.StatusOK)
	who.has(".steps [aria-current=step]", "Qui êtes-vous")
	if name := who.value("#champ-nom"); name != "Claude Exemple" {
		t.Errorf("the first step proposes the name %q", name)
	}
	refused := who.submit("main form", url.Values{"nom": {""}, "accroche": {"graphiste"}, "commune": {"Nulle-Part-sur-Loire"}}).is(http.StatusUnprocessableEntity)
	refused.counts("form .wrong", 2)
	if refused.value("#champ-accroche") != "graphiste" || refused.value("#champ-commune") != "Nulle-Part-sur-Loire" {
		t.Error("what was typed is lost")
	}
	refused.submit("main form", url.Values{"nom": {"Claude Exemple"}, "commune": {"gien"}}).leads(http.StatusSeeOther, "/bienvenue")

	company := b.get("/bienvenue").is(http.StatusOK)
	company.has(".steps [aria-current=step]", "entreprise")
	b.get("/bienvenue?etape=3").has(".steps [aria-current=step]", "entreprise") // never further
	b.get("/bienvenue?etape=1").has(".steps [aria-current=step]", "Qui êtes-vous")
	b.get("/bienvenue?q=heron").is(http.StatusOK)
	company.submit("main form[method=post]", nil).leads(http.StatusSeeOther, "/bienvenue")

	near := b.get("/bienvenue").is(http.StatusOK)
	near.has(".steps [aria-current=step]", "voisins")
	near.submit("main form[method=post]", nil).leads(http.StatusSeeOther, "/annuaire")

	me := b.get("/compte").is(http.StatusOK)
	me.has("h1", "Claude Exemple")
	me.has(".names .card", "Claude Exemple", "Gien")
	h.visit().get("/fiches/claude-exemple").is(http.StatusOK).has("h1", "Claude Exemple")
}

// Going back to a step that is done takes nobody past the one they are at.
func TestWelcomeAgain(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	first := b.get("/bienvenue")
	typed := url.Values{"nom": {"Claude"}, "commune": {"Gien"}}
	first.submit("main form", typed).leads(http.StatusSeeOther, "/bienvenue")
	first.submit("main form", typed).leads(http.StatusSeeOther, "/bienvenue") // the button pressed twice
	b.get("/bienvenue?etape=1").submit("main form", typed).leads(http.StatusSeeOther, "/bienvenue")
	b.get("/bienvenue").has(".steps [aria-current=step]", "entreprise")
	if found := b.get("/compte").all(".names .card"); len(found) != 1 {
		t.Errorf("%d pages were made", len(found))
	}
}

func TestLater(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	for range 2 {
		b.get("/bienvenue").submit("main form[method=post]", url.Values{views.FieldLater: {"oui"}}).leads(http.StatusSeeOther, "/bienvenue")
	}
	b.get("/bienvenue").submit("main form[method=post]", nil).leads(http.StatusSeeOther, "/annuaire")
	b.get("/compte").counts(".names .card", 0)
}

func TestSignUpRefusals(t *testing.T) {
	t.Parallel()
	h := open(t)
	for range 6 { // more slips than one may open accounts
		h.visit().post("/inscription", with(entry("claude@exemple.invalid"), account.FieldPassword, "court")).is(http.StatusUnprocessableEntity)
	}
	for field, typed := range map[string]string{account.FieldName: " ", account.FieldEmail: "claude@", account.FieldPassword: "court", account.FieldAdult: "", account.FieldTerms: ""} {
		b := h.visit()
		form := with(entry("claude@exemple.invalid"), field, typed)
		if typed == "" {
			form = with(form, field)
		}
		a := b.get("/inscription").submit("main form", form).is(http.StatusUnprocessableEntity)
		if field != account.FieldPassword { // no page holds what was typed: it says so
			a.has("#champ-"+account.FieldPassword+"-erreur", "Tapez-le encore une fois")
			a.counts("main form .wrong", 2)
		}
		a.counts("#champ-"+field+"-erreur", 1)
		a.counts(`[role=alert] a[href="#champ-`+field+`"]`, 1)
		if len(b.cookies) != 0 {
			t.Errorf("%s: somebody is signed in: %v", field, b.cookies)
		}
		if field != account.FieldName && a.value("#champ-nom") != "Claude Exemple" || field != account.FieldEmail && a.value("#champ-email") != "claude@exemple.invalid" {
			t.Errorf("%s: what was typed is lost", field)
		}
		if contains(a.body, password) {
			t.Errorf("%s: the password is shown again", field)
		}
	}
	h.visit().post("/inscription", entry("claude@exemple.invalid")).leads(http.StatusSeeOther, "/connexion/entrer")
}

func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.joinWithPassword("claude", viewer.Member)
	late := h.joinWithPassword("erased", viewer.Member)
	h.hands.meanwhile("account.(*Service).SignIn", func() {
		if err := h.Accounts.Erase(h.t.Context(), late.account.ID); err != nil {
			t.Error(err)
		}
	})
	h.visit().withPassword("/connexion", "erased@exemple.invalid", password).is(http.StatusUnprocessableEntity).has("#champ-"+account.FieldPassword+"-erreur", "ne convient pas")
	b := h.visit()
	wrong := b.withPassword("/connexion", "claude@exemple.invalid", "pas le bon mot")
	wrong.is(http.StatusUnprocessableEntity).counts("form .wrong", 1)
	unknown := b.withPassword("/connexion", "personne@exemple.invalid", "pas le bon mot")
	if got, want := unknown.is(http.StatusUnprocessableEntity).main(), wrong.main(); got != want {
		t.Errorf("an unknown address reads\n%s\na wrong password\n%s", got, want)
	}
	b.get("/compte").leads(http.StatusSeeOther, "/connexion?suite=%2Fcompte")
	b.withPassword("/connexion?suite=%2Fcompte%3Fx%3D1", "claude@exemple.invalid", password).leads(http.StatusSeeOther, "/compte?x=1")

	session := b.cookies[h.cookie("session")]
	out := b.get("/compte").submit(`form[action="/deconnexion"]`, nil).leads(http.StatusSeeOther, "/")
	out.follow().has(".notice", "Vous êtes déconnecté.")
	b.get("/").counts(".notice", 0) // said once
	if _, kept := b.cookies[h.cookie("session")]; kept {
		t.Error("the cookie of the session stays")
	}
	b.cookies[h.cookie("session")] = session
	b.get("/compte").leads(http.StatusSeeOther, "/connexion?suite=%2Fcompte")
	b.post("/deconnexion", nil).leads(http.StatusSeeOther, "/") // twice
}

// Signing in again ends the session before: a cookie that somebody planted or stole is worth nothing afterwards.
func TestSessionIsNew(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	before := b.cookies[h.cookie("session")]
	b.post("/connexion", url.Values{views.FieldToken: {b.token()}, account.FieldEmail: {"claude@exemple.invalid"}, account.FieldPassword: {password}}).is(http.StatusSeeOther)
	if b.cookies[h.cookie("session")] == before {
		t.Fatal("the session is the one before")
	}
	b.get("/compte").is(http.StatusOK)
	old := h.visit()
	old.cookies[h.cookie("session")] = before
	if a := old.get("/compte").is(http.StatusSeeOther); len(a.Cookies()) != 1 || a.Cookies()[0].MaxAge >= 0 {
		t.Errorf("the dead cookie is not taken back: %v", a.Cookies())
	}
}

func TestDevices(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	b, other := c.of["member"], c.again("member")
	page := b.get("/compte")
	page.counts(".devices li", 2)
	page.counts(".devices form", 1)
	stranger := c.of["other"]
	device := page.value(".devices input[name=" + views.FieldDevice + "]")
	stranger.post("/compte/appareils", url.Values{views.FieldToken: {stranger.token()}, views.FieldDevice: {device}}).is(http.StatusSeeOther)
	other.get("/compte").is(http.StatusOK) // not theirs to end
	page.submit(".devices form", nil).leads(http.StatusSeeOther, "/compte")
	other.get("/compte").is(http.StatusSeeOther)
	b.get("/compte").is(http.StatusOK).counts(".devices li", 1)
}

// Sessions end when they must, whatever the clock does, and do not come back.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		role  viewer.Role
		jumps []time.Duration
		alive bool
	}{
		"an hour on":                    {viewer.Member, []time.Duration{time.Hour}, true},
		"an hour back":                  {viewer.Member, []time.Duration{-time.Hour}, true},
		"a day on":                      {viewer.Member, []time.Duration{24 * time.Hour}, true},
		"a day back":                    {viewer.Member, []time.Duration{-24 * time.Hour}, true},
		"15 days on":                    {viewer.Member, []time.Duration{15 * 24 * time.Hour}, false},
		"to 2038":                       {viewer.Member, []time.Duration{time.Date(2038, 1, 20, 0, 0, 0, 0, time.UTC).Sub(noon)}, false},
		"15 days on and back":           {viewer.Member, []time.Duration{15 * 24 * time.Hour, -15 * 24 * time.Hour}, false},
		"an administrator's hour":       {viewer.Admin, []time.Duration{time.Hour}, false},
		"an administrator's hour, back": {viewer.Admin, []time.Duration{time.Hour, -time.Hour}, false},
		"administrators, 20 min twice":  {viewer.Admin, []time.Duration{20 * time.Minute, 20 * time.Minute}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			b := h.join("claude", c.role)
			b.get("/compte").is(http.StatusOK)
			session := b.cookies[h.cookie("session")]
			for _, jump := range c.jumps {
				h.hands.set(h.hands.now().Add(jump))
				b.cookies[h.cookie("session")] = session
				b.get("/annuaire")
			}
			b.cookies[h.cookie("session")] = session
			if alive := b.get("/compte").StatusCode == http.StatusOK; alive != c.alive {
				t.Errorf("signed in: %v", alive)
			}
		})
	}
}

func TestFirstAdministrator(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, err := h.Accounts.Invite(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	link := "/premier-administrateur/" + secret
	b := h.visit()
	way := b.get(link).is(http.StatusOK).one(`a[href^="/inscription"]`)
	b.entryOf(entry("claude@exemple.invalid"), attribute(way, "href")).leads(http.StatusSeeOther, link)
	second := h.join("omar", viewer.Member)
	for range 2 { // opening it changes nothing
		b.get(link).is(http.StatusOK).counts("main form", 1)
	}
	before := b.cookies[h.cookie("session")]
	b.get(link).submit("main form", nil).leads(http.StatusSeeOther, "/compte/verification")
	if b.cookies[h.cookie("session")] == before {
		t.Error("a right was won without a new session")
	}
	b.get("/compte").has(".by", "administrateur")
	b.get("/annuaire").has(".notice", "Pour agir comme tel", "Mettez-la en place")
	b.get("/annuaire").has(".empty", "L'annuaire est encore vide", "Publier ma page")
	b.get(link).leads(http.StatusSeeOther, "/compte") // nothing is offered twice
	over := second.get(link).submit("main form", nil).is(http.StatusNotFound)
	over.has("h1", "Ce lien a déjà servi")
	second.get("/compte").counts(".by .tag", 0)
}

func TestFirstAdministratorLinkEnds(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	secret, err := h.Accounts.Invite(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	page := b.get("/premier-administrateur/" + secret)
	page.submit("main form", url.Values{views.FieldSecret: {"autre"}}).is(http.StatusNotFound)
	h.hands.set(noon.Add(25 * time.Hour))
	page.submit("main form", nil).is(http.StatusNotFound)
	h.visit().post("/premier-administrateur", url.Values{views.FieldSecret: {"../../mal"}}).leads(http.StatusSeeOther, "/premier-administrateur/..%2F..%2Fmal")
}

// Whatever next= holds, one stays on the site.
func TestNextStaysHere(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.joinWithPassword("claude", viewer.Member)
	member := h.joinWithPassword("omar", viewer.Member)
	for _, to := range []string{
		"https://mal.invalid", "http://mal.invalid/", "//mal.invalid", "///mal.invalid", "////mal.invalid", `/\mal.invalid`, `\\mal.invalid`, `\/mal.invalid`, "/\t/mal.invalid",
		"/\n/mal.invalid", "\t//mal.invalid", " //mal.invalid", "/%09/mal.invalid", "/%5Cmal.invalid", "/%2F/mal.invalid", "/.//mal.invalid", "/..//mal.invalid", "/a/..//mal.invalid",
		"/./\\mal.invalid", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "mailto:x@mal.invalid", "https:mal.invalid", "https:/mal.invalid", "//mal.invalid:80%40ici",
		"//ici@mal.invalid", "/\r\nLocation: https://mal.invalid", "/\x00/mal.invalid", "mal.invalid", "?suite=//mal.invalid", "#//mal.invalid", "", "http://", "//", "/%0d%0aSet-Cookie:x=y", "/\u2028/mal.invalid", "／／mal.invalid",
	} {
		form := url.Values{account.FieldEmail: {"claude@exemple.invalid"}, account.FieldPassword: {password}, views.FieldNext: {to}}
		query := "?" + url.Values{views.FieldNext: {to}}.Encode()
		for from, a := range map[string]*answer{
			"the form":           h.visit().post("/connexion", form),
			"the address":        h.visit().post("/connexion"+query, with(form, views.FieldNext)),
			"a member's address": member.get("/connexion" + query),
			"a member's sign-up": member.get("/inscription" + query),
		} {
			if got := a.is(http.StatusSeeOther).Header.Get("Location"); !stays(h, got) || a.Header.Get("Set-Cookie") == "x=y" {
				t.Errorf("%q in %s leads to %q", to, from, got)
			}
		}
		if in := h.visit().get("/connexion" + query).is(http.StatusOK).all("main input[name=" + views.FieldNext + "]"); len(in) > 0 && !stays(h, attribute(in[0], "value")) {
			t.Errorf("%q is handed on as %q", to, attribute(in[0], "value"))
		}
	}
	for _, to := range []string{"/compte", "/annuaire?q=a+b&type=club", "/fiches/caf%C3%A9/modifier", "/sujets/a%2Fb"} {
		member.get("/connexion?"+url.Values{views.FieldNext: {to}}.Encode()).leads(http.StatusSeeOther, to)
	}
}

// stays reports whether a browser on a page of the site that is sent to an address stays on the site.
func stays(h *house, to string) bool {
	cleaned := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(strings.TrimSpace(to)) // as browsers do
	target, err := h.Base.Parse(cleaned)
	return err == nil && target.Host == h.Base.Host && target.Scheme == h.Base.Scheme && !strings.HasPrefix(target.Path, "//")
}

// The page of a person is theirs; a second first step makes no second one.
func TestOwnPageIsOwned(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	b.get("/bienvenue").submit("main form", url.Values{"nom": {"Claude"}, "commune": {"Gien"}}).is(http.StatusSeeOther)
	mine := b.get("/fiches/claude").is(http.StatusOK)
	mine.counts(".owner", 1)
	p, err := h.Profiles.BySlug(t.Context(), viewer.Viewer{}, "claude")
	if err != nil || p.Kind != profile.Person {
		t.Errorf("%v, %v", p.Kind, err)
	}
	if contains(mine.body, "claude@exemple.invalid") {
		t.Error("the address of the account is on the page")
	}
}
