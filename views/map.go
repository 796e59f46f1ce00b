package views

import (
	"math"
	"strconv"

	"partant/internal/profile"
)

// MapView is a map to draw, in the units of region.Map whatever the zoom. The zero MapView shows nothing.
type MapView struct {
	Base     string   // URL of the base drawing (component Base), without fragment; empty: no map is shown
	Box      MapBox   // the part shown
	Say      string   // what the map shows, for those who do not see it: « 12 fiches autour de Gien »
	Areas    []string // path data of communes or intercommunalités to light
	Circle   *MapCircle
	Names    []MapName // of a few towns, to know where one is
	Clusters []Cluster // the largest first: the small ones are drawn over them
	Pins     []Pin
}

// MapName is a word on the map, centred on its point.
type MapName struct {
	X, Y float64
	Text string
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

// units writes a length of the map: a tenth of a unit is some ten metres, which no eye parts.
func units(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

func (b MapBox) attribute() string {
	return units(b.X) + " " + units(b.Y) + " " + units(b.W) + " " + units(b.H)
}

func (b BaseMap) attribute() string {
	return MapBox{W: float64(b.Width), H: float64(b.Height)}.attribute()
}

// stand puts a mark on the map and gives it back the size of pixels, whatever the zoom.
func (m MapView) stand(x, y float64, width int) string {
	scale := strconv.FormatFloat(m.Box.W/float64(width), 'f', 3, 64)
	return "translate(" + units(x) + " " + units(y) + ") scale(" + scale + ")"
}

// size is one of the four sizes of the lights of a map, by the number of pages.
func size(count int) string {
	switch {
	case count < 3:
		return "1"
	case count < 15:
		return "2"
	case count < 100:
		return "3"
	}
	return "4"
}
