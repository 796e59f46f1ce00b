package web

import (
	"errors"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/directory"
	"partant/internal/profile"
	"partant/internal/search"
	"partant/internal/viewer"
	"partant/views"
)

// directory is /annuaire: the whole page, or its results alone for search as you type.
func (s *site) directory(c *fiber.Ctx) error {
	q := s.question(c)
	elsewhere := s.elsewhere(c, q)
	found, err := s.find(c, q.ask)
	said := elsewhere(c)
	if err != nil {
		return err
	}
	last, err := s.lastPage(c, q, found)
	if err != nil {
		return err
	}
	if q.view.Page > last {
		return seeOther(c, q.view.At(last).URL()) // what was there when the link was shared has moved up
	}
	page := s.directoryPage(c, q, found)
	page.Said = said
	if found.Total == 0 {
		if err := errors.Join(s.wider(c, q, &page), s.drops(c, q, &page)); err != nil {
			return err
		}
	}
	if c.Get("HX-Request") == "true" {
		return show(c, views.DirectoryResults(page))
	}
	return s.showCommon(c, page.Common())
}

// everybody is who lists are drawn for: they show to all what a visitor may see.
var everybody viewer.Viewer

// find asks the directory. What it answers without its index is nobody's to keep.
func (s *site) find(c *fiber.Ctx, ask directory.Ask) (directory.Found, error) {
	found, err := s.Directory.Search(c.UserContext(), everybody, ask)
	if err == nil {
		found.Hits, err = met(s, c, found.Hits, func(h *directory.Hit) string { return h.Profile.ID })
	}
	if found.Down {
		c.Locals(keyPassing, true)
		c.Set("Cache-Control", "no-store")
	}
	return found, err
}

func (s *site) directoryPage(c *fiber.Ctx, q question, found directory.Found) views.DirectoryPage {
	page := views.DirectoryPage{
		Chrome: s.chrome(c, "Annuaire", views.NavDirectory), Ask: q.view, Total: found.Total, Cards: s.found(found.Hits),
		Facets: s.facets(q, found), Map: s.directoryMap(q.view, q.ask.Near, found),
		Relaxed: found.Relaxed, Down: found.Down, Unknown: q.unknown, Round: s.round(q.view, found.Town),
	}
	page.Pages = pagesOf(found.Total)
	page.Chrome.Query, page.Chrome.Path = q.view.Text, q.view.URL() // the place rounded
	page.Chrome.Canonical = s.canonical(q.view.URL())
	page.Chrome.Description = "Entreprises, clubs, institutions et entrepreneurs " + s.Territory.Region.Of +
		" : cherchez par métier, par commune, par besoin."
	page.Chrome.NoIndex = q.view.Text != "" || len(q.view.Filters) > 1 || q.view.Near != ""
	return page
}

// round says which commune of the text was read as a place.
func (s *site) round(ask views.Ask, town *directory.Town) *views.Round {
	if town == nil {
		return nil
	}
	c, _ := s.Territory.Region.BySlug(town.Slug)
	ask.Text, ask.Near, ask.NearText, ask.Page = strings.TrimSpace(town.Rest), s.nearKey(c), c.Name, 0
	return &views.Round{Town: c.Name, Rest: ask.Text, Has: town.Has, Ask: ask}
}

// pagesOf is how many pages hold a number of hits.
func pagesOf(total int) int {
	return min((max(total, 0)+cardsPerPage-1)/cardsPerPage, directory.MaxPage(cardsPerPage))
}

// lastPage is the last page with something on it, the first when there is nothing, and no bound when nobody knows.
func (s *site) lastPage(c *fiber.Ctx, q question, found directory.Found) (int, error) {
	if found.Deep { // nothing was counted
		var err error
		if found, err = s.find(c, q.without(q.view)); err != nil {
			return 0, err
		}
	}
	if found.Down {
		return min(q.view.Page, directory.MaxPage(cardsPerPage)), nil
	}
	return max(pagesOf(found.Total), 1), nil
}

// wider fills what a larger circle would find.
func (s *site) wider(c *fiber.Ctx, q question, page *views.DirectoryPage) error {
	q.ask.Size = 6
	w, err := s.Directory.Wider(c.UserContext(), everybody, q.ask)
	if err != nil || w == nil {
		return err
	}
	page.Wider = &views.Wider{Radius: int(w.Radius / 1000), Total: w.Total, Cards: s.found(w.Hits)}
	return nil
}

// dropsShown is how many ways out of an empty answer are offered.
const dropsShown = 3

// drops fills what there is to find without one part of the question: nobody sees which of five filters is one too many.
func (s *site) drops(c *fiber.Ctx, q question, page *views.DirectoryPage) error {
	for _, d := range q.view.Narrowings() {
		found, err := s.find(c, q.without(d.Ask))
		if err != nil || found.Down {
			return err
		}
		if d.Count = found.Total; found.Total > 0 && !found.Relaxed && found.Town == nil {
			page.Drops = append(page.Drops, d)
		}
		if len(page.Drops) == dropsShown {
			break
		}
	}
	return nil
}

