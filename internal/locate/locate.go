// Package locate puts pages and events on the map at their address: it asks a service of addresses for what they owe since they
// were written, so that a service that is away loses nothing and delays nobody.
package locate

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/profile"
)

// Question is an address, as people write it.
type Question struct {
	Address string // street, postcode and town on one line
	Commune string // INSEE code of the only commune that counts
}

// Answer is the likeliest place of an address.
type Answer struct {
	At      geo.Point
	Commune string // INSEE code
	Kind    Kind
	Score   float64 // from 0 to 1: how much the address found is like the one asked for
}

// Kind is what an Answer is the place of.
type Kind string

// The kinds of places that are better than the middle of a commune.
const (
	House    Kind = "housenumber"
	Street   Kind = "street"
	Locality Kind = "locality" // a named place in the country, where houses have no number
)

// Geocoder is a service of addresses.
type Geocoder interface {
	// Geocode returns the likeliest place, however unlike it is; fault.NotFound when there is none, fault.Invalid when the
	// service does not understand the question, fault.Unavailable when it does not answer now.
	Geocode(ctx context.Context, q Question) (Answer, error)
}

// Profiles writes down what came of a question.
type Profiles interface {
	// Placed is profile.Service.Placed.
	Placed(ctx context.Context, asked profile.Profile, paid debt.Debt, at *geo.Point) error
	// PlaceLater is profile.Service.PlaceLater.
	PlaceLater(ctx context.Context, pageID string, tried debt.Debt, due time.Time) error
}

// Towns knows the communes.
type Towns interface {
	// Town is profile.Gazetteer.Town.
	Town(insee string) (profile.Town, bool)
}

// Locator pays the debts of kind profile.OwesPlace and event.OwesPlace. Any number of copies may run; a page may be asked for twice, to no harm.
type Locator struct {
	debts    profile.Debts
	profiles Profiles
	towns    Towns
	geocoder Geocoder // nil: what is owed from the time when there was one is forgotten
	now      clock.Clock
	log      *slog.Logger
	payer    *debt.Payer

	due    DueEvents // nil: no event is placed
	events Events
	known  known // of the one worker
}

// New returns a Locator. Without a geocoder it forgets what is owed.
func New(debts profile.Debts, profiles Profiles, towns Towns, geocoder Geocoder, now clock.Clock, log *slog.Logger) *Locator {
	return &Locator{debts: debts, profiles: profiles, towns: towns, geocoder: geocoder, now: now, log: log, payer: debt.NewPayer("placing pages at their address", glance, 1)}
}

const (
	// lease is how long taken debts are out of the reach of other workers: longer than the geocoder may take for all.
	lease = time.Minute
	// together is how many pages are taken at once.
	together = 5
	// glance is how often the store is asked for debts that other processes recorded.
	glance = 2 * time.Second
)

// pauses are the times between tries. The last one is that of all that follow: a service that is away for a week loses
// nothing.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour}

// Wake tells the worker that there is something to do. It never blocks.
func (l *Locator) Wake() { l.payer.Wake() }

// Run pays debts until ctx ends.
func (l *Locator) Run(ctx context.Context) {
	l.payer.Run(ctx, l.log, func(ctx context.Context) error {
		_, err := l.Pay(ctx)
		if err == nil && l.geocoder == nil {
			return debt.ErrEnough
		}
		return err
	})
}

// Pay asks for all that is due now and returns how many pages and events were placed. It stops at the first question that the service
// does not answer: the others would fare no better, and are due again when their lease ends.
func (l *Locator) Pay(ctx context.Context) (placed int, err error) {
	defer fault.Wrap(&err, "locate.Pay")
	if placed, err = l.payPages(ctx); err != nil {
		return placed, err
	}
	n, err := l.payEvents(ctx)
	return placed + n, err
}

func (l *Locator) payPages(ctx context.Context) (placed int, err error) {
	for {
		owing, err := l.debts.Take(ctx, l.now(), lease, together, profile.OwesPlace)
		if err != nil || len(owing) == 0 {
			return placed, err
		}
		for i := range owing {
			found, err := l.pay(ctx, &owing[i])
			if err != nil {
				return placed, err
			}
			if found {
				placed++
			}
		}
	}
}

// pay asks once for a page and writes down what came of it.
func (l *Locator) pay(ctx context.Context, p *profile.Profile) (found bool, err error) {
	i := slices.IndexFunc(p.Owes, func(d debt.Debt) bool { return d.Kind == profile.OwesPlace })
	owed := p.Owes[i]
	if p.IsHidden() && l.geocoder != nil { // seen by nobody: it is placed if it is seen again
		return false, l.profiles.PlaceLater(ctx, p.ID, owed, l.now().Add(24*time.Hour))
	}
	at, err := l.place(ctx, p)
	if errors.Is(err, fault.Unavailable) {
		due := l.now().Add(pauses[min(owed.Tries, len(pauses)-1)])
		return false, errors.Join(err, l.profiles.PlaceLater(ctx, p.ID, owed, due))
	}
	if err != nil {
		return false, err
	}
	return at != nil, l.profiles.Placed(ctx, *p, owed, at)
}

// place returns where a page is by its address; nil when that is not known, or not well enough.
func (l *Locator) place(ctx context.Context, p *profile.Profile) (*geo.Point, error) {
	town, ok := l.towns.Town(p.Address.Commune)
	if l.geocoder == nil || !ok || !p.SeeksPlace() {
		return nil, nil
	}
	q := Question{Address: p.Address.Street + " " + p.Address.Postcode + " " + town.Name, Commune: p.Address.Commune}
	return l.ask(ctx, q, town)
}

// ask returns where an address is; nil when that is not known, or not well enough.
func (l *Locator) ask(ctx context.Context, q Question, town profile.Town) (*geo.Point, error) {
	a, err := l.geocoder.Geocode(ctx, q)
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Invalid) {
		return nil, nil
	}
	if err != nil || !a.good(q, town) {
		return nil, err
	}
	return &a.At, nil
}

const (
	likely  = 0.6    // the least score of an address that is the one asked for
	outside = 15_000 // metres from the commune's point where nothing of it can be
)

// good reports whether an answer is surely better than the middle of the commune.
func (a Answer) good(q Question, town profile.Town) bool {
	return a.Commune == q.Commune && a.Score >= likely && (a.Kind == House || a.Kind == Street || a.Kind == Locality) &&
		a.At.Valid() && geo.Distance(a.At, town.Point) < outside
}
