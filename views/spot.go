package views

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"partant/internal/geo"
	"partant/internal/profile"
	"partant/internal/sketch"
)

// Names of the fields of /fiches/{slug}/position. Where the marker stands is profile.FieldPlace.
const (
	FieldWidth  = "largeur" // metres that the map is wide
	FieldToward = "vers"    // what a button does: one of the values below
	FieldTouch  = "ici"     // followed by one of SpotSizes, and .x or .y: where the map was touched
)

// The values of FieldToward.
const (
	TowardNorth  = "nord"
	TowardSouth  = "sud"
	TowardEast   = "est"
	TowardWest   = "ouest"
	TowardNearer = "pres"
	TowardWider  = "loin"
)

// SpotSizes are the sizes in which the style sheet draws the map, in pixels: a touch says in which of them it was.
var SpotSizes = []int{288, 352, 560}

// SpotPage is /fiches/{slug}/position and /evenements/{slug}/position, where somebody shows on the map where a page or an event is. The
// marker is in its middle.
type SpotPage struct {
	Chrome Chrome
	Of     string // local path of what is placed
	Asks   string // the heading
	Name   string
	At     geo.Point // where the marker stands
	Metres int       // how wide the map is
	Map    SpotMap
	Inside string         // « à Gien »; empty: outside the territory
	Town   string         // « à Pithiviers »: where it says that it is
	Off    float64        // metres from the marker to the middle of the commune Inside
	Wind   geo.Wind       // of the marker as seen from there
	Near   []SpotLandmark // what else is known there, the nearest first
	ByHand bool           // somebody has shown the place: it can be taken back
	Nearer bool           // the map can come nearer
	Wider  bool
	Fallen string // what is shown without a place by hand: « la commune »
	Wrong  string
	Shut   string // why no place can be shown; the page then says so and nothing else
}

// SpotLandmark is a page near the marker.
type SpotLandmark struct {
	Name   string
	Metres float64
	Wind   geo.Wind // of the landmark as seen from the marker
}

// SpotMap is a square of the map with the marker in its middle, in the units of region.Map.
type SpotMap struct {
	Base      string
	Box       MapBox
	Areas     []string  // path data of the page's commune
	River     bool      // the sketch of the river is good enough at this width
	Towns     []MapName // the largest first
	Landmarks []MapName // pages, the nearest first
}

// spotSheet is the marks of the map at one size.
type spotSheet struct {
	screen    string
	pixel     float64 // units
	dots      []MapName
	names     []MapName
	landmarks []MapName
	left, top float64 // of the scale
}

// spotFrames are the frames for which marks are laid out: phones that are a little wider draw the first larger.
var spotFrames = map[string]float64{"narrow": 288, "wide": 560}

const (
	spotNames = 9
	spotRoom  = 22 // letters of a name
)

func (m SpotMap) sheets() []spotSheet {
	return []spotSheet{m.sheet("narrow"), m.sheet("wide")}
}

func (m SpotMap) sheet(screen string) spotSheet {
	size := spotFrames[screen]
	perUnit := size / m.Box.W
	on := func(n MapName) (x, y float64) { return (n.X - m.Box.X) * perUnit, (n.Y - m.Box.Y) * perUnit }
	given := sketch.Given{Most: spotNames, Pins: []sketch.Pin{{X: size / 2, Y: size / 2}}}
	for _, n := range m.Landmarks {
		x, y := on(n)
		given.Lights = append(given.Lights, sketch.Light{X: x, Y: y, Count: 1})
		given.Names = append(given.Names, sketch.Name{X: x, Y: y, Text: shortened(n.Text)})
	}
	for _, n := range m.Towns {
		x, y := on(n)
		given.Names = append(given.Names, sketch.Name{X: x, Y: y, Text: n.Text})
	}
	laid := sketch.Lay(given, sketch.Frame{W: size, H: size})
	s := spotSheet{screen: screen, pixel: 1 / perUnit, left: m.Box.X + 12/perUnit, top: m.Box.Y + m.Box.H - 14/perUnit}
	for _, l := range laid.Lights {
		s.dots = append(s.dots, MapName{X: m.Box.X + l.X/perUnit, Y: m.Box.Y + l.Y/perUnit})
	}
	for _, n := range laid.Names {
		at := MapName{X: m.Box.X + n.X/perUnit, Y: m.Box.Y + n.Y/perUnit, Text: n.Text}
		if slices.ContainsFunc(m.Towns, func(t MapName) bool { return t.Text == n.Text }) {
			s.names = append(s.names, at)
		} else {
			s.landmarks = append(s.landmarks, at)
		}
	}
	return s
}

