package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/viewer"
	"partant/views"
)

const programForm = `form:has(input[name="logiciel"])`

// program makes a key as its page does.
func (b *browser) program(scope string) (key string) {
	b.h.t.Helper()
	made := b.get("/compte/logiciels").is(http.StatusOK).submit(programForm, url.Values{account.FieldProgram: {"Mon site"}, account.FieldScope: {scope}}).is(http.StatusOK)
	return attribute(made.one("#cle-du-logiciel"), "value")
}

// A member makes a key, which is shown once and told by letter, and takes it away.
func TestProgramsPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	b.get("/compte").has(`a[href="/compte/logiciels"]`, "Logiciels")
	page := b.get("/compte/logiciels").is(http.StatusOK)
	refused := page.submit(programForm, url.Values{account.FieldDays: {"9999"}}).is(http.StatusUnprocessableEntity)
	refused.has("[role=alert]", "de quel logiciel", "combien de temps")
	key := b.program(account.ScopeWrite)
	if !strings.HasPrefix(key, "partant_"+b.account.ID+"_") {
		t.Errorf("%q", key)
	}
	if said := h.letter("claude@exemple.invalid", "Un logiciel peut agir en votre nom").Text; !strings.Contains(said, "Mon site") || !strings.Contains(said, "retirez ce logiciel") {
		t.Errorf("the letter says %q", said)
	}
	page = b.get("/compte/logiciels").is(http.StatusOK)
	page.has(".devices", "Mon site", "lit, publie et répond", "jamais servi")
	if contains(page.body, key[len(key)-43:]) {
		t.Error("the key is shown again")
	}
	b.get("/compte/journal").has("main", "Un logiciel peut agir en votre nom", "Mon site")
	page.submit(`form:has(input[name=retirer])`, nil).leads(http.StatusSeeOther, "/compte/logiciels").follow().counts(".devices li", 0)
	b.get("/compte/journal").has("main", "ne peut plus agir en votre nom")
	h.hands.pass(2 * time.Hour)
	b.post("/compte/logiciels", url.Values{views.FieldToken: {b.token()}, account.FieldProgram: {"x"}, account.FieldScope: {account.ScopeRead}, account.FieldDays: {"30"}}).
		leads(http.StatusSeeOther, "/compte/confirmer?suite=%2Fcompte%2Flogiciels")
}
