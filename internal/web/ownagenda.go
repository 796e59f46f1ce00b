package web

import (
	"github.com/gofiber/fiber/v2"

	"partant/internal/calendar"
	"partant/internal/event"
	"partant/views"
)

// secretly stands before calendars whose address is a secret: nobody keeps them, no search engine shows them.
func (s *site) secretly(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	c.Set("X-Robots-Tag", "noindex, nofollow")
	c.Set("Referrer-Policy", "no-referrer")
	return c.Next()
}

// ownAgenda is /agenda/{account}/{secret}.ics: what a member announced or answered.
func (s *site) ownAgenda(c *fiber.Ctx) error {
	a, err := s.Accounts.OfAgenda(c.UserContext(), c.Params("id"), c.Params("secret"))
	if err != nil {
		return err
	}
	list, err := s.Events.Diary(c.UserContext(), a.Viewer())
	if err != nil {
		return err
	}
	f := calendar.Feed{Name: "Mes rendez-vous", About: "Ce que vous organisez, et ce à quoi vous avez répondu.", URL: s.canonical("/compte/agenda")}
	for i := range list {
		f.Meetings = append(f.Meetings, s.diaryEntry(&list[i]))
	}
	return s.sendCalendar(c, f)
}

// diaryEntry is an event as it stands in the calendar of who has to do with it.
func (s *site) diaryEntry(d *event.Date) calendar.Meeting {
	m := s.meeting(&d.Event)
	m.Maybe = !d.KnowsLink()
	said := views.AgendaMine(views.EventAnswer{Says: d.Answer.Says, Seat: d.Answer.Seat, With: d.Answer.With}, d.Organise)
	if d.KnowsLink() && d.Online != "" {
		m.Online, said = d.Online, said+"\n\nPour venir en ligne : "+d.Online
	}
	m.Text = said + "\n\n" + m.Text
	return m
}

// guestAgenda is the event that somebody answered without account, by the link of their letters. One that nobody sees any more is not
// in it, and goes from their calendar.
func (s *site) guestAgenda(c *fiber.Ctx) error {
	d, there, err := s.Events.GuestDate(c.UserContext(), c.Params("event"), c.Params("id"), c.Params("secret"))
	if err != nil {
		return err
	}
	f := calendar.Feed{Name: "Mon rendez-vous", About: "L'événement auquel vous avez répondu.", URL: s.canonical(partantPath(c))}
	if there {
		f.Name, f.Meetings = d.Title, []calendar.Meeting{s.diaryEntry(&d)}
	}
	return s.sendCalendar(c, f)
}

// agendaForm is /compte/agenda: the address of a member's own calendar.
func (s *site) agendaForm(c *fiber.Ctx) error {
	a := who(c).account
	p := views.OwnAgendaPage{Chrome: s.chrome(c, "Mon agenda", views.NavMe)}
	if link := s.Accounts.AgendaLink(&a); link != "" {
		p.Agenda = s.agenda("/agenda/" + link + ".ics")
	}
	return show(c, views.OwnAgenda(p))
}

// changeAgenda gives it an address, another one, or none.
func (s *site) changeAgenda(c *fiber.Ctx) error {
	ctx, mine := c.UserContext(), who(c).account.ID
	var err error
	said := "Votre agenda a une nouvelle adresse. Celle d'avant, s'il y en avait une, ne mène plus nulle part."
	if typed(c, views.FieldDo) == views.DoClose {
		err, said = s.Accounts.CloseAgenda(ctx, mine), "Votre agenda n'a plus d'adresse : personne ne le lit."
	} else {
		_, err = s.Accounts.OpenAgenda(ctx, mine)
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, said)
	return seeOther(c, "/compte/agenda")
}
