package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"partant/internal/profile"
	"partant/internal/viewer"
)

// lists are pages that show more than one profile, read by everybody from the same memory.
func lists(name string) []string {
	return []string{"/", "/annuaire", "/annuaire?q=" + url.QueryEscape(name), "/communes/orleans", "/api/v1/profiles?commune=orleans", "/sitemap-orleans.xml", "/sujets/bois", "/annuaire?etiquette=bois"}
}

// What is written shows at once, to a visitor and to a member who have just looked.
func TestWritesShowAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	v, b := c.of["visitor"], c.of["owner"]
	shown := func(name, slug string, want bool) {
		t.Helper()
		for _, path := range lists(name) {
			for _, reader := range []*browser{v, v, c.of["member"], c.of["other"]} {
				if got := contains(reader.get(path).body, "/fiches/"+slug); got != want {
					t.Errorf("%s shows %s: %v", path, slug, got)
				}
			}
		}
	}
	shown("Zinc", "zinc", false)
	form := b.get("/fiches/nouvelle")
	form.submit("main form", url.Values{"type": {"entreprise"}, "nom": {"Zinc"}, "commune": {"Orléans"}, "etiquettes": {"bois"}, "accroche": {"Avant"}}).leads(http.StatusSeeOther, "/fiches/zinc")
	h.settle()
	shown("Zinc", "zinc", true)
	v.get("/fiches/zinc").is(http.StatusOK).has(".lead", "Avant")

	b.get("/fiches/zinc/modifier").submit("main form", url.Values{"accroche": {"Après"}}).is(http.StatusSeeOther)
	v.get("/fiches/zinc").has(".lead", "Après") // the page itself asks the store: no waiting for the index
	b.get("/fiches/zinc/modifier").submit("main form", url.Values{"nom": {"Cuivre"}}).leads(http.StatusSeeOther, "/fiches/cuivre")
	h.settle()
	shown("Cuivre", "cuivre", true)
	shown("Cuivre", "zinc", false)

	b.get("/fiches/cuivre/supprimer").submit("main form[method=post]", nil).is(http.StatusSeeOther)
	v.get("/fiches/cuivre").is(http.StatusGone)
	h.settle()
	shown("Cuivre", "cuivre", false)
}

// ownButton is what each reader has of their own in such a page.
var ownButton = regexp.MustCompile(`(?s)<form class="follow".*?</form>|(?:<a class="button quiet" href="[^"]*/suivre(?:/courriel)?".*?</a> ?)+`)

// What is the same for everybody stands in the frame of each: their name, their notice, the token of their session.
func TestContentsAreShared(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	c.page = c.h.page(c.of["owner"], nil)
	c.h.settle()
	for _, path := range []string{"/", "/annuaire", "/annuaire?q=heron", "/carte", "/communes/orleans", "/secteurs/construction"} {
		content := func(a *answer) string {
			a.is(http.StatusOK)
			_, rest, _ := strings.Cut(string(a.body), `<main id="contenu" tabindex="-1">`)
			rest, _, _ = strings.Cut(rest, "</main>")
			return ownButton.ReplaceAllString(rest, "")
		}
		want := content(c.of["visitor"].get(path))
		for _, role := range []string{"owner", "other", "owner"} {
			a := c.of[role].get(path)
			if got := content(a); got != want {
				t.Errorf("%s as %s has another content", path, role)
			}
			if name := c.of[role].account.Name; !contains(a.body, name) || a.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s as %s does not name %s, or may be kept: %q", path, role, name, a.Header.Get("Cache-Control"))
			}
		}
		if other := c.of["other"].get(path); contains(other.body, c.of["owner"].account.Name) {
			t.Errorf("%s names one member to another", path)
		}
	}
}

