// Package web speaks HTTP: it reads requests, asks the services and shows the views. It decides nothing.
package web

import (
	"context"
	"log/slog"
	"net/netip"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/directory"
	"partant/internal/limit"
	"partant/internal/profile"
	"partant/internal/territory"
	"partant/internal/welcome"
	"partant/views"
)

// Deps is all that the handlers use, passed by hand.
type Deps struct {
	Site      *views.Site
	BaseURL   *url.URL
	Proxies   []netip.Prefix // peers whose X-Forwarded-For is believed
	Territory *territory.Territory
	Profiles  *profile.Service
	Lists     profile.Lists
	Directory *directory.Service
	Accounts  *account.Service
	Welcome   *welcome.Service
	Limits    *limit.Service
	Changes   func(context.Context) (uint64, error) // grows whenever something that pages show has changed
	Healthy   func(context.Context) error           // why the store cannot answer, or nil
	Now       clock.Clock
	Log       *slog.Logger
	Metrics   func(route string, status int, took time.Duration)
}

// Limits of one request (SAFETY.md 3.1).
const (
	bodyLimit    = 64 << 10
	readTimeout  = 10 * time.Second
	writeTimeout = 30 * time.Second
	idleTimeout  = 60 * time.Second
	headerLimit  = 8 << 10
	patience     = 5 * time.Second // how long services may take
)

// New returns the site.
func New(d Deps) *fiber.App {
	s := &site{trades: trades(d.Territory), Deps: d, cache: newPageCache(d.Changes), searches: make(chan struct{}, searchesAtOnce)}
	app := fiber.New(fiber.Config{
		AppName: "Partant", DisableStartupMessage: true,
		Immutable: true, CaseSensitive: true, UnescapePath: true,
		BodyLimit: bodyLimit, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		ReadBufferSize: headerLimit, Concurrency: 8192,
		RequestMethods:          []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"},
		EnableTrustedProxyCheck: true, // and none trusted: client.go reads the header itself
		ErrorHandler:            s.fail,
	})
	app.Server().NoDefaultServerHeader = true
	s.routes(app)
	return app
}

// site holds what all handlers share.
type site struct {
	Deps
	cache    *pageCache
	searches chan struct{}  // one token a search in flight
	trades   []views.Option // proposed by the form: those with plain words
}

// secure reports whether the site is served over https, by itself or by the proxy before it.
func (s *site) secure() bool { return s.BaseURL.Scheme == "https" }
