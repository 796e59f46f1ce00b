package web

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/minutes"
	"partant/views"
)

// minutesPage is /evenements/{slug}/compte-rendu.
func (s *site) minutesPage(c *fiber.Ctx) error { return s.showMinutes(c, "", nil) }

// showMinutes draws the minutes of an event; wrong is what was refused of a document, and legend what was said of it.
func (s *site) showMinutes(c *fiber.Ctx, legend string, wrong fault.Fields) error {
	t, err := s.talkedAt(c)
	if err == nil && !t.record.IsPublished() {
		err = fault.NotFound
	}
	if err != nil {
		return err
	}
	r := &t.record
	p := views.MinutesPage{Chrome: s.chrome(c, "Compte rendu : "+t.event.Title, views.NavEvents), Event: t.event.ID, Card: t.card, HTML: r.HTML, At: views.Moment(r.Published.In(clock.Paris)), Public: r.Public, Hosts: t.at.Hosts, Legend: legend, Wrong: wrong, Left: minutes.MostFiles - len(r.Files)}
	p.Photos, p.Files = views.PhotosAmong(r.Files)
	p.Chrome.NoIndex = !r.Public || t.card.By.Example
	if r.Edited.After(r.Published) {
		p.Edited = views.Moment(r.Edited.In(clock.Paris))
	}
	for _, one := range r.Topics {
		if one.Minutes > 0 || one.HTML != "" {
			p.Topics = append(p.Topics, views.SaidTopic{Title: one.Title, HTML: one.HTML})
		}
	}
	if err := s.fillActions(c, &t, &p); err != nil {
		return err
	}
	said, err := s.praise(c, []praised{minutesPraised(&t.event)})
	if err != nil {
		return err
	}
	p.Reactions = said[0]
	return show(c, views.Minutes(p))
}

// fillActions adds what is to be done, and by whom.
func (s *site) fillActions(c *fiber.Ctx, t *talkedOf, p *views.MinutesPage) error {
	var pages []string
	for _, a := range t.record.Actions {
		pages = append(pages, a.Page)
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	me := who(c).viewer().Account
	for i := range t.record.Actions {
		a := &t.record.Actions[i]
		line := s.actionLine(a, lines[a.Page])
		line.Can = t.at.Hosts || me != "" && a.Account == me
		p.Actions = append(p.Actions, line)
	}
	return err
}

// minutesForm is the form of minutes, filled with what is there.
func (s *site) minutesForm(c *fiber.Ctx) error {
	p, t, err := s.minutesFormOf(c)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, comer := range p.Comers {
		if comer.Account != "" {
			names[comer.Account] = comer.Name
		}
	}
	p.Draft = minutes.Filled(&t.record, func(a *minutes.Action) string {
		return cmp.Or(names[a.Account], a.Who)
	})
	return showMinutesForm(c, p)
}

// minutesFormOf is the empty form, for hosts.
func (s *site) minutesFormOf(c *fiber.Ctx) (p views.MinutesFormPage, t talkedOf, err error) {
	if t, err = s.talkedAt(c); err == nil && !t.at.Hosts {
		err = fault.Forbidden
	}
	if err != nil {
		return p, t, err
	}
	p = views.MinutesFormPage{Chrome: s.chrome(c, "Écrire le compte rendu", views.NavEvents), Card: t.card, Early: t.at.Off || s.Now().Before(t.at.Start), New: !t.record.IsPublished()}
	for _, one := range t.record.Topics {
		if one.Minutes > 0 || one.Body != "" {
			p.Topics = append(p.Topics, views.SaidTopic{ID: one.ID, Title: one.Title})
		}
	}
	p.Comers, err = s.comersOf(c, &t)
	return p, t, err
}

// blankLines is how many empty lines of actions a form has.
const blankLines = 3

func showMinutesForm(c *fiber.Ctx, p views.MinutesFormPage) error {
	for range blankLines {
		if len(p.Draft.Actions) < minutes.MostActions {
			p.Draft.Actions = append(p.Draft.Actions, minutes.Line{})
		}
	}
	if len(p.Wrong) > 0 {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.MinutesForm(p))
}

// saveMinutes publishes what the form holds.
func (s *site) saveMinutes(c *fiber.Ctx) error {
	p, t, err := s.minutesFormOf(c)
	if err != nil {
		return err
	}
	p.Draft = sentMinutes(c, p.Topics)
	if err = s.mayManage(c); err == nil {
		_, err = s.Minutes.Write(c.UserContext(), who(c).viewer(), t.event.Slug, p.Draft, p.Comers)
	}
	switch {
	case errors.Is(err, fault.Conflict):
		p.Conflict, p.Draft.At = true, t.record.Version()
		c.Status(fiber.StatusConflict)
		return showMinutesForm(c, p)
	case errors.Is(err, minutes.ErrEarly):
		p.Wrong = fault.Fields{minutes.FieldBody: "L'événement n'a pas commencé : le compte rendu s'écrit ensuite."}
		return showMinutesForm(c, p)
	case errors.As(err, &p.Wrong):
		return showMinutesForm(c, p)
	case err != nil:
		return err
	}
	s.say(c, views.ToneDone, "Le compte rendu est publié.")
	return seeOther(c, meetPath(t.event.Slug)+"/compte-rendu")
}

// sentMinutes is the form as it was sent.
func sentMinutes(c *fiber.Ctx, topics []views.SaidTopic) minutes.Draft {
	d := minutes.Draft{Body: typed(c, minutes.FieldBody), Public: typed(c, minutes.FieldPublic) != "", Notes: map[string]string{}}
	d.At, _ = strconv.ParseInt(typed(c, views.FieldAt), 10, 64) // unreadable: 0, as from a form that has none
	for _, t := range topics {
		d.Notes[t.ID] = typed(c, minutes.NotesField(t.ID))
	}
	for i := range minutes.MostActions {
		l := minutes.Line{ID: typed(c, views.ActionField(i)), What: typed(c, minutes.WhatField(i)), Who: typed(c, minutes.WhoField(i)), Until: typed(c, minutes.UntilField(i))}
		if strings.TrimSpace(l.What+l.Who+l.Until) != "" {
			d.Actions = append(d.Actions, l)
		}
	}
	return d
}
