package web

import (
	"cmp"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/views"
)

// attended is who came to the events of a page in the period that is asked for.
func (s *site) attended(c *fiber.Ctx) (p profile.Profile, a event.Attendance, err error) {
	months := event.AttendanceMonths[0]
	if asked := c.Query(views.ParamMonths); asked != "" {
		if months, err = strconv.Atoi(asked); err != nil {
			return p, a, fault.NotFound
		}
	}
	if p, err = s.Profiles.BySlug(c.UserContext(), who(c).viewer(), c.Params("slug")); err == nil {
		a, err = s.Events.Attendance(c.UserContext(), who(c).viewer(), p.ID, months)
	}
	return p, a, err
}

// attendance is /fiches/{slug}/chiffres/evenements, for those who may speak for a page.
func (s *site) attendance(c *fiber.Ctx) error {
	of, a, err := s.attended(c)
	if err != nil {
		return err
	}
	p := views.AttendancePage{Chrome: s.chrome(c, "Qui vient à vos événements", views.NavNone), Slug: of.Slug, Name: of.Name, Attendance: a}
	p.Chrome.NoIndex = true
	answers := make([]event.Answer, len(a.Regulars))
	for i := range a.Regulars {
		answers[i] = a.Regulars[i].Answer
	}
	lines, err := s.answerLines(c, answers)
	if err != nil {
		return err
	}
	for i := range a.Regulars {
		r := &a.Regulars[i]
		p.Regulars = append(p.Regulars, views.RegularLine{By: lines[i], Name: cmp.Or(lines[i].Name, r.Answer.Name, nobodySeen), Times: r.Times, Last: views.Day(r.Last.In(clock.Paris))})
	}
	return show(c, views.Attendance(p))
}

// attendanceTable is the same for a spreadsheet, an event on each line. It names nobody.
func (s *site) attendanceTable(c *fiber.Ctx) error {
	of, a, err := s.attended(c)
	if err != nil {
		return err
	}
	t, err := sendSpreadsheet(c, "evenements-"+of.Slug+".csv", "jour", "événement", "adresse", "accueil noté", "partants", "venus", "absents", "nouvelles têtes")
	for i := range a.Events {
		if err != nil {
			return err
		}
		one := &a.Events[i]
		day, _ := one.Event.Days()
		cells := []string{day, one.Event.Title, s.canonical(meetPath(one.Event.Slug)), ouiNon(one.Noted), strconv.Itoa(one.Placed), "", "", ""}
		if one.Noted {
			cells[5], cells[6], cells[7] = strconv.Itoa(one.Came), strconv.Itoa(one.Missed), strconv.Itoa(one.New)
		}
		err = t.row(cells...)
	}
	if err != nil {
		return err
	}
	return t.end()
}
