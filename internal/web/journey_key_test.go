package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/account"
	"partant/internal/config"
	"partant/internal/passkey/passkeytest"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// device is a phone that makes a passkey for the account of a browser.
func (b *browser) device() *passkeytest.Device {
	return passkeytest.New(b.h.Base.Hostname(), b.h.Base.String(), b.account.ID)
}

// signed does what public/js/passkey.js does with a form: it asks for options and hands in the answer of a device.
func (a *answer) signed(selector string, device func(t testing.TB, options []byte) []byte, typed url.Values) *answer {
	a.t.Helper()
	form := a.one(selector)
	options := a.from.post(attribute(form, "action")+"/options", filled(form)).is(http.StatusOK)
	if kind := options.Header.Get("Content-Type"); kind != "application/json" {
		a.t.Errorf("options are %q", kind)
	}
	return a.submit(selector, with(typed, views.FieldAnswer, string(device(a.t, options.body))))
}

const (
	register = `form[data-passkey="register"]`
	byKey    = `form[data-passkey="sign-in"]`
	confirm  = `form[data-passkey="confirm"]`
)

func TestPasskeyIsAddedAndLetsIn(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	d := b.device()
	page := b.get("/compte/cles").is(http.StatusOK)
	page.counts("[data-passkey-only][hidden] "+register, 1)
	page.signed(register, d.Create, url.Values{views.FieldLabel: {"Mon téléphone"}}).is(http.StatusOK).counts(".rescue code", 10)
	h.letter("claude@exemple.invalid", "Une clé d'accès a été ajoutée")
	b.get("/compte/cles").has(".devices", "Mon téléphone")

	v := h.visit()
	form := v.get("/connexion?suite=%2Fcompte%2Fcles").is(http.StatusOK)
	form.signed(byKey, d.Get, url.Values{}).leads(http.StatusSeeOther, "/compte/cles")
	v.get("/compte/cles").is(http.StatusOK).has(".devices", "utilisée")

	second := h.visit()
	second.withPassword("/connexion", "claude@exemple.invalid", password).leads(http.StatusSeeOther, "/connexion/verification")
	second.get("/connexion/verification").signed(confirm, d.Get, url.Values{}).is(http.StatusSeeOther)
	second.get("/compte").is(http.StatusOK)

	gone := second.get("/compte/cles").submit(`form:has(input[name=retirer])`, nil)
	gone.leads(http.StatusSeeOther, "/compte/cles")
	h.letter("claude@exemple.invalid", "Une clé d'accès a été retirée")
	v.get("/compte").is(http.StatusSeeOther) // a strong session does not outlive what made it so
	h.visit().get("/connexion").signed(byKey, d.Get, url.Values{}).is(http.StatusUnprocessableEntity).has(".notice", "n'a pas ouvert votre compte")
}

// A passkey counts as two factors: a role has its rights by it.
func TestPasskeyIsStrong(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.page(h.join("odile", viewer.Member), func(d *profile.Draft) { d.Name = "Maison Odile" })
	b := h.join("modeste", viewer.Moderator)
	d := b.device()
	b.get("/compte/cles").signed(register, d.Create, url.Values{})
	v := h.visit()
	v.get("/connexion").signed(byKey, d.Get, url.Values{}).is(http.StatusSeeOther)
	v.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK)
}

func TestPasskeyIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, other := h.joinWithPassword("claude", viewer.Member), h.joinWithPassword("omar", viewer.Member)
	d := b.device()
	b.get("/compte/cles").signed(register, d.Create, url.Values{})
	b.get("/compte/cles").signed(register, d.Create, url.Values{}).is(http.StatusUnprocessableEntity).has(".notice", "n'a pas été gardée") // the same key
	other.get("/compte/cles").signed(register, d.Create, url.Values{}).is(http.StatusUnprocessableEntity)                                  // of somebody else
	v := h.visit()
	form := v.get("/connexion")
	for name, answer := range map[string]string{"nothing": "", "nonsense": "{}", "long": strings.Repeat("x", 40_000)} {
		if a := form.submit(byKey, url.Values{views.FieldAnswer: {answer}}); a.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
	}
	stranger := h.visit() // options of one browser, the answer from another
	options := v.post("/connexion/cle/options", nil)
	stranger.get("/connexion").submit(byKey, url.Values{views.FieldAnswer: {string(d.Get(t, options.body))}}).is(http.StatusUnprocessableEntity)
	if _, in := stranger.cookies[h.cookie("session")]; in {
		t.Error("let in")
	}
	half := h.visit()
	half.withPassword("/connexion", "claude@exemple.invalid", password)
	half.get("/connexion/verification").signed(confirm, other.device().Get, url.Values{}).is(http.StatusUnprocessableEntity).has(".notice", "n'a pas ouvert")
	half.get("/connexion/verification").signed(confirm, d.Get, url.Values{}).is(http.StatusSeeOther)
}

// A passkey confirms who a member is, before what is delicate.
func TestPasskeyConfirms(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	d := b.device()
	b.get("/compte/cles").signed(register, d.Create, url.Values{})
	h.hands.pass(20 * 60e9)
	b.get("/compte/mot-de-passe").is(http.StatusSeeOther)
	b.get("/compte/confirmer?suite=%2Fcompte%2Fmot-de-passe").signed(byKey, d.Get, url.Values{}).leads(http.StatusSeeOther, "/compte/mot-de-passe")
	b.get("/compte/mot-de-passe").is(http.StatusOK)
}

// Where browsers have no passkeys nothing offers one, and the log says why, once.
func TestNoPasskeysAtAnAddress(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *config.Config) { c.BaseURL = "http://127.0.0.1:4545" })
	b := h.join("claude", viewer.Member)
	h.visit().get("/connexion").counts("[data-passkey]", 0)
	b.get("/compte/cles").is(http.StatusOK).counts("[data-passkey]", 0)
	b.get("/compte").counts(`a[href="/compte/cles"]`, 0)
	h.visit().post("/connexion/cle/options", nil).is(http.StatusNotFound)
	h.visit().post("/connexion/cle", url.Values{views.FieldAnswer: {"{}"}, account.FieldEmail: {""}}).is(http.StatusUnprocessableEntity)
	if n := strings.Count(h.log.String(), "no passkeys at this address"); n != 1 {
		t.Errorf("said %d times", n)
	}
}
