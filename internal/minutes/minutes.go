// Package minutes keeps what people talk about where they meet: the topics that those who come propose, the order in which these are taken,
// and what came of them, with who does what by when.
package minutes

import (
	"context"
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/document"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Record is what is said at one event.
type Record struct {
	ID      string    `json:"id"`  // of the event
	Rev     int64     `json:"rev"` // grows by one at each write; set by the store
	Created time.Time `json:"created"`

	Topics []Topic `json:"topics,omitempty"` // as they were proposed, or as the hosts put them in order

	Body      string    `json:"body,omitempty"`     // of the minutes: Markdown, as typed, besides what is said of each topic
	HTML      string    `json:"html,omitempty"`     // rendered and sanitised when Body was written
	Public    bool      `json:"public,omitempty"`   // everybody who sees the event reads the minutes; else those alone who answered that they come
	Published time.Time `json:"published,omitzero"` // when the minutes were first shown
	Edited    time.Time `json:"edited,omitzero"`    // when they were changed last
	Actions   []Action  `json:"actions,omitempty"`  // what is to be done
	Owes      debt.Owes `json:"owes,omitempty"`     // of kinds OwesTell and OwesDue

	Files []document.Document `json:"files,omitempty"` // documents and photos that hosts put beside the minutes, in that order
}

// Topic is something to talk about.
type Topic struct {
	ID    string        `json:"id"`
	Title string        `json:"title"`
	Why   string        `json:"why,omitempty"`
	By    viewer.Author `json:"by"` // who proposed it; the zero Author once they have left
	At    time.Time     `json:"at"`

	Minutes int    `json:"minutes,omitempty"` // how long it takes; 0: it is not taken
	Body    string `json:"body,omitempty"`    // what was said of it: Markdown, as typed
	HTML    string `json:"html,omitempty"`    // the same, rendered and sanitised
}

// Action is something to be done by somebody.
type Action struct {
	ID      string    `json:"id"`
	What    string    `json:"what"`
	Who     string    `json:"who,omitempty"`     // a name, as typed; empty when Page says it
	Account string    `json:"account,omitempty"` // of the member who does it
	Page    string    `json:"page,omitempty"`    // theirs, by which they are named
	Until   string    `json:"until,omitempty"`   // the last day, as 2027-01-08; empty: none was said
	Done    time.Time `json:"done,omitzero"`
}

// The limits of a record.
const (
	MostTopics  = 40 // of one event
	MostFrom    = 3  // of them by one member
	MostActions = 40
	LongestTime = 240 // minutes of one topic
	MaxTitle    = 120 // characters
	MaxWhy      = 500
	MaxNotes    = 5_000 // of one topic
	MaxBody     = 10_000
	MaxWhat     = 200
	MaxWho      = 80
)

// OwesTell is the debt of telling those who were there that the minutes can be read: see package notify.
const OwesTell = "compte-rendu"

// Planned are the topics that are taken, in their order.
func (r *Record) Planned() (all []Topic) {
	for _, t := range r.Topics {
		if t.Minutes > 0 {
			all = append(all, t)
		}
	}
	return all
}

// Topic returns a topic by its id, or nil.
func (r *Record) Topic(id string) *Topic {
	i := slices.IndexFunc(r.Topics, func(t Topic) bool { return t.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Topics[i]
}

// Action returns an action by its id, or nil.
func (r *Record) Action(id string) *Action {
	i := slices.IndexFunc(r.Actions, func(a Action) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Actions[i]
}

// Open is how many actions are still to be done.
func (r *Record) Open() (n int) {
	for i := range r.Actions {
		if r.Actions[i].Done.IsZero() {
			n++
		}
	}
	return n
}

// IsPublished reports whether there are minutes to read.
func (r *Record) IsPublished() bool { return !r.Published.IsZero() }

// Version tells one state of what hosts write from another; 0 before they have written anything.
func (r *Record) Version() int64 {
	if r.Edited.IsZero() {
		return 0
	}
	return r.Edited.UnixMilli()
}

// Concerns are those whom a record concerns: who proposed topics, who has something to do.
func (r *Record) Concerns() (all []string) {
	for i := range r.Topics {
		if a := r.Topics[i].By.Account; a != "" {
			all = append(all, OfAccount(a))
		}
	}
	for i := range r.Actions {
		if a := r.Actions[i].Account; a != "" {
			all = append(all, OfAccount(a))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// OfAccount is what the records of an account are listed by.
func OfAccount(account string) string { return "compte:" + account }

// Store keeps records.
type Store interface {
	// Record returns the record of an event, or fault.NotFound.
	Record(ctx context.Context, event string) (Record, error)
	// EditRecord runs edit on the record of an event in one atomic step, on a new one when there is none, and returns what is stored then.
	// Edit may run more than once; when it fails nothing changes and its error comes back.
	EditRecord(ctx context.Context, event string, edit func(*Record) error) (Record, error)
	// RecordsConcerning lists the records that concern somebody, the last begun first: see Record.Concerns.
	RecordsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Record], error)
	// DueRecords returns up to limit records with a debt due at now, first due first, and puts these debts off by lease, so that no
	// other worker takes them meanwhile.
	DueRecords(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Record, error)
	// SettleRecord clears a debt that was paid. A missing record is no error.
	SettleRecord(ctx context.Context, event string, paid debt.Debt) error
	// RemoveRecord takes the record of an event away. A missing one is no error.
	RemoveRecord(ctx context.Context, event string) error
}
