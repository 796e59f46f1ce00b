package sketch

import (
	"slices"
	"unicode/utf8"
)

// rect is a part of the frame.
type rect struct{ left, top, right, bottom float64 }

func (r rect) meets(o rect) bool {
	return r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom
}

func (r rect) within(o rect) bool {
	return r.left >= o.left && r.top >= o.top && r.right <= o.right && r.bottom <= o.bottom
}

// covers reports whether the light reaches into r.
func (l Light) covers(r rect) bool {
	room := Radius(l.Count) + hair
	return square(l.X-min(max(l.X, r.left), r.right), l.Y-min(max(l.Y, r.top), r.bottom)) < room*room
}

// name puts each name beside the light of its place, on the first side that is free. Where none is, small lights under
// it join the light, which says the sum: to know where one is matters more than a village.
func (laid *Laid) name(given []Name, most int, f Frame) {
	var taken []rect
	for _, p := range laid.Pins {
		taken = append(taken, p.box())
	}
	frame := rect{0, 0, f.W, f.H}
	for _, n := range given {
		if len(laid.Names) == most {
			return
		}
		side, ok := laid.side(n, func(r rect) bool { return r.within(frame) && !slices.ContainsFunc(taken, r.meets) })
		if ok {
			laid.Names = append(laid.Names, Name{X: (side.left + side.right) / 2, Y: side.bottom - descent, Text: n.Text})
			taken = append(taken, side)
		}
	}
}

// side is where a name may stand, after what stood in its way has joined its light.
func (laid *Laid) side(n Name, free func(rect) bool) (rect, bool) {
	at := n.light(laid.Lights)
	light := Light{X: n.X, Y: n.Y}
	if at >= 0 {
		light = laid.Lights[at]
	}
	sides := slices.DeleteFunc(n.sides(light), func(r rect) bool { return !free(r) })
	near := laid.near(light, n.width())
	for size := range min(Size(light.Count), 3) { // what may be in the way: none, then one without number, then one of the next size
		for _, side := range sides {
			under := laid.under(side, near)
			if slices.ContainsFunc(under, func(i int) bool { return i == at || Size(laid.Lights[i].Count) > size }) {
				continue
			}
			if len(under) > joined || len(under) > 0 && !laid.join(at, under) {
				continue
			}
			return side, true
		}
	}
	return rect{}, false
}

// near are the lights that a name beside another may cover.
func (laid *Laid) near(light Light, width float64) (near []int) {
	high := 3*LineRoom + 2*radii[len(radii)-1]
	for i := range laid.Lights {
		if dx, dy := laid.Lights[i].X-light.X, laid.Lights[i].Y-light.Y; max(dx, -dx) < width+high && max(dy, -dy) < high {
			near = append(near, i)
		}
	}
	return near
}

// under are those of the lights near that a name would cover.
func (laid *Laid) under(r rect, near []int) (under []int) {
	for _, i := range near {
		if laid.Lights[i].covers(r) {
			under = append(under, i)
		}
	}
	return under
}

// join merges lights into another, unless that makes it grow.
func (laid *Laid) join(to int, lights []int) bool {
	into := laid.Lights[to]
	for _, i := range lights {
		into.Count += laid.Lights[i].Count
		into.Of = append(slices.Clip(into.Of), laid.Lights[i].Of...)
		into.Pins = append(slices.Clip(into.Pins), laid.Lights[i].Pins...)
	}
	if Size(into.Count) != Size(laid.Lights[to].Count) {
		return false
	}
	laid.Lights[to] = into
	for n, i := range lights { // in their order, so that those taken out before are counted
		laid.Lights = slices.Delete(laid.Lights, i-n, i-n+1)
	}
	return true
}

// joined is how many lights a name may send away.
const joined = 3

// descent is how far letters hang under their line.
const descent = 4.0

func (n Name) width() float64 { return letter * float64(utf8.RuneCountInString(n.Text)) }

// light is the one that stands for the place; -1 where there is none.
func (n Name) light(lights []Light) int {
	return slices.IndexFunc(lights, func(l Light) bool {
		return square(l.X-n.X, l.Y-n.Y) < Radius(l.Count)*Radius(l.Count)
	})
}

// slides are how far a name above or below its light may be moved, in shares of its width, the middle first.
var slides = [...]float64{-.5, -.4, -.6, -.3, -.7, -.2, -.8, -.1, -.9}

// sides are the places of a name round a light, the likeliest first: above, below, on the right, on the left, then a
// little further away.
func (n Name) sides(light Light) (sides []rect) {
	w, h, r := n.width(), float64(LineRoom), Radius(light.Count)+hair
	at := func(left, top float64) { sides = append(sides, rect{left, top, left + w, top + h}) }
	for _, off := range [...]float64{1, 6} {
		for _, slide := range slides {
			at(light.X+slide*w, light.Y-r-off-h)
			at(light.X+slide*w, light.Y+r+off)
			if slide == slides[0] || off > 1 {
				at(light.X+r+off, light.Y+slide*h)
				at(light.X-r-off-w, light.Y+slide*h)
			}
		}
	}
	return sides
}
