// Package web speaks HTTP: it reads requests, asks the services and shows the views. It decides nothing.
package web

import (
	"context"
	"log/slog"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/comment"
	"partant/internal/concordance"
	"partant/internal/contact"
	"partant/internal/directory"
	"partant/internal/discussion"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/export"
	"partant/internal/feed"
	"partant/internal/figures"
	"partant/internal/follow"
	"partant/internal/identification"
	"partant/internal/leave"
	"partant/internal/limit"
	"partant/internal/live"
	"partant/internal/mailroom"
	"partant/internal/media"
	"partant/internal/message"
	"partant/internal/minutes"
	"partant/internal/moderation"
	"partant/internal/notify"
	"partant/internal/post"
	"partant/internal/poster"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/reading"
	"partant/internal/recommendation"
	"partant/internal/signin"
	"partant/internal/subscriber"
	"partant/internal/suggestion"
	"partant/internal/territory"
	"partant/internal/trap"
	"partant/internal/webhook"
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
	SignIn    *signin.Service
	Claims    *claim.Service
	Welcome   *welcome.Service
	Leave     *leave.Service
	Export    *export.Service
	Limits    *limit.Service
	Messages  *message.Service
	Trap      *trap.Trap    // for the forms of visitors
	Lost      mailroom.Lost // letters that never left

	Moderation *moderation.Service
	Follows    *follow.Service
	Distances  *distance.Service
	Suggested  *suggestion.Service
	ByLetter   *subscriber.Service // who follows without an account
	Notices    *notify.Service
	Live       *live.Hub
	Posts      *post.Service
	Media      *media.Service
	Feed       *feed.Service
	Figures    *figures.Service
	Talk       *discussion.Service
	Reactions  *reaction.Service
	Reading    *reading.Service
	Answers    *comment.Service
	Said       *concordance.Concordance

	Recommendations *recommendation.Service
	Events          *event.Service
	Minutes         *minutes.Service
	Webhooks        *webhook.Service
	Calendars       Calendars
	Clubs           *club.Service
	Contacts        *contact.Service
	People          contact.People  // who exchanges
	Poster          *poster.Painter // nil: no picture goes with a shared address
	Addresses       club.Accounts   // for lists of people to invite
	Identification  *identification.Service

	Changes func(context.Context) (uint64, error) // grows whenever something that pages show has changed
	Healthy func(context.Context) error           // why the store cannot answer, or nil
	Outbox  bool                                  // letters are only written to a folder
	Now     clock.Clock
	Log     *slog.Logger
	Metrics func(route string, status int, took time.Duration)
}

// Limits of one request (SAFETY.md 3.1).
const (
	bodyLimit    = 64 << 10
	readTimeout  = 10 * time.Second
	writeTimeout = 30 * time.Second
	idleTimeout  = 60 * time.Second
	headerLimit  = 8 << 10
	patience     = 5 * time.Second // how long services may take

	crowdPatience = 15 * time.Second // the same where a password is hashed
)

// New returns the site.
func New(d Deps) *fiber.App {
	s := &site{
		Deps: d, cache: newPageCache(d.Changes), pieces: newPieces(d.Changes, d.Now), posters: newPosters(d.Poster), searches: make(chan struct{}, searchesAtOnce),
		base: drawBase(&d.Territory.Region.Map), mapNames: mapNames(d.Territory.Region), mapMetres: mapMetres(&d.Territory.Region.Map), trades: trades(d.Territory),
	}
	s.nearKeys = nearKeys(d.Territory.Region)
	app := fiber.New(fiber.Config{
		AppName: "Partant", DisableStartupMessage: true,
		Immutable: true, CaseSensitive: true, // paths stay escaped: what %2F or %2B stand for is the handler's to read
		BodyLimit: bodyLimit, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		ReadBufferSize: headerLimit, Concurrency: 8192,
		RequestMethods:          methods,
		EnableTrustedProxyCheck: true, // and none trusted: client.go reads the header itself
		ErrorHandler:            s.fail,
	})
	s.routes(app)
	app.Server().Handler = s.knownMethods(app)
	app.Server().KeepHijackedConns = true // direct.go closes them
	app.Server().HeaderReceived = s.bodyLimits
	return app
}

// methods are those that the site answers; for most paths it only says which of them it knows.
var methods = []string{fiber.MethodGet, fiber.MethodHead, fiber.MethodPost, fiber.MethodPut, fiber.MethodPatch, fiber.MethodDelete, fiber.MethodOptions}

// knownMethods stands before Fiber, which answers TRACE and invented methods by itself: bare, and in English.
func (s *site) knownMethods(app *fiber.App) fasthttp.RequestHandler {
	inner := app.Server().Handler
	return func(request *fasthttp.RequestCtx) {
		if slices.Contains(methods, string(request.Method())) {
			inner(request)
			return
		}
		c := app.AcquireCtx(request)
		defer app.ReleaseCtx(c)
		request.SetConnectionClose()
		if s.fail(c, fiber.ErrMethodNotAllowed) != nil {
			request.SetStatusCode(fiber.StatusMethodNotAllowed)
		}
	}
}

// site holds what all handlers share.
type site struct {
	Deps
	cache     *pageCache
	pieces    *pieces
	posters   posters
	searches  chan struct{}           // one token a search in flight
	mapNames  []views.MapName         // the towns that maps name
	mapMetres float64                 // of a unit of the map
	nearKeys  map[string]string       // nearKey of each commune, by INSEE code
	base      func() (drawing, error) // the base map
	trades    []views.Option          // proposed by the form: those with plain words
}

// secure reports whether the site is served over https, by itself or by the proxy before it.
func (s *site) secure() bool { return s.BaseURL.Scheme == "https" }
