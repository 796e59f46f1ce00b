package geo_test

import (
	"math"
	"testing"

	"partant/internal/geo"
)

var orleans, gien = geo.Point{Lat: 47.9029, Lon: 1.9039}, geo.Point{Lat: 47.6853, Lon: 2.6306}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b geo.Point
		want float64 // metres
	}{
		{orleans, orleans, 0},
		{orleans, gien, 59_500},
		{geo.Point{Lat: 0, Lon: 0}, geo.Point{Lat: 0, Lon: 180}, math.Pi * 6_371_008.8},
	} {
		if got := geo.Distance(c.a, c.b); math.Abs(got-c.want) > 0.003*c.want+1 {
			t.Errorf("Distance(%v, %v) = %.0f, want %.0f", c.a, c.b, got, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]geo.Point{"47.9029,1.9039": orleans, " -1 , 2 ": {Lat: -1, Lon: 2}} {
		if got, err := geo.Parse(in); err != nil || got != want {
			t.Errorf("Parse(%q) = %v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "47", "a,b", "91,0", "0,181", "NaN,0", "1,Inf", "1,2,3"} {
		if got, err := geo.Parse(in); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", in, got)
		}
	}
}

func TestAround(t *testing.T) {
	box := geo.Around(orleans, 5000)
	if !box.Holds(orleans) || box.Holds(gien) {
		t.Errorf("%+v", box)
	}
	if edge := (geo.Point{Lat: box.North, Lon: orleans.Lon}); math.Abs(geo.Distance(orleans, edge)-5000) > 1 {
		t.Errorf("the edge is at %.1f m", geo.Distance(orleans, edge))
	}
}

func TestFromLambert93(t *testing.T) {
	// Known points: the origin of the projection (exact by definition) and the town hall of Paris.
	for _, c := range []struct {
		x, y float64
		want geo.Point
	}{
		{700000, 6600000, geo.Point{Lat: 46.5, Lon: 3}},
		{652469.02, 6862035.26, geo.Point{Lat: 48.8566, Lon: 2.3522}},
	} {
		if got := geo.FromLambert93(c.x, c.y); geo.Distance(got, c.want) > 60 {
			t.Errorf("FromLambert93(%.0f, %.0f) = %v, want %v: %.0f m away", c.x, c.y, got, c.want, geo.Distance(got, c.want))
		}
	}
}

func TestRound(t *testing.T) {
	if got := (geo.Point{Lat: 47.90294, Lon: 1.90385}).Round().String(); got != "47.903,1.904" {
		t.Error(got)
	}
}

func TestFine(t *testing.T) {
	if got := (geo.Point{Lat: 47.902941, Lon: -1.903857}).Fine().String(); got != "47.90294,-1.90386" {
		t.Error(got)
	}
}

func TestMovedAndToward(t *testing.T) {
	for wind, step := range [][2]float64{{300, 0}, {300, 300}, {0, 300}, {-300, 300}, {-300, 0}, {-300, -300}, {0, -300}, {300, -300}} {
		to := orleans.Moved(step[0], step[1])
		want := math.Hypot(step[0], step[1])
		if got := geo.Distance(orleans, to); math.Abs(got-want) > 1 {
			t.Errorf("%v: %.1f m away, want %.1f", step, got, want)
		}
		if got := geo.Toward(orleans, to); got != geo.Wind(wind) {
			t.Errorf("%v leads to %d, want %d", step, got, wind)
		}
	}
	if got := geo.Toward(orleans, orleans); got != geo.North {
		t.Error(got)
	}
	if got := geo.Toward(orleans, gien); got != geo.SouthEast && got != geo.East {
		t.Error(got)
	}
}
