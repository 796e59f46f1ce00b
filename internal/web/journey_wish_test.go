package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"partant/internal/account"
	"partant/internal/message"
	"partant/internal/viewer"
	"partant/views"
)

// A member says on /compte who may write to them; whoever may not reads why, and what they can do.
func TestWhoMayWrite(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, nil)
	b, v := h.join("marion", viewer.Member), h.visit()
	form := "/fiches/" + p.Slug + "/ecrire"
	wish := func(value string) *answer {
		t.Helper()
		page := owner.get("/compte").is(http.StatusOK)
		page.has("#vos-e-mails", "Vos e-mails")
		return page.submit(`form[action="/compte/lettres"]`, url.Values{account.FieldLetters: {value}})
	}
	chosen := func() string {
		return attribute(owner.get("/compte").one(`input[name=lettres][checked]`), "value")
	}
	if got := chosen(); got != "tous" {
		t.Errorf("to begin with: %q", got)
	}
	v.get(form).is(http.StatusOK)
	v.writes(p.Slug, written("nina@exemple.invalid", "Bonjour")).leads(http.StatusSeeOther, "/messages/attente")
	waits := letterLink(t, h.letter("nina@exemple.invalid", "Confirmez votre lettre"))

	wish("membres").leads(http.StatusSeeOther, "/compte").follow().has(".notice", "C'est noté")
	if got := chosen(); got != "membres" {
		t.Errorf("%q", got)
	}
	no := v.get(form).is(http.StatusForbidden)
	no.has(".lead", "« Atelier du Héron » ne reçoit de lettres que des membres du site")
	no.has(`main a[href="/connexion?suite=`+url.QueryEscape(form)+`"]`, "Me connecter")
	no.french()
	v.post(form, written("nina@exemple.invalid", "Bonjour encore")).is(http.StatusForbidden).has(".lead", "que des membres")
	v.get(waits).submit("main form", nil).is(http.StatusForbidden).has(".lead", "que des membres") // written before
	b.writes(p.Slug, url.Values{message.FieldSubject: {"Un devis"}, message.FieldText: {"Bonjour"}}).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	got := h.letter("odile@exemple.invalid", "marion vous écrit : Un devis")

	wish("personne").is(http.StatusSeeOther)
	for _, who := range []*browser{b, v} {
		who.get(form).is(http.StatusForbidden).has(".lead", "ne souhaite pas recevoir de lettres")
	}
	b.post(form, url.Values{message.FieldSubject: {"Autre"}, message.FieldText: {"Bonjour"}, views.FieldToken: {b.token()}}).is(http.StatusForbidden)
	h.visit().get(letterLink(t, got)).submit("main form", url.Values{message.FieldText: {"Merci."}}).is(http.StatusSeeOther)
	answered := h.letter("marion@exemple.invalid", "vous répond")
	h.visit().get(letterLink(t, answered)).submit("main form", url.Values{message.FieldText: {"De rien."}}).is(http.StatusSeeOther)
	h.letter("odile@exemple.invalid", "marion vous répond") // an answer always arrives

	for _, value := range []string{"", "amis"} {
		owner.post("/compte/lettres", url.Values{account.FieldLetters: {value}, views.FieldToken: {owner.token()}}).is(http.StatusUnprocessableEntity)
	}
	if got := chosen(); got != "personne" {
		t.Errorf("after nonsense: %q", got)
	}
	wish("tous").is(http.StatusSeeOther)
	v.get(form).is(http.StatusOK)
}
