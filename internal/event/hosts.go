package event

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/viewer"
)

// Host is a page that is asked to host an event with the one that announces it. Until it accepts nobody else is shown it.
type Host struct {
	Page     string    `json:"page"`
	Account  string    `json:"account,omitempty"` // that accepted: it finds the event among its own; never shown
	Asked    time.Time `json:"asked"`
	Accepted time.Time `json:"accepted,omitzero"`
}

// MostHosts is how many pages may be asked to host one event.
const MostHosts = 5

// FieldHost is the form field that names a page, a key of fault.Fields.
const FieldHost = "fiche"

// OwesAsk is the debt of telling those who may speak for a page that it is asked: there is one for each, and its From is the page. See
// package notify.
const OwesAsk = "accueillir"

// OwesAnswered is the debt of telling who announces an event what a page that was asked answers: its From is hostsYes or hostsNo and the
// page. See package notify.
const OwesAnswered = "accueil-repondu"

// What a page answers that was asked to host.
const (
	hostsYes = "oui "
	hostsNo  = "non "
)

// Answered reads a debt of kind OwesAnswered: which page answered, and whether it hosts; so is it still as it was said. Of a page that says
// something else meanwhile nobody is told.
func (e *Event) Answered(d debt.Debt) (page string, hosts, so bool) {
	page, hosts = strings.CutPrefix(d.From, hostsYes)
	if !hosts {
		page = strings.TrimPrefix(d.From, hostsNo)
	}
	h, asked := e.host(page)
	return page, hosts, hosts == h.IsHost() && hosts == asked
}

// oweAnswered owes the word of a page, and none that it makes old.
func (e *Event) oweAnswered(answer, page string, now time.Time) {
	e.Owes = slices.DeleteFunc(slices.Clone(e.Owes), func(d debt.Debt) bool {
		return d.Kind == OwesAnswered && (d.From == hostsYes+page || d.From == hostsNo+page)
	})
	e.Owes = append(e.Owes, debt.Debt{ID: id.New(), Kind: OwesAnswered, Due: now, From: answer + page})
}

// IsHost reports whether a page has accepted to host.
func (h Host) IsHost() bool { return !h.Accepted.IsZero() }

// host returns what is kept of a page that was asked; false when it was not.
func (e *Event) host(page string) (Host, bool) {
	i := slices.IndexFunc(e.Hosts, func(h Host) bool { return h.Page == page })
	if i < 0 {
		return Host{}, false
	}
	return e.Hosts[i], true
}

// Awaits reports whether a page was asked to host e, and has not answered.
func (e *Event) Awaits(page string) bool {
	h, asked := e.host(page)
	return asked && !h.IsHost()
}

// Runners are the pages that run e: the one that announces it, and those that host it.
func (e *Event) Runners() []string {
	pages := []string{e.By.Page}
	for _, h := range e.Hosts {
		if h.IsHost() {
			pages = append(pages, h.Page)
		}
	}
	return pages
}

// hostedBy is what the events are listed by that a page was asked to host.
func hostedBy(page string) string { return "accueil:" + page }

// Owns reports whether v may speak for the page that announces e.
func (s *Service) Owns(ctx context.Context, v viewer.Viewer, e *Event) bool {
	return s.speaks(ctx, v, e.By.Page)
}

func (s *Service) speaks(ctx context.Context, v viewer.Viewer, page string) bool {
	if !v.SignedIn() || page == "" {
		return false
	}
	_, err := s.authors.Author(ctx, v, page)
	return err == nil
}

// hosts reports whether v may speak for a page that hosts e: with asked, also for one that was asked and has not answered.
func (s *Service) hosts(ctx context.Context, v viewer.Viewer, e *Event, asked bool) bool {
	return slices.ContainsFunc(e.Hosts, func(h Host) bool { return (asked || h.IsHost()) && s.speaks(ctx, v, h.Page) })
}

// Held returns an event to those who run it: see Can. Errors: as Mine.
func (s *Service) Held(ctx context.Context, v viewer.Viewer, slug string) (_ Event, err error) {
	defer fault.Wrap(&err, "event.Held(%.80q)", slug)
	if !v.SignedIn() {
		return Event{}, fault.SignedOut
	}
	e, err := s.store.EventBySlug(ctx, slug)
	if e, err = s.seen(ctx, v, e, true, err); err == nil && !s.Can(ctx, v, &e) {
		err = fault.Forbidden
	}
	if err != nil {
		return Event{}, err
	}
	return e, nil
}

