package region

import (
	"cmp"
	"slices"

	"partant/internal/geo"
)

// Near is a commune and how far its point is, in metres.
type Near struct {
	Commune
	Distance float64
}

// Nearest returns the commune whose point is nearest to p. Every point of the globe has one: look at the distance.
func (r *Region) Nearest(p geo.Point) Near {
	var best Near
	for i, c := range r.Communes {
		if d := geo.Distance(p, c.At); i == 0 || d < best.Distance {
			best = Near{c, d}
		}
	}
	return best
}

// At returns the commune whose outline holds p: as exact as the outline, which may be a hundred metres off. Outside the
// territory there is none.
func (r *Region) At(p geo.Point) (Commune, bool) {
	x, y := r.Map.XY(p)
	for i, rings := range r.Map.rings {
		if inside(rings, x, y) {
			return r.Communes[i], true
		}
	}
	return Commune{}, false
}

// inside reports whether a line from the point to the right crosses the rings an odd number of times.
func inside(rings [][]spot, x, y float64) (odd bool) {
	for _, ring := range rings {
		for i, b := range ring {
			a := ring[(i+len(ring)-1)%len(ring)]
			ax, ay, bx, by := float64(a.x), float64(a.y), float64(b.x), float64(b.y)
			if (ay > y) != (by > y) && x < (bx-ax)*(y-ay)/(by-ay)+ax {
				odd = !odd
			}
		}
	}
	return odd
}

// Within returns the communes whose point is at most radius metres from p, the nearest first.
func (r *Region) Within(p geo.Point, radius float64) []Near {
	box := geo.Around(p, radius)
	var found []Near
	for _, c := range r.Communes {
		if !box.Holds(c.At) {
			continue
		}
		if d := geo.Distance(p, c.At); d <= radius {
			found = append(found, Near{c, d})
		}
	}
	slices.SortStableFunc(found, func(a, b Near) int { return cmp.Compare(a.Distance, b.Distance) })
	return found
}

// Neighbours returns the communes that share a border with one, by name.
func (r *Region) Neighbours(insee string) []Commune {
	var found []Commune
	for _, code := range r.neighbours[insee] {
		found = append(found, r.Communes[r.byINSEE[code]])
	}
	return found
}
