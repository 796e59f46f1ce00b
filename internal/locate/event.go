package locate

import (
	"context"
	"errors"
	"time"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/geo"
)

// Events writes down what came of a question about an event.
type Events interface {
	// Located is event.Service.Located.
	Located(ctx context.Context, asked *event.Event, paid debt.Debt, at *geo.Point) error
	// LocateLater is event.Service.LocateLater.
	LocateLater(ctx context.Context, event string, tried debt.Debt, due time.Time) error
}

// DueEvents hands out the events that owe: see event.Lists.
type DueEvents func(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]event.Event, error)

// Meeting has the Locator place events too.
func (l *Locator) Meeting(due DueEvents, events Events) *Locator {
	l.due, l.events = due, events
	return l
}

// known are questions that were answered not long ago, and how: the dates of a series are held in one place.
type known struct {
	at   map[Question]*geo.Point
	from time.Time
}

const (
	knownFor  = 10 * time.Minute
	knownMost = 200
)

// payEvents asks for the events that are due now, and returns how many were placed.
func (l *Locator) payEvents(ctx context.Context) (placed int, err error) {
	if l.due == nil {
		return 0, nil
	}
	for {
		owing, err := l.due(ctx, l.now(), lease, together, event.OwesPlace)
		if err != nil || len(owing) == 0 {
			return placed, err
		}
		for i := range owing {
			for _, d := range owing[i].Owes.Leased(l.now(), lease, event.OwesPlace) {
				found, err := l.payEvent(ctx, &owing[i], d)
				if err != nil {
					return placed, err
				}
				if found {
					placed++
				}
			}
		}
	}
}

// payEvent asks once for an event and writes down what came of it.
func (l *Locator) payEvent(ctx context.Context, e *event.Event, owed debt.Debt) (found bool, err error) {
	if e.Unseen() != nil && e.SeeksPlace() && l.geocoder != nil { // seen by nobody: it is placed if it is seen again
		return false, l.events.LocateLater(ctx, e.ID, owed, l.now().Add(24*time.Hour))
	}
	at, err := l.placeEvent(ctx, e)
	if errors.Is(err, fault.Unavailable) {
		return false, errors.Join(err, l.events.LocateLater(ctx, e.ID, owed, l.now().Add(pauses[min(owed.Tries, len(pauses)-1)])))
	}
	if err != nil {
		return false, err
	}
	return at != nil, l.events.Located(ctx, e, owed, at)
}

// placeEvent returns where an event is by its address; nil when that is not known, or not well enough.
func (l *Locator) placeEvent(ctx context.Context, e *event.Event) (*geo.Point, error) {
	town, ok := l.towns.Town(e.Commune)
	if l.geocoder == nil || !ok || !e.SeeksPlace() {
		return nil, nil
	}
	q := Question{Address: e.Street() + " " + town.Name, Commune: e.Commune}
	if l.known.at == nil || l.now().Sub(l.known.from) > knownFor || len(l.known.at) >= knownMost {
		l.known = known{map[Question]*geo.Point{}, l.now()}
	}
	at, answered := l.known.at[q]
	if answered {
		return at, nil
	}
	at, err := l.ask(ctx, q, town)
	if err == nil {
		l.known.at[q] = at
	}
	return at, err
}
