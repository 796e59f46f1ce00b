// Package sketch puts the marks of a map where none covers another: lights that would touch become one, pins too, and a
// name stands where it is free, or not at all. All lengths are pixels of the frame that the map is drawn in.
package sketch

// Frame is the room that a map has.
type Frame struct {
	W, H  float64
	Apart float64 // how far the middles of two lights are at least: what a thumb needs
}

// Given is what the map is to show.
type Given struct {
	Lights []Light
	Pins   []Pin
	Names  []Name // the most telling first
	Most   int    // names
}

// Laid is what there is room for.
type Laid struct {
	Lights []Light // the largest first
	Pins   []Pin
	Names  []Name
}

// Light is a disc with the number of pages of a place.
type Light struct {
	X, Y  float64
	Count int
	Reach float64 // Laid: how far from the middle a finger may be
	Of    []int   // Laid: the given lights that it stands for, the largest first
	Pins  []int   // Laid: the given pins that it covers
}

// Pin is a drop that points at a page.
type Pin struct {
	X, Y float64 // its tip
	Of   []int   // Laid: the given pins that it stands for
}

// Name is a word with the place that it names. Laid, X and Y are the middle of its base line.
type Name struct {
	X, Y float64
	Text string
}

// Lay finds room. It gives the same answer for the same marks, whatever their order.
func Lay(g Given, f Frame) Laid {
	laid := Laid{Lights: lights(g.Lights, f), Pins: pins(g.Pins, f)}
	laid.Lights, laid.Pins = apart(laid.Lights, laid.Pins)
	laid.name(g.Names, g.Most, f)
	laid.reach(f)
	return laid
}

// The sizes of marks, as public/css/3-maps.css draws them.
const (
	PinWidth  = 21 // with its stroke
	PinHeight = 30
	LineRoom  = 15  // of a name
	letter    = 7.2 // the width of one, on average, in the fonts that browsers take
	hair      = 1.5 // left free between marks
)

// radii are those of the four sizes of lights.
var radii = [...]float64{1: 3.5, 2: 8.5, 3: 13, 4: 21}

// Size is one of the four sizes of lights, by the number of pages. The smallest has no number.
func Size(count int) int {
	switch {
	case count < 3:
		return 1
	case count < 15:
		return 2
	case count < 100:
		return 3
	}
	return 4
}

// Radius is that of a light.
func Radius(count int) float64 { return radii[Size(count)] }
