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
