package event

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Audience is whom an event is for.
type Audience string

// The audiences. Who organises an event sees it whatever its audience.
const (
	Everybody Audience = ""
	Members   Audience = "membres" // of the club of the page that announces it
	Invited   Audience = "invites" // who has its address, which holds a secret; and who has answered
)

// Audiences lists them as forms propose them.
var Audiences = [...]Audience{Everybody, Members, Invited}

// FieldFor is the form field of the audience, a key of fault.Fields.
const FieldFor = "pour_qui"

// Circle knows who is in the club of a page.
type Circle interface {
	// Gathers reports whether a page has a room that is open.
	Gathers(ctx context.Context, page string) (bool, error)
	// In reports whether an account is a member of the club of a page.
	In(ctx context.Context, account, page string) (bool, error)
}

// Within has events be for the members of clubs.
func (s *Service) Within(c Circle) *Service {
	s.circle = c
	return s
}

// CanSee reports whether v may see e, whatever becomes of it: every outlet asks it, or holds only what is for Everybody (see
// Event.Shelves). Who is asked to host it sees it, to decide. Addressed says that v came by the address of e: that of an event for who is invited is a secret. To all others an
// event is as one that never was.
func (s *Service) CanSee(ctx context.Context, v viewer.Viewer, e *Event, addressed bool) (bool, error) {
	if !e.Draft && (e.For == Everybody || e.For == Invited && addressed) || s.Owns(ctx, v, e) || s.hosts(ctx, v, e, true) {
		return true, nil
	}
	if e.Draft || !v.SignedIn() {
		return false, nil
	}
	if e.For == Members {
		return s.within(ctx, v.Account, e.By.Page)
	}
	_, err := s.Of(ctx, v, e)
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

func (s *Service) within(ctx context.Context, account, page string) (bool, error) {
	if s.circle == nil || page == "" {
		return false, nil
	}
	return s.circle.In(ctx, account, page)
}

// seen is what was read, to who may see it. Errors: fault.NotFound to who may not, those of Event.Unseen.
func (s *Service) seen(ctx context.Context, v viewer.Viewer, e Event, addressed bool, err error) (Event, error) {
	sees := false
	if err == nil {
		sees, err = s.CanSee(ctx, v, &e, addressed)
	}
	switch {
	case err == nil && !sees:
		err = fault.NotFound
	case err == nil:
		err = e.Unseen()
	}
	if err != nil {
		return Event{}, err
	}
	return e, nil
}

// Hears reports whether who gave an answer may be told of the event: who has left the club may not. That a deleted event does not take
// place all may know.
func (s *Service) Hears(ctx context.Context, e *Event, a *Answer) (bool, error) {
	if e.IsDeleted() {
		return true, nil
	}
	return s.CanSee(ctx, viewer.Viewer{Account: a.Account}, e, true)
}

// Public returns an event that everybody may find. Errors: fault.NotFound, fault.Gone.
func (s *Service) Public(ctx context.Context, slug string) (_ Event, err error) {
	defer fault.Wrap(&err, "event.Public(%.80q)", slug)
	e, err := s.store.EventBySlug(ctx, slug)
	return s.seen(ctx, viewer.Viewer{}, e, false, err)
}

// ForMembers lists what a page announces to the members of its club alone. Errors: fault.NotFound for all others.
func (s *Service) ForMembers(ctx context.Context, v viewer.Viewer, pageID string, past bool, req page.Req) (page.Of[Event], error) {
	sees, err := s.CanSee(ctx, v, &Event{By: viewer.Author{Page: pageID}, For: Members}, false)
	if err == nil && !sees {
		err = fault.NotFound
	}
	if err != nil {
		return page.Of[Event]{}, err
	}
	return s.List(ctx, Filter{Circle: pageID, Past: past}, req)
}

// OfPages lists what some pages announce or host for everybody and, of those in circles, for the members of their clubs: v is to be a member
// of each. What is over is listed with past. Errors: fault.NotFound for who is not.
func (s *Service) OfPages(ctx context.Context, v viewer.Viewer, pages, circles []string, past bool, req page.Req) (_ page.Of[Event], err error) {
	defer fault.Wrap(&err, "event.OfPages")
	var filters []Filter
	for _, p := range pages {
		filters = append(filters, Filter{Page: p, Past: past})
	}
	for _, p := range circles {
		sees, err := s.CanSee(ctx, v, &Event{By: viewer.Author{Page: p}, For: Members}, false)
		if err == nil && !sees {
			err = fault.NotFound
		}
		if err != nil {
			return page.Of[Event]{}, err
		}
		filters = append(filters, Filter{Circle: p, Past: past})
	}
	return s.store.EventsAmong(ctx, filters, req.Clamp(standard))
}

// Organised is one of the lists of what somebody announced or accepted to host, what is for few people and what moderation holds too.
type Organised struct {
	Past   bool // what is over, the last first; else what is to come, the soonest first
	Drafts bool // the drafts alone, the soonest first
}

// Organised lists what somebody announced or accepted to host. Errors: fault.SignedOut.
func (s *Service) Organised(ctx context.Context, v viewer.Viewer, which Organised, req page.Req) (page.Of[Event], error) {
	if !v.SignedIn() {
		return page.Of[Event]{}, fault.SignedOut
	}
	list, err := s.store.Events(ctx, Filter{Account: v.Account, Past: which.Past, Drafts: which.Drafts}, req.Clamp(standard))
	list.Items = slices.DeleteFunc(slices.Clone(list.Items), func(e Event) bool { return e.IsDeleted() || !s.Can(ctx, v, &e) })
	return list, err
}

// whom fills in the audience. What was announced is never for fewer people than it was: they know of it.
func (d Draft) whom(e *Event, wrong fault.Fields) {
	was := e.For
	e.For = d.For
	switch {
	case !slices.Contains(Audiences[:], d.For):
		e.For = was
		wrong.Add(FieldFor, "Dites pour qui est cet événement.")
	case !e.Draft && !e.Published.IsZero() && d.For != was && d.For != Everybody:
		wrong.Add(FieldFor, "Cet événement est déjà annoncé : on peut seulement l'ouvrir à tous. Pour le réserver, annulez-le et annoncez-le à nouveau.")
	}
}

// gathers says what is wrong with an audience that there is not.
func (s *Service) gathers(ctx context.Context, e *Event) error {
	if e.For != Members {
		return nil
	}
	gathers, err := s.circle != nil, error(nil)
	if gathers {
		gathers, err = s.circle.Gathers(ctx, e.By.Page)
	}
	if err == nil && !gathers {
		return fault.Fields{FieldFor: "Cette page n'a pas de salle ouverte, donc pas de membres : ouvrez la salle du club, ou choisissez pour qui d'autre."}
	}
	return err
}

// conceal gives e an address that nobody guesses, once it is for who is invited.
func (e *Event) conceal() {
	if e.For == Invited && !e.Concealed {
		e.Slug, e.Concealed = fmt.Sprintf("%.40s-%.32s", text.Slug(e.Title), id.Digest(id.Secret())), true
	}
}
