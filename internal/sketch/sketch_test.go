package sketch

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// marks is a map full of marks, some of them outside.
func marks(seed uint64, f Frame) (g Given) {
	r := rand.New(rand.NewPCG(seed, 45))
	g.Most = 7
	for i := range 250 {
		g.Lights = append(g.Lights, Light{X: r.Float64()*f.W*1.1 - f.W*.05, Y: r.Float64() * f.H, Count: 1 + int(r.ExpFloat64()*6)})
		if i < 20 {
			g.Pins = append(g.Pins, Pin{X: r.Float64() * f.W, Y: r.Float64()*f.H*1.1 - f.H*.05})
		}
		if i < 16 {
			g.Names = append(g.Names, Name{X: g.Lights[i].X, Y: g.Lights[i].Y, Text: "Châteauneuf-sur-Loire"[:6+i]})
		}
	}
	return g
}

var frames = []Frame{{W: 720, H: 571}, {W: 342, H: 311}, {W: 358, H: 284, Apart: 24}, {W: 90, H: 60}}

// Whatever the crowd: no mark covers another, none runs past the frame, and nobody is lost.
func TestNothingIsCovered(t *testing.T) {
	t.Parallel()
	for _, f := range frames {
		for seed := range uint64(60) {
			g := marks(seed, f)
			laid := Lay(g, f)
			if said := covered(laid, f); said != "" {
				t.Fatalf("%v, crowd %d: %s", f, seed, said)
			}
			if said := lost(g, laid, f); said != "" {
				t.Fatalf("%v, crowd %d: %s", f, seed, said)
			}
		}
	}
}

// covered finds two marks in each other's way.
func covered(laid Laid, f Frame) string {
	frame := rect{0, 0, f.W, f.H}
	var boxes []rect
	for _, p := range laid.Pins {
		boxes = append(boxes, p.box())
	}
	for _, n := range laid.Names {
		boxes = append(boxes, rect{n.X - n.width()/2, n.Y + descent - LineRoom, n.X + n.width()/2, n.Y + descent})
	}
	for i, b := range boxes {
		small := rect{b.left + .01, b.top + .01, b.right - .01, b.bottom - .01}
		if !small.within(frame) || slices.ContainsFunc(boxes[:i], small.meets) {
			return fmt.Sprintf("box %v", b)
		}
		for _, l := range laid.Lights {
			if l.covers(small) {
				return fmt.Sprintf("light %v and box %v", l, b)
			}
		}
	}
	for i, a := range laid.Lights {
		r := Radius(a.Count)
		if a.X < r || a.Y < r || a.X > f.W-r || a.Y > f.H-r {
			return fmt.Sprintf("light %v runs past the frame", a)
		}
		for _, b := range laid.Lights[:i] {
			far := math.Hypot(a.X-b.X, a.Y-b.Y)
			if far < r+Radius(b.Count) || far < f.Apart || far < a.Reach+b.Reach-.01 && max(a.Reach, b.Reach) > max(r, Radius(b.Count), f.Apart/2) {
				return fmt.Sprintf("lights %v and %v", a, b)
			}
		}
	}
	return ""
}

// lost finds a light or a pin that stands in no mark, or in two. Small lights under a pin are the pin's.
func lost(g Given, laid Laid, f Frame) string {
	lights, pins := map[int]int{}, map[int]int{}
	for _, l := range laid.Lights {
		sum := 0
		for _, i := range l.Of {
			lights[i]++
			sum += g.Lights[i].Count
		}
		for _, i := range l.Pins {
			pins[i]++
		}
		if sum != l.Count {
			return fmt.Sprintf("light %v is of %d", l, sum)
		}
	}
	for _, p := range laid.Pins {
		for _, i := range p.Of {
			pins[i]++
		}
	}
	for i, p := range g.Pins {
		if in := p.X >= 0 && p.Y >= 0 && p.X <= f.W && p.Y <= f.H; pins[i] != 1 && in || pins[i] > 1 {
			return fmt.Sprintf("pin %d stands in %d marks", i, pins[i])
		}
	}
	for i, l := range g.Lights {
		in := l.X >= 0 && l.Y >= 0 && l.X <= f.W && l.Y <= f.H
		if lights[i] > 1 || lights[i] == 0 && in && (len(laid.Pins) == 0 || Size(l.Count) > 1) {
			return fmt.Sprintf("light %d stands in %d marks", i, lights[i])
		}
	}
	return ""
}

