package web

import (
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
	"partant/views"
)

// events is the list of events.
func (s *site) events(c *fiber.Ctx) error {
	p := views.EventsPage{Towns: s.talkTowns()}
	f, days, err := s.eventAsk(c, &p)
	if err != nil {
		return err
	}
	after, err := page.ParseCursor(p.Ask.After)
	if err != nil {
		return fault.NotFound
	}
	list, err := s.Events.List(c.UserContext(), f, page.Req{Cursor: after})
	if err == nil {
		p.List, err = s.metCards(c, list.Items)
	}
	if err == nil && !days.IsZero() && after.IsZero() {
		p.Running, err = s.running(c, f, days)
	}
	if err != nil {
		return err
	}
	if !list.Next.IsZero() {
		next := p.Ask
		next.After = list.Next.String()
		p.Next = next.URL()
	}
	if p.Month = s.Now(); !days.IsZero() {
		p.Month = days.First
	}
	p.Month = event.Month(p.Month).First
	title := "Événements"
	if p.Town != "" {
		title += " à " + p.Town
	}
	p.Chrome = s.chrome(c, title, views.NavEvents)
	p.Chrome.Description = "Petits déjeuners, ateliers et soirées des entreprises, des clubs et des institutions " + s.Site.Region.Of + "."
	p.Chrome.NoIndex = p.Ask != views.EventAsk{Commune: p.Ask.Commune} || len(p.List) == 0 || len(p.Lost)+len(p.Notes) > 0
	if p.Ask.After == "" {
		p.Chrome.Canonical = s.canonical(p.Ask.URL())
	}
	p.Agenda = s.agenda(p.Ask.Agenda())
	p.Chrome.Agenda = p.Agenda
	return s.showCommon(c, p.Common())
}

// metCards are the cards of events whose hosts the reader meets.
func (s *site) metCards(c *fiber.Ctx, list []event.Event) ([]views.EventCard, error) {
	list, err := met(s, c, list, func(e *event.Event) string { return e.By.Page })
	if err != nil {
		return nil, err
	}
	return s.eventCards(c, list)
}

// running are those that had begun before the days that are asked for, and go on: on the list that they are on now.
func (s *site) running(c *fiber.Ctx, f event.Filter, days event.Span) ([]views.EventCard, error) {
	list, err := s.Events.Running(c.UserContext(), f, days)
	if err != nil {
		return nil, err
	}
	var same []event.Event
	for i := range list {
		if list[i].Over == f.Past {
			same = append(same, list[i])
		}
	}
	return s.metCards(c, same)
}

// eventAsk reads the address. What it does not know it leaves out, and says so: a shared link never fails. Days are those asked for.
func (s *site) eventAsk(c *fiber.Ctx, p *views.EventsPage) (f event.Filter, days event.Span, err error) {
	p.Ask.After = c.Query(views.ParamAfter)
	f.Past = c.Query(views.ParamPast) != ""
	if f, err = s.eventNarrow(c, p, f); err != nil {
		return f, days, err
	}
	days = s.eventDays(c, p)
	if !days.IsZero() {
		p.Days = views.Days(days.First.In(clock.Paris), days.Last.In(clock.Paris))
		f = f.During(days)
		p.Gone = !days.End().After(s.Now())
		f.Past = f.Past || p.Gone // a link that was shared in time goes on showing those days
	}
	p.Ask.Past = f.Past
	return f, days, nil
}

// eventNarrow reads what is asked for but days: where, what and who.
func (s *site) eventNarrow(c *fiber.Ctx, p *views.EventsPage, f event.Filter) (event.Filter, error) {
	if name := text.Line(c.Query(views.ParamTalkTown)); name != "" {
		if town, ok := s.townCalled(text.Cut(name, maxTextLength)); ok {
			p.Town, p.Ask.Commune, f.Commune = town.Name, town.Slug, town.INSEE
		} else {
			p.Lost = append(p.Lost, text.Cut(name, mostQuoted))
		}
	}
	f.Tag = text.Cut(text.Line(c.Query(views.ParamEventTag)), event.MaxTag)
	p.Ask.Tag = f.Tag
	name := text.Line(c.Query(views.ParamBy))
	if name == "" {
		return f, nil
	}
	by, err := s.Profiles.BySlug(c.UserContext(), viewer.Viewer{}, text.Slug(text.Cut(name, maxTextLength)))
	if err == nil {
		err = s.see(c, by.ID)
	}
	switch {
	case errors.Is(err, fault.NotFound), errors.Is(err, fault.Gone):
		p.Lost = append(p.Lost, text.Cut(name, mostQuoted))
	case err != nil:
		return f, err
	default:
		p.By, p.Ask.By, f.Page = by.Name, by.Slug, by.ID
	}
	return f, nil
}

// eventDays reads which days are asked for: by a word, or from one to another.
func (s *site) eventDays(c *fiber.Ctx, p *views.EventsPage) event.Span {
	switch p.Ask.When = c.Query(views.ParamWhen); p.Ask.When {
	case views.WhenToday:
		return event.On(s.Now())
	case views.WhenWeek:
		return event.Week(s.Now())
	case views.WhenMonth:
		return event.Month(s.Now())
	}
	p.Ask.When = ""
	from, to := s.eventDay(c, p, views.ParamFrom), s.eventDay(c, p, views.ParamUntil)
	switch {
	case from.IsZero():
		from = to
	case to.IsZero():
		to = from
	case to.Before(from):
		from, to = to, from
		p.Notes = append(p.Notes, "La fin était avant le début : nous avons échangé les deux dates.")
	}
	if from.IsZero() {
		return event.Span{}
	}
	p.Ask.From, p.Ask.To = from.Format(time.DateOnly), to.Format(time.DateOnly)
	return event.Span{First: from, Last: to}
}

// eventDay reads a day as browsers send it, or as French people write it.
func (s *site) eventDay(c *fiber.Ctx, p *views.EventsPage, name string) time.Time {
	typed := text.Line(c.Query(name))
	for _, layout := range []string{time.DateOnly, "2/1/2006", "2-1-2006", "2.1.2006"} {
		if day, err := time.ParseInLocation(layout, typed, clock.Paris); err == nil && day.Year() >= 1970 && day.Year() < 2200 {
			return day
		}
	}
	if typed != "" {
		p.Notes = append(p.Notes, "Nous n'avons pas lu la date « "+text.Cut(typed, mostQuoted)+" » : écrivez-la comme 08/01/2027.")
	}
	return time.Time{}
}
