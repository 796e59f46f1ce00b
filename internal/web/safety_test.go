package web_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"partant/internal/config"
	"partant/views"
)

// crawl visits every route in two roles, and what leads to every kind of refusal.
func (c *cast) crawl(visit func(a *answer)) {
	for _, r := range served(c.h) {
		for _, role := range []string{"visitor", "owner"} {
			visit(c.try(r, role))
		}
	}
	visitor, owner := c.of["visitor"], c.of["owner"]
	for _, path := range []string{"/nulle-part", "/annuaire?q=%FF", "/%00", "/fiches/nulle-part", "/public/rien.css", "/api/v1/profiles/rien", "/api/v1/rien", "/api/v1/profiles?page=9999", "/sitemap-rien.xml",
		"/annuaire?q=heron&vue=carte", "/annuaire?page=9999", "/annuaire?q=licorne", "/communes/orleans?suite=x", "/compte"} {
		visit(visitor.get(path))
		visit(visitor.get(path, smooth))
		visit(owner.get(path))
	}
	visit(visitor.get("/annuaire", asHost("mal.invalid")))
	visit(visitor.post("/connexion", nil, without("Origin"), without("Sec-Fetch-Site")))
	visit(visitor.post("/connexion", url.Values{"x": {strings.Repeat("x", 80_000)}}))
	visit(visitor.post("/connexion", nil))
	visit(owner.post("/fiches/nouvelle", nil))
	visit(visitor.do("TRACE", "/", nil))
	visit(visitor.do(http.MethodPut, "/", nil))
	visit(visitor.do(http.MethodPost, "/connexion", strings.NewReader("{}"), header("Content-Type", "application/json")))
}

// TestHeaders holds every answer, failures too, to the headers of SAFETY.md (V3.2.1, V3.3, V3.4, V4.1.1).
func TestHeaders(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*config.Config){"http": func(*config.Config) {}, "https": secured} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := gather(open(t, change))
			seen := map[int]int{}
			c.crawl(func(a *answer) {
				seen[a.StatusCode]++
				a.safe(c.h.Base.Scheme == "https")
			})
			for _, status := range []int{200, 301, 303, 400, 403, 404, 405, 413, 415, 421, 422} {
				if seen[status] == 0 && status != 301 {
					t.Errorf("no answer was a %d: %v", status, seen)
				}
			}
		})
	}
}

// fixed are the headers that are the same on every answer.
var fixed = map[string]string{
	"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Server": "", "X-Powered-By": "", "Access-Control-Allow-Origin": "",
}

var kinds = regexp.MustCompile(`^(text/calendar; charset=utf-8; method=PUBLISH|text/(html|plain|css|csv|javascript|vcard); charset=utf-8|application/((rss|atom)\+)?xml; charset=utf-8|application/json|application/problem\+json|application/zip|image/(svg\+xml(; charset=utf-8)?|png|jpeg)|font/woff2)$`)

func (a *answer) safe(secure bool) {
	a.t.Helper()
	for name, want := range fixed {
		if got := a.Header.Values(name); len(got) > 1 || a.Header.Get(name) != want {
			a.t.Errorf("%s (%d): %s is %q", a.asked, a.StatusCode, name, got)
		}
	}
	if r := a.Header.Get("Referrer-Policy"); r != "strict-origin-when-cross-origin" && r != "same-origin" && r != "no-referrer" {
		a.t.Errorf("%s (%d): Referrer-Policy is %q", a.asked, a.StatusCode, r)
	}
	if hsts := a.Header.Get("Strict-Transport-Security"); (hsts == "max-age=63072000; includeSubDomains") != secure {
		a.t.Errorf("%s (%d): Strict-Transport-Security is %q", a.asked, a.StatusCode, hsts)
	}
	if kind := a.Header.Get("Content-Type"); len(a.body) > 0 && !kinds.MatchString(kind) {
		a.t.Errorf("%s (%d): Content-Type is %q", a.asked, a.StatusCode, kind)
	}
	a.safePolicy()
	a.safeCookies(secure)
}

