// Package app puts the house together: configuration, drivers, services, web. The program and its tests use it alike.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/calendar"
	"partant/internal/catalog"
	"partant/internal/claim"
	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/comment"
	"partant/internal/concordance"
	"partant/internal/config"
	"partant/internal/contact"
	"partant/internal/convene"
	"partant/internal/demo"
	"partant/internal/directory"
	"partant/internal/discussion"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/export"
	"partant/internal/feed"
	"partant/internal/figures"
	"partant/internal/follow"
	"partant/internal/geocode"
	"partant/internal/identification"
	"partant/internal/intake"
	"partant/internal/leave"
	"partant/internal/limit"
	"partant/internal/live"
	"partant/internal/locate"
	"partant/internal/mailroom"
	"partant/internal/markdown"
	"partant/internal/media"
	"partant/internal/message"
	"partant/internal/metrics"
	"partant/internal/minutes"
	"partant/internal/moderation"
	"partant/internal/notify"
	"partant/internal/password"
	"partant/internal/post"
	"partant/internal/poster"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/reading"
	"partant/internal/recommendation"
	"partant/internal/region"
	"partant/internal/relay"
	"partant/internal/retract"
	"partant/internal/search"
	"partant/internal/signin"
	"partant/internal/standing"
	"partant/internal/store/kept"
	"partant/internal/subscriber"
	"partant/internal/suggestion"
	"partant/internal/territory"
	"partant/internal/thread"
	"partant/internal/trap"
	"partant/internal/web"
	"partant/internal/webhook"
	"partant/internal/welcome"
	"partant/public"
)

// App is the whole program, ready to serve.
type App struct {
	Base      *url.URL
	Territory *territory.Territory
	Profiles  *profile.Service
	Lists     profile.Lists
	Accounts  *account.Service
	SignIn    *signin.Service
	Claims    *claim.Service
	Catalog   *catalog.Catalog
	Locator   *locate.Locator
	Mailroom  *mailroom.Mailroom // what people wait for: codes, letters from one to another
	Digests   *mailroom.Mailroom // what is new: however many leave at once, no code waits behind them
	Messages  *message.Service
	Leave     *leave.Service
	Export    *export.Service
	Directory *directory.Service
	Talk      *discussion.Service
	Answers   *comment.Service
	Thread    *thread.Worker
	Reactions *reaction.Service
	Reading   *reading.Service
	Standing  *standing.Worker
	Demo      *demo.Demo
	Index     search.Index
	Said      *concordance.Concordance // what is found of what people write

	Follows   *follow.Service
	Distances *distance.Service
	Suggested *suggestion.Service
	ByLetter  *subscriber.Service // who follows without an account
	Notices   *notify.Service
	Live      *live.Hub
	Notifier  *notify.Worker

	Recommendations *recommendation.Service
	Events          *event.Service
	Minutes         *minutes.Service
	Webhooks        *webhook.Service
	Relay           *relay.Relay
	Convene         *convene.Worker
	Clubs           *club.Service
	Contacts        *contact.Service

	Moderation *moderation.Service
	Posts      *post.Service
	Media      *media.Service
	Intake     *intake.Service
	Feed       *feed.Service
	Figures    *figures.Service
	Retractor  *retract.Retractor
	Trap       *trap.Trap
	Lost       mailroom.Lost

	Identification *identification.Service

	Fresh bool // the store was empty and new when it was opened

	cfg    config.Config
	now    clock.Clock
	log    *slog.Logger
	stores stores

	talkIndex *search.Talk
	geocoder  *geocode.Client // nil: none is named
	calendars *calendar.Fetcher
	metrics   *metrics.Metrics
	web       *fiber.App
}

// Clocks tell the program the time; tests give others.
type Clocks struct {
	Wall   clock.Clock      // what pages show and the store keeps
	Steady func() time.Time // what limits count by: it goes on evenly when the clock of the machine is set
}

// Open opens the store and the index and wires the rest. Nothing runs yet: see Serve.
func Open(ctx context.Context, cfg config.Config, log *slog.Logger) (*App, error) {
	wall, err := cfg.Clock()
	if err != nil {
		return nil, err
	}
	return OpenAt(ctx, cfg, log, Clocks{Wall: wall, Steady: time.Now})
}

