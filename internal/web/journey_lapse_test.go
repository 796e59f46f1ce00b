package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/mail/mailtest"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// lapsing is what the letters say that come before, in the order of their coming, and how long after the last visit.
var lapsing = []struct {
	months, days int
	subject      string
	says         []string
}{
	{23, 0, "Votre compte sera supprimé, faute de visite", []string{"sera supprimé le jeudi 23 novembre 2028", "Pour tout garder, entrez une fois avant cette date", "/connexion"}},
	{24, -7, "Dernier rappel", []string{"sera supprimé le jeudi 23 novembre 2028", "/connexion"}},
	{24, 0, "ne se voit plus et sera effacé", []string{"Personne n'est entré", "sera effacé le vendredi 8 décembre 2028", "Entrez une fois avant cette date", "/connexion"}},
}

// goesBy lets the time come of one of the letters to somebody who never comes by, and reads it.
func (h *house) goesBy(to string, n int) mailtest.Received {
	h.t.Helper()
	one := lapsing[n]
	h.hands.set(noon.AddDate(0, one.months, one.days))
	h.Leave.Wake()
	l := h.letter(to, one.subject)
	for _, words := range one.says {
		if !strings.Contains(strings.ReplaceAll(l.Text, "\u00a0", " "), words) {
			h.t.Errorf("« %s » does not say %q:\n%s", l.Subject, words, l.Text)
		}
	}
	if strings.Contains(l.Text, "demandé") {
		h.t.Errorf("nobody asked for it:\n%s", l.Text)
	}
	return l
}

// awaits waits until a page answers with a status.
func (h *house) awaits(path string, status int) {
	h.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if h.visit().get(path).StatusCode == status {
			return
		}
	}
	h.t.Fatalf("%s never answers %d", path, status)
}

// Two years without a visit: letters warn, the account and its pages are hidden, and signing in once brings all back.
func TestLapseAndComeBack(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	alone := h.page(b, func(d *profile.Draft) { full(d); d.Name = "Quincaillerie Zorglub" })
	h.settle()
	for n := range lapsing {
		if h.visit().get("/fiches/"+alone.Slug).StatusCode != http.StatusOK {
			t.Errorf("before letter %d the page is not seen", n)
		}
		h.goesBy("claude@exemple.invalid", n)
	}
	h.awaits("/fiches/"+alone.Slug, http.StatusGone)
	h.settle()
	if shown := h.outlets(alone, "Zorglub"); len(shown) > 0 {
		t.Errorf("the page is still at %v", shown)
	}
	h.hands.pass(10 * 24 * time.Hour)
	again := h.visit()
	again.withPassword("/connexion", "claude@exemple.invalid", password).is(http.StatusSeeOther)
	again.get("/compte").is(http.StatusOK)
	again.get("/compte/journal").is(http.StatusOK).has("main", "faute de visite", "La suppression a été annulée")
	h.letter("claude@exemple.invalid", "Votre compte est gardé")
	h.awaits("/fiches/"+alone.Slug, http.StatusOK)
	h.hands.pass(fortnight)
	if n, err := h.Leave.Pay(t.Context()); n != 0 || err != nil {
		t.Errorf("%d accounts erased, %v", n, err)
	}
	if n := len(h.letters("claude@exemple.invalid")); n != len(lapsing)+2 { // and the account is open, and kept
		t.Errorf("%d letters", n)
	}
}

// Who does not come back is erased, as if they had asked.
func TestLapseForGood(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.joinWithPassword("zebulon", viewer.Member)
	for n := range lapsing {
		h.goesBy("zebulon@exemple.invalid", n)
	}
	h.hands.pass(fortnight)
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if _, err := h.Leave.Pay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Accounts.ByEmail(t.Context(), "zebulon@exemple.invalid"); err != nil {
			break
		}
	}
	h.visit().withPassword("/connexion", "zebulon@exemple.invalid", password).is(http.StatusUnprocessableEntity)
	h.expectClosed()
	if found := h.filesWith("zebulon"); len(found) > 0 {
		t.Errorf("« zebulon » is in %v", found)
	}
}

// The page that explains it all says so, from the same place as the code.
func TestPrivacySaysWhenAccountsLapse(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.visit().get("/confidentialite").is(http.StatusOK).has("main", "pendant 2 ans", "7 jours avant")
	if account.LapseYears != 2 || account.LapseReminder != 7 {
		t.Error("the words above are of other durations")
	}
}