// Who has the page already is told so, in whatever way they say which one they have.
func TestNotModified(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	v, path := c.of["visitor"], "/fiches/"+c.page.Slug
	page := v.get(path).is(http.StatusOK)
	tag := page.Header.Get("ETag")
	if tag == "" || page.Header.Get("Cache-Control") != "no-cache" || page.Header.Get("Vary") != "Accept-Encoding, Cookie, HX-Request" {
		t.Fatalf("ETag %q, Cache-Control %q, Vary %q", tag, page.Header.Get("Cache-Control"), page.Header.Get("Vary"))
	}
	strong := strings.TrimPrefix(tag, "W/")
	for said, want := range map[string]int{
		tag: 304, strong: 304, `"x", ` + tag: 304, `"x",` + strong + `,"y"`: 304, "*": 304, `"x"`: 200, "": 200, "W/": 200, strings.Trim(strong, `"`): 200, `"` + tag + `"`: 200,
	} {
		a := v.get(path, header("If-None-Match", said))
		if a.StatusCode != want || want == http.StatusNotModified && (len(a.body) > 0 || a.Header.Get("ETag") != tag || a.Header.Get("Vary") == "") {
			t.Errorf("If-None-Match %q: %d, %d bytes, ETag %q", said, a.StatusCode, len(a.body), a.Header.Get("ETag"))
		}
	}
	v.do(http.MethodHead, path, nil, header("If-None-Match", tag)).is(http.StatusNotModified)
	c.of["owner"].get(path, header("If-None-Match", tag)).is(http.StatusOK) // a member's page is another
	c.of["owner"].get(path+"/modifier").submit("main form", url.Values{"accroche": {"Changée"}}).is(http.StatusSeeOther)
	v.get(path, header("If-None-Match", tag)).is(http.StatusOK).has(".lead", "Changée")
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visit()
	plain := v.get("/annuaire", header("Accept-Encoding", "identity"))
	for accept, zipped := range map[string]bool{"gzip": true, "gzip, br": true, "br, gzip;q=0.5": true, "GZIP;q=0": false, "gzip;q=0": false, "gzip; q=0.0": false, "identity": false, "": false, "xgzip": false, "br": false} {
		for _, path := range []string{"/annuaire", "/api/v1/openapi.json"} {
			a := v.get(path, header("Accept-Encoding", accept)).is(http.StatusOK)
			if got := a.Header.Get("Content-Encoding") == "gzip"; got != zipped {
				t.Errorf("%s for %q is zipped: %v", path, accept, got)
			}
			if path == "/annuaire" && !bytes.Equal(unzipped(t, a), plain.body) {
				t.Errorf("for %q the page is another", accept)
			}
		}
	}
	if a := v.get("/robots.txt", header("Accept-Encoding", "gzip")); a.Header.Get("Content-Encoding") != "" {
		t.Error("a page of a few lines is zipped")
	}
}

