package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/text"
	"partant/views"
)

// eventHostsPage is /evenements/{slug}/hotes, for who announces the event and for who was asked to host it.
func (s *site) eventHostsPage(c *fiber.Ctx) (event.Event, views.EventHostsPage, error) {
	ctx, v := c.UserContext(), who(c).viewer()
	e, err := s.Events.BySlug(ctx, v, c.Params("slug"))
	if err != nil {
		return e, views.EventHostsPage{}, err
	}
	p := views.EventHostsPage{Chrome: s.chrome(c, "Qui accueille", views.NavEvents), Owner: s.Events.Owns(ctx, v, &e), Purpose: e.Purpose, Full: len(e.Hosts) >= event.MostHosts}
	p.Chrome.NoIndex = true
	if p.List, err = s.eventHosts(c, &e); err != nil {
		return e, p, err
	}
	concerned := p.Owner
	for i := range p.List {
		concerned = concerned || p.List[i].Mine
	}
	if !concerned {
		return e, p, fault.Forbidden
	}
	cards, err := s.eventCards(c, []event.Event{e})
	if err == nil {
		p.Card = cards[0]
	}
	return e, p, err
}

// eventHosts are the pages that were asked to host an event; those that nobody sees any more are left out.
func (s *site) eventHosts(c *fiber.Ctx, e *event.Event) (all []views.EventHost, err error) {
	var pages []string
	for _, h := range e.Hosts {
		pages = append(pages, h.Page)
	}
	lines, err := s.bylines(c.UserContext(), pages)
	for _, h := range e.Hosts {
		by, seen := lines[h.Page]
		if err != nil || !seen {
			continue
		}
		one := views.EventHost{By: by, Accepted: h.IsHost()}
		if who(c).viewer().SignedIn() {
			one.Mine, err = s.speaksFor(c, h.Page)
		}
		all = append(all, one)
	}
	return all, err
}

func (s *site) eventHostsForm(c *fiber.Ctx) error {
	_, p, err := s.eventHostsPage(c)
	if err != nil {
		return err
	}
	return show(c, views.EventHosts(p))
}

// askEventHost asks a page to host an event: see pageNamed.
func (s *site) askEventHost(c *fiber.Ctx) error {
	e, p, err := s.eventHostsPage(c)
	if err != nil {
		return err
	}
	p.Typed = text.Line(typed(c, event.FieldHost))
	found, choice, wrong, err := s.pageNamed(c, p.Typed)
	if p.Choice = choice; wrong != "" {
		err = fault.Fields{event.FieldHost: wrong}
	}
	if err == nil {
		err = s.Limits.Allow(c.UserContext(), limit.Rework, limit.Member(who(c).account.ID))
	}
	if err == nil {
		err = s.Events.AskHost(c.UserContext(), who(c).viewer(), e.Slug, found)
	}
	if errors.As(err, &p.Wrong) {
		return show(c.Status(fiber.StatusUnprocessableEntity), views.EventHosts(p))
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "La demande est partie. Rien n'est montré tant que cette page n'a pas accepté.")
	return seeOther(c, meetPath(e.Slug)+"/hotes")
}

// answerEventHost accepts for a page, or takes it away.
func (s *site) answerEventHost(c *fiber.Ctx) error {
	ctx, v, slug, page := c.UserContext(), who(c).viewer(), c.Params("slug"), c.Params("id")
	if typed(c, views.FieldDo) != views.DoAccept {
		if err := s.Events.DropHost(ctx, v, slug, page); err != nil {
			return err
		}
		_, err := s.Events.BySlug(c.UserContext(), v, slug)
		s.say(c, views.ToneDone, "C'est noté : cette page n'accueille pas cet événement.")
		if err != nil { // it is not for them any more
			return seeOther(c, "/evenements")
		}
		return seeOther(c, meetPath(slug))
	}
	if err := s.Events.AcceptHost(ctx, v, slug, page); err != nil {
		return err
	}
	s.say(c, views.ToneDone, "C'est noté : vous accueillez cet événement ensemble.")
	return seeOther(c, meetPath(slug))
}
