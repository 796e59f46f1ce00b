package web

import (
	"slices"
	"strings"

	"partant/internal/directory"
	"partant/internal/geo"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/search"
	"partant/views"
)

const baseMapURL = "/carte/fond.svg"

// wholeView shows the whole territory.
func (s *site) wholeView(say string) views.MapView {
	m := &s.Territory.Region.Map
	return views.MapView{Base: baseMapURL, Say: say, Box: views.MapBox{W: float64(m.Width), H: float64(m.Height)}, Names: s.mapNames, Metres: s.mapMetres}
}

// townsToName is how many towns a map may name, and farApart how far from each other they are: which of them find room
// is seen when the map is drawn.
const (
	townsToName = 10
	farApart    = 15_000 // metres
)

// mapNames are the largest towns of a region that stand apart.
func mapNames(r *region.Region) (names []views.MapName) {
	towns := slices.Clone(r.Communes)
	slices.SortStableFunc(towns, func(a, b region.Commune) int { return b.Population - a.Population })
	var named []region.Commune
	for _, town := range towns {
		near := slices.ContainsFunc(named, func(o region.Commune) bool { return geo.Distance(o.At, town.At) < farApart })
		if near || len(named) == townsToName {
			continue
		}
		x, y := r.Map.XY(town.At)
		named, names = append(named, town), append(names, views.MapName{X: x, Y: y, Text: town.Name})
	}
	return names
}

// mapMetres is how long a unit of a region's map is.
func mapMetres(m *region.Map) float64 {
	middle := float64(m.Height) / 2
	return geo.Distance(m.Point(0, middle), m.Point(float64(m.Width), middle)) / float64(m.Width)
}

// box is the rectangle of the map that holds a circle, never smaller than a few kilometres.
func (s *site) box(at geo.Point, metres float64) views.MapBox {
	b := geo.Around(at, max(metres, 2500)*1.15)
	m := &s.Territory.Region.Map
	left, top := m.XY(geo.Point{Lat: b.North, Lon: b.West})
	right, bottom := m.XY(geo.Point{Lat: b.South, Lon: b.East})
	return views.MapBox{X: left, Y: top, W: right - left, H: bottom - top}
}

// around shows the surroundings of a point.
func (s *site) around(at geo.Point, metres float64, say string) views.MapView {
	return views.MapView{Base: baseMapURL, Say: say, Box: s.box(at, metres), Metres: s.mapMetres}
}

// areaOf is the drawing of a commune; nil: there is none.
func (s *site) areaOf(insee string) []string {
	if shape, ok := s.Territory.Region.Map.Shape(insee); ok {
		return []string{shape.Path}
	}
	return nil
}

func (s *site) pins(profiles []directory.Hit) []views.Pin {
	pins := make([]views.Pin, 0, len(profiles))
	for i := range profiles {
		if pin, ok := s.pin(&profiles[i].Profile); ok {
			pins = append(pins, pin)
		}
	}
	return pins
}

func (s *site) pin(p *profile.Profile) (views.Pin, bool) {
	if p.Place == nil {
		return views.Pin{}, false
	}
	x, y := s.Territory.Region.Map.XY(p.Place.Point)
	pin := views.Pin{X: x, Y: y, Slug: p.Slug, Name: p.Name, Kind: p.Kind}
	if town, ok := s.Territory.Region.Commune(p.Address.Commune); ok {
		pin.Town = s.mapTown(&town)
	}
	return pin, true
}

// mapTown is a commune as maps know it. Only what stands for several asks for the key: it is found when it is needed.
func (s *site) mapTown(town *region.Commune) views.MapTown {
	x, y := s.Territory.Region.Map.XY(town.At)
	return views.MapTown{X: x, Y: y, Slug: town.Slug, Name: town.Name, Near: s.nearKeys[town.INSEE]}
}

// clusters are the counts of the communes, the largest first, each at its point, leading to the directory narrowed to it.
func (s *site) clusters(ask views.Ask, counts search.Counts) []views.Cluster {
	clusters := make([]views.Cluster, 0, len(counts))
	before, after := ask.Anywhere().Cleared(views.ParamCommune).OnMap(false).With(views.ParamCommune, clusterMark).URL(), ""
	before, after, _ = strings.Cut(before, clusterMark)
	for i := range s.Territory.Region.Communes { // in their order, so that a page drawn twice is the same
		town := &s.Territory.Region.Communes[i]
		if n := counts[town.Name]; n > 0 {
			clusters = append(clusters, views.Cluster{Town: s.mapTown(town), Count: n, URL: before + town.Slug + after})
		}
	}
	slices.SortStableFunc(clusters, func(a, b views.Cluster) int { return b.Count - a.Count })
	return clusters
}

