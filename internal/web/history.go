package web

import (
	"cmp"
	"errors"
	"net/url"
	"strconv"
	"strings"

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
			By: s.author(c, &p, change), Edits: s.edits(&change), Now: change.Now, First: change.First})
	}
	if wrong != nil {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return show(c, views.History(page))
}

// edits are the fields that changed with a version, in words.
func (s *site) edits(change *profile.Change) []views.PastEdit {
	list := make([]views.PastEdit, len(change.Fields))
	for i, f := range change.Fields {
		list[i] = views.PastEdit{Field: f, Was: s.fieldWords(f, &change.Was), Is: s.fieldWords(f, &change.Is)}
		if was, is := audienceOf(f, &change.Was), audienceOf(f, &change.Is); was != is && list[i].Was == list[i].Is { // only who sees it has changed
			list[i].Was, list[i].Is = views.AudienceWords(was), views.AudienceWords(is)
		}
	}
	return list
}

// fieldWords is what a draft says in a field, with words for codes.
func (s *site) fieldWords(f profile.Field, d *profile.Draft) string {
	said := d.Text(f)
	switch {
	case said == "":
		return ""
	case f == profile.FieldKind:
		return views.Kind(d.Kind)
	case f == profile.FieldCommune:
		return cmp.Or(s.Territory.TownName(said), said)
	case f == profile.FieldActivity:
		return cmp.Or(s.trade(said), said)
	case f == profile.FieldDoor:
		return ""
	case f == profile.FieldSize:
		size, _ := s.Territory.Activities.Size(said)
		return cmp.Or(size.Label, said)
	case f == profile.FieldOffers || f == profile.FieldSeeks || f == profile.FieldLinks:
		return strings.ReplaceAll(said, "\n", ", ")
	}
	return said
}

// trade is an activity in plain words.
func (s *site) trade(code string) string {
	a, _ := s.Territory.Activities.Get(code)
	return a.Plain
}

// audienceOf is who sees a field, where a draft says so.
func audienceOf(f profile.Field, d *profile.Draft) profile.Audience {
	switch f {
	case profile.FieldPhone:
		return d.Phone.For
	case profile.FieldEmail:
		return d.Email.For
	case profile.FieldDoor:
		return d.Door
	}
	return ""
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