// safePolicy reads the Content-Security-Policy and holds the page against it.
func (a *answer) safePolicy() {
	a.t.Helper()
	if a.StatusCode == http.StatusOK && (strings.HasPrefix(a.path, "/medias/") || strings.Contains(a.path, "/documents/") || strings.Contains(a.path, "/compte-rendu/photos/") || strings.Contains(a.path, "/compte-rendu/fichiers/")) {
		if got := a.Header.Get("Content-Security-Policy"); got != "sandbox; default-src 'none'" { // a photo may do nothing at all, nor a document
			a.t.Errorf("%s: the policy is %q", a.asked, got)
		}
		return
	}
	policy := map[string]string{}
	for part := range strings.SplitSeq(a.Header.Get("Content-Security-Policy"), ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), " ")
		policy[name] = value
	}
	wanted, frames := map[string]string{"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "object-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'self'", "frame-src": ""}, ", iframe"
	switch {
	case strings.HasPrefix(a.path, "/integrer/"): // what others show on their sites runs and sends nothing
		wanted["script-src"], wanted["form-action"], wanted["frame-ancestors"] = "'none'", "'none'", "*"
	case a.path == "/integrer" && a.StatusCode == http.StatusOK: // it shows them to who will
		wanted["frame-src"], frames = "'self'", `, iframe:not([src^="/integrer/"])`
	}
	for name, want := range wanted {
		if policy[name] != want {
			a.t.Errorf("%s (%d): the policy says %s %q", a.asked, a.StatusCode, name, policy[name])
		}
	}
	if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") || len(a.body) == 0 {
		return
	}
	a.counts(`style, [style], script:not([src]):not([type="application/ld+json"]), base, object, embed`+frames, 0)
	for _, n := range a.all("script[src], link[rel=stylesheet], img, source, use") {
		if src := attribute(n, "src") + attribute(n, "href"); (!strings.HasPrefix(src, "/") || strings.HasPrefix(src, "//")) && !strings.HasPrefix(src, "data:image/png;base64,") {
			a.t.Errorf("%s: <%s> asks %q of somebody else", a.asked, n.Data, src)
		}
	}
}

func (a *answer) safeCookies(secure bool) {
	a.t.Helper()
	for _, c := range a.Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != secure || strings.HasPrefix(c.Name, "__Host-") != secure {
			a.t.Errorf("%s (%d): cookie %s", a.asked, a.StatusCode, c)
		}
	}
	if len(a.Cookies()) > 0 && a.Header.Get("Cache-Control") != "no-store" && a.Header.Get("Cache-Control") != "no-cache" {
		a.t.Errorf("%s (%d) sets a cookie and may be kept: %q", a.asked, a.StatusCode, a.Header.Get("Cache-Control"))
	}
}

// Every change asked for from elsewhere, or without the token of the session, is refused and changes nothing (V3.5.1).
func TestForgedRequests(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*config.Config){"http": func(*config.Config) {}, "https": secured} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := gather(open(t, change))
			for _, r := range served(c.h) {
				if strings.HasPrefix(r.path, "/api/") && r.method != http.MethodGet { // no cookie counts there, so nothing can be forged with one
					c.of["owner"].do(r.method, c.at(r.path, c.page), strings.NewReader("{}"), header("Content-Type", "application/json")).is(http.StatusUnauthorized)
				} else if r.method != http.MethodGet && !strings.HasPrefix(r.path, "/lettres/") { // mail programs post there: see TestStopLetters, TestFollowByLetter
					c.h.hands.pass(10 * time.Second) // so that the limits of a member are far
					c.forge(r)
				}
			}
		})
	}
}

// doors are the forms of visitors.
var doors = []string{"/connexion", "/inscription", "/inscription/fin"}

