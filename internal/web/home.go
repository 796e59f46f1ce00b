package web

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/directory"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/search"
	"partant/internal/text"
	"partant/views"
)

// How much of each column the home page shows.
const (
	homeNewcomers = 6
	homeGroups    = 6
	homeSectors   = 12
	homeTowns     = 12
)

func (s *site) home(c *fiber.Ctx) error {
	ctx := c.UserContext()
	newest, err := s.Lists.Newest(ctx, page.Req{Limit: homeNewcomers})
	if err == nil {
		newest.Items, err = met(s, c, newest.Items, func(p *profile.Profile) string { return p.ID })
	}
	if err != nil {
		return err
	}
	found, err := s.find(c, directory.Ask{Facets: true})
	if err != nil {
		return err
	}
	groups, err := s.groups(c)
	if err != nil {
		return err
	}
	of := s.Territory.Region.Of
	p := views.HomePage{Chrome: s.chrome(c, "", views.NavHome), Total: found.Total, Newcomers: s.seen(newest.Items), Groups: s.found(groups)}
	if found.Down {
		p.Total = max(len(newest.Items), 1)
	}
	if len(newest.Items) == 0 {
		p.Total = 0
	}
	p.Chrome.Canonical = s.canonical("/")
	p.Chrome.Description = "Les entreprises, les clubs et les institutions " + of + " se trouvent ici."
	p.Figures = s.figures(found)
	p.Map = s.wholeView("Les pages " + of + ", commune par commune")
	p.Map.Clusters = s.clusters(views.Ask{}, found.Facets[search.Commune])
	p.Sectors = s.counts(views.ParamSector, s.top(found, search.Sector, homeSectors))
	p.Towns = s.counts(views.ParamCommune, s.top(found, search.Commune, homeTowns))
	if p.Total > 0 { // there is something to find
		p.Tries = s.tries()
	}
	if err := s.fillHomeNews(c, &p); err != nil {
		return err
	}
	return s.showCommon(c, p.Common())
}

// groups are the newest clubs, then the newest institutions: town halls alone would fill the column.
func (s *site) groups(c *fiber.Ctx) ([]directory.Hit, error) {
	clubs, err := s.find(c, directory.Ask{Kinds: []profile.Kind{profile.Club}, Size: homeGroups / 2, Page: 1, Sort: search.ByCreated})
	if err != nil {
		return nil, err
	}
	rest := homeGroups - len(clubs.Hits)
	institutions, err := s.find(c, directory.Ask{Kinds: []profile.Kind{profile.Institution}, Size: rest, Page: 1, Sort: search.ByCreated})
	return append(clubs.Hits, institutions.Hits...), err
}

// seen are the cards of profiles that come from the store, as everybody may see them.
func (s *site) seen(profiles []profile.Profile) []views.Card {
	for i := range profiles {
		profiles[i] = profiles[i].Seen(everybody)
	}
	return s.cards(profiles)
}

func (s *site) figures(found directory.Found) []views.Count {
	figures := s.kindCounts(found)
	for i := range figures {
		figures[i].Text = strings.ToLower(figures[i].Text)
	}
	if n := len(found.Facets[search.Commune]); n > 0 {
		figures = append(figures, views.Count{Text: "communes", Count: n, URL: "/carte"})
	}
	return figures
}

// tries are searches worth trying: trades everybody knows in towns of the territory.
func (s *site) tries() []views.Link {
	chief, ok := s.Territory.Region.Commune(s.Territory.Region.Capital)
	if !ok {
		return nil
	}
	near := s.Territory.Region.Neighbours(chief.INSEE)
	town := chief
	if len(near) > 0 {
		town = near[0]
		for _, n := range near {
			if n.Population > town.Population {
				town = n
			}
		}
	}
	var links []views.Link
	for _, try := range []struct{ words, town string }{{"plombier", town.Name}, {"expert-comptable", chief.Name}, {"boulangerie", ""}} {
		words, said := try.words, try.words
		if try.town != "" {
			words, said = try.words+" "+text.Fold(try.town), try.words+" à "+try.town
		}
		links = append(links, views.Link{Text: said, URL: views.Ask{Text: words}.URL()})
	}
	return links
}

func first[T any](all []T, n int) []T { return all[:min(n, len(all))] }

func byText(a, b views.Count) int { return strings.Compare(text.Fold(a.Text), text.Fold(b.Text)) }
