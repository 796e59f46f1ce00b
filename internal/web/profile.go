package web

import (
	"errors"
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/unseen"
	"partant/internal/viewer"
	"partant/views"
)

// profile is /fiches/{slug}. Old slugs redirect for ever.
func (s *site) profile(c *fiber.Ctx) error {
	p, err := s.profileAt(c, who(c).viewer())
	if at := s.heldFrom(c, err); at != "" {
		return seeOther(c, at)
	}
	if err != nil {
		return err
	}
	if p.Slug != c.Params("slug") {
		return c.Redirect("/fiches/"+url.PathEscape(p.Slug), fiber.StatusMovedPermanently)
	}
	page, err := s.profilePage(c, p)
	if err != nil {
		return err
	}
	return show(c, views.Profile(page))
}

// heldFrom is the path that says why a page is not seen yet, to who wrote it; empty for others, and for other failures.
func (s *site) heldFrom(c *fiber.Ctx, err error) string {
	var down unseen.Error
	if !errors.As(err, &down) || !down.Held {
		return ""
	}
	of := moderation.CaseOf(moderation.Page, down.ID)
	if r, err := s.Moderation.For(c.UserContext(), who(c).viewer(), of); err != nil || !r.Author {
		return ""
	}
	return "/decisions/" + of
}

// profileAt is the page that the address names, by a slug of today or of former days, or by what makes one.
func (s *site) profileAt(c *fiber.Ctx, v viewer.Viewer) (profile.Profile, error) {
	asked := c.Params("slug")
	p, err := s.Profiles.BySlug(c.UserContext(), v, asked)
	if slug := slugOf(asked); errors.Is(err, fault.NotFound) && slug != "" && slug != asked {
		p, err = s.Profiles.BySlug(c.UserContext(), v, slug)
	}
	if err == nil {
		err = s.see(c, p.ID)
	}
	return p, err
}

// revealEmail shows an address to who asks for it by a form: robots that gather addresses do not.
func (s *site) revealEmail(c *fiber.Ctx) error {
	if err := s.Limits.Allow(c.UserContext(), limit.Reveal, limit.Visitor(s.client(c))); err != nil {
		return err
	}
	p, err := s.profileAt(c, who(c).viewer())
	if err != nil {
		return err
	}
	page, err := s.profilePage(c, p)
	if err != nil {
		return err
	}
	page.Email, page.Chrome.Path = p.Email.Value, "/fiches/"+url.PathEscape(p.Slug)
	if c.Get("HX-Request") == "true" {
		return show(c, views.ProfileEmail(page))
	}
	return show(c, views.Profile(page))
}

func (s *site) profilePage(c *fiber.Ctx, p profile.Profile) (views.ProfilePage, error) {
	page := views.ProfilePage{
		Chrome: s.chrome(c, p.Name, views.NavDirectory), Profile: p, Trade: s.Territory.Trade(&p), Now: s.local(),
		HasEmail: p.Email.Value != "", Verified: views.Verified(p.Verified, clock.Paris),
	}
	page.Profile.Email.Value = "" // only the button's answer holds it
	if name := s.Territory.SectorName(p.Sector); name != "" {
		page.Sector = views.Link{Text: name, URL: "/secteurs/" + p.Sector}
	}
	if town, ok := s.Territory.Region.Commune(p.Address.Commune); ok {
		page.Town = views.Link{Text: town.Name, URL: "/communes/" + town.Slug}
		if e, ok := s.Territory.Region.EPCI(town.EPCI); ok {
			page.EPCI = views.Link{Text: e.Name, URL: "/intercommunalites/" + e.Slug}
		}
	}
	if size, ok := s.Territory.Activities.Size(p.Size); ok {
		page.Size = size.Label
	}
	page.Chrome.Canonical = s.canonical("/fiches/" + p.Slug)
	page.Chrome.Feed = offers("Ce que publie "+p.Name, "/fiches/"+url.PathEscape(p.Slug))
	page.Chrome.Description = p.Pitch
	page.Chrome.NoIndex = p.Example
	if page.Chrome.Picture = p.Pictures.Shown().Cover; !page.Chrome.Picture.Is() && p.Pictures.Logo.Is() {
		page.Chrome.Picture = p.Pictures.Logo
		page.Chrome.Picture.Alt = p.Name
	}
	if err := s.fillRights(c, &page); err != nil {
		return page, err
	}
	page.Recommendations = s.recommendationsOf(c, &page)
	if err := s.fillRoom(c, &page); err != nil {
		return page, err
	}
	return page, errors.Join(s.fillFollowers(c, &page), s.fillSurroundings(c, &page))
}