// The same marks in another order make the same picture.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	f := frames[0]
	g := marks(7, f)
	want := Lay(g, f)
	slices.Reverse(g.Lights)
	slices.Reverse(g.Pins)
	got := Lay(g, f)
	for _, l := range []Laid{want, got} {
		for i := range l.Lights {
			l.Lights[i].Of, l.Lights[i].Pins = nil, nil
		}
		for i := range l.Pins {
			l.Pins[i].Of = nil
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLights(t *testing.T) {
	t.Parallel()
	f := Frame{W: 400, H: 300}
	for name, tt := range map[string]struct {
		given []Light
		apart float64
		want  []Light // Count, X, Y and Of
	}{
		"apart":                       {[]Light{{X: 100, Y: 100, Count: 5}, {X: 130, Y: 100, Count: 7}}, 0, []Light{{X: 130, Y: 100, Count: 7, Of: []int{1}}, {X: 100, Y: 100, Count: 5, Of: []int{0}}}},
		"the larger keeps its place":  {[]Light{{X: 100, Y: 100, Count: 5}, {X: 110, Y: 100, Count: 7}}, 0, []Light{{X: 110, Y: 100, Count: 12, Of: []int{1, 0}}}},
		"too near for a finger":       {[]Light{{X: 100, Y: 100, Count: 1}, {X: 120, Y: 100, Count: 1}}, 24, []Light{{X: 100, Y: 100, Count: 2, Of: []int{0, 1}}}},
		"one that grew touches more":  {[]Light{{X: 100, Y: 100, Count: 12}, {X: 110, Y: 100, Count: 9}, {X: 100, Y: 120, Count: 3}}, 0, []Light{{X: 100, Y: 100, Count: 24, Of: []int{0, 1, 2}}}},
		"the nearest of two takes it": {[]Light{{X: 100, Y: 100, Count: 50}, {X: 140, Y: 100, Count: 40}, {X: 124, Y: 100, Count: 1}}, 0, []Light{{X: 100, Y: 100, Count: 50, Of: []int{0}}, {X: 140, Y: 100, Count: 41, Of: []int{1, 2}}}},
		"at the edge":                 {[]Light{{X: 2, Y: 299, Count: 50}}, 0, []Light{{X: 14.5, Y: 285.5, Count: 50, Of: []int{0}}}},
		"outside":                     {[]Light{{X: -2, Y: 100, Count: 50}}, 0, []Light{}},
	} {
		f.Apart = tt.apart
		got := Lay(Given{Lights: tt.given}, f).Lights
		for i := range got {
			got[i].Reach = 0
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestPins(t *testing.T) {
	t.Parallel()
	f := Frame{W: 400, H: 300}
	for name, tt := range map[string]struct {
		pins   []Pin
		lights []Light
		want   []Pin
		lit    []int // pins of the first light
	}{
		"apart":                   {[]Pin{{X: 100, Y: 100}, {X: 130, Y: 100}}, nil, []Pin{{X: 100, Y: 100, Of: []int{0}}, {X: 130, Y: 100, Of: []int{1}}}, nil},
		"together":                {[]Pin{{X: 100, Y: 100}, {X: 110, Y: 110}}, nil, []Pin{{X: 105, Y: 105, Of: []int{0, 1}}}, nil},
		"at the top":              {[]Pin{{X: 100, Y: 3}}, nil, []Pin{{X: 100, Y: PinHeight, Of: []int{0}}}, nil},
		"a number stands for it":  {[]Pin{{X: 100, Y: 100}}, []Light{{X: 100, Y: 100, Count: 3}}, []Pin{}, []int{0}},
		"it hides a small light":  {[]Pin{{X: 100, Y: 100}}, []Light{{X: 200, Y: 100, Count: 9}, {X: 100, Y: 100, Count: 2}}, []Pin{{X: 100, Y: 100, Of: []int{0}}}, nil},
		"a light under its point": {[]Pin{{X: 100, Y: 100}}, []Light{{X: 100, Y: 111, Count: 3}}, []Pin{{X: 100, Y: 100, Of: []int{0}}}, nil},
	} {
		laid := Lay(Given{Lights: tt.lights, Pins: tt.pins}, f)
		if diff := cmp.Diff(tt.want, laid.Pins); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if len(tt.lights) > 0 && (len(laid.Lights) != 1 || !slices.Equal(laid.Lights[0].Pins, tt.lit)) {
			t.Errorf("%s: %+v", name, laid.Lights)
		}
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	f := Frame{W: 400, H: 300}
	town := Light{X: 200, Y: 150, Count: 30}
	wall := func(y, step float64) (row []Light) {
		for x := 110.0; x <= 290; x += step {
			row = append(row, Light{X: x, Y: y, Count: 1})
		}
		return row
	}
	for name, tt := range map[string]struct {
		lights []Light
		pins   []Pin
		x, y   float64 // of the town
		where  string
	}{
		"above":                     {nil, nil, 200, 150, "above"},
		"nothing there":             {nil, nil, 60, 60, "above"},
		"below, under a row":        {wall(128, 12), nil, 200, 150, "below"},
		"beside, between two rows":  {slices.Concat(wall(124, 12), wall(176, 12)), nil, 200, 150, "right"},
		"below a pin":               {nil, []Pin{{X: 200, Y: 134}}, 200, 150, "below"},
		"at the top of the frame":   {nil, nil, 200, 10, "below"},
		"in the corner":             {nil, nil, 398, 4, "left"},
		"outside":                   {nil, nil, 500, 150, ""},
		"where only villages stand": {slices.Concat(wall(124, 22), wall(176, 22), wall(142, 8)[12:], wall(158, 8)[12:], wall(142, 8)[:11], wall(158, 8)[:11]), nil, 200, 150, "above"},
	} {
		laid := Lay(Given{Lights: append([]Light{town}, tt.lights...), Pins: tt.pins, Names: []Name{{X: tt.x, Y: tt.y, Text: "Montargis"}}, Most: 1}, f)
		where := ""
		for _, n := range laid.Names {
			switch {
			case n.Y < tt.y && math.Abs(n.X-tt.x) < n.width():
				where = "above"
			case n.Y-LineRoom+descent > tt.y && math.Abs(n.X-tt.x) < n.width():
				where = "below"
			case n.X > tt.x:
				where = "right"
			default:
				where = "left"
			}
		}
		if where != tt.where {
			t.Errorf("%s: %+v, want it %s", name, laid.Names, tt.where)
		}
		if said := covered(laid, f); said != "" {
			t.Errorf("%s: %s", name, said)
		}
	}
	if laid := Lay(Given{Names: []Name{{X: 50, Y: 50, Text: "a"}, {X: 200, Y: 200, Text: "b"}}, Most: 1}, f); len(laid.Names) != 1 || laid.Names[0].Text != "a" {
		t.Errorf("%+v: one name is wanted, the most telling", laid.Names)
	}
}

func TestReach(t *testing.T) {
	t.Parallel()
	f := Frame{W: 400, H: 300, Apart: 24}
	laid := Lay(Given{Lights: []Light{{X: 100, Y: 100, Count: 1}, {X: 130, Y: 100, Count: 1}, {X: 300, Y: 200, Count: 1}}}, f)
	want := []float64{15, 15, 22}
	for i, l := range laid.Lights {
		if l.Reach != want[i] {
			t.Errorf("light %d is reached from %v, want %v", i, l.Reach, want[i])
		}
	}
}

func BenchmarkLay(b *testing.B) {
	g := marks(1, frames[0])
	for b.Loop() {
		Lay(g, frames[0])
	}
}
