package views

import (
	"math"
	"strconv"
	"strings"

	"partant/internal/sketch"

	"github.com/a-h/templ"
)

// frame is how large the style sheet draws a map, in pixels.
type frame struct {
	wide, narrow [2]float64 // narrow is zero where phones show no map
	slice        bool       // the map fills the frame; otherwise all of its box is seen
}

var (
	heroFrame   = frame{wide: [2]float64{720, 571}, narrow: [2]float64{358, 284}}
	wholeFrame  = frame{wide: [2]float64{692, 549}, narrow: [2]float64{358, 284}}
	onMapFrame  = frame{wide: [2]float64{487, 487}, narrow: [2]float64{358, 325}}
	besideFrame = frame{wide: [2]float64{342, 311}}
	placeFrame  = frame{wide: [2]float64{468, 334}, narrow: [2]float64{358, 256}}
	townFrame   = frame{wide: [2]float64{560, 560}, narrow: [2]float64{358, 358}}
	groundFrame = frame{wide: [2]float64{708, 200}, narrow: [2]float64{358, 140}, slice: true}
	coverFrame  = frame{wide: [2]float64{1136, 220}, narrow: [2]float64{358, 140}, slice: true}
)

// fit is the attribute of the svg element.
func (f frame) fit() string {
	if f.slice {
		return "xMidYMid slice"
	}
	return "xMidYMid meet"
}

const (
	namesShown = 7
	fingers    = 24 // pixels between the lights of phones
)

// sheet is the marks of a map on one kind of screen.
type sheet struct {
	screen string  // class; empty: on every screen
	pixel  float64 // units
	lights []light
	pins   []drop
	names  []MapName
}

// light is one disc, of one commune or of several.
type light struct {
	x, y, reach float64
	count       int
	say, slugs  string
	url         string
}

// drop is one pin, of one page or of several.
type drop struct {
	x, y       float64
	count      int
	say, slugs string
	url        string // empty: there is nothing nearer to see
}

// sheets lays the marks out for wide screens, and for phones where they show the map.
func (m MapView) sheets(f frame) []sheet {
	wide := m.sheet(f.wide, f.slice, 0)
	if f.narrow[0] == 0 {
		return []sheet{wide}
	}
	narrow := m.sheet(f.narrow, f.slice, fingers)
	wide.screen, narrow.screen = "wide", "narrow"
	return []sheet{wide, narrow}
}

func (m MapView) sheet(size [2]float64, slice bool, apart float64) sheet {
	perUnit := min(size[0]/m.Box.W, size[1]/m.Box.H)
	if slice {
		perUnit = max(size[0]/m.Box.W, size[1]/m.Box.H)
	}
	left, top := m.Box.X+m.Box.W/2-size[0]/perUnit/2, m.Box.Y+m.Box.H/2-size[1]/perUnit/2
	given := sketch.Given{Most: namesShown}
	for _, c := range m.Clusters {
		given.Lights = append(given.Lights, sketch.Light{X: (c.Town.X - left) * perUnit, Y: (c.Town.Y - top) * perUnit, Count: c.Count})
	}
	for _, p := range m.Pins {
		given.Pins = append(given.Pins, sketch.Pin{X: (p.X - left) * perUnit, Y: (p.Y - top) * perUnit})
	}
	for _, n := range m.Names {
		given.Names = append(given.Names, sketch.Name{X: (n.X - left) * perUnit, Y: (n.Y - top) * perUnit, Text: n.Text})
	}
	laid := sketch.Lay(given, sketch.Frame{W: size[0], H: size[1], Apart: apart})
	l := sheet{pixel: 1 / perUnit}
	for _, at := range laid.Lights {
		l.lights = append(l.lights, m.light(at, left+at.X/perUnit, top+at.Y/perUnit))
	}
	for _, at := range laid.Pins {
		l.pins = append(l.pins, m.drop(at, left+at.X/perUnit, top+at.Y/perUnit))
	}
	for _, n := range laid.Names {
		l.names = append(l.names, MapName{X: left + n.X/perUnit, Y: top + n.Y/perUnit, Text: n.Text})
	}
	return l
}

