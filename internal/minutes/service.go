package minutes

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/document"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Standing is an event, and what somebody is to it.
type Standing struct {
	ID         string
	Page       string // that announces it
	Start, End time.Time
	Off        bool // it is cancelled, or a draft
	Hosts      bool // they speak for the page that announces it
	Comes      bool // they answered that they come, or maybe
}

// Events says what somebody is to an event.
type Events interface {
	// Stands returns the event of a slug as v may see it. fault.NotFound, fault.Gone.
	Stands(ctx context.Context, v viewer.Viewer, slug string) (Standing, error)
	// StandsBy is Stands by the id of the event.
	StandsBy(ctx context.Context, v viewer.Viewer, id string) (Standing, error)
}

// Comer is somebody who comes, as they are called today. Without an account they can be named, and not told.
type Comer struct{ Account, Page, Name string }

// Renderer turns Markdown into safe HTML.
type Renderer interface {
	// Render returns sanitised HTML, or fault.Invalid when the text is too heavy to render.
	Render(markdown string) (string, error)
}

// Service applies the rules of records.
type Service struct {
	store    Store
	events   Events
	renderer Renderer
	now      clock.Clock
	wake     func() // told of notices that are owed
	vault    Vault
}

// New returns a Service.
func New(store Store, events Events, renderer Renderer, now clock.Clock, wake func()) *Service {
	return &Service{store: store, events: events, renderer: renderer, now: now, wake: wake}
}

// ErrNotThere is the fault.Forbidden of who does not come to an event.
var ErrNotThere = fmt.Errorf("those who come say what is talked about: %w", fault.Forbidden)

// ErrOver is the fault.Forbidden of a topic that comes too late.
var ErrOver = fmt.Errorf("it is over: %w", fault.Forbidden)

// Of returns the record of an event to who is that to it, with nothing in it where there is none. The minutes of a record are left out for
// who may not read them.
func (s *Service) Of(ctx context.Context, at Standing) (r Record, err error) {
	defer fault.Wrap(&err, "minutes.Of(%.40q)", at.ID)
	r, err = s.record(ctx, at.ID)
	if !at.Hosts && !r.readable(at) {
		r.Body, r.HTML, r.Actions, r.Files, r.Published = "", "", nil, nil, time.Time{}
		r.Topics = slices.Clone(r.Topics)
		for i := range r.Topics {
			r.Topics[i].Body, r.Topics[i].HTML = "", ""
		}
	}
	return r, err
}

func (s *Service) record(ctx context.Context, event string) (Record, error) {
	r, err := s.store.Record(ctx, event)
	if errors.Is(err, fault.NotFound) {
		return Record{ID: event}, nil
	}
	return r, err
}

// part is an event for who takes part: they come, or are a host. fault.SignedOut, ErrNotThere.
func (s *Service) part(ctx context.Context, v viewer.Viewer, slug string) (Standing, error) {
	at, err := s.events.Stands(ctx, v, slug)
	return takesPart(v, at, err)
}

func takesPart(v viewer.Viewer, at Standing, err error) (Standing, error) {
	switch {
	case !v.SignedIn():
		return Standing{}, fault.SignedOut
	case err == nil && !at.Hosts && !at.Comes:
		err = ErrNotThere
	}
	return at, err
}

// host is part for hosts alone. fault.Forbidden.
func (s *Service) host(ctx context.Context, v viewer.Viewer, slug string) (Standing, error) {
	at, err := s.part(ctx, v, slug)
	if err == nil && !at.Hosts {
		err = fault.Forbidden
	}
	return at, err
}

// The form fields of a topic, keys of fault.Fields.
const (
	FieldTitle = "titre"
	FieldWhy   = "pourquoi"
	FieldTopic = "sujet" // the title of one that is proposed with an answer
)

// Proposal is a topic as typed.
type Proposal struct {
	Key        string // id of the topic to be, drawn with the empty form: sent twice it is one
	Title, Why string
}

