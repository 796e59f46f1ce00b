package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/mail/mailtest"
	"partant/internal/message"
	"partant/internal/viewer"
	"partant/views"
)

// says checks what a letter says as text, and in which language its HTML is.
func says(t *testing.T, l mailtest.Received, language string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(l.Text, word) {
			t.Errorf("%q lacks %q:\n%s", l.Subject, word, l.Text)
		}
	}
	if !strings.Contains(l.HTML, `<html lang="`+language+`">`) {
		t.Errorf("the HTML of %q is not in %q:\n%.200s", l.Subject, language, l.HTML)
	}
}

// speaks chooses on /compte the language of letters.
func (b *browser) speaks(language string) *answer {
	b.h.t.Helper()
	return b.get("/compte").is(http.StatusOK).submit(`form[action="/compte/langue"]`, url.Values{account.FieldLanguage: {language}})
}

// A member chooses the language of letters on /compte; nothing else takes it.
func TestLanguageIsChosen(t *testing.T) {
	t.Parallel()
	h := open(t)
	odile := h.join("odile", viewer.Member)
	chosen := func() string {
		return attribute(odile.get("/compte").one(`input[name=langue][checked]`), "value")
	}
	if got := chosen(); got != "fr" {
		t.Errorf("to begin with: %q", got)
	}
	odile.speaks("en").leads(http.StatusSeeOther, "/compte").follow().has(".notice", "C'est noté")
	for _, other := range []string{"", "de"} {
		odile.post("/compte/langue", url.Values{account.FieldLanguage: {other}, views.FieldToken: {odile.token()}}).is(http.StatusUnprocessableEntity).has("main", "Une réponse du formulaire ne convient pas")
	}
	if got := chosen(); got != "en" {
		t.Errorf("after nonsense: %q", got)
	}
	odile.speaks("fr").is(http.StatusSeeOther)
	if got := chosen(); got != "fr" {
		t.Errorf("back again: %q", got)
	}
}

// Letters of every box are in the language of whoever reads them, each in their own.
func TestLettersInTheLanguageOfTheirReader(t *testing.T) {
	t.Parallel()
	h := open(t)
	odile, marion := h.join("odile", viewer.Member), h.join("marion", viewer.Member)
	p := h.page(odile, nil)
	odile.speaks("en").is(http.StatusSeeOther)

	marion.writes(p.Slug, url.Values{message.FieldSubject: {"Un devis"}, message.FieldText: {"Pour un escalier."}}).is(http.StatusSeeOther)
	got := h.letter("odile@exemple.invalid", "marion writes to you: Un devis")
	says(t, got, "en", "Hello odile,", "marion wrote to your page “Atelier du Héron”", "Pour un escalier.", "Reply:\n", "Report this letter:\n")
	h.visit().get(letterLink(t, got)).submit("main form", url.Values{message.FieldText: {"Merci."}}).is(http.StatusSeeOther)
	says(t, h.letter("marion@exemple.invalid", "vous répond"), "fr", "Bonjour marion,", "Merci.", "Répondre :\n")

	odile.get("/fiches/"+p.Slug+"/equipe").submit(teamForm(p.Slug, "inviter"), url.Values{claim.FieldEmail: {"marion@exemple.invalid"}, claim.FieldRole: {"redaction"}}).is(http.StatusSeeOther)
	asked := h.letter("marion@exemple.invalid", "odile vous invite")
	says(t, asked, "fr", "rédaction, pour la tenir à jour")
	marion.get(invitation(t, asked)).submit(`form[action="/invitations"]`, nil).is(http.StatusSeeOther)
	says(t, h.letter("odile@exemple.invalid", "marion has joined the team of the page “Atelier du Héron”"), "en", "editor, to keep it up to date", "See the team:\n")

	h.visit().get("/connexion").submit(`form[action="/connexion"]`, url.Values{account.FieldEmail: {"odile@exemple.invalid"}}).is(http.StatusSeeOther)
	entering := h.letter("odile@exemple.invalid", "Your code to sign in")
	says(t, entering, "en", "Hello odile,", "ten minutes", code(t, entering))
	if err := h.Accounts.RemovePassword(t.Context(), odile.account.ID, "Essai"); err != nil {
		t.Fatal(err)
	}
	says(t, h.letter("odile@exemple.invalid", "Your account no longer has a password"), "en", "This was on ", "See my account:\n")
	h.visit().get("/connexion").submit(`form[action="/connexion"]`, url.Values{account.FieldEmail: {"nina@exemple.invalid"}}).is(http.StatusSeeOther)
	says(t, h.letter("nina@exemple.invalid", "Votre code pour créer votre compte"), "fr", "Bonjour,")
}