// light is a laid light with what it says and where it leads.
func (m MapView) light(at sketch.Light, x, y float64) light {
	largest := m.Clusters[at.Of[0]]
	l := light{x: x, y: y, reach: at.Reach, count: at.Count, slugs: m.slugs(at.Pins), url: largest.URL, say: largest.Town.Name}
	if others := len(at.Of) - 1; others > 0 {
		l.say += " et " + Plural(others, "commune voisine", "communes voisines")
		if l.url = m.several(at.Of).URL(); m.Events {
			l.url = largest.URL // the list below the map has the others
		}
	}
	l.say += joint + ": " + m.counted(at.Count)
	return l
}

// listed is how many communes an address narrows to, at most; more are all that lies around the largest.
const listed = 12

// several asks for the communes of a light, on a map large enough to tell them apart.
func (m MapView) several(of []int) Ask {
	ask := m.Ask.Anywhere().Cleared(ParamCommune).OnMap(true)
	center := m.Clusters[of[0]].Town
	far := 0.0
	for _, i := range of {
		town := m.Clusters[i].Town
		if len(of) <= listed {
			ask = ask.With(ParamCommune, town.Slug)
		}
		far = max(far, m.metres(center, town.X, town.Y))
	}
	if len(of) > listed {
		ask.Near, ask.NearText, ask.Radius = center.Near, center.Name, covering(far)
	}
	return ask
}

// drop is a laid pin with what it says and where it leads.
func (m MapView) drop(at sketch.Pin, x, y float64) drop {
	first := m.Pins[at.Of[0]]
	d := drop{x: x, y: y, count: len(at.Of), slugs: m.slugs(at.Of), say: unbroken(first.Name), url: first.url()}
	if d.count == 1 {
		return d
	}
	var names []string
	far := 0.0
	for _, i := range at.Of {
		names = append(names, m.Pins[i].Name)
		far = max(far, m.metres(first.Town, m.Pins[i].X, m.Pins[i].Y))
	}
	if d.say, d.url = unbroken(few(names)), ""; m.Events {
		return d // the list below the map has them
	}
	ask, radius := m.Ask.OnMap(true), covering(far)
	if first.Town.Near != "" && (ask.Near != first.Town.Near || ask.Radius == 0 || ask.Radius > radius) {
		ask.Near, ask.NearText, ask.Radius = first.Town.Near, first.Town.Name, radius
		d.url = ask.URL()
	}
	return d
}

func (m MapView) metres(from MapTown, x, y float64) float64 {
	return math.Hypot(x-from.X, y-from.Y) * m.Metres
}

// covering is the least distance to choose that holds so many metres.
func covering(metres float64) int {
	for _, km := range radii {
		if metres <= float64(km)*1000 {
			return km
		}
	}
	return radii[len(radii)-1]
}

// slugs are those of pins, for the cards that they light.
func (m MapView) slugs(pins []int) string {
	all := make([]string, len(pins))
	for i, at := range pins {
		all[i] = m.Pins[at].Slug
	}
	return strings.Join(all, " ")
}

// stand puts a mark on the map and gives it back the size of pixels, whatever the zoom. Where a unit is smaller than a
// pixel, parts of a unit would only weigh.
func (l sheet) stand(x, y float64) string {
	if l.pixel >= 1 {
		x, y = math.Round(x), math.Round(y)
	}
	return "translate(" + units(x) + " " + units(y) + ") scale(" + strconv.FormatFloat(l.pixel, 'f', 3, 64) + ")"
}

// tied names the pages that a mark stands for, when there are some on the page.
func tied(slugs string) templ.OrderedAttributes {
	if slugs == "" {
		return nil
	}
	return templ.OrderedAttributes{{Key: "data-f", Value: slugs}}
}

// radius is that of the disc.
func (l light) radius() string { return units(sketch.Radius(l.count)) }

// size is one of the four sizes of lights.
func (l light) size() string { return strconv.Itoa(sketch.Size(l.count)) }

// finger is the radius of what a finger may touch.
func (l light) finger() string { return strconv.Itoa(int(l.reach)) }

// wants reports whether a finger needs more room than the disc.
func (l light) wants() bool { return int(l.reach) > int(sketch.Radius(l.count)) }

// counted says how many things a light stands for.
func (m MapView) counted(n int) string {
	if m.Events {
		return Plural(n, "événement", "événements")
	}
	return Plural(n, "fiche", "fiches")
}
