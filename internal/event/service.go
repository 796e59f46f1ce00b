package event

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Authors says who may speak for a page.
type Authors interface {
	// Author lets v speak in the name of a page, as things stand at this instant. fault.SignedOut, fault.Forbidden.
	Author(ctx context.Context, v viewer.Viewer, page string) (viewer.Author, error)
}

// Renderer turns Markdown into safe HTML.
type Renderer interface {
	// Render returns sanitised HTML, or fault.Invalid when the text is too heavy to render.
	Render(markdown string) (string, error)
	// Words returns the text of what Render made, without its marks.
	Words(html string) string
	// Follow returns what Render made with links that search engines may follow.
	Follow(html string) string
}

// Namer knows the pages that words name.
type Namer interface {
	// Link returns HTML in which « @ » and the slug of a page leads to it, and the ids of these pages, each once.
	// fault.Invalid when too many are named.
	Link(ctx context.Context, html string) (linked string, pages []string, err error)
}

// Accounts knows who has an account.
type Accounts interface {
	// AccountOf returns the account of an address, empty when it has none.
	AccountOf(ctx context.Context, email string) (account string, err error)
	// Mailbox returns the address of an account and the name that it was opened with. fault.NotFound.
	Mailbox(ctx context.Context, account string) (email, name string, err error)
}

// Secrets knows addresses and links again without keeping them: see package trap.
type Secrets struct {
	Print func(email string) string
	Seal  func(of string) string
	Fits  func(of, word string) bool
}

// Service applies the rules of events.
type Service struct {
	store    Stores
	authors  Authors
	renderer Renderer
	known    func(commune string) bool
	accounts Accounts
	secrets  Secrets
	now      clock.Clock
	wake     func() // told of letters and notices that are owed
	screen   unseen.Screen
	names    Namer // nil: words name nobody
	payer    *debt.Payer
	circle   Circle   // nil: no page has a club
	index    func()   // nil: nobody pays debts of kind OwesIndex
	origins  Origins  // nil: no event is made of a conversation
	beside   Beside   // nil: nothing else is kept of an event
	album    Album    // nil: events have no image
	standing Standing // nil: every account does
	repeat   Repeat   // nil: nothing repeats
	towns    Towns    // nil: nothing stands on the map
	apart    Meets    // nil: everybody meets everybody
	asks     bool     // a service of addresses is asked where events are
}

// New returns a Service. Known reports whether an INSEE code is of a commune of the territory; wake is called after each write that
// may owe a letter.
func New(store Stores, authors Authors, renderer Renderer, known func(commune string) bool, now clock.Clock, wake func()) *Service {
	return &Service{store: store, authors: authors, renderer: renderer, known: known, now: now, wake: wake, payer: debt.NewPayer("arranging events", glance, 1)}
}

// Answered has people answer.
func (s *Service) Answered(a Accounts, secrets Secrets) *Service {
	s.accounts, s.secrets = a, secrets
	return s
}

// Screen has somebody look at words before they are published.
func (s *Service) Screen(look unseen.Screen) *Service {
	s.screen = look
	return s
}

// Naming has events name pages.
func (s *Service) Naming(n Namer) *Service {
	s.names = n
	return s
}

// Indexed has each event owe OwesIndex whenever what a visitor reads of it changes. wake is called after such a write.
func (s *Service) Indexed(wake func()) *Service {
	s.index = wake
	return s
}

// Beside takes away what other packages keep of an event that is no more. Done twice it is done once.
type Beside func(ctx context.Context, event string) error

// With has what is kept beside an event go with it.
func (s *Service) With(b Beside) *Service {
	s.beside = b
	return s
}

func (s *Service) clearBeside(ctx context.Context, event string) error {
	if s.beside == nil {
		return nil
	}
	return s.beside(ctx, event)
}

// owe owes that the roster knows e, and who searches. A draft is nothing to either.
func (s *Service) owe(e *Event) {
	e.oweTerms(s.now())
	s.oweIndex(e)
	s.owePlace(e)
}

func (s *Service) oweIndex(e *Event) {
	if s.index != nil && !e.Draft {
		e.Owes.Owe(id.New(), OwesIndex, s.now())
	}
}

