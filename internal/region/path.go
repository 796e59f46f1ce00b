package region

import (
	"math"
	"strconv"
)

// spot is a point of the map in whole units.
type spot struct{ x, y int }

func whole(f float64) int { return int(math.Round(f)) }

// simplified drops the points of a line that lie closer than tolerance to the line without them (Douglas and Peucker).
// Its ends stay, so that arcs still meet.
func simplified(line [][2]float64, tolerance float64) [][2]float64 {
	if len(line) < 3 {
		return line
	}
	first, last := line[0], line[len(line)-1]
	far, most := 0, -1.0
	for i := 1; i < len(line)-1; i++ {
		if d := away(line[i], first, last); d > most {
			far, most = i, d
		}
	}
	if most <= tolerance {
		return [][2]float64{first, last}
	}
	head := simplified(line[:far+1], tolerance)
	return append(head[:len(head)-1:len(head)-1], simplified(line[far:], tolerance)...)
}

// away is the distance from p to the segment from a to b; to a itself when they are one point, as on an island.
func away(p, a, b [2]float64) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if long := dx*dx + dy*dy; long > 0 {
		t = math.Max(0, math.Min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/long))
	}
	return math.Hypot(p[0]-a[0]-t*dx, p[1]-a[1]-t*dy)
}

// rounded puts a line on whole units, without the points that fall together.
func rounded(line [][2]float64) []spot {
	var spots []spot
	for _, p := range line {
		spots = appendSpot(spots, spot{whole(p[0]), whole(p[1])})
	}
	return spots
}

func appendSpot(spots []spot, s spot) []spot {
	if n := len(spots); n > 0 && spots[n-1] == s {
		return spots
	}
	return append(spots, s)
}

// chain returns the spots of arcs joined end to end.
func (t *topology) chain(refs []int) []spot {
	var spots []spot
	for _, ref := range refs {
		for _, s := range t.along(ref) {
			spots = appendSpot(spots, s)
		}
	}
	return spots
}

// closed are the spots of closed rings, each once; rings too small to have an inside are left out.
func (t *topology) closed(rings [][]int) (all [][]spot) {
	for _, ring := range rings {
		spots := t.chain(ring)
		if n := len(spots); n > 3 && spots[0] == spots[n-1] {
			all = append(all, spots[:n-1])
		}
	}
	return all
}

// path is SVG path data of closed rings.
func (t *topology) path(rings [][]int) string {
	var w pathWriter
	for _, spots := range t.closed(rings) {
		w.line(spots)
		w.close()
	}
	return string(w.out)
}

// lines is SVG path data of open lines.
func (t *topology) lines(chains [][]int) string {
	var w pathWriter
	for _, refs := range chains {
		if spots := t.chain(refs); len(spots) > 1 {
			w.line(spots)
		}
	}
	return string(w.out)
}

// pathWriter writes path data with relative steps and no needless character.
type pathWriter struct {
	out       []byte
	at, start spot
}

func (w *pathWriter) line(spots []spot) {
	w.out = append(w.out, 'm')
	for i, s := range spots {
		w.step(s, i == 0)
	}
	w.start = spots[0]
}

func (w *pathWriter) step(to spot, first bool) {
	w.number(to.x-w.at.x, first)
	w.number(to.y-w.at.y, false)
	w.at = to
}

// number writes a number; a minus sign parts it from the one before as well as a space does.
func (w *pathWriter) number(n int, first bool) {
	if !first && n >= 0 {
		w.out = append(w.out, ' ')
	}
	w.out = strconv.AppendInt(w.out, int64(n), 10)
}

func (w *pathWriter) close() {
	w.out = append(w.out, 'z')
	w.at = w.start
}

// soft is a line drawn with rounded bends: each point but the ends becomes the handle of a curve between the middles
// of the segments it joins.
func soft(spots []spot) string {
	if len(spots) < 3 {
		return ""
	}
	var w pathWriter
	w.line(spots[:1])
	for i := 1; i < len(spots)-1; i++ {
		to := spots[i+1]
		if i < len(spots)-2 {
			to = spot{(spots[i].x + to.x) / 2, (spots[i].y + to.y) / 2}
		}
		w.out = append(w.out, 'q')
		from := w.at
		w.step(spots[i], true)
		w.at = from // both points of a curve are counted from its start
		w.step(to, false)
	}
	return string(w.out)
}