// Propose adds a topic. Errors: fault.SignedOut, ErrNotThere, ErrOver, fault.Fields.
func (s *Service) Propose(ctx context.Context, v viewer.Viewer, slug string, p Proposal) (err error) {
	defer fault.Wrap(&err, "minutes.Propose(%.80q)", slug)
	at, err := s.part(ctx, v, slug)
	if err != nil {
		return err
	}
	if at.Off || !s.now().Before(at.End) {
		return ErrOver
	}
	t := Topic{ID: p.Key, Title: text.Line(p.Title), Why: text.Lines(p.Why), By: viewer.Author{Account: v.Account, Page: v.Person}, At: s.now()}
	if !id.Valid(t.ID) {
		t.ID = id.New()
	}
	wrong := fault.Fields{}
	if text.Len(t.Title) < 3 {
		wrong.Add(FieldTitle, "Dites en quelques mots de quoi vous voulez parler.")
	}
	long(wrong, FieldTitle, t.Title, MaxTitle)
	long(wrong, FieldWhy, t.Why, MaxWhy)
	if err := wrong.Err(); err != nil {
		return err
	}
	_, err = s.store.EditRecord(ctx, at.ID, func(r *Record) error { return r.add(t, at.Hosts, s.now()) })
	return err
}

// add writes down a topic that is proposed.
func (r *Record) add(t Topic, host bool, now time.Time) error {
	if r.Topic(t.ID) != nil {
		return nil
	}
	mine := 0
	for i := range r.Topics {
		if r.Topics[i].By.Account == t.By.Account {
			mine++
		}
	}
	switch {
	case len(r.Topics) >= MostTopics:
		return fault.Fields{FieldTitle: "Il y a déjà beaucoup de sujets : soutenez celui qui s'approche du vôtre."}
	case mine >= MostFrom && !host:
		return fault.Fields{FieldTitle: fmt.Sprintf("Vous avez proposé %d sujets : laissez la place aux autres, ou retirez-en un.", MostFrom)}
	}
	if r.Created.IsZero() {
		r.Created = now
	}
	r.Topics = append(r.Topics, t)
	return nil
}

// Withdraw takes a topic away: whoever proposed it, as long as it is not over; a host. One that is gone is no error. Errors: fault.SignedOut,
// fault.Forbidden, ErrOver.
func (s *Service) Withdraw(ctx context.Context, v viewer.Viewer, slug, topic string) (err error) {
	defer fault.Wrap(&err, "minutes.Withdraw(%.80q)", slug)
	if !v.SignedIn() {
		return fault.SignedOut
	}
	at, err := s.events.Stands(ctx, v, slug)
	if err != nil {
		return err
	}
	_, err = s.store.EditRecord(ctx, at.ID, func(r *Record) error {
		t := r.Topic(topic)
		switch {
		case t == nil:
			return errAsIs
		case at.Hosts:
		case t.By.Account != v.Account:
			return fault.Forbidden
		case !s.now().Before(at.End):
			return ErrOver
		}
		r.Topics = slices.DeleteFunc(slices.Clone(r.Topics), func(one Topic) bool { return one.ID == topic })
		return nil
	})
	return asIs(err)
}

// errAsIs says that there is nothing to write.
var errAsIs = errors.New("it is so already")

func asIs(err error) error {
	if errors.Is(err, errAsIs) {
		return nil
	}
	return err
}

// Backed returns who proposed a topic, to somebody who may back it: they come, or are a host. fault.SignedOut, fault.NotFound, ErrNotThere.
func (s *Service) Backed(ctx context.Context, v viewer.Viewer, event, topic string) (account string, err error) {
	defer fault.Wrap(&err, "minutes.Backed(%.40q)", event)
	at, err := s.events.StandsBy(ctx, v, event)
	if at, err = takesPart(v, at, err); err != nil {
		return "", err
	}
	r, err := s.record(ctx, at.ID)
	if err != nil {
		return "", err
	}
	t := r.Topic(topic)
	if t == nil {
		return "", fault.NotFound
	}
	return t.By.Account, nil
}

