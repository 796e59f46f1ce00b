package sketch

import (
	"cmp"
	"math"
	"slices"
)

// lights merges those that would touch or are too near each other: the smaller joins the nearest larger one, which
// keeps its place and says the sum. One that grows by it takes in what it touches then. It gives the largest first.
func lights(given []Light, f Frame) []Light {
	all := within(given, f)
	c := newCrowd(len(all), f)
	for _, l := range all {
		l = l.inside(f)
		if at := c.nearest(l, f.Apart); at >= 0 {
			c.take(at, l)
		} else {
			c.add(l)
		}
	}
	kept := make([]Light, 0, len(c.lights))
	for i, l := range c.lights {
		if !c.gone[i] {
			kept = append(kept, l)
		}
	}
	return sorted(kept)
}

// within are the lights whose middle is in the frame, the largest first.
func within(given []Light, f Frame) []Light {
	all := make([]Light, 0, len(given))
	own := make([]int, len(given))
	for i, l := range given {
		if l.X >= 0 && l.X <= f.W && l.Y >= 0 && l.Y <= f.H {
			own[i] = i
			l.Of = own[i : i+1 : i+1]
			all = append(all, l)
		}
	}
	return sorted(all)
}

// sorted returns lights with the largest first. It sorts their places: a light is too large to be moved about.
func sorted(lights []Light) []Light {
	order := make([]int32, len(lights))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return largestFirst(&lights[a], &lights[b]) })
	all := make([]Light, len(lights))
	for i, at := range order {
		all[i] = lights[at]
	}
	return all
}

func largestFirst(a, b *Light) int {
	if a.Count != b.Count {
		return b.Count - a.Count
	}
	return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y))
}

// inside moves a light at the edge, so that all of it is in the frame.
func (l Light) inside(f Frame) Light {
	r := Radius(l.Count) + hair
	l.X, l.Y = min(max(l.X, r), f.W-r), min(max(l.Y, r), f.H-r)
	return l
}

// crowd is lights that are found by where they are.
type crowd struct {
	frame   Frame
	lights  []Light
	gone    []bool // taken by another
	columns int
	cells   [][]int32 // the lights in each square of the frame, row after row
}

// cell is the side of a square: whatever touches a light is in its own or in one beside.
const cell = 48.0

func newCrowd(n int, f Frame) *crowd {
	columns, rows := int(f.W/cell)+1, int(f.H/cell)+1
	return &crowd{frame: f, lights: make([]Light, 0, n), gone: make([]bool, 0, n), columns: columns, cells: make([][]int32, columns*rows)}
}

func (c *crowd) add(l Light) {
	at := c.at(l)
	c.cells[at] = append(c.cells[at], int32(len(c.lights)))
	c.lights, c.gone = append(c.lights, l), append(c.gone, false)
}

func (c *crowd) at(l Light) int { return int(l.Y/cell)*c.columns + int(l.X/cell) }

// nearest is the nearest of the lights that l would touch, itself apart; -1 when it touches none.
func (c *crowd) nearest(l Light, apart float64) int {
	at, best := -1, math.Inf(1)
	r := Radius(l.Count) + hair
	c.beside(l, func(i int) {
		o := &c.lights[i]
		room := max(r+Radius(o.Count), apart)
		if d := square(o.X-l.X, o.Y-l.Y); d < room*room && d < best && o.Of[0] != l.Of[0] {
			at, best = i, d
		}
	})
	return at
}

// beside calls look with the lights in the squares round l.
func (c *crowd) beside(l Light, look func(i int)) {
	column, row := int(l.X/cell), int(l.Y/cell)
	for y := max(row-1, 0); y <= row+1 && y*c.columns < len(c.cells); y++ {
		for x := max(column-1, 0); x <= column+1 && x < c.columns; x++ {
			for _, i := range c.cells[y*c.columns+x] {
				if !c.gone[i] {
					look(int(i))
				}
			}
		}
	}
}

// take merges l into a light, which may have to take more when it has grown, or be taken.
func (c *crowd) take(at int, l Light) {
	into := &c.lights[at]
	was, x, y := Size(into.Count), into.X, into.Y
	into.Count += l.Count
	into.Of = append(into.Of, l.Of...)
	if Size(into.Count) == was {
		return
	}
	*into = into.inside(c.frame)
	if into.X != x || into.Y != y {
		c.move(at, x, y)
	}
	for !c.gone[at] {
		other := c.nearest(c.lights[at], c.frame.Apart)
		if other < 0 {
			return
		}
		if largestFirst(&c.lights[other], &c.lights[at]) < 0 {
			at, other = other, at
		}
		c.gone[other] = true
		c.take(at, c.lights[other])
	}
}

// move puts a light into the square where it is now.
func (c *crowd) move(at int, x, y float64) {
	from, to := c.at(Light{X: x, Y: y}), c.at(c.lights[at])
	if from != to {
		c.cells[from] = slices.DeleteFunc(c.cells[from], func(i int32) bool { return int(i) == at })
		c.cells[to] = append(c.cells[to], int32(at))
	}
}

const (
	thumb = 22.0 // half of 44 pixels, which anybody hits
	tip   = 12.0 // half of 24 pixels, the least
)

// reach gives each light as much room for a finger as its neighbours leave, up to a thumb.
func (laid *Laid) reach(f Frame) {
	c := newCrowd(len(laid.Lights), f)
	for _, l := range laid.Lights {
		c.add(l)
	}
	for i := range laid.Lights {
		l := &laid.Lights[i]
		free := 4 * thumb * thumb
		c.beside(*l, func(j int) {
			if o := &laid.Lights[j]; j != i {
				free = min(free, square(o.X-l.X, o.Y-l.Y))
			}
		})
		for _, p := range laid.Pins {
			free = min(free, square(p.X-l.X, p.Y-PinHeight/2-l.Y))
		}
		l.Reach = max(math.Sqrt(free)/2, min(tip, f.Apart/2), Radius(l.Count))
	}
}

// square is that of a distance.
func square(dx, dy float64) float64 { return dx*dx + dy*dy }