// fillFollowers adds how many follow the page, and the button of whoever may.
func (s *site) fillFollowers(c *fiber.Ctx, page *views.ProfilePage) error {
	p, v := &page.Profile, who(c).viewer()
	f := followedPage(p.ID, p.Name, p.Slug)
	n, err := s.Follows.Counted(c.UserContext(), f.target)
	mine, failed := s.Follows.Mine(c.UserContext(), v, f.target, f.name)
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	page.Followers = n
	if !mine {
		page.Follow, err = s.following(c, f.button())
	}
	return err
}

// fillRights adds what only those see who may change the page.
func (s *site) fillRights(c *fiber.Ctx, page *views.ProfilePage) error {
	rights, err := s.Profiles.Rights(c.UserContext(), who(c).viewer(), page.Profile.ID)
	page.Letters = rights.Letters
	page.Claimed, page.CanEdit, page.CanErase, page.InTeam, page.Complete = rights.Claimed, rights.Edit, rights.Erase, rights.Team, rights.Complete
	page.Owner, page.News.Can, page.CanRead = rights.Speak, rights.Speak, rights.Read
	return err
}

// nearbyShown is how many neighbours a page shows.
const nearbyShown = 4

// fillSurroundings adds the map, the team and the pages nearby.
func (s *site) fillSurroundings(c *fiber.Ctx, page *views.ProfilePage) error {
	p := &page.Profile
	if err := errors.Join(s.fillTeam(c, page), s.fillNearby(c, page), s.fillNews(c, page), s.fillEvents(c, page), s.fillQuestions(c, page)); err != nil {
		return err
	}
	pin, ok := s.pin(p)
	if !ok {
		return nil
	}
	page.Map = s.around(p.Place.Point, 6_000, p.Name+" sur la carte")
	page.Map.Pins = []views.Pin{pin}
	return nil
}

// fillNearby adds pages of the same commune, of the same sector when the page has one.
func (s *site) fillNearby(c *fiber.Ctx, page *views.ProfilePage) error {
	near, err := s.Directory.Neighbours(c.UserContext(), who(c).viewer(), &page.Profile, nearbyShown)
	if err == nil {
		near, err = met(s, c, near, func(p *profile.Profile) string { return p.ID })
	}
	if err != nil || len(near) == 0 {
		return err
	}
	town, _ := s.Territory.Region.Commune(page.Profile.Address.Commune)
	page.Nearby, page.NearbyOf = s.cards(near), "Aussi "+town.In()
	if page.Sector.Text != "" {
		page.NearbyOf = "Dans le même secteur, " + town.In()
	}
	return nil
}

func (s *site) fillTeam(c *fiber.Ctx, page *views.ProfilePage) (err error) {
	page.Team, err = s.mates(c, who(c).viewer(), &page.Profile)
	return err
}

// mates is who of the team is shown, the page's own person apart.
func (s *site) mates(c *fiber.Ctx, v viewer.Viewer, of *profile.Profile) (mates []views.TeamMate, err error) {
	ids := make([]string, 0, len(of.Team))
	titles := map[string]string{}
	for _, m := range of.Team {
		if m.Person != of.ID {
			ids = append(ids, m.Person)
			titles[m.Person] = m.Title
		}
	}
	people, err := s.Profiles.Many(c.UserContext(), v, ids)
	if err == nil {
		people, err = met(s, c, people, func(p *profile.Profile) string { return p.ID })
	}
	for _, p := range people {
		mates = append(mates, views.TeamMate{Name: p.Name, Slug: p.Slug, Title: titles[p.ID], Logo: p.Pictures.Logo})
	}
	return mates, err
}

// local is the present wall time.
func (s *site) local() time.Time { return s.Now().In(clock.Paris) }
