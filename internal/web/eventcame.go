package web

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/views"
)

// comersTable is /evenements/{slug}/participants.csv: who has a place, waits or may come, for a spreadsheet of the organisers. It holds no
// e-mail address: nobody who answers has given theirs to them.
func (s *site) comersTable(c *fiber.Ctx) error {
	d, err := s.Events.AtDoor(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	lines, err := s.doorParties(c, &d)
	if err != nil {
		return err
	}
	presence := c.Query(views.ParamPresence) != ""
	lines = slices.DeleteFunc(lines, func(p views.DoorParty) bool {
		return c.Query(views.ParamListed) != "" && !p.Listed || p.WalkedIn && !presence
	})
	head := []string{"nom", "page", "commune", "réponse", "personnes", "se montre"}
	if presence {
		head = append(head, "arrivés", "arrivé à")
	}
	for _, q := range d.Event.Questions {
		head = append(head, unrun(q.Text))
	}
	t, err := sendSpreadsheet(c, "participants-"+d.Event.Slug+".csv", head...)
	for i := range lines {
		if err == nil {
			err = t.row(s.comerRow(&lines[i], presence)...)
		}
	}
	if err != nil {
		return err
	}
	return t.end()
}

func (s *site) comerRow(p *views.DoorParty, presence bool) []string {
	path := ""
	if p.By.Slug != "" {
		path = s.canonical("/fiches/" + p.By.Slug)
	}
	says := p.Expects()
	if p.WalkedIn {
		says = "sans inscription"
	}
	row := []string{p.Name, path, p.By.Town, says, strconv.Itoa(p.People), ouiNon(p.Listed)}
	if presence {
		row = append(row, strconv.Itoa(p.Came), p.At)
	}
	return append(row, p.Said...)
}

// cameList is the list of who came, for the organisers: it is short, and one page.
func (s *site) cameList(c *fiber.Ctx, p *views.ComersPage) error {
	d, err := s.Events.AtDoor(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	lines, err := s.doorParties(c, &d)
	for i := range lines {
		if l := &lines[i]; l.Came > 0 {
			p.List = append(p.List, views.Comer{By: l.By, Name: l.Name, With: l.Came - 1, Listed: true, At: "arrivé à " + l.At})
		}
	}
	p.Came = d.Present.People
	return errors.Join(err, s.fillComers(c, &d.Event, p, nil))
}

// mineCame is /compte/evenements: where the door noted that a member came.
func (s *site) mineCame(c *fiber.Ctx) error {
	after, err := page.ParseCursor(c.Query(views.ParamAfter))
	if err != nil {
		return fault.NotFound
	}
	ctx, v := c.UserContext(), who(c).viewer()
	list, err := s.Events.CameTo(ctx, v, page.Req{Cursor: after})
	if errors.Is(err, fault.Invalid) {
		return fault.NotFound
	}
	if err != nil {
		return err
	}
	p := views.CamePage{Chrome: s.chrome(c, "Où je suis venu", views.NavMe)}
	for i := range list.Items {
		one := views.Came{Day: views.Day(list.Items[i].At.In(clock.Paris)), Stamp: list.Items[i].At.Format(time.RFC3339), With: list.Items[i].People - 1}
		e, err := s.Events.Get(ctx, v, list.Items[i].Event)
		switch {
		case err == nil:
			one.Title, one.Slug = e.Title, e.Slug
		case !errors.Is(err, fault.NotFound) && !errors.Is(err, fault.Gone) && !errors.Is(err, fault.Forbidden):
			return err
		}
		p.List = append(p.List, one)
	}
	if !list.Next.IsZero() {
		p.Next = "/compte/evenements?" + views.ParamAfter + "=" + list.Next.String()
	}
	return show(c, views.CameTo(p))
}
