package event

import (
	"context"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/id"
)

// The kinds of debts of what other programs are told: see package relay.
const (
	OwesRelayNew    = "relais-annonce"
	OwesRelayChange = "relais-change"
	OwesRelayEnd    = "relais-fin" // it does not take place, or nobody sees it any more
)

// Relays lists them.
var Relays = []string{OwesRelayNew, OwesRelayChange, OwesRelayEnd}

// Relayed has each event owe, in the write itself, what other programs are told of it: that it is announced to everybody, changes, or is no
// more. Somebody must pay that.
func (s *Service) Relayed() *Service {
	s.store = relaying{s.store, s.now}
	return s
}

// relaying owes what came of each write.
type relaying struct {
	Stores
	now clock.Clock
}

// InsertEvent implements Store.
func (r relaying) InsertEvent(ctx context.Context, e Event) error {
	e.oweRelay(&Event{Draft: true}, r)
	return r.Stores.InsertEvent(ctx, e)
}

// UpdateEvent implements Store.
func (r relaying) UpdateEvent(ctx context.Context, id string, edit func(*Event) error) (Event, error) {
	return r.Stores.UpdateEvent(ctx, id, func(e *Event) error {
		was := *e
		if err := edit(e); err != nil {
			return err
		}
		e.oweRelay(&was, r)
		return nil
	})
}

// IsPublic reports whether everybody may read e.
func (e *Event) IsPublic() bool { return !e.Draft && e.For == Everybody && e.Unseen() == nil }

// oweRelay owes what other programs are told, of which the last alone is true.
func (e *Event) oweRelay(was *Event, r relaying) {
	kind := ""
	switch before, after := was.IsPublic() && !was.IsCancelled(), e.IsPublic() && !e.IsCancelled(); {
	case after && (!before || was.Owes.Has(OwesRelayNew)):
		kind = OwesRelayNew
	case before && !after:
		kind = OwesRelayEnd
	case after && was.Version() != e.Version():
		kind = OwesRelayChange
	}
	if kind == "" || kind == OwesRelayNew && was.Owes.Has(OwesRelayNew) {
		return
	}
	for _, old := range Relays {
		e.Owes.Drop(old)
	}
	e.Owes = append(e.Owes, debt.Debt{ID: id.New(), Kind: kind, Due: r.now()})
}
