package web

import (
	"net/url"

	"github.com/gofiber/fiber/v2"

	"partant/internal/calendar"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/viewer"
	"partant/views"
)

// eventsAgenda is /evenements.ics: what is announced, narrowed as the list is. Who follows one commune is not given all of them because
// its name is not known.
func (s *site) eventsAgenda(c *fiber.Ctx) error {
	var asked views.EventsPage
	f, err := s.eventNarrow(c, &asked, event.Filter{})
	switch {
	case err != nil:
		return err
	case len(asked.Lost) > 0:
		return fault.NotFound
	}
	return s.sendAgenda(c, calendar.Feed{Name: views.AgendaName(asked), About: "Ce qui s'annonce " + s.Site.Region.In + ".", URL: s.canonical(asked.Ask.URL())}, f)
}

// pageAgenda is /fiches/{slug}.ics: what a page announces.
func (s *site) pageAgenda(c *fiber.Ctx) error {
	of, err := s.profileAt(c, viewer.Viewer{})
	if err != nil {
		return err
	}
	path := "/fiches/" + url.PathEscape(of.Slug)
	if of.Slug != c.Params("slug") {
		return c.Redirect(path+".ics", fiber.StatusMovedPermanently)
	}
	return s.sendAgenda(c, calendar.Feed{Name: of.Name, About: "Ce qu'annonce " + of.Name + ".", URL: s.canonical(path)}, event.Filter{Page: of.ID})
}

// sendAgenda answers with a calendar of what visitors may read.
func (s *site) sendAgenda(c *fiber.Ctx, f calendar.Feed, of event.Filter) error {
	list, err := s.Events.Agenda(c.UserContext(), of)
	if err != nil {
		return err
	}
	return s.sendMeetings(c, f, list)
}

// sendMeetings answers with a calendar of some events, each with who announces it.
func (s *site) sendMeetings(c *fiber.Ctx, f calendar.Feed, list []event.Event) error {
	pages := make([]string, len(list))
	for i := range list {
		pages[i] = list[i].By.Page
	}
	lines, err := s.bylines(c.UserContext(), distinct(pages))
	if err != nil {
		return err
	}
	for i := range list {
		m := s.meeting(&list[i])
		if by, ok := lines[list[i].By.Page]; ok {
			m.Text = views.AgendaBy(by) + "\n\n" + m.Text
		}
		f.Meetings = append(f.Meetings, m)
	}
	return s.sendCalendar(c, f)
}

func (s *site) meeting(e *event.Event) calendar.Meeting {
	return EventMeeting(e, s.BaseURL, s.Territory.TownName(e.Commune))
}

func (s *site) sendCalendar(c *fiber.Ctx, f calendar.Feed) error {
	f.Name += " – Partant " + s.Site.Region.Name
	file, err := calendar.WriteFeed(f)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/calendar; charset=utf-8; method=PUBLISH")
	return c.Send(file)
}

// agenda is the calendar at an address, as pages offer it: path is local, with its query.
func (s *site) agenda(path string) views.Agenda { return views.Agenda{URL: s.canonical(path)} }
