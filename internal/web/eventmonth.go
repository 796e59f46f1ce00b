package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/views"
)

// monthsPast is how far back the calendar can be leafed; forward it goes as far as events may be announced.
const monthsPast = 120

// monthsRead is how many months from now programs that read whole sites are led to.
const monthsRead = 12

// thisMonth leads to the calendar of the present month.
func (s *site) thisMonth(c *fiber.Ctx) error {
	ask := views.EventAsk{Commune: c.Query(views.ParamTalkTown), Tag: c.Query(views.ParamEventTag), By: c.Query(views.ParamBy), Month: s.Now().In(clock.Paris).Format(views.MonthLayout)}
	return c.Redirect(ask.URL(), fiber.StatusFound)
}

// eventsMonth is the calendar of a month.
func (s *site) eventsMonth(c *fiber.Ctx) error {
	asked := c.Params("month")
	month, err := time.ParseInLocation(views.MonthLayout, asked, clock.Paris)
	now := event.Month(s.Now()).First
	if err != nil || month.Before(now.AddDate(0, -monthsPast, 0)) || month.After(s.Now().Add(event.AheadMost)) {
		return fault.NotFound
	}
	p := views.EventsMonthPage{EventsPage: views.EventsPage{Towns: s.talkTowns(), Month: month}}
	f, err := s.eventNarrow(c, &p.EventsPage, event.Filter{})
	if err != nil {
		return err
	}
	p.Ask.Month, p.Days = asked, views.Days(month, event.Month(month).Last)
	days, err := s.Events.Calendar(c.UserContext(), f, event.Month(month))
	if err != nil {
		return err
	}
	if p.Weeks, err = s.weeks(c, days); err != nil {
		return err
	}
	if before := month.AddDate(0, -1, 0); !before.Before(now.AddDate(0, -monthsPast, 0)) {
		p.Prev = before
	}
	if after := month.AddDate(0, 1, 0); !after.After(s.Now().Add(event.AheadMost)) {
		p.After = after
	}
	p.Now = now
	p.Far = month.Before(now.AddDate(0, -monthsRead, 0)) || month.After(now.AddDate(0, monthsRead, 0))
	p.Chrome = s.chrome(c, "Événements "+p.Days, views.NavEvents)
	p.Chrome.Description = "Le calendrier des petits déjeuners, des ateliers et des soirées " + s.Site.Region.Of + ", " + p.Days + "."
	p.Chrome.NoIndex = p.Far || p.Empty() || len(p.Lost) > 0 || p.Ask != views.EventAsk{Month: asked}
	p.Chrome.Canonical = s.canonical(p.Ask.URL())
	p.Agenda = s.agenda(p.Ask.Agenda())
	p.Chrome.Agenda = p.Agenda
	return s.showCommon(c, p.Common())
}

// weeks are the days of a month as they stand in a calendar, which begins on Monday.
func (s *site) weeks(c *fiber.Ctx, days []event.Day) (weeks [][]views.MonthDay, err error) {
	var all []event.Event
	for i := range days {
		all = append(all, days[i].Events...)
	}
	all, err = met(s, c, all, func(e *event.Event) string { return e.By.Page })
	if err != nil {
		return nil, err
	}
	cards, err := s.eventCards(c, all)
	if err != nil {
		return nil, err
	}
	known := map[string]views.EventCard{}
	for i := range all {
		known[all[i].ID] = cards[i]
	}
	today := s.Now().In(clock.Paris).Format(time.DateOnly)
	for i := range days {
		d := views.MonthDay{Date: days[i].Date, Today: days[i].Date.Format(time.DateOnly) == today, More: days[i].More, Most: days[i].More == event.MoreMost}
		for _, e := range days[i].Events {
			if card, ok := known[e.ID]; ok {
				d.List = append(d.List, card)
			}
		}
		nth := (int(d.Date.Weekday()) + 6) % 7
		if nth == 0 || len(weeks) == 0 {
			weeks = append(weeks, make([]views.MonthDay, 7))
		}
		weeks[len(weeks)-1][nth] = d
	}
	return weeks, nil
}
