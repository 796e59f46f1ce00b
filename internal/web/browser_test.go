package web_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/html"

	"partant/internal/account"
	"partant/views"
)

// browser is somebody in front of the site: it keeps cookies, follows no redirect by itself and says where it comes from.
type browser struct {
	h       *house
	account account.Account // zero for a visitor

	mu      sync.Mutex
	cookies map[string]string
}

// visit opens a browser without cookies.
func (h *house) visit() *browser { return &browser{h: h, cookies: map[string]string{}} }

// signIn begins a session without the form.
func (b *browser) signIn() {
	b.h.t.Helper()
	open := b.h.Accounts.Open
	if b.account.Strong {
		open = b.h.Accounts.OpenStrong
	}
	secret, err := open(b.h.t.Context(), b.account, "Essai")
	if err != nil {
		b.h.t.Fatal(err)
	}
	b.cookies[b.h.cookie("session")] = secret
}

// cookie is the name that a cookie of the site has.
func (h *house) cookie(name string) string {
	if h.Base.Scheme == "https" {
		return "__Host-partant-" + name
	}
	return "partant-" + name
}

// wire sends requests to whatever address the test gives as host of the URL; the site is named by the Host header.
var wire = &http.Transport{DisableCompression: true, DisableKeepAlives: true}

// request is what a browser sends: changes undo its good manners.
type request struct {
	*http.Request
	house   *house
	cookies bool
}

type change func(*request)

func header(name, value string) change {
	return func(r *request) { r.Header.Set(name, value) }
}

func without(name string) change {
	return func(r *request) { r.Header.Del(name) }
}

func asHost(name string) change { return func(r *request) { r.Host = name } }

// from makes the request come through a proxy that names the client.
func from(client string) change { return header("X-Forwarded-For", client) }

// smooth makes it one of htmx.
var smooth = header("HX-Request", "true")

func (b *browser) get(path string, changes ...change) *answer {
	b.h.t.Helper()
	return b.do(http.MethodGet, path, nil, changes...)
}

// post sends a form as it is: see submit for a form of a page.
func (b *browser) post(path string, form url.Values, changes ...change) *answer {
	b.h.t.Helper()
	typed := header("Content-Type", "application/x-www-form-urlencoded")
	return b.do(http.MethodPost, path, strings.NewReader(form.Encode()), append([]change{typed}, changes...)...)
}

func (b *browser) do(method, path string, body io.Reader, changes ...change) *answer {
	t := b.h.t
	t.Helper()
	plain, err := http.NewRequestWithContext(t.Context(), method, "http://"+b.h.addr+path, body)
	if err != nil {
		t.Fatal(err)
	}
	r := &request{Request: plain, house: b.h, cookies: true}
	r.Host = b.h.Base.Host
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if method != http.MethodGet && method != http.MethodHead {
		r.Header.Set("Origin", b.h.Base.String())
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, c := range changes {
		c(r)
	}
	if r.cookies {
		b.show(r)
	}
	response, err := wire.RoundTrip(r.Request)
	for tries := 0; cutOff(err) && r.GetBody != nil && tries < 9; tries++ {
		r.Body, _ = r.GetBody() // of what is in memory: it never fails
		response, err = wire.RoundTrip(r.Request)
	}
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	a := &answer{Response: response, t: t, asked: method + " " + path, from: b, path: path}
	if a.body, err = io.ReadAll(response.Body); err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	b.keep(response)
	return a
}

// cutOff reports whether the other side closed while the request was still being sent: it refuses what is too large before
// reading it, and the answer may be lost in that.
func cutOff(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}

func (b *browser) show(r *request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
}

func (b *browser) keep(r *http.Response) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range r.Cookies() {
		if c.MaxAge < 0 || !c.Expires.IsZero() && c.Expires.Before(time.Now()) {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
}

// token is what forms of the browser's session carry.
func (b *browser) token() string {
	b.h.t.Helper()
	return b.get("/compte").value("input[name=" + views.FieldToken + "]")
}

// answer is what came back.
type answer struct {
	*http.Response
	t     testing.TB
	asked string
	path  string
	from  *browser
	body  []byte

	reading sync.Once
	tree    *html.Node
}

// follow goes where a redirect leads.
func (a *answer) follow() *answer {
	a.t.Helper()
	to := a.Header.Get("Location")
	if a.StatusCode/100 != 3 || !strings.HasPrefix(to, "/") {
		a.t.Fatalf("%s: %d to %q is no way within the site", a.asked, a.StatusCode, to)
	}
	return a.from.get(to)
}

// submit sends the form that a selector finds, as it was drawn but for what was typed. A typed value that is nil takes
// the field away.
func (a *answer) submit(selector string, typed url.Values, changes ...change) *answer {
	a.t.Helper()
	form := a.one(selector)
	to := attribute(form, "action")
	values := filled(form)
	for name, v := range typed {
		values[name] = v
		if v == nil {
			delete(values, name)
		}
	}
	if to == "" {
		to = a.path
	}
	to, _, _ = strings.Cut(to, "#")
	if !strings.EqualFold(attribute(form, "method"), "post") {
		return a.from.get(to+"?"+values.Encode(), changes...)
	}
	return a.from.post(to, values, changes...)
}

// dial opens a bare connection, for what no browser sends.
func (h *house) dial() net.Conn {
	h.t.Helper()
	c, err := net.Dial("tcp", h.addr)
	if err != nil {
		h.t.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(30 * time.Second))
	return c
}

func contains(body []byte, s string) bool { return bytes.Contains(body, []byte(s)) }
