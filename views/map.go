package views

import "partant/internal/profile"

// MapView is a map to draw. All lengths are in the units of the base drawing (see BaseMap), whatever the zoom.
type MapView struct {
	Base     string // URL of the base drawing, without fragment; empty: no map is shown
	Box      MapBox // the part shown
	Say      string // what the map shows, for those who do not see it: « 12 fiches autour de Gien »
	Areas    []Area // communes or intercommunalités to light
	Circle   *MapCircle
	Clusters []Cluster
	Pins     []Pin
}

// MapBox is the visible rectangle.
type MapBox struct{ X, Y, W, H int }

// Area is an outline that stands out.
type Area struct{ Path string }

// MapCircle is the radius somebody asked for.
type MapCircle struct{ X, Y, R int }

// Cluster is the number of pages of one commune.
type Cluster struct {
	X, Y  int
	Count int
	Name  string
	URL   string // the directory narrowed to the commune
}

// Pin is one page. Slug ties it to its card.
type Pin struct {
	X, Y int
	Slug string
	Name string
	Kind profile.Kind
}

// BaseMap is the drawing that every map stands on, served once as an SVG file of its own and kept by browsers.
type BaseMap struct {
	Box      MapBox // the whole territory
	Outline  string // path of the territory
	Communes string // path of all limits between communes
	EPCIs    string // path of the limits between intercommunalités; may be empty
	River    string // path of the Loire; may be empty
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