func unzipped(t *testing.T, a *answer) []byte {
	t.Helper()
	if a.Header.Get("Content-Encoding") != "gzip" {
		return a.body
	}
	r, err := gzip.NewReader(bytes.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Nobody gets what was drawn for somebody else, in whatever order they come.
func TestPagesAreNotMixedUp(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	own := h.page(c.of["owner"], func(d *profile.Draft) { full(d); d.Name, d.Phone.For = "Réservé", profile.ForMembers })
	h.settle()
	paths := []string{"/", "/annuaire", "/carte", "/communes/orleans", "/fiches/" + own.Slug, "/a-propos", "/annuaire?q=reserve"}
	for range 2 {
		for _, path := range paths {
			for _, role := range []string{"visitor", "owner", "member", "visitor", "admin", "visitor"} {
				a := c.of[role].get(path).is(http.StatusOK)
				signedIn := role != "visitor"
				if got := len(a.all(`header a[href="/compte"]`)) == 1; got != signedIn {
					t.Errorf("%s: %s gets the page of somebody who is signed in: %v", path, role, got)
				}
				if got := len(a.all(".owner")) > 0; got != (path == "/fiches/"+own.Slug && (role == "owner" || role == "admin")) {
					t.Errorf("%s: %s gets the page of who may edit: %v", path, role, got)
				}
				if got := contains(a.body, "+33261910012"); got && !signedIn {
					t.Errorf("%s: a visitor gets what is for members", path)
				}
				if a.Header.Get("ETag") != "" && signedIn || a.Header.Get("Cache-Control") != map[bool]string{true: "no-store", false: "no-cache"}[signedIn] {
					t.Errorf("%s: %s may keep it: %q", path, role, a.Header.Get("Cache-Control"))
				}
				for _, person := range c.of {
					if id := person.account.ID; id != "" && (contains(a.body, id) || signedIn && role != "visitor" && person != c.of[role] && contains(a.body, person.token())) {
						t.Errorf("%s: %s gets the token or the id of %s", path, role, person.account.Name)
					}
				}
			}
		}
	}
}

// A part of a page for htmx and the page itself are two answers; so are two names of the site.
func TestVariants(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visit()
	for range 2 {
		v.get("/annuaire").counts("header.bar", 1)
		v.get("/annuaire", smooth).counts("header.bar", 0)
		v.get("/annuaire?").is(http.StatusOK)
	}
}

// A sentence that is said once is said to one person, and kept by nobody.
func TestNoticesAreNotKept(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.join("claude", viewer.Member)
	a, b := h.visit(), h.visit()
	a.get("/").counts(".notice", 0)
	a.post("/deconnexion", nil).leads(http.StatusSeeOther, "/")
	said := a.get("/")
	said.has(".notice", "Vous êtes déconnecté.")
	if said.Header.Get("Cache-Control") != "no-store" || said.Header.Get("ETag") != "" {
		t.Errorf("the page with the notice may be kept: %q", said.Header.Get("Cache-Control"))
	}
	b.get("/").counts(".notice", 0)
	a.get("/").counts(".notice", 0)
	for _, forged := range []string{"x", "fait.", "fait.%%%", ".", "autre.TWFs", "fait." + strings.Repeat("QUFB", 300), "fait._w"} {
		b.cookies[h.cookie("avis")] = forged
		b.get("/").is(http.StatusOK).counts(".notice", 0)
		if _, kept := b.cookies[h.cookie("avis")]; kept {
			t.Errorf("the notice %q is not taken back", forged)
		}
	}
}

// « Ouvert maintenant » depends on the hour: a page lives a minute, whichever way the clock is set.
func TestPagesFollowTheClock(t *testing.T) {
	t.Parallel()
	h := open(t) // a Monday, one o'clock in Paris
	c := gather(h)
	v, path := c.of["visitor"], "/fiches/"+c.page.Slug // open on Mondays from 8 to 12 and from 14 to 18
	for _, step := range []struct {
		at   time.Time
		open bool
	}{
		{noon, false}, {noon.Add(time.Hour), true}, {noon.Add(59 * time.Minute), false}, {noon.Add(-2 * time.Hour), true}, {noon.Add(-26 * time.Hour), false}, {noon.Add(2 * time.Hour), true},
		{noon.Add(5*time.Hour + time.Minute), false}, {time.Date(2038, 1, 25, 14, 0, 0, 0, time.UTC), true}, {noon, false},
	} {
		h.hands.set(step.at)
		for range 2 {
			if got := len(v.get(path).all(".state.ok")) == 1; got != step.open {
				t.Errorf("at %v it is open: %v", step.at, got)
			}
		}
	}
}

// Within the minute and without a write the page comes from memory: nothing is drawn, so the clock is not asked twice.
func TestPagesAreKept(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	v, path := c.of["visitor"], "/fiches/"+c.page.Slug
	first := v.get(path)
	h.hands.set(noon.Add(59 * time.Second))
	if again := v.get(path); again.Header.Get("ETag") != first.Header.Get("ETag") || !bytes.Equal(again.body, first.body) {
		t.Error("the page was another")
	}
	if again := c.of["owner"].get(path); bytes.Equal(again.body, first.body) {
		t.Error("the owner's page is the visitor's")
	}
}

// A dead cookie is taken back, and what its bearer sees is the page of a visitor.
func TestDeadSessions(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	for _, cookie := range []string{"x", strings.Repeat("A", 43), strings.Repeat("A", 3000), "' OR 1=1", "../../x"} {
		b := h.visit()
		for range 2 {
			b.cookies[h.cookie("session")] = cookie
			a := b.get("/fiches/" + c.page.Slug).is(http.StatusOK)
			a.counts(`header a[href="/compte"]`, 0)
			if len(a.Cookies()) != 1 || a.Cookies()[0].MaxAge >= 0 {
				t.Errorf("%.20q is not taken back: %v", cookie, a.Cookies())
			}
			a.safeCookies(false)
		}
	}
	if a := h.visit().get("/fiches/" + c.page.Slug); len(a.Cookies()) > 0 {
		t.Errorf("a cookie was kept with the page: %v", a.Cookies())
	}
}

// Pages past the last lead to the last, since what was there when a link was shared moves up.
func TestPagesPastTheEnd(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	v := c.of["visitor"]
	for range 21 {
		c.fresh()
		h.hands.pass(24 * time.Hour)
	}
	h.settle()
	for _, b := range c.of { // their sessions ended with the days
		b.cookies = map[string]string{}
	}
	v.get("/annuaire?page=2").is(http.StatusOK).counts(".pages a[rel=prev]", 1)
	v.get("/annuaire?page=3").leads(http.StatusSeeOther, "/annuaire?page=2")
	v.get("/annuaire?page=9999&tri=nom").leads(http.StatusSeeOther, "/annuaire?page=2&tri=nom")
	v.get("/annuaire?page=99999999999999999999").leads(http.StatusSeeOther, "/annuaire?page=2")
	v.get("/annuaire?page=999999&q=licorne").leads(http.StatusSeeOther, "/annuaire?q=licorne")
	v.get("/annuaire?q=licorne&page=7").is(http.StatusSeeOther)
	for _, odd := range []string{"0", "-1", "x", "1.5", "", "1e3", "%20", "+2"} {
		v.get("/annuaire?page=" + odd).is(http.StatusOK)
	}
	first := v.get("/communes/orleans").is(http.StatusOK)
	if next := first.all(`a[rel=next], a[href*="suite="]`); len(next) > 0 {
		v.get(attribute(next[0], "href")).is(http.StatusOK)
	}
}
