package web

import (
	"errors"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/directory"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/search"
	"partant/internal/text"
	"partant/views"
)

// welcome is the first hour of a member in three steps: ?etape= goes back, never further than they are.
func (s *site) welcome(c *fiber.Ctx) error {
	p, err := s.welcomePage(c)
	if err != nil {
		return err
	}
	return show(c, views.Welcome(p))
}

func (s *site) welcomePage(c *fiber.Ctx) (views.WelcomePage, error) {
	a := who(c).account
	p := views.WelcomePage{Chrome: s.chrome(c, "Bienvenue", views.NavMe), Name: a.Name, Query: text.Line(c.Query("q"))}
	p.Chrome.NoIndex = true
	p.Step = min(int(a.Step)+1, 3)
	if asked := c.QueryInt("etape"); asked >= 1 && asked < p.Step {
		p.Step = asked
	}
	switch p.Step {
	case 1:
		for _, town := range s.Territory.Region.Communes {
			p.Towns = append(p.Towns, town.Name)
		}
		return p, nil
	case 2:
		return p, s.fillOwnCompany(c, &p)
	}
	return p, s.fillNeighbours(c, &p)
}

// fillOwnCompany looks for the page that may already be there.
func (s *site) fillOwnCompany(c *fiber.Ctx, p *views.WelcomePage) error {
	mine, err := s.Lists.OfMember(c.UserContext(), who(c).account.ID, page.Req{Limit: 20})
	if err != nil {
		return err
	}
	for i := range mine.Items {
		if mine.Items[i].Kind != profile.Person {
			p.Pages = append(p.Pages, s.card(&mine.Items[i]))
		}
	}
	if p.Query == "" {
		me := who(c).account
		p.Found, err = s.ofSIRET(c, me.SIRET())
		return err
	}
	found, err := s.find(c, directory.Ask{Text: p.Query, Size: 5, Page: 1})
	p.Found = s.found(found.Hits)
	return err
}

// ofSIRET is the page that has a SIRET; none, when there is no such page.
func (s *site) ofSIRET(c *fiber.Ctx, siret string) ([]views.Card, error) {
	p, err := s.Profiles.BySIRET(c.UserContext(), who(c).viewer(), siret)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	return s.cards([]profile.Profile{p}), err
}

// How many pages the last step looks through, and how many it shows.
const (
	neighboursSeen  = 100
	neighboursShown = 8
)

// fillNeighbours shows people, clubs and companies near the member's commune, those first who have something to say.
func (s *site) fillNeighbours(c *fiber.Ctx, p *views.WelcomePage) error {
	ask := directory.Ask{Kinds: []profile.Kind{profile.Person, profile.Club, profile.Company}, Size: neighboursSeen, Page: 1, Sort: search.ByCreated}
	me, err := s.Profiles.BySlug(c.UserContext(), who(c).viewer(), who(c).account.Slug)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return err
	}
	if err == nil && me.Place != nil {
		ask.Near, ask.Sort = &search.Near{Center: me.Place.Point}, search.ByDistance
	}
	found, err := s.find(c, ask)
	near := neighbours(found.Hits, me.ID)
	p.Found = s.found(near)
	return errors.Join(err, s.fillFollows(c, p, near))
}

// fillFollows says which of them the member follows already.
func (s *site) fillFollows(c *fiber.Ctx, p *views.WelcomePage, near []directory.Hit) error {
	targets := make([]follow.Target, len(near))
	for i := range near {
		targets[i] = follow.Target{Kind: follow.Page, ID: near[i].ID}
	}
	follows, err := s.Follows.Follows(c.UserContext(), who(c).viewer(), targets...)
	p.Follows = map[string]bool{}
	for i := range near {
		p.Follows[near[i].Slug] = follows[targets[i]]
	}
	return err
}

// neighbours are the first hits of people who say something of themselves; the first hits when nobody does.
func neighbours(hits []directory.Hit, me string) []directory.Hit {
	others := slices.DeleteFunc(hits, func(h directory.Hit) bool { return h.ID == me })
	speak := slices.DeleteFunc(slices.Clone(others), func(h directory.Hit) bool { return !speaks(&h.Profile) })
	if len(speak) > 0 {
		return first(speak, neighboursShown)
	}
	return first(others, neighboursShown)
}

// speaks reports whether somebody wrote the page, or it says what its people offer and need.
func speaks(p *profile.Profile) bool {
	return p.Source == nil || p.Example || len(p.Owned) > 0 || p.About.Text != "" || len(p.Offers)+len(p.Seeks) > 0
}

// welcomed takes the step that the form is of, or passes it over. A step done before leads to where the member is.
func (s *site) welcomed(c *fiber.Ctx) error {
	a := who(c).account
	if a.Step == account.StepWho && typed(c, views.FieldLater) == "" {
		return s.introduce(c)
	}
	if err := s.befriend(c, who(c).viewer()); err != nil {
		return err
	}
	done, _ := strconv.Atoi(typed(c, views.FieldStep)) // unreadable: nothing is done
	a, err := s.Accounts.Advance(c.UserContext(), a.ID, account.Step(min(done, int(a.Step)+1, int(account.StepDone))))
	if err != nil {
		return err
	}
	if a.Step == account.StepDone {
		return seeOther(c, "/annuaire")
	}
	return seeOther(c, "/bienvenue")
}

// introduce makes the member's own page of what the first step asks.
func (s *site) introduce(c *fiber.Ctx) error {
	p, err := s.welcomePage(c)
	if err != nil {
		return err
	}
	of := func(f profile.Field) string { return typed(c, string(f)) }
	p.Step, p.Name, p.Title, p.Town = 1, of(profile.FieldName), of(profile.FieldPitch), of(profile.FieldCommune)
	_, err = s.Welcome.Person(c.UserContext(), who(c).account, p.Name, p.Title, s.communeOf(text.Line(p.Town), ""))
	if errors.As(err, &p.Wrong) {
		s.whichTown(p.Wrong, text.Line(p.Town), "")
		return show(c.Status(fiber.StatusUnprocessableEntity), views.Welcome(p))
	}
	if err != nil {
		return err
	}
	return seeOther(c, "/bienvenue")
}
