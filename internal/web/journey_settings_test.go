package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/viewer"
	"partant/views"
)

func TestPasswordChanges(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	other := h.visit()
	other.account = b.account
	other.signIn()
	form := b.get("/compte/mot-de-passe").is(http.StatusOK)
	form.submit("main form", url.Values{account.FieldPassword: {"court"}}).is(http.StatusUnprocessableEntity).counts("#champ-mot_de_passe-erreur", 1)
	form.submit("main form", url.Values{account.FieldPassword: {"un héron sur la rive"}}).leads(http.StatusSeeOther, "/compte")
	b.get("/compte").is(http.StatusOK)
	other.get("/compte").is(http.StatusSeeOther) // signed out
	h.letter("claude@exemple.invalid", "Votre mot de passe a changé")
	h.visit().withPassword("/connexion", "claude@exemple.invalid", password).is(http.StatusUnprocessableEntity)
	h.visit().withPassword("/connexion", "claude@exemple.invalid", "un héron sur la rive").is(http.StatusSeeOther)

	b.get("/compte/mot-de-passe").submit("main form", url.Values{views.FieldRemove: {"oui"}}).leads(http.StatusSeeOther, "/compte")
	h.letter("claude@exemple.invalid", "n'a plus de mot de passe")
	h.visit().withPassword("/connexion", "claude@exemple.invalid", "un héron sur la rive").is(http.StatusUnprocessableEntity)
}

// What touches the safety of an account is only for who showed lately who they are.
func TestSensitiveChangesWantProof(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	form := b.get("/compte/mot-de-passe").is(http.StatusOK)
	h.hands.pass(16 * time.Minute)
	for _, path := range []string{"/compte/mot-de-passe", "/compte/adresse", "/compte/adresse/codes"} {
		b.get(path).leads(http.StatusSeeOther, "/compte/confirmer?suite="+url.QueryEscape(path))
	}
	form.submit("main form", url.Values{account.FieldPassword: {"un héron sur la rive"}}).leads(http.StatusSeeOther, "/compte") // begun in time
	h.hands.pass(31 * time.Minute)
	form.submit("main form", url.Values{account.FieldPassword: {"un autre héron"}}).leads(http.StatusSeeOther, "/compte/confirmer?suite=%2Fcompte%2Fmot-de-passe")
	before := b.cookies[h.cookie("session")]
	b.get("/compte/confirmer?suite=%2Fcompte%2Fadresse").submit(`form[action="/connexion"]`,
		url.Values{account.FieldPassword: {"un héron sur la rive"}}).leads(http.StatusSeeOther, "/compte/adresse")
	if b.cookies[h.cookie("session")] == before {
		t.Error("the session is the one before")
	}
	b.get("/compte/adresse").is(http.StatusOK)
}

func TestEmailMoves(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	other := h.visit()
	other.account = b.account
	other.signIn()
	b.get("/compte/adresse").submit("main form", url.Values{account.FieldEmail: {"claude@exemple.invalid"}}).is(http.StatusUnprocessableEntity)
	b.get("/compte/adresse").submit("main form", url.Values{account.FieldEmail: {"neuve@exemple.invalid"}}).leads(http.StatusSeeOther, "/compte/adresse/codes")
	codes := url.Values{account.FieldCode: {code(t, h.letter("neuve@exemple.invalid", "Confirmez"))}, account.FieldOldCode: {code(t, h.letter("claude@exemple.invalid", "va changer"))}}
	form := b.get("/compte/adresse/codes").is(http.StatusOK)
	form.submit("main form", with(codes, account.FieldOldCode, "123")).is(http.StatusUnprocessableEntity).counts("#champ-code_ancien-erreur", 1)
	stranger := h.joinWithPassword("omar", viewer.Member)
	stranger.cookies[h.cookie("adresse")] = b.cookies[h.cookie("adresse")]
	stranger.get("/compte/adresse/codes").is(http.StatusNotFound)
	form.submit("main form", codes).leads(http.StatusSeeOther, "/compte")
	b.get("/compte").has(".by", "neuve@exemple.invalid")
	other.get("/compte").is(http.StatusSeeOther)
	h.letter("claude@exemple.invalid", "L'adresse de votre compte a changé") // the old one is told
	h.visit().withPassword("/connexion", "claude@exemple.invalid", password).is(http.StatusUnprocessableEntity)
	h.visit().withPassword("/connexion", "neuve@exemple.invalid", password).is(http.StatusSeeOther)
}

// An address that has an account of its own stays where it is, and who asks learns it only by reading its letters.
func TestEmailOfAnotherAccount(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	h.join("omar", viewer.Member)
	b.get("/compte/adresse").submit("main form", url.Values{account.FieldEmail: {"omar@exemple.invalid"}}).leads(http.StatusSeeOther, "/compte/adresse/codes")
	codes := url.Values{account.FieldCode: {code(t, h.letter("omar@exemple.invalid", "Confirmez"))}, account.FieldOldCode: {code(t, h.letter("claude@exemple.invalid", "va changer"))}}
	b.get("/compte/adresse/codes").submit("main form", codes).leads(http.StatusSeeOther, "/compte/adresse")
	b.get("/compte").has(".by", "claude@exemple.invalid")
}

func TestJournal(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	other := h.visit()
	other.account = b.account
	other.signIn()
	b.get("/compte").submit(`form[action="/compte/appareils/autres"]`, nil).leads(http.StatusSeeOther, "/compte")
	other.get("/compte").is(http.StatusSeeOther)
	page := b.get("/compte/journal").is(http.StatusOK)
	page.counts(".devices li", 4)
	page.has(".devices", "Les autres appareils ont été déconnectés.", "Connexion à votre compte.", "Le compte est ouvert.", "Firefox sur Linux")
}

// The name that letters call somebody by is theirs to change; the journal tells.
func TestNameOfAnAccount(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	page := b.get("/compte").is(http.StatusOK)
	refused := page.submit(`form[action="/compte/nom"]`, url.Values{account.FieldName: {"  "}}).is(http.StatusUnprocessableEntity)
	refused.has("#champ-nom-erreur", "comment vous vous appelez")
	page.submit(`form[action="/compte/nom"]`, url.Values{account.FieldName: {"Claude  Rivière"}}).leads(http.StatusSeeOther, "/compte")
	b.get("/compte").has("h1", "Claude Rivière")
	b.get("/compte/journal").has("main", "Le nom a changé.")
}