// OpenAt is Open with other clocks.
func OpenAt(ctx context.Context, cfg config.Config, log *slog.Logger, clocks Clocks) (_ *App, err error) {
	a := &App{cfg: cfg, now: clocks.Wall, log: log, metrics: metrics.New()}
	if a.Base, err = cfg.Base(); err != nil {
		return nil, err
	}
	r, err := region.Open(cfg.Region)
	if err != nil {
		return nil, err
	}
	a.Territory = territory.New(r)
	if a.stores, err = openStore(ctx, cfg, clocks.Steady); err != nil {
		return nil, err
	}
	if a.Index, err = openIndex(ctx, cfg); err != nil {
		return nil, errors.Join(err, a.stores.db.Close())
	}
	if a.talkIndex, err = openTalkIndex(ctx, cfg); err != nil {
		return nil, errors.Join(err, a.Index.Close(), a.stores.db.Close())
	}
	a.Fresh = a.stores.fresh
	if err := a.wire(ctx, clocks.Wall); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// wire passes everything by hand.
func (a *App) wire(ctx context.Context, now clock.Clock) error {
	proxies, err := config.Networks(a.cfg.TrustedProxies)
	if err != nil {
		return err
	}
	free, err := config.Networks(a.cfg.EventNetworks)
	if err != nil {
		return err
	}
	a.Lists = kept.NewLists(a.stores.profiles, a.stores.db.ProfileChanges)
	a.Catalog = catalog.New(a.stores.profiles, a.Index, a.Territory, now, a.log)
	profiles := kept.NewProfiles(a.stores.profiles, a.stores.db.ProfileChanges)
	a.Profiles = profile.New(profiles, a.Territory, markdown.New(), now, a.wakeForPages).KeepIn(a.stores.history).Retract().TellHidden()
	if err := a.openLocator(now); err != nil {
		return err
	}
	a.Accounts = account.New(a.stores.accounts, password.NewHasher(), password.Common(), now, func() { a.Mailroom.Wake(); a.Standing.Wake(); a.Leave.Wake() }).WithFactors(a.factors())
	if err := a.openIdentification(ctx, now); err != nil {
		return err
	}
	a.Lost = a.stores.letters
	wake := func() { a.Mailroom.Wake() }
	a.openDistances(now, profiles)
	a.Messages = message.New(a.stores.messages, readers{a.Profiles, a.stores.accounts}, writers{a.stores.accounts}, now, wake).Keeping(a.Distances)
	a.Posts = a.publications(now)
	if err := a.openTalk(ctx, now); err != nil {
		return err
	}
	if err := a.openEvents(ctx, now); err != nil {
		return err
	}
	a.openRecommendations(now, profiles)
	a.openClubs(now, profiles)
	a.openContacts(now, profiles)
	a.openFollows(now, profiles)
	a.openMedia(now)
	a.Feed = a.feed()
	a.openReactions(now)
	a.Reading = reading.New(a.stores.readings, now)
	a.openModeration(now)
	a.Said = a.concordance(now)
	a.Profiles.Illustrate(a.Media)
	a.Clubs.Keeping(vault{a.Media})
	a.Minutes.Keeping(cabinet{a.Media})
	a.Media.StandIn(showing{a.Profiles, a.Posts.Illustrate(album{a.Media}), a.Events.Illustrate(images{a.Media}), a.Clubs, a.Minutes})
	if err := a.openPreviews(); err != nil {
		return err
	}
	a.Retractor = retract.New(a.stores.profiles, now, a.log, a.Posts.ForgetPage, a.Media.ForgetPage, a.clearPage, a.Answers.ForgetPage, a.Talk.ForgetPage, a.Distances.ForgetPage, a.Recommendations.ForgetPage, a.Events.ForgetPage, a.Clubs.ForgetPage, a.Webhooks.ForgetPage) // answers first: what nobody else answered goes whole
	if a.Claims, err = a.claims(now); err != nil {
		return err
	}
	if a.Trap, err = trap.Open(ctx, a.stores.secrets, now); err != nil {
		return err
	}
	if err := a.openSubscribers(ctx, now); err != nil {
		return err
	}
	if err := a.openMailroom(ctx, now); err != nil {
		return err
	}
	a.Leave = leave.New(a.Accounts, a.Profiles, a.Lists, indexes{a.Catalog, a.Said}, a.log, a.erasers()...).Veiling(a.veils()...).Scrubbing(a.stores.db.Scrub)
	a.Export = export.New(a.Base.String(), now, a.sections()...)
	a.Intake = intake.New(a.Accounts, a.Profiles, a.Posts, a.Media, a.Follows)
	a.SignIn = signin.New(a.Base, providers(a.cfg, now), a.stores.attempts, now)
	a.Directory = directory.New(a.Catalog, a.Profiles, a.Lists, a.Territory)
	a.Suggested = a.suggestions(profiles)
	a.Figures = &figures.Service{Pages: profiles, Follows: a.Follows, Posts: a.Posts, Answers: a.Answers, Reactions: a.Reactions, Recommendations: a.Recommendations, Letters: a.Messages, Talk: a.Talk, Now: now}
	a.Demo = demo.New(a.Profiles, a.Lists, a.Territory).Talking(a.Talk, a.Answers).Praising(a.Reactions).Publishing(a.Posts).Recommending(a.Recommendations).Gathering(a.Clubs).Meeting(a.Events).Reporting(a.Minutes)
	source := &numbers{notices: a.Notices, answers: a.stores.answers, events: a.Events, changes: a.stores.db.Changes}
	a.Live = live.New(source, web.Told, web.LiveMost, a.log)
	var painter *poster.Painter
	if font := public.Font(); font != nil {
		if painter, err = poster.New(font); err != nil {
			return err
		}
	}
	a.web = web.New(web.Deps{
		Poster: painter,
		Site:   a.site(), BaseURL: a.Base, Proxies: proxies, Territory: a.Territory, Profiles: a.Profiles, Lists: a.Lists,
		Directory: a.Directory, Accounts: a.Accounts, SignIn: a.SignIn, Claims: a.Claims, Welcome: welcome.New(a.Accounts, a.Profiles),
		Leave: a.Leave, Export: a.Export, Talk: a.Talk, Answers: a.Answers, Reactions: a.Reactions, Reading: a.Reading,
		Limits: limit.New(a.stores.counter, free...), Changes: a.stores.db.Changes, Healthy: a.stores.db.Ping, Outbox: a.cfg.SMTP == "",
		Contacts: a.Contacts, People: acquainted{a, profiles}, Clubs: a.Clubs, Addresses: addressed{a.stores.accounts},
		Recommendations: a.Recommendations, Events: a.Events, Minutes: a.Minutes, Webhooks: a.Webhooks, Calendars: a.calendars, Posts: a.Posts, Feed: a.Feed, Figures: a.Figures, Said: a.Said, Media: a.Media,
		Messages: a.Messages, Moderation: a.Moderation, Lost: a.Lost, Trap: a.Trap, Follows: a.Follows, Distances: a.Distances, Suggested: a.Suggested, ByLetter: a.ByLetter, Notices: a.Notices, Live: a.Live, Identification: a.Identification,
		Now: now, Log: a.log, Metrics: a.metrics.Request,
	})
	return nil
}

// OpenStore is Open without a search engine and without the post, for commands that only change the store: a server may
// be running on the same data, and it is the server that tells the index and sends the letters.
func OpenStore(ctx context.Context, cfg config.Config, log *slog.Logger) (*App, error) {
	cfg.Search, cfg.SMTP, cfg.DKIMKey, cfg.DKIMSelector = config.SearchOff, "", "", ""
	return Open(ctx, cfg, log)
}

// Web is the site without a listener, for tests.
func (a *App) Web() *fiber.App { return a.web }

// Ping returns why the store cannot answer, or nil.
func (a *App) Ping(ctx context.Context) error { return a.stores.db.Ping(ctx) }

// Close closes the index and the store.
func (a *App) Close() error {
	if a.geocoder != nil {
		a.geocoder.Close()
	}
	return errors.Join(a.Index.Close(), a.talkIndex.Close(), a.stores.db.Close())
}

// drain is how long requests under way may take once the program is told to stop.
const drain = 10 * time.Second

// Serve answers on ln until ctx ends, then lets what is under way finish.
func (a *App) Serve(ctx context.Context, ln net.Listener) error {
	working, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	var workers sync.WaitGroup
	if a.cfg.Work != config.Off {
		a.work(working, &workers)
	}
	workers.Go(func() { a.Live.Run(ctx) }) // who listens is told to come back before anything else ends
	defer workers.Wait()
	defer stopWork()
	failed := make(chan error, 1)
	go func() { failed <- a.web.Listener(ln) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	return a.web.ShutdownWithContext(ending)
}

// work does what writing leaves to be done, until ctx ends.
func (a *App) work(ctx context.Context, workers *sync.WaitGroup) {
	for _, run := range []func(context.Context){a.Catalog.Run, a.Said.Run, a.Locator.Run, a.Mailroom.Run, a.Digests.Run, a.Leave.Run, a.Notifier.Run,
		a.Retractor.Run, a.Thread.Run, a.Standing.Run, a.witness, a.sweep} {
		workers.Go(func() { run(ctx) })
	}
	for _, run := range []func(context.Context, *slog.Logger){a.Follows.Run, a.Distances.Run, a.Media.Run, a.Posts.Run, a.Posts.RunPreviews, a.Reactions.Run, a.Events.Run, a.Convene.Run, a.Relay.Run, a.Webhooks.Run} {
		workers.Go(func() { run(ctx, a.log) })
	}
}

// sweep removes what is over, every hour.
func (a *App) sweep(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		err := errors.Join(a.Accounts.Sweep(ctx), a.SignIn.Sweep(ctx), a.Messages.Sweep(ctx), a.Moderation.Sweep(ctx), a.Answers.Sweep(ctx), a.Events.Sweep(ctx), a.Notices.Sweep(ctx), a.ByLetter.Sweep(ctx), a.Reading.Sweep(ctx), a.Clubs.Sweep(ctx), a.Contacts.Sweep(ctx), a.Identification.Sweep(ctx), a.stores.letters.SweepLost(ctx, a.now().Add(-lostKept)))
		if err != nil && ctx.Err() == nil {
			a.log.Warn("sweeping", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// lostKept is how long an administrator can see that a letter was lost.
const lostKept = 30 * 24 * time.Hour

// ServeMetrics answers /metrics on the port of its own that the configuration names, if any, until stop is called.
func (a *App) ServeMetrics() (stop func(), err error) {
	if a.cfg.MetricsAddr == "off" || a.cfg.MetricsAddr == "" {
		return func() {}, nil
	}
	ln, err := net.Listen("tcp", a.cfg.MetricsAddr)
	if err != nil {
		return nil, fmt.Errorf("cannot serve /metrics on %s: is the program running already? Another --metrics-addr, or off, will do: %w",
			a.cfg.MetricsAddr, err)
	}
	return a.metrics.Serve(ln), nil
}
