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
	return views.MapView{Base: baseMapURL, Say: say, Box: views.MapBox{W: float64(m.Width), H: float64(m.Height)}, Names: s.mapNames}
}

// namedTowns is how many towns a map names, and farApart how far from each other they are, so that names do not touch.
const (
	namedTowns = 7
	farApart   = 22_000 // metres
)

// mapNames are the largest towns of a region that stand apart.
func mapNames(r *region.Region) (names []views.MapName) {
	towns := slices.Clone(r.Communes)
	slices.SortStableFunc(towns, func(a, b region.Commune) int { return b.Population - a.Population })
	var named []region.Commune
	for _, town := range towns {
		near := slices.ContainsFunc(named, func(o region.Commune) bool { return geo.Distance(o.At, town.At) < farApart })
		if near || len(named) == namedTowns {
			continue
		}
		x, y := r.Map.XY(town.At)
		named, names = append(named, town), append(names, views.MapName{X: x, Y: y, Text: town.Name})
	}
	return names
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
	return views.MapView{Base: baseMapURL, Say: say, Box: s.box(at, metres)}
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
	return views.Pin{X: x, Y: y, Slug: p.Slug, Name: p.Name, Kind: p.Kind}, true
}

// clusters are the counts of the communes, each at its point, leading to the directory narrowed to it.
func (s *site) clusters(ask views.Ask, counts search.Counts) []views.Cluster {
	clusters := make([]views.Cluster, 0, len(counts))
	before, after := ask.OnMap(false).With(views.ParamCommune, clusterMark).URL(), ""
	before, after, _ = strings.Cut(before, clusterMark)
	for i := range s.Territory.Region.Communes { // in their order, so that a page drawn twice is the same
		town := &s.Territory.Region.Communes[i]
		if n := counts[town.Name]; n > 0 {
			x, y := s.Territory.Region.Map.XY(town.At)
			clusters = append(clusters, views.Cluster{X: x, Y: y, Count: n, Name: town.Name, URL: before + town.Slug + after})
		}
	}
	slices.SortStableFunc(clusters, func(a, b views.Cluster) int { return b.Count - a.Count })
	return clusters
}

// clusterMark stands for the slug of a commune in an address that is written once for all of them.
const clusterMark = "0commune0"

// directoryMap is the map beside the results: pins and the circle when a place was asked for, else counts by commune.
func (s *site) directoryMap(ask views.Ask, near *search.Near, found directory.Found) views.MapView {
	total := views.Plural(max(found.Total, len(found.Hits)), "page", "pages")
	if near != nil {
		radius := near.Radius
		if radius == 0 {
			radius = 20_000
		}
		view := s.around(near.Center, radius, total+" autour de "+ask.NearText)
		x, y := s.Territory.Region.Map.XY(near.Center)
		edge, _ := s.Territory.Region.Map.XY(geo.Point{Lat: near.Center.Lat, Lon: geo.Around(near.Center, radius).East})
		if near.Radius > 0 {
			view.Circle = &views.MapCircle{X: x, Y: y, R: edge - x}
		}
		view.Pins = s.pins(found.Hits)
		return view
	}
	if towns := s.askedTowns(ask); len(towns) > 0 {
		return s.townsView(towns, total, found)
	}
	if found.Town != nil {
		return s.roundView(found, total)
	}
	view := s.wholeView(total + " " + s.Territory.Region.In)
	view.Clusters, view.Pins = s.clusters(ask, found.Facets[search.Commune]), s.pins(found.Hits)
	if !ask.Map { // beside a list the map is small: hundreds of lights would hide each other, and weigh on phones
		view.Clusters = first(view.Clusters, clustersBesideList)
	}
	return view
}

const clustersBesideList = 40

func (s *site) askedTowns(ask views.Ask) (towns []region.Commune) {
	for _, f := range ask.Filters {
		if town, ok := s.Territory.Region.BySlug(f.Value); ok && f.Param == views.ParamCommune {
			towns = append(towns, town)
		}
	}
	return towns
}

// townsView shows the communes somebody narrowed to, lit.
func (s *site) townsView(towns []region.Commune, say string, found directory.Found) views.MapView {
	reach := 6_000.0
	for _, t := range towns {
		reach = max(reach, geo.Distance(towns[0].At, t.At)+4_000)
	}
	view := s.around(towns[0].At, reach, say+" à "+towns[0].Name)
	for _, t := range towns {
		if shape, ok := s.Territory.Region.Map.Shape(t.INSEE); ok {
			view.Areas = append(view.Areas, shape.Path)
		}
	}
	view.Pins = s.pins(found.Hits)
	return view
}

// roundView shows the commune that the text named, and the hits round it.
func (s *site) roundView(found directory.Found, say string) views.MapView {
	reach := 6_000.0
	for _, hit := range found.Hits {
		reach = max(reach, hit.Distance)
	}
	town, _ := s.Territory.Region.BySlug(found.Town.Slug)
	view := s.around(town.At, reach, say+" autour de "+town.Name)
	if shape, ok := s.Territory.Region.Map.Shape(town.INSEE); ok {
		view.Areas = []string{shape.Path}
	}
	view.Pins = s.pins(found.Hits)
	return view
}