// AskHost asks a page to host an event with the one that announces it. Asked twice it is asked once, and told once however often it
// declines. Errors: as Mine; ErrCancelled; fault.Conflict once it is over; fault.Fields.
func (s *Service) AskHost(ctx context.Context, v viewer.Viewer, slug, page string) (err error) {
	defer fault.Wrap(&err, "event.AskHost(%.80q)", slug)
	was, err := s.Mine(ctx, v, slug)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, was.ID, func(e *Event) error {
		_, asked := e.host(page)
		switch {
		case e.IsCancelled():
			return ErrCancelled
		case !s.now().Before(e.End.At):
			return fault.Conflict
		case asked:
			return nil
		case page == e.By.Page:
			return fault.Fields{FieldHost: "C'est déjà cette page qui l'annonce : choisissez-en une autre."}
		case len(e.Hosts) >= MostHosts:
			return fault.Fields{FieldHost: "Cinq pages au plus : retirez-en une d'abord."}
		}
		e.Hosts = append(slices.Clone(e.Hosts), Host{Page: page, Asked: s.now()})
		e.Owes = append(e.Owes, debt.Debt{ID: id.Named("accueillir", e.ID+"\x00"+page), Kind: OwesAsk, Due: s.now(), From: page})
		return nil
	})
	return err
}

// AcceptHost has a page host an event that it was asked to. Done twice it is done once. Errors: fault.SignedOut; fault.NotFound when it
// was not asked, or by who may not speak for it; fault.Gone; ErrCancelled. Who announces is told. Its words are as they were: it reads no
// « Modifié », and a form that is open stays good.
func (s *Service) AcceptHost(ctx context.Context, v viewer.Viewer, slug, page string) (err error) {
	defer fault.Wrap(&err, "event.AcceptHost(%.80q)", slug)
	was, err := s.asked(ctx, v, slug, page, false)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, was.ID, func(e *Event) error {
		i := slices.IndexFunc(e.Hosts, func(h Host) bool { return h.Page == page })
		switch {
		case i < 0:
			return fault.NotFound
		case e.IsCancelled():
			return ErrCancelled
		case e.Hosts[i].IsHost():
			return nil
		}
		e.Hosts = slices.Clone(e.Hosts)
		e.Hosts[i].Accepted, e.Hosts[i].Account = s.now(), v.Account
		e.oweAnswered(hostsYes, page, s.now())
		return nil
	})
	return err
}

// DropHost takes a page away from those that host an event, or were asked to: by who may speak for it, or for the page that announces.
// One that is not among them is no error. Errors: fault.SignedOut; fault.NotFound for all others; fault.Gone.
func (s *Service) DropHost(ctx context.Context, v viewer.Viewer, slug, page string) (err error) {
	defer fault.Wrap(&err, "event.DropHost(%.80q)", slug)
	was, err := s.asked(ctx, v, slug, page, true)
	if err != nil {
		return err
	}
	return s.dropHost(ctx, was.ID, page, s.speaks(ctx, v, page) && !s.Owns(ctx, v, &was))
}

// asked returns an event to who may say whether a page hosts it; with owner, to who announces it too.
func (s *Service) asked(ctx context.Context, v viewer.Viewer, slug, page string, owner bool) (Event, error) {
	if !v.SignedIn() {
		return Event{}, fault.SignedOut
	}
	e, err := s.store.EventBySlug(ctx, slug)
	e, err = s.seen(ctx, v, e, true, err)
	if err != nil {
		return e, err
	}
	if _, asked := e.host(page); owner && s.Owns(ctx, v, &e) || asked && s.speaks(ctx, v, page) {
		return e, nil
	}
	return Event{}, fault.NotFound
}

// dropHost takes a page away; with tells, who announces is told that it does not host.
func (s *Service) dropHost(ctx context.Context, event, page string, tells bool) error {
	_, err := s.store.UpdateEvent(ctx, event, func(e *Event) error {
		if _, asked := e.host(page); !asked {
			return nil
		}
		e.Hosts = slices.DeleteFunc(slices.Clone(e.Hosts), func(h Host) bool { return h.Page == page })
		e.Owes = slices.DeleteFunc(slices.Clone(e.Owes), func(d debt.Debt) bool { return d.Kind == OwesAsk && d.From == page })
		if tells {
			e.oweAnswered(hostsNo, page, s.now())
		}
		return nil
	})
	if err == nil {
		s.ring()
	}
	return orGone(err)
}

// forgetHost takes an erased page away from all that it hosts. Done twice it is done once.
func (s *Service) forgetHost(ctx context.Context, page string) error {
	for e, err := range s.concerning(ctx, hostedBy(page)) {
		if err == nil {
			err = s.dropHost(ctx, e.ID, page, false)
		}
		if err != nil && !errors.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}
