package web_test

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/account"
	"partant/internal/club"
	"partant/internal/config"
	"partant/internal/discussion"
	"partant/internal/export"
	"partant/internal/limit"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/store/sqlite"
	"partant/internal/viewer"
)

// fortnight is past the time in which a member may change their mind, and past the night that follows.
const fortnight = (account.LeaveDays + 1) * 24 * time.Hour

// leave goes through the form of /compte/suppression.
func (b *browser) leave() {
	b.h.t.Helper()
	b.get("/compte/suppression").is(http.StatusOK).submit(`form[action="/compte/suppression"]`, url.Values{account.FieldEmail: {b.account.Email}}).leads(http.StatusSeeOther, "/")
}

// outlets asks everywhere for a page, and names the addresses that show it.
func (h *house) outlets(p profile.Profile, words string) (shown []string) {
	h.t.Helper()
	v := h.visit()
	ask := url.QueryEscape(words)
	for _, path := range []string{"/", "/annuaire?q=" + ask, "/annuaire", "/annuaire?tri=nom", "/carte", "/communes/orleans", "/sitemap-orleans.xml", "/listes/propose?q=etabli",
		"/api/v1/profiles?q=" + ask, "/api/v1/profiles"} {
		a := v.get(path)
		if contains(a.body, p.Slug) || contains(a.body, words) && !strings.Contains(path, "q=") {
			shown = append(shown, path)
		}
	}
	for _, path := range []string{"/fiches/" + p.Slug, "/api/v1/profiles/" + p.Slug} {
		if a := v.get(path); a.StatusCode != http.StatusGone && a.StatusCode != http.StatusNotFound {
			shown = append(shown, path)
		}
	}
	return shown
}

func TestLeaveAndKeep(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	other := h.joinWithPassword("omar", viewer.Member)
	alone := h.page(b, func(d *profile.Draft) { full(d); d.Name = "Quincaillerie Zorglub" })
	kept := h.page(other, func(d *profile.Draft) { d.Name = "Maison Omar" })
	h.settle()
	if shown := h.outlets(alone, "Zorglub"); len(shown) < 8 {
		t.Fatalf("before, the page is only at %v", shown)
	}
	second := h.visit()
	second.account = b.account
	second.signIn()

	form := b.get("/compte/suppression").is(http.StatusOK)
	form.has("main", "Quincaillerie Zorglub", "effacé")
	refused := form.submit(`form[action="/compte/suppression"]`, url.Values{account.FieldEmail: {"omar@exemple.invalid"}}).is(http.StatusUnprocessableEntity)
	refused.counts("#champ-email-erreur", 1)
	b.get("/compte").is(http.StatusOK)
	form.submit(`form[action="/compte/suppression"]`, url.Values{account.FieldEmail: {" CLAUDE@exemple.invalid"}}).leads(http.StatusSeeOther, "/").follow().has(".notice", "ne se voient plus")
	if shown := h.outlets(alone, "Zorglub"); len(shown) > 0 {
		t.Errorf("at once, the page is still at %v", shown)
	}
	h.settle()
	if shown := h.outlets(alone, "Zorglub"); len(shown) > 0 {
		t.Errorf("the page is still at %v", shown)
	}
	if shown := h.outlets(kept, "Maison Omar"); len(shown) < 6 {
		t.Errorf("the page of another is only at %v", shown)
	}
	for _, was := range []*browser{b, second} {
		was.get("/compte").is(http.StatusSeeOther) // signed out everywhere
	}
	h.letter("claude@exemple.invalid", "sera supprimé")

	again := h.visit()
	again.withPassword("/connexion", "claude@exemple.invalid", password).is(http.StatusSeeOther)
	for _, path := range []string{"/compte", "/fiches/nouvelle", "/fiches/" + alone.Slug + "/modifier", "/compte/donnees", "/compte/mot-de-passe", "/bienvenue", "/compte/journal"} {
		again.get(path).leads(http.StatusSeeOther, "/compte/depart")
	}
	again.get("/fiches/" + kept.Slug).is(http.StatusOK)
	page := again.get("/compte/depart").is(http.StatusOK)
	page.has("main", "8 décembre 2026", "Tout garder")
	token := page.value("input[name=jeton]")
	again.post("/fiches/nouvelle", url.Values{"jeton": {token}, "nom": {"Encore"}}).leads(http.StatusSeeOther, "/compte/depart")
	page.submit(`form[action="/compte/depart"]`, nil).leads(http.StatusSeeOther, "/compte").follow().has(".notice", "Tout est gardé")
	h.letter("claude@exemple.invalid", "Votre compte est gardé")
	h.settle()
	if shown := h.outlets(alone, "Zorglub"); len(shown) < 8 {
		t.Errorf("kept, the page is only at %v", shown)
	}
	again.get("/compte/depart").leads(http.StatusSeeOther, "/compte")
	h.hands.pass(fortnight)
	if n, err := h.Leave.Pay(t.Context()); n != 0 || err != nil {
		t.Errorf("%d accounts erased, %v", n, err)
	}
	h.visit().withPassword("/connexion", "claude@exemple.invalid", password).is(http.StatusSeeOther)
}

