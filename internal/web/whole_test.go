//go:build !race

package web_test

// What looks at every address as everybody, one after the other, or sends every hostile text: too slow under the race
// detector, which sees the same addresses in TestRoutes.

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"partant/internal/account"
	"partant/internal/treatment"
	"partant/internal/viewer"
	"partant/views"
)

// TestWholePayloads sends every payload through every field of every form, and looks at every page that shows it.
func TestWholePayloads(t *testing.T) {
	t.Parallel()
	if len(payloads) < 60 {
		t.Fatalf("only %d payloads", len(payloads))
	}
	h := open(t)
	c := gather(h)
	author := h.join("paul", viewer.Member)
	own := h.page(author, nil)
	h.verified(own, author) // what newcomers say is held
	h.verified(h.page(c.of["other"], nil), c.of["other"])
	hung := hang(author, own)
	token := author.token()
	pages, praised, described := map[string]bool{}, 0, 0
	for n, payload := range payloads {
		if n%20 == 19 { // twenty pages a day
			h.hands.pass(24 * 60 * 60 * 1e9)
		}
		echo(c, payload)
		slug := c.spread(author, token, payload)
		for _, path := range []string{"/fiches/" + slug, "/fiches/" + slug + "/modifier", "/fiches/" + slug + "/supprimer"} {
			author.get(path).is(http.StatusOK).harmless()
		}
		c.of["visitor"].get("/fiches/" + slug).is(http.StatusOK).harmless()
		c.argue(author, slug, payload)
		c.heed(author, slug)
		publishes(author, token, slug, payload)
		c.discuss(author, token, slug, payload)
		if c.praise(author, slug, payload) {
			praised++
		}
		if depict(author, own, hung, payload) {
			described++
		}
		c.complain(slug, payload)
		c.assemble(payload)
		pages[slug] = true
	}
	if praised < len(payloads)-5 {
		t.Errorf("only %d recommendations were taken", praised)
	}
	if described < len(payloads)-5 {
		t.Errorf("only %d photos were described", described)
	}
	h.settle()
	for _, b := range []*browser{c.of["visitor"], author, c.of["admin"]} {
		for _, path := range []string{"/", "/annuaire", "/annuaire?page=2", "/annuaire?vue=carte", "/annuaire?q=alert", "/annuaire?pres=Orléans", "/communes/orleans", "/carte", "/listes/propose", "/listes/cherche", "/sujets/x", "/fil", "/fil?vue=tout", "/compte", "/compte/abonnements", "/notifications", "/bienvenue?q=alert", "/recherche?q=alert", "/recherche?q=script", "/recommandations/regles", "/moderation", "/moderation/journal"} {
			b.get(path).harmless()
		}
	}
	c.feeds(pages)
	for slug := range pages {
		form := url.Values{views.FieldToken: {token}}
		author.post("/fiches/"+slug+"/supprimer", form).is(http.StatusSeeOther).follow().is(http.StatusOK).harmless()
	}
}

// Looking changes nothing: the files of the store are the same after every page was asked for twice in every role.
func TestWholeGetChangesNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	c.club(c.page)
	c.meets(c.page)
	c.at("/agenda/:id/:secret.ics", c.page)
	c.at("/contacts/:id", c.page)
	before := rested(t, h)
	for range 2 {
		for _, r := range served(h) {
			for _, role := range roles {
				if r.method == http.MethodGet {
					c.of[role].get(c.at(r.path, c.page))
					c.of[role].do(http.MethodHead, c.at(r.path, c.page), nil)
				}
			}
		}
	}
	if after := stored(t, h); !bytes.Equal(before, after) {
		t.Error("something was written")
	}
}

// What a member sees, what refuses and what asks for a secret is kept by nobody. Programs see what visitors do, whoever asks.
func TestWholePrivateIsNotStored(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	free := []string{"/public/*", "/favicon.ico", "/healthz", "/carte/fond.svg", "/medias/:id/:taille", "/evenements/:slug/accueil/veilleur.js"} // the picture of a page that everybody sees, a program that is the same for all
	for _, r := range served(c.h) {
		for _, role := range []string{"visitor", "owner"} {
			a := c.try(r, role)
			kept := a.Header.Get("Cache-Control")
			forAll := strings.HasPrefix(r.path, "/api/") || strings.HasSuffix(r.path, ".rss") || strings.HasSuffix(r.path, ".atom") || strings.HasSuffix(r.path, ".ics") || strings.HasPrefix(r.path, "/integrer/") // what others show on their sites knows nobody
			private := role == "owner" && !forAll || a.StatusCode != http.StatusOK || strings.HasPrefix(r.path, "/premier") || r.method == http.MethodPost
			if private && strings.TrimPrefix(kept, "private, ") != "no-store" && !slices.Contains(free, r.path) {
				t.Errorf("%s %s as %s (%d): Cache-Control is %q", r.method, r.path, role, a.StatusCode, kept)
			}
		}
	}
}