func (c *cast) forge(r route) {
	t := c.h.t
	t.Helper()
	silent := []change{without("Origin"), without("Sec-Fetch-Site")}
	old := without("Sec-Fetch-Site")
	port := strings.Replace(c.h.Base.String(), ":", "s:", 1)
	if c.h.Base.Scheme == "https" {
		port = "http://" + c.h.Base.Host // the same name, but anybody on the way could have written the page
	}
	attacks := map[string][]change{
		"nothing said": silent, "cross-site": {header("Sec-Fetch-Site", "cross-site")}, "same-site": {header("Sec-Fetch-Site", "same-site")}, "nonsense": {header("Sec-Fetch-Site", "any")},
		"another site": {old, header("Origin", "https://mal.invalid")}, "null": {old, header("Origin", "null")}, "longer": {old, header("Origin", c.h.Base.String()+".mal.invalid")},
		"before": {old, header("Origin", "https://mal.invalid/"+c.h.Base.Host)}, "empty": {old, header("Origin", "")}, "user": {old, header("Origin", c.h.Base.Scheme+"://"+c.h.Base.Host+"@mal.invalid")},
	}
	if c.h.Base.Scheme == "https" {
		attacks["http"] = []change{old, header("Origin", port)}
	}
	b := c.of["owner"]
	form := c.form(r.path, c.page)
	form.Set(views.FieldToken, b.token())
	path := c.at(r.path, c.page)
	for name, how := range attacks {
		for _, sender := range []*browser{b, c.of["visitor"]} {
			if a := sender.post(path, form, how...); a.StatusCode != http.StatusForbidden {
				t.Errorf("%s, %s: %d", path, name, a.StatusCode)
			}
		}
	}
	c.of["visitor"].post(path, form, silent...).has("main", "Nous n'avons pas reconnu cet envoi")
	if slices.Contains(doors, r.path) || strings.HasPrefix(r.path, "/connexion/") {
		return // forms of visitors carry no token: they may have signed in meanwhile
	}
	for name, token := range map[string][]string{"none": nil, "empty": {""}, "of another": {c.of["other"].token()}, "cut": {form.Get(views.FieldToken)[:20]}, "the cookie": {b.cookies[c.h.cookie("session")]}} {
		if a := b.post(path, with(form, views.FieldToken, token...)); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s, token %s: %d", path, name, a.StatusCode)
		}
	}
	if b.get("/compte").StatusCode != http.StatusOK || b.get("/fiches/"+c.page.Slug).StatusCode != http.StatusOK {
		t.Fatalf("%s: something was changed", path)
	}
}

// rested is what the store has written once nothing is under way any more: the letters to new accounts have left.
func rested(t *testing.T, h *house) []byte {
	t.Helper()
	was := stored(t, h)
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		time.Sleep(300 * time.Millisecond)
		if err := h.Follows.Count(t.Context()); err != nil { // its worker rests between two counts
			t.Fatal(err)
		}
		now := stored(t, h)
		if bytes.Equal(was, now) {
			return now
		}
		was = now
	}
	t.Fatal("the store is never at rest")
	return nil
}