// What a member who leaves has said is nowhere at once, and in its place again when they change their mind; what others said stays.
func TestWordsOfWhoLeavesAreNowhere(t *testing.T) {
	t.Parallel()
	h := open(t)
	stays, _, _ := h.speaker("dany")
	b := h.joinWithPassword("claude", viewer.Member)
	h.verified(h.page(b, nil), b)
	const said = "glouglouter"
	titled := func(title string) func(url.Values) {
		return func(form url.Values) {
			form[discussion.FieldTitle], form[discussion.FieldBody] = []string{title}, []string{"Il faut " + said + " : " + title}
		}
	}
	alone, answered := b.opened(titled("Personne ne répond")), b.opened(titled("On y répond"))
	elsewhere, news := stays.opened(nil), stays.say(url.Values{post.FieldBody: {"Nous embauchons."}}).Header.Get("Location")
	answer := b.says(elsewhere, "Moi aussi, "+said+".")
	b.says(news, "Bravo, "+said+".")
	stays.says(answered, "J'en suis.")
	stays.replies(answer, "Certainement.")
	outlets := []string{"/", "/fil/public", "/discussions", alone, answered, elsewhere, news, "/reponses/" + idOf(answer), "/discussions.atom", elsewhere + ".atom", answered + ".rss",
		"/api/v1/discussions", "/api/v1" + alone, "/api/v1" + answered, "/api/v1" + answered + "/comments", "/api/v1" + elsewhere + "/comments"}
	where := func() (at []string) {
		for _, path := range outlets {
			a := h.visit().get(path)
			if a.StatusCode >= http.StatusInternalServerError {
				t.Errorf("%s: %d", path, a.StatusCode)
			}
			if contains(a.body, said) || contains(a.body, "Personne ne répond") {
				at = append(at, path)
			}
		}
		return at
	}
	found := func() bool { return contains(h.visit().get("/recherche?q="+said).body, "On y répond") }
	h.await("it is found", found)
	h.settle()
	before := where()
	if len(before) < 9 {
		t.Fatalf("only at %v", before)
	}
	b.leave()
	if at := where(); len(at) > 0 {
		t.Errorf("at once, it is still at %v", at)
	}
	h.await("it is found no more", func() bool { return !found() })
	h.settle()
	if at := where(); len(at) > 0 {
		t.Errorf("it is still at %v", at)
	}
	h.visit().get(alone).is(http.StatusGone)
	h.visit().get(answered).is(http.StatusOK).has("main", "On y répond", "J'en suis.")
	h.visit().get(elsewhere).is(http.StatusOK).has("main", "Certainement.")

	back := h.visit()
	back.withPassword("/connexion", "claude@exemple.invalid", password).is(http.StatusSeeOther)
	back.get("/compte/depart").submit(`form[action="/compte/depart"]`, nil).leads(http.StatusSeeOther, "/compte")
	h.await("it is found again", found)
	h.settle()
	if diff := cmp.Diff(before, where()); diff != "" {
		t.Errorf("kept (-before +after):\n%s", diff)
	}
}

