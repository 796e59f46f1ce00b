package web

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/directory"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/search"
	"partant/internal/text"
	"partant/views"
)

// commune is /communes/{slug}: its pages by name, from the store, whatever their number.
func (s *site) commune(c *fiber.Ctx) error {
	town, ok := s.Territory.Region.BySlug(c.Params("slug"))
	if !ok {
		if town, ok = s.townCalled(c.Params("slug")); ok {
			return c.Redirect("/communes/"+town.Slug, fiber.StatusMovedPermanently)
		}
		return fault.NotFound
	}
	cursor, err := page.ParseCursor(c.Query("suite"))
	if err != nil {
		return fault.NotFound
	}
	list, err := s.Lists.InCommune(c.UserContext(), town.INSEE, page.Req{Limit: cardsPerPage, Cursor: cursor})
	if err == nil {
		list.Items, err = met(s, c, list.Items, func(p *profile.Profile) string { return p.ID })
	}
	if err != nil {
		return err
	}
	found, err := s.find(c, directory.Ask{Communes: []string{town.Slug}, Facets: true})
	if err != nil {
		return err
	}
	p := s.placePage(c, views.PlaceCommune, town.Name, found)
	p.Facts, p.Cards = s.communeFacts(town), s.seen(list.Items)
	p.All = views.Ask{}.With(views.ParamCommune, town.Slug).URL()
	if !list.Next.IsZero() {
		p.Next = "/communes/" + town.Slug + "?suite=" + url.QueryEscape(list.Next.String())
	}
	p.Counts, p.CountsOf = s.narrowed(views.ParamCommune, town.Slug, views.ParamSector, s.top(found, search.Sector, all)), "Par secteur"
	p.Map = s.around(town.At, 7_000, town.Name+" sur la carte")
	if shape, ok := s.Territory.Region.Map.Shape(town.INSEE); ok {
		p.Map.Areas = []string{shape.Path}
	}
	p.Map.Ask = views.Ask{}.With(views.ParamCommune, town.Slug)
	for i := range list.Items {
		if pin, ok := s.pin(&list.Items[i]); ok {
			p.Map.Pins = append(p.Map.Pins, pin)
		}
	}
	for _, n := range s.Territory.Region.Neighbours(town.INSEE) {
		p.Around = append(p.Around, views.Count{Text: n.Name, URL: "/communes/" + n.Slug, Count: -1})
	}
	p.AroundOf = "Communes voisines"
	if p, err = s.fillFollow(c, p, followedTown(town.INSEE, town.Name, town.Slug)); err != nil {
		return err
	}
	p.PublishIn = "/fiches/nouvelle?" + string(views.ParamCommune) + "=" + town.INSEE
	p.Chrome.NoIndex = !cursor.IsZero()
	p.Chrome.Canonical = s.canonical("/communes/" + town.Slug)
	p.Chrome.Feed = offers("Ce qui se publie : "+town.Name, "/communes/"+town.Slug)
	return s.showCommon(c, p.Common())
}

// townCalled is the commune that an address or a question names otherwise than by its slug: « Gien », "45155".
func (s *site) townCalled(raw string) (region.Commune, bool) {
	slug := slugOf(raw)
	if town, ok := s.Territory.Region.BySlug(slug); ok {
		return town, true
	}
	if len(slug) == 5 && strings.Trim(slug, "0123456789AB") == "" {
		if towns := s.Territory.Region.Find(slug); len(towns) > 0 {
			return towns[0], true
		}
	}
	return region.Commune{}, false
}

// slugOf is the slug that somebody may have meant who wrote a name, capitals or accents into an address.
func slugOf(raw string) string {
	if name, err := url.PathUnescape(raw); err == nil {
		return text.Slug(name)
	}
	return ""
}

func (s *site) communeFacts(town region.Commune) []views.Fact {
	facts := []views.Fact{{Label: "Habitants", Text: views.Number(town.Population)}, {Label: "Code postal", Text: strings.Join(town.Postcodes, ", ")}}
	if e, ok := s.Territory.Region.EPCI(town.EPCI); ok {
		facts = append(facts, views.Fact{Label: "Intercommunalité", Text: e.Name, URL: "/intercommunalites/" + e.Slug})
	}
	if len(town.Formerly) > 0 {
		facts = append(facts, views.Fact{Label: "Réunit aussi", Text: strings.Join(town.Formerly, ", ")})
	}
	return facts
}

// epci is /intercommunalites/{slug}.
func (s *site) epci(c *fiber.Ctx) error {
	e, ok := s.Territory.Region.EPCIBySlug(c.Params("slug"))
	if !ok {
		if e, ok = s.Territory.Region.EPCIBySlug(slugOf(c.Params("slug"))); ok {
			return c.Redirect("/intercommunalites/"+e.Slug, fiber.StatusMovedPermanently)
		}
		return fault.NotFound
	}
	ask := views.Ask{}.With(views.ParamEPCI, e.Slug)
	p, found, err := s.asked(c, views.PlaceEPCI, e.Name, ask, directory.Ask{EPCIs: []string{e.Slug}})
	if err != nil {
		return err
	}
	p.Lead = e.Official
	p.Facts = []views.Fact{{Label: "Communes", Text: views.Number(e.Total)}, {Label: "Habitants", Text: views.Number(e.Population)}}
	p.Counts, p.CountsOf = s.narrowed(views.ParamEPCI, e.Slug, views.ParamSector, s.top(found, search.Sector, all)), "Par secteur"
	p.Map = s.epciMap(e)
	for _, insee := range e.Communes {
		if town, ok := s.Territory.Region.Commune(insee); ok {
			p.Around = append(p.Around, views.Count{Text: town.Name, URL: "/communes/" + town.Slug, Count: -1})
		}
	}
	p.AroundOf = "Ses communes"
	p.Chrome.Canonical = s.canonical("/intercommunalites/" + e.Slug)
	return s.showCommon(c, p.Common())
}