// Knows reports whether a commune is of the territory.
func (s *Service) Knows(commune string) bool { return commune != "" && s.known(commune) }

// Now is the time that rules go by.
func (s *Service) Now() time.Time { return s.now() }

// reserved are the slugs that the site's own URLs use.
var reserved = []string{"nouveau", "passes", "organises", "importer", "mois", "carte"}

// Announce makes an event, or keeps a draft, in the name of the page d.Voice. Sent twice with the same Key it makes one and returns
// it. Errors: fault.SignedOut; fault.Forbidden for a page that v may not speak for; fault.Fields.
func (s *Service) Announce(ctx context.Context, v viewer.Viewer, d Draft) (_ Event, err error) {
	defer fault.Wrap(&err, "event.Announce")
	by, err := s.authors.Author(ctx, v, d.Voice)
	if err != nil {
		return Event{}, err
	}
	if d.From != nil {
		if err := s.Proposes(ctx, v, *d.From); err != nil {
			return Event{}, err
		}
	}
	e := Event{ID: d.Key, By: by, Created: s.now(), Draft: d.Later, From: d.From}
	if !id.Valid(e.ID) {
		e.ID = id.New()
	}
	if err := s.fill(ctx, &e, d); err != nil {
		return e, err
	}
	e.schedule(by.Account)
	if err := s.look(ctx, v, &e); err != nil {
		return e, err
	}
	s.publish(&e, e.Created)
	e.oweNaming(nil, e.Created)
	return s.insert(ctx, e)
}

// fill writes a draft into e, with links to the pages that its words name.
func (s *Service) fill(ctx context.Context, e *Event, d Draft) error {
	if err := d.fill(e, s.known, s.renderer, s.now()); err != nil {
		return err
	}
	if err := s.gathers(ctx, e); err != nil || s.names == nil {
		return err
	}
	html, named, err := s.names.Link(ctx, e.HTML)
	if errors.Is(err, fault.Invalid) {
		return fault.Fields{FieldBody: "Vous nommez trop de pages avec « @ » : dix au plus dans un même texte."}
	}
	if err == nil {
		e.HTML, e.Named = html, named
	}
	return err
}

// Check returns the HTML that a draft would make, or fault.Fields; it writes nothing. Was is what is edited; the zero Event for a new one.
func (s *Service) Check(ctx context.Context, d Draft, was Event) (html string, err error) {
	if was.By.Page == "" {
		was.By.Page = d.Voice
	}
	err = s.fill(ctx, &was, d)
	return was.HTML, err
}

// look asks what comes of the words of an event, and writes it down; a draft is nobody's business.
func (s *Service) look(ctx context.Context, v viewer.Viewer, e *Event) error {
	if e.Draft {
		return nil
	}
	seen, err := s.screen.Look(ctx, v, unseen.Words{Kind: "evenement", ID: e.ID, Title: e.Title, Text: e.Words(), HTML: e.HTML, By: viewer.Author{Page: e.By.Page, Account: v.Account}})
	if seen.Mark != nil {
		e.Down = seen.Mark
	}
	if seen.Follow {
		e.HTML = s.renderer.Follow(e.HTML)
	}
	return err
}

// publish dates an event that can be read for the first time, and has its roster know it.
func (s *Service) publish(e *Event, at time.Time) {
	if e.Draft {
		return
	}
	e.oweGather(s)
	if e.Published.IsZero() {
		e.Published = at
		e.oweNews(at)
	}
	s.owe(e)
}

// insert tries slugs until one is free. A taken id means that the same form came twice.
func (s *Service) insert(ctx context.Context, e Event) (Event, error) {
	for try := range tries {
		if e.Series != "" {
			try++ // each date has its day in its address
		}
		e.Slug, e.Concealed = slug(&e, try), false
		e.conceal()
		err := s.store.InsertEvent(ctx, e)
		var taken fault.Taken
		switch {
		case err == nil:
			s.ring()
			return s.store.Event(ctx, e.ID)
		case errors.As(err, &taken) && taken.Field == "id":
			return s.again(ctx, e)
		case !errors.As(err, &taken):
			return e, err
		}
	}
	return e, fmt.Errorf("no free slug for %q: %w", e.Title, fault.Conflict)
}