// Read returns nil to who may read the minutes of an event. fault.NotFound to all others.
func (s *Service) Read(ctx context.Context, v viewer.Viewer, event string) (err error) {
	defer fault.Wrap(&err, "minutes.Read(%.40q)", event)
	at, err := s.events.StandsBy(ctx, v, event)
	if err != nil {
		return err
	}
	r, err := s.record(ctx, at.ID)
	if err == nil && !r.readable(at) {
		err = fault.NotFound
	}
	return err
}

// readable reports whether there are minutes for somebody who is that to the event.
func (r *Record) readable(at Standing) bool {
	return r.IsPublished() && (r.Public || at.Comes || at.Hosts)
}

// Place is where a host puts a topic.
type Place struct {
	Topic   string
	Order   int // the smallest first; equal ones stay as they were
	Minutes int // 0: it is not taken
}

// Arrange puts topics in order, and says how long each takes; those that are not named stay, at the end. Errors: fault.SignedOut,
// fault.Forbidden.
func (s *Service) Arrange(ctx context.Context, v viewer.Viewer, slug string, places []Place) (err error) {
	defer fault.Wrap(&err, "minutes.Arrange(%.80q)", slug)
	at, err := s.host(ctx, v, slug)
	if err != nil {
		return err
	}
	by := map[string]Place{}
	for _, p := range places {
		by[p.Topic] = p
	}
	_, err = s.store.EditRecord(ctx, at.ID, func(r *Record) error {
		if len(r.Topics) == 0 {
			return errAsIs
		}
		r.Topics = slices.Clone(r.Topics)
		for i := range r.Topics {
			if p, known := by[r.Topics[i].ID]; known {
				r.Topics[i].Minutes = min(max(p.Minutes, 0), LongestTime)
			}
		}
		slices.SortStableFunc(r.Topics, func(a, b Topic) int { return order(by, a) - order(by, b) })
		return nil
	})
	return asIs(err)
}

// mostOrder is the place of what no host has put anywhere.
const mostOrder = 1000

func order(by map[string]Place, t Topic) int {
	p, known := by[t.ID]
	if !known {
		return mostOrder
	}
	return min(max(p.Order, 0), mostOrder)
}

func long(wrong fault.Fields, field, said string, most int) {
	if n := text.Len(said); n > most {
		wrong.Add(field, fmt.Sprintf("C'est trop long : %s caractères, il en faut %s au plus.", text.Number(n), text.Number(most)))
	}
}

// By yields the records that concern a member: they proposed something, or have something to do. The last begun first.
func (s *Service) By(ctx context.Context, account string) iter.Seq2[Record, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Record], error) {
		return s.store.RecordsConcerning(ctx, OfAccount(account), req)
	})
}

// Clear takes the record of an event away. Done twice it is done once.
func (s *Service) Clear(ctx context.Context, event string) error {
	r, err := s.record(ctx, event)
	if err == nil {
		err = s.store.RemoveRecord(ctx, event)
	}
	if err == nil && len(r.Files) > 0 {
		s.vault.Dropped(context.WithoutCancel(ctx), document.IDs(r.Files))
	}
	return err
}

// Forget takes a member who leaves out of all records: what they proposed stays without their name when a host has taken it up, and goes
// otherwise; what they had to do is nobody's. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string) (err error) {
	defer fault.Wrap(&err, "minutes.Forget")
	for r, err := range s.By(ctx, account) {
		if err == nil {
			_, err = s.store.EditRecord(ctx, r.ID, func(r *Record) error { r.forget(account); r.remind(s.now()); return nil })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Record) forget(account string) {
	r.Topics = slices.DeleteFunc(slices.Clone(r.Topics), func(t Topic) bool { return t.By.Account == account && t.Minutes == 0 })
	for i := range r.Topics {
		if r.Topics[i].By.Account == account {
			r.Topics[i].By = viewer.Author{}
		}
	}
	r.Actions = slices.Clone(r.Actions)
	for i := range r.Actions {
		if r.Actions[i].Account == account {
			r.Actions[i].Who, r.Actions[i].Account, r.Actions[i].Page = "", "", ""
		}
	}
}
