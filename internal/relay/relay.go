// Package relay tells the programs of pages what becomes of their events: it takes what events owe and has each program be told, and knows
// what is said to it. Only what everybody may read is told, and of who comes the numbers alone.
package relay

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/webhook"
)

const (
	glance   = 2 * time.Second
	lease    = time.Minute
	together = 20
	// counted is how many events of a page are looked at for their numbers.
	counted = page.MaxLimit
)

// Events is what events are asked.
type Events interface {
	ForLetters(ctx context.Context, id string) (event.Event, error)
	Roster(ctx context.Context, e *event.Event) (event.Roster, error)
	List(ctx context.Context, f event.Filter, req page.Req) (page.Of[event.Event], error)
}

// Pages is what profiles are asked.
type Pages interface {
	Many(ctx context.Context, ids []string) ([]profile.Profile, error)
}

// Relay pays what events owe to programs. Any number of copies may run.
type Relay struct {
	debts    event.Lists
	events   Events
	pages    Pages
	programs *webhook.Service
	base     *url.URL
	now      clock.Clock
	payer    *debt.Payer
}

// New returns a Relay. Base is the address of the site.
func New(debts event.Lists, events Events, pages Pages, programs *webhook.Service, base *url.URL, now clock.Clock) *Relay {
	return &Relay{debts, events, pages, programs, base, now, debt.NewPayer("telling programs of events", glance, 1)}
}

// Wake says that something may be owed.
func (r *Relay) Wake() { r.payer.Wake() }

// Run pays until ctx ends.
func (r *Relay) Run(ctx context.Context, log *slog.Logger) { r.payer.Run(ctx, log, r.PayDue) }

// kinds are what programs are told for what an event owes.
var kinds = map[string]webhook.Kind{event.OwesRelayNew: webhook.Announced, event.OwesRelayChange: webhook.Changed, event.OwesRelayEnd: webhook.Cancelled}

// PayDue has programs be told what is due now, and clears it once that is written down: a kill in between tells nothing twice.
func (r *Relay) PayDue(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "relay.PayDue")
	for {
		now := r.now()
		due, err := r.debts.DueEvents(ctx, now, lease, together, event.Relays...)
		if err != nil || len(due) == 0 {
			return err
		}
		for i := range due {
			e := &due[i]
			for _, d := range e.Owes.Leased(now, lease, event.Relays...) {
				if err := r.programs.Tell(ctx, e.By.Page, d.ID, kinds[d.Kind], e.ID, now); err != nil {
					return err
				}
				if err := r.debts.SettleEvent(ctx, e.ID, func(o *debt.Owes) { o.Clear(d) }); err != nil {
					return err
				}
			}
		}
	}
}

// said is what is sent: the envelope of Standard Webhooks.
type said struct {
	Type      webhook.Kind `json:"type"`
	Timestamp time.Time    `json:"timestamp"`
	Data      any          `json:"data"`
}

// meeting is an event as programs are told of it.
type meeting struct {
	ID       string        `json:"id"`
	URL      string        `json:"url"`
	Slug     string        `json:"slug"`
	By       by            `json:"by"`
	Title    string        `json:"title,omitempty"`
	Purpose  string        `json:"purpose,omitempty"`
	Start    *time.Time    `json:"start,omitempty"`
	End      *time.Time    `json:"end,omitempty"`
	Zone     string        `json:"zone,omitempty"`
	Wall     string        `json:"wall,omitempty"`
	Commune  string        `json:"commune,omitempty"`
	Place    string        `json:"place,omitempty"`
	Online   bool          `json:"online"`
	Sequence int           `json:"sequence"`
	State    string        `json:"state"` // « confirmed », « cancelled », « gone »
	Reason   string        `json:"reason,omitempty"`
	Answers  *webhook.Sums `json:"answers,omitempty"`
}

// by is the page that announces.
type by struct {
	ID   string `json:"id"`
	URL  string `json:"url,omitempty"`
	Name string `json:"name,omitempty"`
}

// Body implements webhook.Source: how things are when it is said.
func (r *Relay) Body(ctx context.Context, of string, m webhook.Message) (_ []byte, err error) {
	defer fault.Wrap(&err, "relay.Body")
	who, err := r.by(ctx, of)
	if err != nil {
		return nil, err
	}
	if m.Kind == webhook.Test {
		return json.Marshal(said{m.Kind, m.At, struct {
			By by `json:"by"`
		}{who}})
	}
	e, err := r.events.ForLetters(ctx, m.Event)
	if err != nil {
		return nil, err
	}
	about := meeting{ID: e.ID, URL: r.base.JoinPath("evenements", e.Slug).String(), Slug: e.Slug, By: who, Sequence: e.Sequence, State: "gone"}
	if e.IsPublic() {
		err = r.tell(ctx, &e, &about)
	} else if m.Kind != webhook.Cancelled {
		err = fault.NotFound // that it is no more is told by itself
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(said{m.Kind, m.At, about})
}

// tell fills in what everybody may read.
func (r *Relay) tell(ctx context.Context, e *event.Event, about *meeting) error {
	sums, err := r.sums(ctx, e)
	about.Title, about.Purpose, about.Start, about.End, about.Zone, about.Wall = e.Title, e.Purpose, &e.Start.At, &e.End.At, e.Zone, e.Start.Wall
	about.Commune, about.Place, about.Online, about.State, about.Answers = e.Commune, e.Place, e.Online != "", "confirmed", &sums
	if e.IsCancelled() {
		about.State, about.Reason = "cancelled", e.Reason
	}
	return err
}

func (r *Relay) sums(ctx context.Context, e *event.Event) (webhook.Sums, error) {
	roster, err := r.events.Roster(ctx, e)
	s := webhook.Sums{Places: e.Places, Taken: roster.Taken, Waiting: roster.Waiting, Maybe: roster.Maybe}
	if left, bounded := roster.Left(); bounded {
		s.Left = &left
	}
	return s, err
}

func (r *Relay) by(ctx context.Context, id string) (by, error) {
	found, err := r.pages.Many(ctx, []string{id})
	if err == nil && (len(found) == 0 || found[0].IsErased() || found[0].IsHidden()) {
		err = fault.NotFound
	}
	if err != nil {
		return by{}, err
	}
	return by{id, r.base.JoinPath("fiches", found[0].Slug).String(), found[0].Name}, nil
}

// Sums implements webhook.Source: of what is to come.
func (r *Relay) Sums(ctx context.Context, of string) (_ map[string]webhook.Sums, err error) {
	defer fault.Wrap(&err, "relay.Sums")
	list, err := r.events.List(ctx, event.Filter{Page: of}, page.Req{Limit: counted})
	if err != nil {
		return nil, err
	}
	all := map[string]webhook.Sums{}
	for i := range list.Items {
		s, err := r.sums(ctx, &list.Items[i])
		if errors.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all[list.Items[i].ID] = s
	}
	return all, nil
}
