package views

import (
	"math"
	"strconv"

	"partant/internal/profile"
)

// MapView is a map to draw, in the units of region.Map whatever the zoom. The zero MapView shows nothing.
// Marks that would cover each other are drawn as one (package sketch), apart for wide screens and for phones.
type MapView struct {
	Base     string   // URL of the base drawing (component Base), without fragment; empty: no map is shown
	Box      MapBox   // the part shown
	Say      string   // what the map shows, for those who do not see it: « 12 fiches autour de Gien »
	Areas    []string // path data of communes or intercommunalités to light
	Circle   *MapCircle
	Names    []MapName // of towns, the most telling first: those are shown that find room
	Clusters []Cluster
	Pins     []Pin
	Ask      Ask     // what the directory is asked on this page: marks that stand for several lead to a part of it
	Metres   float64 // of a unit
	Events   bool    // its lights count events, and lead to lists of them
}

// MapName is a word on the map and the point that it names.
type MapName struct {
	X, Y float64
	Text string
}

// MapBox is the visible rectangle.
type MapBox struct{ X, Y, W, H float64 }

// MapCircle is the radius somebody asked for.
type MapCircle struct{ X, Y, R float64 }

// MapTown is a commune on the map.
type MapTown struct {
	X, Y float64
	Slug string
	Name string
	Near string // its value of ParamNear
}

// Cluster is the number of pages of one commune, at its point.
type Cluster struct {
	Town  MapTown
	Count int
	URL   string // the directory narrowed to the commune
}

// Pin is one page. Slug ties it to its card.
type Pin struct {
	X, Y float64
	Slug string
	Name string
	Kind profile.Kind
	Town MapTown // where the page is
	URL  string  // local path of where it leads; empty: its page
}

// Nowhere is the URL of a pin that leads nowhere.
const Nowhere = "#"

// url is where a pin leads; empty: nowhere.
func (p *Pin) url() string {
	switch p.URL {
	case "":
		return string(page(p.Slug, ""))
	case Nowhere:
		return ""
	}
	return p.URL
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

// units writes a length of the map: a tenth of a unit is some ten metres, which no eye parts.
func units(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

func (b MapBox) attribute() string {
	return units(b.X) + " " + units(b.Y) + " " + units(b.W) + " " + units(b.H)
}

func (b BaseMap) attribute() string {
	return MapBox{W: float64(b.Width), H: float64(b.Height)}.attribute()
}