// Every cookie that the site sets is in the table that /confidentialite shows; who only reads gets none.
func TestWholeCookiesAreTold(t *testing.T) {
	t.Parallel()
	c := gather(open(t, secured))
	told := map[string]bool{}
	for _, cookie := range treatment.Cookies() {
		told[c.h.cookie(cookie.Name)] = true
	}
	set := map[string]bool{}
	c.crawl(func(a *answer) {
		for _, cookie := range a.Cookies() {
			set[cookie.Name] = true
			if !told[cookie.Name] {
				t.Errorf("%s sets %s, which internal/treatment does not tell", a.asked, cookie.Name)
			}
		}
	})
	v := c.h.visit()
	v.knock("marion@exemple.invalid").is(http.StatusSeeOther)
	mover := c.h.join("claude", viewer.Member)
	mover.get("/compte/adresse").submit("main form", map[string][]string{account.FieldEmail: {"neuve@exemple.invalid"}}).is(http.StatusSeeOther)
	for name := range v.cookies {
		set[name] = true
	}
	for name := range mover.cookies {
		set[name] = true
	}
	for _, name := range []string{"seconde", "application", "oauth", "service"} { // their journeys have tests of their own
		set[c.h.cookie(name)] = true
	}
	for name := range told {
		if !set[name] {
			t.Errorf("%s is told and never set", name)
		}
	}
	reader := c.h.visit()
	for _, r := range served(c.h) {
		if r.method == http.MethodGet {
			if a := reader.get(c.at(r.path, c.page)); len(a.Cookies()) > 0 {
				t.Errorf("%s sets a cookie for somebody who only reads", a.asked)
			}
		}
	}
	page := reader.get("/confidentialite").is(http.StatusOK)
	for _, cookie := range treatment.Cookies() {
		page.has("main", cookie.Name, spaced(cookie.Purpose))
	}
	for _, one := range treatment.All() {
		page.has("main", spaced(one.Purpose), spaced(one.Data), spaced(one.Basis), spaced(one.Kept), spaced(one.Recipients))
	}
}

// No page, list, file or answer to a program holds the address of an e-mail, for whoever asks, but the answer to the
// button and the form of who may edit.
func TestWholeEmailIsNowhere(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	paths := map[string]bool{}
	for _, r := range served(h) {
		if r.method == http.MethodGet {
			paths[c.at(r.path, c.page)] = true
		}
	}
	for _, more := range []string{"/annuaire?q=heron", "/annuaire?q=" + url.QueryEscape(secretAddress), "/annuaire?q=zwqk-secret", "/annuaire?vue=carte", "/api/v1/profiles?q=secret", "/annuaire?propose=etabli", "/communes/orleans?suite="} {
		paths[more] = true
	}
	delete(paths, c.at("/moderation/comptes/:id", c.page)) // moderators find accounts by their addresses
	for path := range paths {
		for _, role := range roles {
			a := c.again(role).get(path)
			mayEdit := strings.HasSuffix(path, "/modifier") && a.StatusCode == http.StatusOK
			if got := contains(a.body, "zwqk-secret"); got && !mayEdit && !strings.Contains(path, "q=") {
				t.Errorf("%s: %s is told the address", path, role)
			}
			if strings.Contains(path, "q=") && len(a.all(".card"))+strings.Count(string(a.body), `"slug"`) > 0 && strings.Contains(path, "secret") {
				t.Errorf("%s: %s finds pages by their e-mail: %s", path, role, a.main())
			}
			judges := (role == "moderator" || role == "admin") && strings.HasPrefix(path, "/revendications/") // they read whose accounts a decision is about
			for _, person := range c.of {
				if email := person.account.Email; email != "" && !judges && contains(a.body, email) && person.account.ID != c.of[role].account.ID {
					t.Errorf("%s: %s is told the address of the account %s", path, role, email)
				}
			}
		}
	}
	if len(paths) < 30 {
		t.Errorf("only %d paths were looked at: %v", len(paths), slices.Sorted(maps.Keys(paths)))
	}
}