// shortened keeps of a name what there is room for.
func shortened(name string) string {
	letters := []rune(name)
	if len(letters) <= spotRoom {
		return name
	}
	return strings.TrimSpace(string(letters[:spotRoom-1])) + "…"
}

// precise writes a length of a map that may be a few metres wide only.
func precise(v float64) string { return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64) }

func (m SpotMap) attribute() string {
	return precise(m.Box.X) + " " + precise(m.Box.Y) + " " + precise(m.Box.W) + " " + precise(m.Box.H)
}

// stand puts a mark on the map in pixels, whatever the zoom.
func (s spotSheet) stand(x, y float64) string {
	return "translate(" + precise(x) + " " + precise(y) + ") scale(" + strconv.FormatFloat(s.pixel, 'f', 6, 64) + ")"
}

// scale draws a quarter of the width as a line with two ends.
func (s spotSheet) scale() string {
	return "M0-5v5h" + strconv.Itoa(int(spotFrames[s.screen]/4)) + "v-5"
}

// Length writes how long something is: « 120 m », « 1,2 km ».
func Length(metres float64) string {
	if tens := int(math.Round(metres/10)) * 10; tens < 1000 {
		return strconv.Itoa(tens) + joint + "m"
	}
	return strings.TrimPrefix(Kilometres(metres), "à"+joint)
}

// winds are the directions as they stand before « de ».
var winds = [...]string{"au nord", "au nord-est", "à l'est", "au sud-est", "au sud", "au sud-ouest", "à l'ouest", "au nord-ouest"}

// where says in words where the marker stands.
func (p SpotPage) where() string {
	said := "Le repère est " + p.Inside
	switch {
	case p.Inside == "":
		return "Le repère est en dehors " + p.Chrome.of() + "."
	case p.Off < 100:
		said += ", au milieu de la commune."
	default:
		said += ", à" + joint + Length(p.Off) + " " + winds[p.Wind] + " du milieu de la commune."
	}
	if p.Inside != p.Town {
		said += " La page, elle, se dit " + p.Town + "."
	}
	return said
}

// say is a landmark in words: « Boulangerie du Martroi, à 120 m à l'est ».
func (l SpotLandmark) say() string {
	if l.Metres < 10 {
		return l.Name + ", au même endroit"
	}
	return l.Name + ", à" + joint + Length(l.Metres) + " " + winds[l.Wind]
}

// step is how far the buttons move the marker, in metres.
func (p SpotPage) step() float64 { return Step(p.Metres) }

// Step is how far the buttons move the marker on a map so many metres wide.
func Step(metres int) float64 { return float64(metres) / 10 }

// touches are the names of the map, one for each size it may have.
func touches() []string {
	names := make([]string, len(SpotSizes))
	for i, size := range SpotSizes {
		names[i] = FieldTouch + strconv.Itoa(size)
	}
	return names
}

// placed says how the marker of the page was placed; empty: nothing is on the map.
func (p ProfilePage) placed() string {
	if p.Profile.Place == nil {
		return ""
	}
	switch p.Profile.Place.By {
	case profile.AtAddress:
		return "Sur la carte, le repère est placé d'après l'adresse, par la Base adresse nationale."
	case profile.ByHand:
		return "Sur la carte, le repère a été placé à la main."
	case profile.BySource:
		return "Sur la carte, le repère vient de données publiques."
	}
	return "Sur la carte, le repère montre la commune, faute d'adresse précise."
}

// show is what those who may change the page can do about it; empty: nothing.
func (p ProfilePage) show() string {
	switch place := p.Profile.Place; {
	case place == nil || !p.CanEdit || p.Profile.Discreet():
		return ""
	case place.By == profile.AtCommune:
		return "Montrer l'endroit sur la carte"
	}
	return "Déplacer le repère"
}