// stored is all that the store has written.
func stored(t *testing.T, h *house) (all []byte) {
	t.Helper()
	for _, name := range []string{"partant.db", "partant.db-wal"} {
		b, err := os.ReadFile(filepath.Join(h.data, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	if len(all) < 10_000 {
		t.Fatalf("the store has %d bytes: these are not its files", len(all))
	}
	return all
}

func TestUnknownHost(t *testing.T) {
	t.Parallel()
	for base, cases := range map[string]map[string]int{
		secureBase: {"partant.test": 200, "PARTANT.test": 200, "mal.invalid": 421, "partant.test.mal.invalid": 421, "mal.invalid:443": 421, "127.0.0.1": 421, "localhost": 421, "": 400, "192.168.1.7": 421, "partant.test@mal.invalid": 421},
		"":         {"localhost:4545": 200, "127.0.0.1": 200, "192.168.1.7:4545": 200, "10.1.2.3": 200, "[fd00::1]:4545": 200, "[::1]": 200, "mal.invalid": 421, "8.8.8.8": 421, "127.0.0.1.mal.invalid": 421, "localhost.mal.invalid": 421, "[2001:db8::1]": 421, "": 400},
	} {
		h := open(t, func(c *config.Config) { c.BaseURL = base })
		for host, want := range cases {
			for _, path := range []string{"/", "/api/v1/profiles"} {
				status, head, body := h.exchange("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-Host: partant.test\r\nConnection: close\r\n\r\n")
				if status != want {
					t.Errorf("base %q, host %q: %d, want %d", base, host, status, want)
				}
				if host != "" && want != 200 && (strings.Contains(head, host) || strings.Contains(body, host)) {
					t.Errorf("base %q, host %q is in the answer:\n%s", base, host, head)
				}
			}
			if status, _, _ := h.exchange("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"); (status == 200) == (want == 400) {
				t.Errorf("the health of the process under the name %q: %d", host, status)
			}
		}
	}
}

// No link is ever built from what a request says of the site's name (V4.1.3).
func TestLinksComeFromTheConfiguration(t *testing.T) {
	t.Parallel()
	c := gather(open(t, secured, behindProxy))
	for _, r := range served(c.h) {
		if r.method != http.MethodGet {
			continue
		}
		a := c.of["owner"].get(c.at(r.path, c.page), header("X-Forwarded-Host", "mal.invalid"), header("X-Forwarded-Proto", "gopher"), header("Forwarded", "host=mal.invalid;proto=gopher"),
			header("X-Original-URL", "/mal.invalid"), header("X-Rewrite-URL", "/mal.invalid"), header("Referer", "https://mal.invalid/"), header("X-HTTP-Method-Override", "DELETE"))
		if contains(a.body, "mal.invalid") || strings.Contains(a.Header.Get("Location"), "mal.invalid") || contains(a.body, "gopher") {
			t.Errorf("%s repeats a forged header", a.asked)
		}
	}
}

// TestFailurePages draws every status as people meet it.
func TestFailurePages(t *testing.T) {
	t.Parallel()
	c := gather(open(t, secured, counted))
	v := c.of["visitor"]
	form := header("Content-Type", "application/x-www-form-urlencoded")
	tooMany := func() (a *answer) {
		for range 40 {
			a = v.post("/connexion", url.Values{"email": {"x"}})
		}
		return a
	}
	for status, a := range map[int]*answer{
		400: v.get("/%ff"), 403: c.of["member"].get("/fiches/" + c.page.Slug + "/modifier"), 404: v.get("/nulle-part"), 405: v.get("/deconnexion"), 413: v.do(http.MethodPost, "/connexion", strings.NewReader(strings.Repeat("x", 70_000)), form),
		415: v.do(http.MethodPost, "/connexion", strings.NewReader("<x/>"), header("Content-Type", "text/xml")), 421: v.get("/", asHost("mal.invalid")), 401: v.post("/fiches/nouvelle", nil), 422: v.post("/inscription", nil), 429: tooMany(),
	} {
		a.is(status).french()
	}
	for status, a := range map[int]*answer{
		400: v.get("/api/%ff"), 404: v.get("/api/v1/profiles/rien"), 421: v.get("/api/v1/profiles", asHost("mal.invalid")), 422: v.get("/api/v1/profiles?page=9999"),
	} {
		a.is(status).problem()
	}
}

// french asserts a page in French with the frame of the site, one way on, and nothing of the machine.
func (a *answer) french() {
	a.t.Helper()
	a.counts("html[lang=fr]", 1)
	a.counts("main h1", 1)
	a.counts("header.bar", 1)
	a.counts("head meta[name=robots][content=noindex]", map[bool]int{true: 0, false: 1}[a.StatusCode == http.StatusUnprocessableEntity])
	if kind := a.Header.Get("Content-Type"); kind != "text/html; charset=utf-8" {
		a.t.Errorf("%s: Content-Type %q", a.asked, kind)
	}
	a.leaksNothing()
}

// machine are words of errors that only a log may hold.
var machine = regexp.MustCompile(`(?i)(goroutine|panic|runtime error|\.go:\d|sqlite|mongo|meili|fiber|fasthttp|stack|internal/|nil pointer|unavailable|fault\.|not found|forbidden|bad request|method not allowed|too many|unprocessable|exception|errno|/tmp/|context deadline)`)

func (a *answer) leaksNothing() {
	a.t.Helper()
	if found := machine.FindString(a.main()); found != "" {
		a.t.Errorf("%s (%d) says %q:\n%s", a.asked, a.StatusCode, found, a.main())
	}
	if !utf8.Valid(a.body) {
		a.t.Errorf("%s (%d) is not UTF-8", a.asked, a.StatusCode)
	}
}

// When the store is away the site says so in French, is not ready, and tells nothing of the cause.
func TestStoreAway(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	token, form := c.of["owner"].token(), c.form("/fiches/nouvelle", c.page)
	h.log.expectFailures()
	if err := h.closeStore(); err != nil {
		t.Fatal(err)
	}
	form.Set(views.FieldToken, token)
	for _, a := range []*answer{
		c.of["visitor"].get("/fiches/" + c.page.Slug), c.of["visitor"].get("/communes/orleans"), c.of["owner"].get("/compte"), c.of["owner"].post("/fiches/nouvelle", form), c.of["visitor"].post("/inscription", entry("nina@exemple.invalid")),
		c.of["visitor"].get("/sitemap-orleans.xml"),
	} {
		a.is(http.StatusServiceUnavailable).french()
		if a.Header.Get("Retry-After") == "" {
			t.Errorf("%s does not say when to come back", a.asked)
		}
	}
	c.of["visitor"].get("/api/v1/profiles/" + c.page.Slug).is(http.StatusServiceUnavailable).problem()
	c.of["visitor"].get("/healthz").is(http.StatusOK)
	ready := c.of["visitor"].get("/readyz").is(http.StatusServiceUnavailable)
	ready.leaksNothing()
	c.of["visitor"].get("/mentions-legales").is(http.StatusOK)
	c.of["visitor"].get("/public/css/partant.css").is(http.StatusOK)
}

// A defect of ours is a page in French with a reference, and its cause is in the log alone.
func TestOwnFailure(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	h.log.expectFailures()
	h.hands.breakDown()
	a := c.of["visitor"].get("/fiches/" + c.page.Slug).is(http.StatusInternalServerError)
	a.french()
	ref := words(a.one("code"))
	if !strings.Contains(h.log.String(), ref) || !strings.Contains(h.log.String(), "the clock fell down") {
		t.Errorf("the log has neither %q nor the cause:\n%s", ref, h.log)
	}
	if contains(a.body, c.page.Name) {
		t.Error("half a page stands before the failure")
	}
	h.hands.repair()
	c.of["visitor"].get("/fiches/" + c.page.Slug).is(http.StatusOK)
}

// Bytes that are no text get a clear refusal wherever they stand, and are never kept.
func TestBytesThatAreNoText(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	b := c.of["owner"]
	for _, bad := range []string{"%FF", "%C3%28", "%ED%A0%80", "%F8%88%80%80%80", "%C0%AF", "%80"} {
		for _, path := range []string{"/" + bad, "/fiches/" + bad, "/sujets/x" + bad, "/annuaire?q=" + bad, "/annuaire?" + bad + "=x", "/annuaire?commune=" + bad, "/public/" + bad, "/connexion?suite=" + bad, "/api/v1/profiles?q=" + bad} {
			c.of["visitor"].get(path).is(http.StatusBadRequest).leaksNothing()
		}
		for _, body := range []string{"nom=" + bad, bad + "=x", "jeton=x&nom=a" + bad + "b"} {
			a := b.do(http.MethodPost, "/fiches/nouvelle", strings.NewReader(body), header("Content-Type", "application/x-www-form-urlencoded"))
			a.is(http.StatusBadRequest).french()
		}
	}
	for _, raw := range []string{"/\xff", "/annuaire?q=\xff", "/annuaire?q=%", "/%zz"} {
		if status, _, _ := c.h.exchange("GET " + raw + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"); status != http.StatusBadRequest {
			t.Errorf("%q: %d", raw, status)
		}
	}
	typed := with(company("Deux\u202eTrois\u200bQuatre"), "accroche", "un\ttab\r\net une ligne\x00\x7f")
	refused := b.get("/fiches/nouvelle").submit("main form", typed).is(http.StatusUnprocessableEntity)
	refused.has("#champ-accroche-erreur", "illisibles")
	if got := refused.value("#champ-accroche"); got != "un\ttab\net une ligne" {
		t.Errorf("the field shows %q", got)
	}
	page := refused.submit("main form", nil).is(http.StatusSeeOther).follow()
	page.has("h1", "DeuxTroisQuatre")
	page.has(".lead", "un tab et une ligne")
	for _, head := range []string{"\xff\xfe", strings.Repeat("é", 600)} {
		b.get("/compte", header("User-Agent", head)).is(http.StatusOK)
		h := c.h.visit()
		h.post("/connexion", url.Values{"email": {"marion@exemple.invalid"}, "mot_de_passe": {password}}, header("User-Agent", head)).is(http.StatusSeeOther)
		h.get("/compte").is(http.StatusOK).leaksNothing()
	}
}

// Forms come in one format: others are refused before anything reads them.
func TestOtherFormats(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	bomb := "--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nmarion@exemple.invalid\r\n--x--\r\n"
	for kind, body := range map[string]string{
		"application/json": `{"email":{"$ne":""}}`, "text/plain": "email=x", "multipart/form-data; boundary=x": bomb, "multipart/form-data": "x", "application/xml": "<email/>", "": "email=x",
		"application/x-www-form-urlencodedx": "email=x",
	} {
		a := c.of["visitor"].do(http.MethodPost, "/connexion", io.NopCloser(strings.NewReader(body)), header("Content-Type", kind))
		if a.StatusCode != http.StatusUnsupportedMediaType && a.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %d", kind, a.StatusCode)
		}
		a.leaksNothing()
	}
	c.of["visitor"].post("/connexion", nil, header("Content-Type", "APPLICATION/X-WWW-Form-urlencoded ; charset=UTF-8")).is(http.StatusUnprocessableEntity)
}