// clusterMark stands for the slug of a commune in an address that is written once for all of them.
const clusterMark = "0commune0"

// directoryMap is the map beside the results: round a place, of the communes asked for, or of the whole territory.
func (s *site) directoryMap(ask views.Ask, near *search.Near, found directory.Found) views.MapView {
	total := views.Plural(max(found.Total, len(found.Hits)), "page", "pages")
	counts := found.Facets[search.Commune]
	view := views.MapView{}
	switch towns := s.askedTowns(ask); {
	case near != nil:
		view = s.nearView(*near, total+" autour de "+ask.NearText)
	case len(towns) > 0:
		view, counts = s.townsView(towns, total), among(counts, towns)
	case found.Town != nil:
		view = s.roundView(found, total)
	default:
		view = s.wholeView(total + " " + s.Territory.Region.In)
	}
	view.Ask, view.Pins = ask.At(0), s.pins(found.Hits)
	if view.Metres*view.Box.W > wideView {
		view.Clusters = s.clusters(ask, counts)
	}
	if !ask.Map { // beside a list the map is small: it would cost more than the list
		view.Clusters = first(view.Clusters, clustersBesideList)
	}
	return view
}

const clustersBesideList = 40

// among are the counts of some communes alone.
func among(counts search.Counts, towns []region.Commune) search.Counts {
	some := search.Counts{}
	for _, t := range towns {
		some[t.Name] = counts[t.Name]
	}
	return some
}

// wideView is how many metres wide a map shows how many pages each commune has: nearer, the pages tell more.
const wideView = 15_000

// nearView shows a circle.
func (s *site) nearView(near search.Near, say string) views.MapView {
	radius := near.Radius
	if radius == 0 {
		radius = 20_000
	}
	view := s.around(near.Center, radius, say)
	x, y := s.Territory.Region.Map.XY(near.Center)
	edge, _ := s.Territory.Region.Map.XY(geo.Point{Lat: near.Center.Lat, Lon: geo.Around(near.Center, radius).East})
	if near.Radius > 0 {
		view.Circle = &views.MapCircle{X: x, Y: y, R: edge - x}
	}
	return view
}

func (s *site) askedTowns(ask views.Ask) (towns []region.Commune) {
	for _, f := range ask.Filters {
		if town, ok := s.Territory.Region.BySlug(f.Value); ok && f.Param == views.ParamCommune {
			towns = append(towns, town)
		}
	}
	return towns
}

// townsView shows the communes somebody narrowed to, lit.
func (s *site) townsView(towns []region.Commune, say string) views.MapView {
	box := geo.Box{South: 90, North: -90, West: 180, East: -180}
	for _, t := range towns {
		box.South, box.North = min(box.South, t.At.Lat), max(box.North, t.At.Lat)
		box.West, box.East = min(box.West, t.At.Lon), max(box.East, t.At.Lon)
	}
	center := geo.Point{Lat: (box.South + box.North) / 2, Lon: (box.West + box.East) / 2}
	reach := geo.Distance(center, geo.Point{Lat: box.North, Lon: box.East})
	view := s.around(center, max(6_000, reach+2_000), say+" à "+towns[0].Name)
	for _, t := range towns {
		if shape, ok := s.Territory.Region.Map.Shape(t.INSEE); ok {
			view.Areas = append(view.Areas, shape.Path)
		}
	}
	return view
}

// roundView shows the commune that the text named, and the hits round it.
func (s *site) roundView(found directory.Found, say string) views.MapView {
	reach := 6_000.0
	for _, hit := range found.Hits {
		reach = max(reach, hit.Distance)
	}
	town, _ := s.Territory.Region.BySlug(found.Town.Slug)
	say += " autour de " + town.Name
	view := s.around(town.At, reach, say)
	if whole := s.wholeView(say); view.Box.W > whole.Box.W {
		view = whole
	}
	if shape, ok := s.Territory.Region.Map.Shape(town.INSEE); ok {
		view.Areas = []string{shape.Path}
	}
	return view
}