// placesShown is how many communes the page of a sector or a tag lists.
const placesShown = 24

// epciMap lights the communes of an intercommunalité.
func (s *site) epciMap(e region.EPCI) views.MapView {
	view := s.wholeView(e.Name + " sur la carte")
	for _, shape := range s.Territory.Region.Map.EPCIs {
		if shape.Code == e.SIREN {
			view.Areas = []string{shape.Path}
		}
	}
	if len(e.Communes) == 0 {
		return view
	}
	first, _ := s.Territory.Region.Commune(e.Communes[0])
	box := geo.Box{South: first.At.Lat, North: first.At.Lat, West: first.At.Lon, East: first.At.Lon}
	for _, insee := range e.Communes {
		if town, ok := s.Territory.Region.Commune(insee); ok {
			box.South, box.North = min(box.South, town.At.Lat), max(box.North, town.At.Lat)
			box.West, box.East = min(box.West, town.At.Lon), max(box.East, town.At.Lon)
		}
	}
	center := geo.Point{Lat: (box.South + box.North) / 2, Lon: (box.West + box.East) / 2}
	corner := geo.Point{Lat: box.North, Lon: box.East}
	view.Box = s.box(center, geo.Distance(center, corner)+3_000)
	return view
}

// sector is /secteurs/{slug}.
func (s *site) sector(c *fiber.Ctx) error {
	slug := c.Params("slug")
	name := s.Territory.SectorName(slug)
	if name == "" {
		if slug = slugOf(slug); s.Territory.SectorName(slug) != "" {
			return c.Redirect("/secteurs/"+slug, fiber.StatusMovedPermanently)
		}
		return fault.NotFound
	}
	ask := views.Ask{}.With(views.ParamSector, slug)
	p, found, err := s.asked(c, views.PlaceSector, name, ask, directory.Ask{Sectors: []string{slug}})
	if err != nil {
		return err
	}
	p.Counts, p.CountsOf = s.narrowed(views.ParamSector, slug, views.ParamCommune, s.top(found, search.Commune, placesShown)), "Par commune"
	p.Map = s.wholeView(name + ", commune par commune")
	p.Map.Ask, p.Map.Clusters = ask, s.clusters(ask, found.Facets[search.Commune])
	p.Chrome.Canonical = s.canonical("/secteurs/" + slug)
	return s.showCommon(c, p.Common())
}

// tag is /sujets/{tag}.
func (s *site) tag(c *fiber.Ctx) error {
	raw, _ := url.PathUnescape(c.Params("tag")) // wellFormed has looked
	tag := text.Line(raw)
	ask := views.Ask{}.With(views.ParamTag, tag)
	p, found, err := s.asked(c, views.PlaceTag, tag, ask, directory.Ask{Tags: []string{tag}})
	if err != nil {
		return err
	}
	if found.Total == 0 {
		return fault.NotFound
	}
	p.Counts, p.CountsOf = s.narrowed(views.ParamTag, tag, views.ParamCommune, s.top(found, search.Commune, placesShown)), "Par commune"
	p.Map = s.wholeView("« " + tag + " », commune par commune")
	p.Map.Ask, p.Map.Clusters = ask, s.clusters(ask, found.Facets[search.Commune])
	if p, err = s.fillFollow(c, p, followedTag(tag)); err != nil {
		return err
	}
	p.Chrome.Canonical = s.canonical(tagPath(tag))
	p.Chrome.Feed = offers("Ce qui se publie : "+tag, tagPath(tag))
	return s.showCommon(c, p.Common())
}

// asked is a place page whose cards are the first that the directory finds.
func (s *site) asked(c *fiber.Ctx, kind views.PlaceKind, name string, view views.Ask, ask directory.Ask) (views.PlacePage, directory.Found, error) {
	ask.Size, ask.Page, ask.Facets, ask.Sort = cardsPerPage, 1, true, search.ByCreated
	found, err := s.find(c, ask)
	if found.Down && len(ask.Sectors) == 0 {
		found.Hits = nil // the store alone knows neither tags nor intercommunalités: these are the pages of everywhere
	}
	p := s.placePage(c, kind, name, found)
	p.Cards, p.All = s.found(found.Hits), view.URL()
	if found.Total > cardsPerPage {
		p.Next = view.At(2).URL()
	}
	return p, found, err
}

func (s *site) placePage(c *fiber.Ctx, kind views.PlaceKind, name string, found directory.Found) views.PlacePage {
	p := views.PlacePage{Chrome: s.chrome(c, name, views.NavDirectory), Kind: kind, Name: name, Total: found.Total}
	p.Chrome.Description = name + " : les entreprises, les clubs et les institutions " + s.Territory.Region.In + "."
	return p
}

// fillFollow adds what there is to follow: for everybody, since the page does not know who reads.
func (s *site) fillFollow(c *fiber.Ctx, p views.PlacePage, f followed) (_ views.PlacePage, err error) {
	p.Follow = f.button()
	p.Followers, err = s.Follows.Counted(c.UserContext(), f.target)
	return p, err
}

// narrowed are the counts of one field beside another that is set.
func (s *site) narrowed(set views.Param, to string, by views.Param, values []directory.Value) []views.Count {
	counts := make([]views.Count, len(values))
	for i, v := range values {
		counts[i] = views.Count{Text: v.Name, Count: v.Count, URL: views.Ask{}.With(set, to).With(by, v.Key).URL()}
	}
	return counts
}
