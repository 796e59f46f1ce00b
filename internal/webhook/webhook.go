// Package webhook keeps whom a page wants told of its events by a program: an address for each, what it is told, and what became of it.
// What is told follows the scheme of Standard Webhooks: an id that stays the same however often something is said, an instant, a signature.
package webhook

import (
	"slices"
	"time"

	"partant/internal/debt"
)

// Kind is what a program can be told.
type Kind string

// The kinds, as they stand in what is sent.
const (
	Announced Kind = "event.announced"
	Changed   Kind = "event.changed"
	Cancelled Kind = "event.cancelled" // or deleted, or seen by nobody any more
	Counted   Kind = "event.answered"  // how many come is another number: never who
	Test      Kind = "test"
)

// Kinds lists those that one chooses from.
var Kinds = [...]Kind{Announced, Changed, Cancelled, Counted}

// Limits of one page.
const (
	Most       = 5   // programs
	MaxURL     = 500 // characters of an address
	RecentMost = 20  // of what was said is kept
	WaitMost   = 100 // things wait to be said to a program that does not answer: older ones are given up
)

// Desk is all programs that a page tells: the aggregate that one write changes whole. Its id is that of the page.
type Desk struct {
	ID    string          `json:"id"`
	Rev   int64           `json:"rev"`
	Hooks []Hook          `json:"hooks,omitempty"`
	Told  map[string]Sums `json:"told,omitempty"` // by event: the numbers that were told last
	Owes  debt.Owes       `json:"owes,omitempty"`
}

// Hook is one program that is told. Its secret is derived, see Service.Secret.
type Hook struct {
	ID       string     `json:"id"`
	URL      string     `json:"url"`
	Kinds    []Kind     `json:"kinds"`
	Turn     int        `json:"turn"` // of its secret
	Turned   time.Time  `json:"turned,omitzero"`
	Since    time.Time  `json:"since"`
	Stopped  time.Time  `json:"stopped,omitzero"` // it is told no more: it never answered, or wants no more
	Messages []*Message `json:"messages,omitempty"`
}

// Message is one thing that is said to a program, the oldest first.
type Message struct {
	ID     string    `json:"id"` // stays the same each time
	Kind   Kind      `json:"kind"`
	Event  string    `json:"event,omitempty"`
	At     time.Time `json:"at"` // when it happened
	Tried  time.Time `json:"tried,omitzero"`
	Status int       `json:"status,omitempty"` // that it answered last; 0: it could not be reached
	State  State     `json:"state"`
}

// State is what became of a message.
type State string

// The states.
const (
	Waits   State = "attend"
	Heard   State = "recu"
	GivenUp State = "abandonne"
)

// The kinds of debts of a Desk. One of OwesMessage has the id of its message.
const (
	OwesMessage = "dire"
	OwesSums    = "compter"
	OwesNotice  = "prevenir" // those who answer for the page: a program is told no more
)

// Sums is how many answer an event.
type Sums struct {
	Places  int  `json:"places,omitempty"` // 0: no bound
	Left    *int `json:"left,omitempty"`   // nil: no bound
	Taken   int  `json:"taken"`
	Waiting int  `json:"waiting"`
	Maybe   int  `json:"maybe"`
}

// Equal reports whether they are the same numbers.
func (s Sums) Equal(o Sums) bool {
	left := s.Left == nil && o.Left == nil || s.Left != nil && o.Left != nil && *s.Left == *o.Left
	s.Left, o.Left = nil, nil
	return left && s == o
}

// Hook returns one of the programs, nil when it is not there.
func (d *Desk) Hook(id string) *Hook {
	if at := slices.IndexFunc(d.Hooks, func(h Hook) bool { return h.ID == id }); at >= 0 {
		return &d.Hooks[at]
	}
	return nil
}

// message returns a message and whom it is said to.
func (d *Desk) message(id string) (*Hook, *Message) {
	for i := range d.Hooks {
		if m := d.Hooks[i].message(id); m != nil {
			return &d.Hooks[i], m
		}
	}
	return nil, nil
}

func (h *Hook) message(id string) *Message {
	if at := slices.IndexFunc(h.Messages, func(m *Message) bool { return m.ID == id }); at >= 0 {
		return h.Messages[at]
	}
	return nil
}

// Wants reports whether a program is told things of a kind.
func (h *Hook) Wants(k Kind) bool {
	return h.Stopped.IsZero() && (k == Test || slices.Contains(h.Kinds, k))
}

// wants reports whether any program is.
func (d *Desk) wants(k Kind) bool {
	return slices.ContainsFunc(d.Hooks, func(h Hook) bool { return h.Wants(k) })
}

// say has a program be told something, once: a message with that id that is there stays as it is.
func (d *Desk) say(h *Hook, m Message, due time.Time) {
	if h.message(m.ID) != nil {
		return
	}
	m.State = Waits
	h.Messages = append(h.Messages, &m)
	d.Owes = append(d.Owes, debt.Debt{ID: m.ID, Kind: OwesMessage, Due: due})
	d.trim(h)
}

// trim bounds what is kept: of what was said the last, of what waits the last too.
func (d *Desk) trim(h *Hook) {
	waits, said := 0, 0
	for i := len(h.Messages) - 1; i >= 0; i-- {
		m := h.Messages[i]
		if m.State == Waits {
			if waits++; waits > WaitMost {
				m.State = GivenUp
				d.Owes.Clear(debt.Debt{ID: m.ID})
			}
		}
		if m.State != Waits {
			if said++; said > RecentMost {
				h.Messages = slices.Delete(h.Messages, i, i+1)
			}
		}
	}
}

// stop has a program be told no more: what waits is given up.
func (d *Desk) stop(h *Hook, now time.Time) {
	h.Stopped = now
	for _, m := range h.Messages {
		if m.State == Waits {
			m.State = GivenUp
			d.Owes.Clear(debt.Debt{ID: m.ID})
		}
	}
}

// sum owes a look at the numbers when some program is told them, and none otherwise.
func (d *Desk) sum(id string, now time.Time) {
	switch {
	case !d.wants(Counted):
		d.Owes.Drop(OwesSums)
	case !d.Owes.Has(OwesSums):
		d.Owes.Owe(id, OwesSums, now)
	}
}
