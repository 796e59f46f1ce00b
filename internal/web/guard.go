package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/views"
)

// observe gives the request a reference, turns a panic into an error, and counts what came of it.
func (s *site) observe(c *fiber.Ctx) (err error) {
	began := time.Now()
	c.Locals(keyRef, id.New()[24:])
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
		if err != nil {
			err = s.fail(c, err)
		}
		if s.Metrics != nil {
			s.Metrics(c.Route().Path, c.Response().StatusCode(), time.Since(began))
		}
	}()
	return c.Next()
}

// wellFormed refuses what no browser sends and some proxies read another way: SAFETY.md 3.1.
func (s *site) wellFormed(c *fiber.Ctx) error {
	h := &c.Request().Header
	target := h.RequestURI()
	switch {
	case !bytes.HasPrefix(target, []byte("/")), string(h.Protocol()) != "HTTP/1.1" && string(h.Protocol()) != "HTTP/1.0",
		len(h.Peek("Transfer-Encoding")) > 0 && len(h.Peek("Content-Length")) > 0:
		c.Context().SetConnectionClose() // what follows on this connection may not be what it seems
		return fiber.ErrBadRequest
	}
	path, err := url.PathUnescape(c.Path())
	if err != nil || !printable(path) {
		return fiber.ErrBadRequest
	}
	query, err := url.QueryUnescape(string(c.Request().URI().QueryString()))
	if err != nil || !utf8.ValidString(query) {
		return fiber.ErrBadRequest
	}
	return c.Next()
}

func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// policy lets a page use nothing but the site itself: no inline script or style, no frame, no third party.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'"

// Pages may ask for where one is; the scanner at the door alone for the camera.
const (
	permissions        = "geolocation=(self), camera=(), microphone=(), payment=(), interest-cohort=()"
	scannerPermissions = "geolocation=(), camera=(self), microphone=(), payment=(), interest-cohort=()"
)

func (s *site) headers(c *fiber.Ctx) error {
	s.dress(c)
	return c.Next()
}

// dress sets the headers that every answer has. A handler may have set a stricter Referrer-Policy: it stays.
func (s *site) dress(c *fiber.Ctx) {
	h := &c.Response().Header
	if len(h.Peek("Referrer-Policy")) == 0 {
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", permissions)
	if s.secure() {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
}

// host refuses names that are not the site's, so that nothing can be made to believe in another. On a laptop (http)
// private addresses are the site too: a phone of the same network may look.
func (s *site) host(c *fiber.Ctx) error {
	name := string(c.Request().Host())
	if strings.EqualFold(name, s.BaseURL.Host) || !s.secure() && private(name) {
		return c.Next()
	}
	return fiber.NewError(fiber.StatusMisdirectedRequest)
}

func private(hostport string) bool {
	name := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		name = h
	}
	if name == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && (addr.IsLoopback() || addr.IsPrivate() || addr.IsLinkLocalUnicast())
}

// deadline gives the services a limited time, whatever the browser does.
func (s *site) deadline(c *fiber.Ctx) error {
	ctx, cancel := clock.Within(context.Background(), patience)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

// patient gives more time where a password is hashed: two are at once, and a crowd that signs in together waits for its
// turn (SAFETY.md R5); and where another site is asked.
func (s *site) patient(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), crowdPatience)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

// unkept asks browsers and proxies to keep nothing, but for what the page cache sends.
func (s *site) unkept(c *fiber.Ctx) error {
	c.Set("Cache-Control", "no-store")
	return c.Next()
}

var crossOrigin = http.NewCrossOriginProtection()

// reads reports whether the request changes nothing, by its method.
func reads(c *fiber.Ctx) bool {
	return c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead || c.Method() == fiber.MethodOptions
}

// byForm reports whether a request changes something as pages do. What programs write was taken by then, with a key, or nothing takes it.
func byForm(c *fiber.Ctx) bool { return !reads(c) && !forPrograms(c) }

// errElsewhere refuses what does not show that it comes from a page of ours.
var errElsewhere = fmt.Errorf("cross-origin request: %w", fault.Forbidden)

// sayElsewhere tells a person, whose browser is too old or too discreet, what to do: no account would help.
func sayElsewhere(err error, p *views.ErrorPage) {
	if errors.Is(err, errElsewhere) {
		p.Head = "Nous n'avons pas reconnu cet envoi"
		p.Say = "Rien ne montre qu'il vient d'une de nos pages\u00a0: ouvrez-la à nouveau et recommencez. Si cela ne suffit pas, mettez votre navigateur à jour."
	}
}

// sameOrigin refuses changes that another site asks for. Unlike the library alone it refuses a request that says
// nothing of where it comes from, and http asking https.
func (s *site) sameOrigin(c *fiber.Ctx) error {
	if !byForm(c) {
		return c.Next()
	}
	header := http.Header{}
	for _, name := range []string{"Origin", "Sec-Fetch-Site"} {
		if v := c.Get(name); v != "" {
			header.Set(name, v)
		}
	}
	u := &url.URL{Path: c.Path()}
	err := crossOrigin.Check(&http.Request{Method: c.Method(), Host: string(c.Request().Host()), Header: header, URL: u})
	plain := s.secure() && header.Get("Sec-Fetch-Site") == "" && !strings.EqualFold(header.Get("Origin"), s.BaseURL.String())
	if err != nil || len(header) == 0 || plain {
		return errElsewhere
	}
	c.Locals(keyOurs, true)
	return c.Next()
}
