// Package subscriber keeps who follows pages by letter without an account: an address that has said yes, what it wants to hear of,
// and nothing else.
package subscriber

import (
	"context"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/id"
)

// Rhythm is how often somebody wants to be written to.
type Rhythm string

// The rhythms. The zero Rhythm is Weekly.
const (
	Weekly Rhythm = ""
	Daily  Rhythm = "jour"
)

// weekly is what forms send for Weekly.
const weekly = "semaine"

// String is what forms send.
func (r Rhythm) String() string {
	if r == Weekly {
		return weekly
	}
	return string(r)
}

// ParseRhythm reads what String writes; Weekly for anything else.
func ParseRhythm(s string) Rhythm {
	if Rhythm(s) == Daily {
		return Daily
	}
	return Weekly
}

// Want is one thing that an address follows, or would if it said so.
type Want struct {
	Source    string    `json:"source"`             // as follow.Target.String
	Name      string    `json:"name,omitempty"`     // of a tag: as it was written
	At        time.Time `json:"at"`                 // when it was asked for
	Confirmed time.Time `json:"confirmed,omitzero"` // zero: nobody has shown yet that the address is theirs
}

// Subscriber is an address and what it follows. An address is one of them at most: its ID is made of it.
type Subscriber struct {
	ID     string    `json:"id"`
	Rev    int64     `json:"rev"` // grows by one at each write; set by the store
	Email  string    `json:"email"`
	Wants  []Want    `json:"wants,omitempty"`
	Rhythm Rhythm    `json:"rhythm,omitempty"`
	NewsTo time.Time `json:"newsTo,omitzero"` // until when letters have told all
	Owes   debt.Owes `json:"owes,omitempty"`  // of the kinds below
}

// The kinds of debts of a Subscriber.
const (
	OwesLetter = "lettre" // the letter that asks whether the address is theirs
	OwesDigest = "resume" // what is new since the last one
	OwesEnd    = "fin"    // what nobody confirmed goes
)

const (
	// UnconfirmedKept is how long an address is kept that nobody has confirmed.
	UnconfirmedKept = 48 * time.Hour
	// Most is how many things an address follows at most.
	Most = 100
)

// Sources are what is followed and confirmed, as follow.Target.String.
func (s *Subscriber) Sources() (all []string) {
	for _, w := range s.Wants {
		if !w.Confirmed.IsZero() {
			all = append(all, w.Source)
		}
	}
	return all
}

// Waits reports whether something is to be confirmed.
func (s *Subscriber) Waits() bool {
	return slices.ContainsFunc(s.Wants, func(w Want) bool { return w.Confirmed.IsZero() })
}

// ask adds something to what is wanted. What is there stays as it is.
func (s *Subscriber) ask(w Want) {
	known := slices.ContainsFunc(s.Wants, func(o Want) bool { return o.Source == w.Source })
	if !known && len(s.Wants) < Most {
		s.Wants = append(slices.Clone(s.Wants), w)
	}
}

// confirm notes that the address is theirs, and has them told what is new from now on.
func (s *Subscriber) confirm(now time.Time) {
	first := len(s.Sources()) == 0
	s.Wants = slices.Clone(s.Wants)
	for i := range s.Wants {
		if s.Wants[i].Confirmed.IsZero() {
			s.Wants[i].Confirmed = now
		}
	}
	s.Owes.Drop(OwesLetter)
	s.Owes.Drop(OwesEnd)
	if first {
		s.NewsTo = now
		s.oweDigest(now)
	}
}

// oweDigest has s owe the next digest of its rhythm: one a day, whatever happens.
func (s *Subscriber) oweDigest(now time.Time) {
	s.Owes.Drop(OwesDigest)
	due := clock.Morning(s.ID, s.Rhythm == Weekly, now)
	s.Owes = append(s.Owes, debt.Debt{ID: id.Named("resume", s.ID+"\x00"+due.Format(time.DateOnly)), Kind: OwesDigest, Due: due})
}

// expire takes away what nobody confirmed in time.
func (s *Subscriber) expire(now time.Time) {
	s.Wants = slices.DeleteFunc(slices.Clone(s.Wants), func(w Want) bool { return w.Confirmed.IsZero() && now.Sub(w.At) >= UnconfirmedKept })
	s.Owes.Drop(OwesEnd)
}

// Store keeps subscribers.
type Store interface {
	// InsertSubscriber adds s with revision 1, or returns fault.Taken "id".
	InsertSubscriber(ctx context.Context, s Subscriber) error
	// Subscriber returns one, or fault.NotFound.
	Subscriber(ctx context.Context, id string) (Subscriber, error)
	// UpdateSubscriber runs edit on what is stored in one atomic step and returns what is stored then. Edit may run more than
	// once; when it fails nothing changes and its error comes back. fault.NotFound.
	UpdateSubscriber(ctx context.Context, id string, edit func(*Subscriber) error) (Subscriber, error)
	// RemoveSubscriber takes one away. A missing one is no error.
	RemoveSubscriber(ctx context.Context, id string) error
	// DueSubscribers returns up to limit subscribers with a debt of these kinds due at now, first due first, and puts these
	// debts off by lease, so that no other worker takes them meanwhile.
	DueSubscribers(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Subscriber, error)
}
