package sketch

import (
	"cmp"
	"math"
	"slices"
)

// pins merges those that would cover each other; the one that stands for several is in their middle.
func pins(given []Pin, f Frame) []Pin {
	all := make([]Pin, 0, len(given))
	for i, p := range given {
		if p.X >= 0 && p.X <= f.W && p.Y >= 0 && p.Y <= f.H {
			all = append(all, Pin{X: p.X, Y: p.Y, Of: []int{i}})
		}
	}
	for {
		slices.SortStableFunc(all, func(a, b Pin) int { return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X)) })
		kept := make([]Pin, 0, len(all))
		for _, p := range all {
			p = p.inside(f)
			if at := slices.IndexFunc(kept, p.covers); at >= 0 {
				kept[at] = kept[at].with(p)
			} else {
				kept = append(kept, p)
			}
		}
		if len(kept) == len(all) {
			return kept
		}
		all = kept
	}
}

// inside moves a pin at the edge, so that all of it is in the frame.
func (p Pin) inside(f Frame) Pin {
	p.X, p.Y = min(max(p.X, PinWidth/2), f.W-PinWidth/2), min(max(p.Y, PinHeight), f.H)
	return p
}

func (p Pin) covers(o Pin) bool { return math.Abs(p.X-o.X) < PinWidth && math.Abs(p.Y-o.Y) < PinHeight }

func (p Pin) with(o Pin) Pin {
	a, b := float64(len(p.Of)), float64(len(o.Of))
	p.X, p.Y = (p.X*a+o.X*b)/(a+b), (p.Y*a+o.Y*b)/(a+b)
	p.Of = append(p.Of, o.Of...)
	return p
}

// box is the room of a pin.
func (p Pin) box() rect { return rect{p.X - PinWidth/2, p.Y - PinHeight, p.X + PinWidth/2, p.Y} }

// apart settles who stays where a light and a pin meet: a light with a number stands for the pin too, and a pin hides
// a light without one.
func apart(lights []Light, pins []Pin) ([]Light, []Pin) {
	pins = slices.DeleteFunc(pins, func(p Pin) bool {
		for i := range lights {
			if l := &lights[i]; Size(l.Count) > 1 && l.covers(p.box()) {
				l.Pins = append(l.Pins, p.Of...)
				return true
			}
		}
		return false
	})
	lights = slices.DeleteFunc(lights, func(l Light) bool {
		return Size(l.Count) == 1 && slices.ContainsFunc(pins, func(p Pin) bool { return l.covers(p.box()) })
	})
	return lights, pins
}
