package web

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/page"
	"partant/views"
)

// What the map of events holds: the next events, and how many of each commune are named below it.
const (
	eventsMapped  = 500
	townsListShow = 5
)

// eventsMapPage is /evenements/carte: what is to come, where it is held. An event stands at its commune, and where it
// is held on the map of one commune.
func (s *site) eventsMapPage(c *fiber.Ctx) error {
	p := views.EventsMapPage{EventsPage: views.EventsPage{Towns: s.talkTowns()}}
	f, days, err := s.eventAsk(c, &p.EventsPage)
	if err != nil {
		return err
	}
	f.Past, p.Ask.After, p.Ask.Past, p.Ask.Map = false, "", false, true
	if p.Month = event.Month(s.Now()).First; !days.IsZero() {
		p.Month = event.Month(days.First).First
	}
	next, more, err := s.nextEvents(c, f)
	if err == nil {
		err = s.fillMap(c, next, &p)
	}
	if err != nil {
		return err
	}
	p.More = more
	p.Chrome = s.chrome(c, "La carte des événements", views.NavEvents)
	p.Chrome.Description = "Où l'on se rencontre : petits déjeuners, ateliers et soirées " + s.Site.Region.Of + ", commune par commune."
	p.Chrome.NoIndex = p.Ask != views.EventAsk{Map: true} || len(next) == 0 || len(p.Lost)+len(p.Notes) > 0
	p.Chrome.Canonical = s.canonical(p.Ask.URL())
	return s.showCommon(c, p.Common())
}

// nextEvents are the next that a filter wants and that take place, whose hosts the reader meets.
func (s *site) nextEvents(c *fiber.Ctx, f event.Filter) (all []event.Event, more bool, err error) {
	for req := (page.Req{Limit: page.MaxLimit}); len(all) < eventsMapped; {
		list, err := s.Events.List(c.UserContext(), f, req)
		if err != nil {
			return nil, false, err
		}
		all = append(all, list.Items...)
		req.Cursor = list.Next
		if more = !list.Next.IsZero(); !more {
			break
		}
	}
	all = slices.DeleteFunc(all, func(e event.Event) bool { return e.IsCancelled() })
	all, err = met(s, c, all, func(e *event.Event) string { return e.By.Page })
	return all, more, err
}

// townWide is how far the map of one commune reaches, in metres.
const townWide = 5_000

// eventsView is the map of events: of the whole territory, or of the commune that the list is narrowed to. There those stand where they
// are held of which it is known; one light is left for the others.
func (s *site) eventsView(p *views.EventsMapPage, list []event.Event, say string) views.MapView {
	town, ok := s.Territory.Region.BySlug(p.Ask.Commune)
	if !ok {
		view := s.wholeView(say + " " + s.Site.Region.In + ", commune par commune")
		view.Events = true
		return view
	}
	view := s.around(town.At, townWide, say+" "+town.In())
	view.Events, view.Areas, view.Names = true, s.areaOf(town.INSEE), s.townNames(town.At, 2*townWide)
	for i := range list {
		if e := &list[i]; e.Spot != nil && e.Commune == town.INSEE {
			x, y := s.Territory.Region.Map.XY(e.Spot.Point)
			view.Pins = append(view.Pins, views.Pin{X: x, Y: y, Name: e.Title, URL: meetPath(e.Slug)})
		}
	}
	return view
}

// fillMap counts events by commune, the most first.
func (s *site) fillMap(c *fiber.Ctx, list []event.Event, p *views.EventsMapPage) error {
	byTown := map[string][]event.Event{}
	for i := range list {
		if list[i].Commune == "" {
			p.Online++
			continue
		}
		byTown[list[i].Commune] = append(byTown[list[i].Commune], list[i])
	}
	p.Map = s.eventsView(p, list, views.Plural(len(list)-p.Online, "événement à venir", "événements à venir"))
	var named []event.Event
	for i := range s.Territory.Region.Communes {
		held := byTown[s.Territory.Region.Communes[i].INSEE]
		named = append(named, held[:min(len(held), townsListShow)]...)
	}
	cards, err := s.eventCards(c, named)
	if err != nil {
		return err
	}
	for i := range s.Territory.Region.Communes {
		town := &s.Territory.Region.Communes[i]
		held := byTown[town.INSEE]
		if len(held) == 0 {
			continue
		}
		shown := min(len(held), townsListShow)
		ask := p.Ask
		ask.Map, ask.Commune = false, town.Slug
		if n := len(held) - len(p.Map.Pins); n > 0 { // pins are of one commune, shown alone
			p.Map.Clusters = append(p.Map.Clusters, views.Cluster{Town: s.mapTown(town), Count: n, URL: ask.URL()})
		}
		p.Places = append(p.Places, views.EventsTown{Name: town.Name, Ask: ask, Count: len(held), List: cards[:shown:shown]})
		cards = cards[shown:]
	}
	slices.SortStableFunc(p.Map.Clusters, func(a, b views.Cluster) int { return b.Count - a.Count })
	slices.SortFunc(p.Places, func(a, b views.EventsTown) int { return strings.Compare(a.Name, b.Name) })
	return nil
}
