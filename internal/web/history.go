package web

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/views"
)

// history is what a page was, for its team and for moderators.
func (s *site) history(c *fiber.Ctx) error { return s.showHistory(c, nil) }

func (s *site) showHistory(c *fiber.Ctx, wrong fault.Fields) error {
	p, changes, err := s.Profiles.HistoryOf(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	page := views.HistoryPage{Chrome: s.chrome(c, "Historique de "+p.Name, views.NavNone), Slug: p.Slug, Name: p.Name, Most: profile.MostPasts, Wrong: wrong}
	for _, change := range changes {
		if a := change.Act; a != nil {
			page.Changes = append(page.Changes, views.PastChange{At: views.Moment(a.At.In(clock.Paris)), By: s.moderatorName(c, a.By), Deed: a.What, Reason: a.Reason})
			continue
		}
		page.Changes = append(page.Changes, views.PastChange{Version: change.Version, At: views.Moment(change.At.In(clock.Paris)),
			By: s.author(c, &p, change), Fields: change.Fields, Now: change.Now, First: change.First})
	}
	if wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.History(page))
}

// author says who wrote a version. Only moderators read names; the team knows its own, and not who moderates.
func (s *site) author(c *fiber.Ctx, p *profile.Profile, change profile.Change) string {
	v := who(c).viewer()
	switch {
	case change.By == "":
		return "données publiques"
	case change.By == v.Account:
		return "vous"
	case v.Moderates():
		if a, err := s.Accounts.Get(c.UserContext(), change.By); err == nil && a.Name != "" {
			return a.Name
		}
		return "un compte qui n'existe plus"
	case p.OnTeam(change.By):
		return "une autre personne de l'équipe"
	}
	return "quelqu'un qui n'est plus de l'équipe, ou la modération"
}

// moderatorName is who moderated: moderators read the name, others only that somebody did.
func (s *site) moderatorName(c *fiber.Ctx, by string) string {
	if v := who(c).viewer(); v.Moderates() {
		if a, err := s.Accounts.Get(c.UserContext(), by); err == nil && a.Name != "" {
			return a.Name + ", de la modération"
		}
	}
	return "un modérateur"
}

// restore makes a page what it was.
func (s *site) restore(c *fiber.Ctx) error {
	version, err := strconv.ParseInt(typed(c, views.FieldAt), 10, 64)
	if err != nil {
		return fiber.ErrBadRequest
	}
	p, err := s.Profiles.Restore(c.UserContext(), who(c).viewer(), c.Params("slug"), version)
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		return s.showHistory(c, wrong)
	}
	if err != nil {
		return err
	}
	s.say(c, views.ToneDone, "La page est redevenue ce qu'elle était. L'historique permet de revenir en arrière.")
	return seeOther(c, "/fiches/"+url.PathEscape(p.Slug)+"/historique")
}