// without is what is asked when of the question only a part is left: its number of hits.
func (q question) without(left views.Ask) directory.Ask {
	ask := directory.Ask{Text: q.ask.Text, Near: q.ask.Near}
	if left.Text == "" {
		ask.Text = ""
	}
	if left.Near == "" {
		ask.Near = nil
	}
	into := map[views.Param]*[]string{views.ParamSector: &ask.Sectors, views.ParamCommune: &ask.Communes, views.ParamEPCI: &ask.EPCIs,
		views.ParamTag: &ask.Tags, views.ParamOffer: &ask.Offers, views.ParamSeek: &ask.Seeks}
	for _, f := range left.Filters {
		if f.Param == views.ParamKind {
			ask.Kinds = append(ask.Kinds, profile.Kind(f.Value))
		} else {
			*into[f.Param] = append(*into[f.Param], f.Value)
		}
	}
	return ask
}

// facetsShown is how many values of each facet are listed; the largest come first.
const facetsShown = 12

func (s *site) facets(q question, found directory.Found) (facets []views.Facet) {
	for _, f := range []struct {
		field search.Field
		param views.Param
		title string
	}{
		{search.Kind, views.ParamKind, "Type"}, {search.Sector, views.ParamSector, "Secteur"},
		{search.Commune, views.ParamCommune, "Commune"}, {search.EPCI, views.ParamEPCI, "Intercommunalité"},
		{search.Tag, views.ParamTag, "Mot-clé"},
	} {
		counts := found.Facets[f.field]
		facet := views.Facet{Param: f.param, Title: f.title}
		for _, v := range s.Directory.Top(f.field, counts, facetsShown, ticked(q.view, f.param)...) {
			option := views.FacetOption{Value: v.Key, Text: v.Name, Count: v.Count, On: asked(q.view, f.param, v.Key)}
			if f.field == search.Kind {
				option.Text = views.Kinds(profile.Kind(v.Key))
			}
			facet.Options = append(facet.Options, option)
		}
		slices.SortStableFunc(facet.Options, tickedFirst)
		facet.More = len(counts) - len(facet.Options)
		if len(facet.Options) > 0 {
			facets = append(facets, facet)
		}
	}
	return facets
}

// ticked are the names of the values that the question narrows a field to, as the index holds them.
func ticked(ask views.Ask, p views.Param) (names []string) {
	for _, f := range ask.Filters {
		if f.Param == p && p == views.ParamKind {
			names = append(names, f.Value)
		} else if f.Param == p {
			names = append(names, f.Text)
		}
	}
	return names
}

func asked(ask views.Ask, p views.Param, value string) bool {
	return slices.ContainsFunc(ask.Filters, func(f views.Filter) bool { return f.Param == p && f.Value == value })
}

func tickedFirst(a, b views.FacetOption) int {
	switch {
	case a.On == b.On:
		return 0
	case a.On:
		return -1
	}
	return 1
}

// all is more values than any field of a territory has.
const all = 1000

func (s *site) top(found directory.Found, f search.Field, n int) []directory.Value {
	return s.Directory.Top(f, found.Facets[f], n)
}

// wholeMap is /carte.
func (s *site) wholeMap(c *fiber.Ctx) error {
	found, err := s.find(c, directory.Ask{Facets: true})
	if err != nil {
		return err
	}
	page := views.MapPage{Chrome: s.chrome(c, "Carte "+s.Territory.Region.Of, views.NavMap), Total: found.Total,
		Map: s.wholeView(views.Plural(max(found.Total, 0), "page", "pages") + " " + s.Territory.Region.In)}
	page.Map.Clusters = s.clusters(page.Map.Ask, found.Facets[search.Commune])
	page.Towns = s.counts(views.ParamCommune, s.top(found, search.Commune, all))
	slices.SortFunc(page.Towns, byText)
	page.EPCIs = s.counts(views.ParamEPCI, s.top(found, search.EPCI, all))
	page.Kinds = s.kindCounts(found)
	page.Chrome.Canonical = s.canonical("/carte")
	return s.showCommon(c, page.Common())
}

// places are the paths of the pages about the values of a parameter.
var places = map[views.Param]string{views.ParamCommune: "/communes/", views.ParamEPCI: "/intercommunalites/", views.ParamSector: "/secteurs/"}

// counts are values with links: to the page about them when there is one, else to the directory narrowed to them.
func (s *site) counts(p views.Param, values []directory.Value) []views.Count {
	counts := make([]views.Count, len(values))
	for i, v := range values {
		counts[i] = views.Count{Text: v.Name, Count: v.Count, URL: views.Ask{}.With(p, v.Key).URL()}
		if path, ok := places[p]; ok {
			counts[i].URL = path + v.Key
		}
	}
	return counts
}

// kindCounts are the four kinds in the order pages show them, with their plurals.
func (s *site) kindCounts(found directory.Found) (counts []views.Count) {
	for _, kind := range profile.Kinds {
		if n := found.Facets[search.Kind][string(kind)]; n > 0 {
			counts = append(counts, views.Count{Text: views.Kinds(kind), Count: n, URL: views.Ask{}.With(views.ParamKind, string(kind)).URL()})
		}
	}
	return counts
}