func (s *Service) ring() {
	s.payer.Wake()
	s.wake()
	if s.index != nil {
		s.index()
	}
}

// again answers a form that was sent twice: the event it made, if it is the same author's.
func (s *Service) again(ctx context.Context, e Event) (Event, error) {
	was, err := s.store.Event(ctx, e.ID)
	switch {
	case err != nil:
		return Event{}, err
	case was.By.Account != e.By.Account:
		return Event{}, fault.Taken{Field: "id"}
	case was.IsDeleted():
		return Event{}, fault.Gone
	}
	return was, nil
}

// How often a free slug is looked for, and how many events of one title on one day get a number.
const (
	tries    = 20
	numbered = 10
)

// slug proposes the title, the title and the day, then numbers, then a part of the id: what meets every month has a day in its address.
func slug(e *Event, try int) string {
	base := text.Slug(e.Title)
	if try == 0 && !slices.Contains(reserved, base) {
		return base
	}
	day, _, _ := e.Start.typed()
	switch base += "-" + day; {
	case try <= 1:
		return base
	case try >= numbered:
		return base + "-" + e.ID[max(0, len(e.ID)-8):]
	}
	return base + "-" + strconv.Itoa(try)
}

// BySlug returns an event as v may see it. Errors: fault.NotFound, also of a draft of others; fault.Gone once it is deleted.
func (s *Service) BySlug(ctx context.Context, v viewer.Viewer, slug string) (_ Event, err error) {
	defer fault.Wrap(&err, "event.BySlug(%.80q)", slug)
	e, err := s.store.EventBySlug(ctx, slug)
	return s.seen(ctx, v, e, true, err)
}

// Get returns an event as v may see it. Errors: fault.NotFound, fault.Gone.
func (s *Service) Get(ctx context.Context, v viewer.Viewer, id string) (_ Event, err error) {
	defer fault.Wrap(&err, "event.Get(%.40q)", id)
	e, err := s.store.Event(ctx, id)
	return s.seen(ctx, v, e, false, err)
}

// Can reports whether v runs e: may speak for the page that announces it, or for one that hosts it. Who announces alone may change it: see
// Owns.
func (s *Service) Can(ctx context.Context, v viewer.Viewer, e *Event) bool {
	return s.Owns(ctx, v, e) || s.hosts(ctx, v, e, false)
}

// Mine returns an event to who may change it: those who may speak for the page that announces it. Errors: fault.SignedOut, fault.Forbidden, fault.NotFound; fault.Gone.
func (s *Service) Mine(ctx context.Context, v viewer.Viewer, slug string) (_ Event, err error) {
	defer fault.Wrap(&err, "event.Mine(%.80q)", slug)
	if !v.SignedIn() {
		return Event{}, fault.SignedOut
	}
	e, err := s.store.EventBySlug(ctx, slug)
	if e, err = s.seen(ctx, v, e, true, err); err == nil {
		_, err = s.authors.Author(ctx, v, e.By.Page)
	}
	if err != nil {
		return Event{}, err
	}
	return e, nil
}

// standard is how many events a page of a list shows.
const standard = 20

// List returns events that people can read.
func (s *Service) List(ctx context.Context, f Filter, req page.Req) (page.Of[Event], error) {
	return s.store.Events(ctx, f, req.Clamp(standard))
}

// Count counts events that people can read, up to most.
func (s *Service) Count(ctx context.Context, f Filter, most int) (int, error) {
	return s.store.CountEvents(ctx, f, most)
}

// Drafts lists the drafts of a page, the last made first. Errors: fault.SignedOut, fault.Forbidden.
func (s *Service) Drafts(ctx context.Context, v viewer.Viewer, pageID string, req page.Req) (page.Of[Event], error) {
	if _, err := s.authors.Author(ctx, v, pageID); err != nil {
		return page.Of[Event]{}, err
	}
	return s.store.EventsConcerning(ctx, draftsOf(pageID), req.Clamp(standard))
}
