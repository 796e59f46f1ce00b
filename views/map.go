package views

import "partant/internal/profile"

// MapView is a map to draw, in the units of region.Map whatever the zoom. The zero MapView shows nothing.
type MapView struct {
	Base     string   // URL of the base drawing (component Base), without fragment; empty: no map is shown
	Box      MapBox   // the part shown
	Say      string   // what the map shows, for those who do not see it: « 12 fiches autour de Gien »
	Areas    []string // path data of communes or intercommunalités to light
	Circle   *MapCircle
	Clusters []Cluster
	Pins     []Pin
}

// MapBox is the visible rectangle.
type MapBox struct{ X, Y, W, H float64 }

// MapCircle is the radius somebody asked for.
type MapCircle struct{ X, Y, R float64 }

// Cluster is the number of pages of one commune.
type Cluster struct {
	X, Y  float64
	Count int
	Name  string
	URL   string // the directory narrowed to the commune
}

// Pin is one page. Slug ties it to its card.
type Pin struct {
	X, Y float64
	Slug string
	Name string
	Kind profile.Kind
}

// BaseMap is the drawing that every map stands on, served once as an SVG file of its own and kept by browsers:
// the fields of region.Map.
type BaseMap struct {
	Width, Height int
	Outline       string
	Borders       string
	EPCIBorders   string
	River         string
}

// MapPage is /carte.
type MapPage struct {
	Chrome Chrome
	Map    MapView
	Total  int
	Kinds  []Count // entreprises, clubs…
	Towns  []Count // the communes that have pages, by name
	EPCIs  []Count
}