// Who leaves has no name any more in the rooms of their clubs, for the members either.
func TestWhoLeavesHasNoNameInARoom(t *testing.T) {
	t.Parallel()
	h := open(t)
	chef, _, _ := h.speaker("dany")
	b := h.joinWithPassword("claude", viewer.Member)
	own := h.page(b, func(d *profile.Draft) { d.Kind, d.Name = profile.Person, "Claude Zorglub" })
	a, err := h.Accounts.Embody(t.Context(), b.account.ID, own.ID, own.Slug)
	if err != nil {
		t.Fatal(err)
	}
	room := h.page(chef, func(d *profile.Draft) { d.Kind, d.Name = profile.Club, "Club des Essais" })
	if err := h.Clubs.Begin(t.Context(), chef.account.Viewer(), room.ID, club.Settings{Way: club.Open}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Clubs.Join(t.Context(), a.Viewer(), room.ID, club.Entry{}); err != nil {
		t.Fatal(err)
	}
	at := "/clubs/" + room.Slug + "/membres"
	chef.get(at).has("main", "Claude Zorglub")
	b.leave()
	if left := chef.get(at).is(http.StatusOK); contains(left.body, "Zorglub") || contains(left.body, "claude") {
		t.Error("the name is still there")
	}
	back := h.visit()
	back.withPassword("/connexion", "claude@exemple.invalid", password).is(http.StatusSeeOther)
	back.get("/compte/depart").submit(`form[action="/compte/depart"]`, nil).leads(http.StatusSeeOther, "/compte")
	chef.get(at).has("main", "Claude Zorglub")
}

// Continuing only signs out, and after the fortnight nothing is left: not in the files of the store, nor in the index.
func TestLeaveForGood(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.visit()
	b.entryOf(with(entry("zebulon@exemple.invalid"), account.FieldName, "Zébulon Quartz"), "/inscription").leads(http.StatusSeeOther, "/bienvenue")
	b.get("/bienvenue").submit("main form", url.Values{"nom": {"Zébulon Quartz"}, "accroche": {"taxidermiste"}, "commune": {"Orléans"}}).leads(http.StatusSeeOther, "/bienvenue")
	a, err := h.Accounts.SignIn(t.Context(), "zebulon@exemple.invalid", password)
	if err != nil {
		t.Fatal(err)
	}
	b.account = a
	other := h.joinWithPassword("omar", viewer.Member)
	kept := h.page(other, func(d *profile.Draft) { d.Name = "Maison Omar" })
	own := h.page(b, func(d *profile.Draft) { full(d); d.Name = "Atelier Quartz"; d.Title = "taxidermiste" })
	h.settle()
	b.leave()
	h.letter("zebulon@exemple.invalid", "sera supprimé")
	back := h.visit()
	back.withPassword("/connexion", "zebulon@exemple.invalid", password).is(http.StatusSeeOther)
	back.get("/compte/depart").submit(`form[action="/deconnexion"]`, nil).leads(http.StatusSeeOther, "/")
	had := len(h.letters("zebulon@exemple.invalid"))
	back.knock("zebulon@exemple.invalid").is(http.StatusSeeOther) // a ticket is left open
	h.await("its letter has left, and who deletes accounts has looked", func() bool { return len(h.letters("zebulon@exemple.invalid")) > had })

	h.hands.pass(fortnight)
	late := h.visit()
	late.withPassword("/connexion", "zebulon@exemple.invalid", password).is(http.StatusSeeOther)
	late.get("/compte/depart").submit(`form[action="/compte/depart"]`, nil).leads(http.StatusSeeOther, "/").follow().has(".notice", "Le délai est passé")
	if n, err := h.Leave.Pay(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d accounts erased, %v", n, err)
	}
	if n, err := h.Leave.Pay(t.Context()); n != 0 || err != nil {
		t.Errorf("again: %d accounts erased, %v", n, err)
	}
	h.visit().get("/fiches/" + own.Slug).is(http.StatusNotFound)
	h.visit().get("/fiches/" + kept.Slug).is(http.StatusOK)
	late.get("/compte").is(http.StatusSeeOther)
	h.visit().withPassword("/connexion", "zebulon@exemple.invalid", password).is(http.StatusUnprocessableEntity)

	h.expectClosed()
	for word, holds := range map[string]bool{"zebulon": false, "quartz": false, "Quartz": false, "taxidermiste": false, "omar": true, "Omar": true} {
		if found := h.filesWith(word); (len(found) > 0) != holds {
			t.Errorf("« %s » is in %v", word, found)
		}
	}
}

// expectClosed closes the store before the site ends, so that its files can be read.
func (h *house) expectClosed() {
	h.t.Helper()
	h.log.expectFailures()
	if err := h.closeStore(); err != nil {
		h.t.Fatal(err)
	}
}

// filesWith names the files of the house that hold a word, those apart that stand for the post.
func (h *house) filesWith(word string) (found []string) {
	h.t.Helper()
	err := filepath.WalkDir(h.data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() && e.Name() == "outbox" {
			if err == nil {
				err = filepath.SkipDir
			}
			return err
		}
		if e.IsDir() {
			return nil
		}
		b, err := os.ReadFile(path)
		if err == nil && bytes.Contains(b, []byte(word)) {
			found = append(found, e.Name())
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return found
}

// Everything that a member has comes out, and is read back as it is.
func TestExport(t *testing.T) {
	t.Parallel()
	h := open(t, counted)
	b := h.join("claude", viewer.Member)
	want := h.page(b, full)
	h.page(h.join("omar", viewer.Member), nil)
	form := b.get("/compte/donnees").is(http.StatusOK)
	a := form.submit(`form[action="/compte/donnees"]`, nil).is(http.StatusOK)
	if kind, how := a.Header.Get("Content-Type"), a.Header.Get("Content-Disposition"); kind != "application/zip" || !strings.Contains(how, "attachment") || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%q, %q, %q", kind, how, a.Header.Get("Cache-Control"))
	}
	got, err := export.Read(bytes.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	if got.Account.Email != "claude@exemple.invalid" || len(got.Log) < 2 || len(got.Sessions) != 1 || len(got.Pages) != 1 || got.Pages[0].Email.Value != secretAddress || got.Pages[0].ID != want.ID {
		t.Errorf("%+v", got)
	}
	for n := 1; n <= limit.Export.Caps[0].Most; n++ {
		a = form.submit(`form[action="/compte/donnees"]`, nil)
	}
	a.is(http.StatusTooManyRequests)
	h.hands.pass(16 * time.Minute)
	b.get("/compte/donnees").leads(http.StatusSeeOther, "/compte/confirmer?suite=%2Fcompte%2Fdonnees")
}

// Terms that have changed are asked for again before somebody writes, and never in the way of reading or leaving.
func TestTermsAreAskedAgain(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	p := h.page(b, nil)
	b.get("/conditions/accepter").has("main", "26 novembre 2026", "Rien d'autre")
	h.forgetTerms(b)
	for _, path := range []string{"/", "/fiches/" + p.Slug, "/compte", "/compte/donnees", "/compte/suppression"} {
		b.get(path).is(http.StatusOK)
	}
	b.get("/fiches/nouvelle").leads(http.StatusSeeOther, "/conditions/accepter?suite=%2Ffiches%2Fnouvelle")
	b.get("/fiches/"+p.Slug+"/modifier").leads(http.StatusSeeOther, "/conditions/accepter?suite="+url.QueryEscape("/fiches/"+p.Slug+"/modifier"))
	form := b.get("/conditions/accepter?suite=%2Ffiches%2Fnouvelle").is(http.StatusOK)
	form.has("main", "Les conditions ont changé")
	form.submit(`form[action="/conditions/accepter"]`, nil).leads(http.StatusSeeOther, "/fiches/nouvelle")
	b.get("/fiches/nouvelle").is(http.StatusOK)
	a, err := h.Accounts.Get(t.Context(), b.account.ID)
	if err != nil || !a.Agreed() || !a.Terms.Equal(noon) {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestSecurityText(t *testing.T) {
	t.Parallel()
	named := open(t, secured, func(c *config.Config) { c.Publisher.Email = "bonjour@partant.invalid" })
	a := named.visit().get("/.well-known/security.txt").is(http.StatusOK)
	want := "Contact: mailto:bonjour@partant.invalid\nExpires: 2027-05-23T00:00:00Z\nPreferred-Languages: fr, en\nCanonical: https://partant.test/.well-known/security.txt\n"
	if string(a.body) != want || a.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%s: %s", a.Header.Get("Content-Type"), a.body)
	}
	named.visit().get("/mentions-legales").has("main", "bonjour@partant.invalid", "ne sont pas complètes", "directeur de la publication")
	elsewhere := open(t, func(c *config.Config) { c.Publisher.Security = "https://partant.invalid/failles" })
	elsewhere.visit().get("/.well-known/security.txt").is(http.StatusOK).holds("Contact: https://partant.invalid/failles\n")
	open(t).visit().get("/.well-known/security.txt").is(http.StatusNotFound)
}

// forgetTerms makes an account one that accepted other terms of use.
func (h *house) forgetTerms(b *browser) {
	h.t.Helper()
	db, err := sqlite.Open(h.data)
	if err != nil {
		h.t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Accounts().Update(h.t.Context(), b.account.ID, func(a *account.Account) error { a.TermsVersion = "2007-12-01"; return nil })
	for end := time.Now().Add(time.Minute); err == nil && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		var seen account.Account // what another process writes is seen a moment later
		if seen, err = h.Accounts.Get(h.t.Context(), b.account.ID); err == nil && !seen.Agreed() {
			return
		}
	}
	h.t.Fatalf("the site does not see what another process wrote: %v", err)
}

func (a *answer) holds(text string) {
	a.t.Helper()
	if !contains(a.body, text) {
		a.t.Errorf("%s does not say %q:\n%s", a.asked, text, a.body)
	}
}
