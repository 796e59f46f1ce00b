package region

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"

	"partant/internal/geo"
)

// topology is a TopoJSON file: arcs, and areas made of them. Two areas that touch share the arcs of their border, so
// that each border is simplified once and no gap opens between them.
type topology struct {
	lonlat [][][2]float64
	arcs   [][]spot // lonlat on the map, simplified; set by draw
	areas  map[string]area
	codes  []string      // of the areas, sorted
	sides  map[int]sides // the areas each arc bounds
}

// area is one commune: its rings, each a chain of arcs.
type area struct{ rings [][]int }

// sides are the areas on the two sides of an arc; one alone when the other side is outside.
type sides []string

func readTopology(files fs.FS) (*topology, error) {
	data, err := fs.ReadFile(files, outlinesFile)
	if err != nil {
		return nil, err
	}
	t, err := parseTopology(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", outlinesFile, err)
	}
	return t, nil
}

func parseTopology(data []byte) (*topology, error) {
	var file struct {
		Type      string
		Arcs      [][][2]float64
		Transform *struct{ Scale, Translate [2]float64 }
		Objects   map[string]struct{ Geometries []geometry }
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	if file.Type != "Topology" || len(file.Objects) != 1 {
		return nil, fmt.Errorf("want a Topology with one object, got %q with %d", file.Type, len(file.Objects))
	}
	t := &topology{lonlat: file.Arcs, areas: map[string]area{}, sides: map[int]sides{}}
	if file.Transform != nil {
		for _, arc := range t.lonlat {
			unpack(arc, file.Transform.Scale, file.Transform.Translate)
		}
	}
	for _, object := range file.Objects {
		for _, g := range object.Geometries {
			if err := t.add(g); err != nil {
				return nil, err
			}
		}
	}
	return t, t.checkArcs()
}

// unpack turns the steps of a quantized arc into degrees, in place.
func unpack(arc [][2]float64, scale, translate [2]float64) {
	var x, y float64
	for i, step := range arc {
		x, y = x+step[0], y+step[1]
		arc[i] = [2]float64{x*scale[0] + translate[0], y*scale[1] + translate[1]}
	}
}

func (t *topology) checkArcs() error {
	if len(t.areas) == 0 {
		return errors.New("no area")
	}
	for i, arc := range t.lonlat {
		if len(arc) < 2 {
			return fmt.Errorf("arc %d has %d points", i, len(arc))
		}
		for _, p := range arc {
			if !(geo.Point{Lat: p[1], Lon: p[0]}).Valid() {
				return fmt.Errorf("arc %d leaves the globe", i)
			}
		}
	}
	return nil
}

// geometry is an area of the file, with the INSEE code in its properties.
type geometry struct {
	Type       string
	Arcs       json.RawMessage
	Properties struct{ Code string }
}

func (t *topology) add(g geometry) error {
	code := g.Properties.Code
	rings, err := g.rings()
	if err != nil || code == "" || len(rings) == 0 {
		return fmt.Errorf("area %q: %s of %d rings: %w", code, g.Type, len(rings), cmpErr(err))
	}
	for _, ring := range rings {
		for _, ref := range ring {
			i := arcOf(ref)
			if i >= len(t.lonlat) {
				return fmt.Errorf("area %s: no arc %d", code, i)
			}
			if !slices.Contains(t.sides[i], code) {
				t.sides[i] = append(t.sides[i], code)
			}
		}
	}
	t.areas[code] = area{append(t.areas[code].rings, rings...)}
	at, known := slices.BinarySearch(t.codes, code)
	if !known {
		t.codes = slices.Insert(t.codes, at, code)
	}
	return nil
}

func cmpErr(err error) error {
	if err == nil {
		return errors.New("want a code in the properties and one ring at least")
	}
	return err
}

func (g geometry) rings() (rings [][]int, err error) {
	switch g.Type {
	case "Polygon":
		err = json.Unmarshal(g.Arcs, &rings)
	case "MultiPolygon":
		var polygons [][][]int
		err = json.Unmarshal(g.Arcs, &polygons)
		rings = slices.Concat(polygons...)
	default:
		err = errors.New("neither Polygon nor MultiPolygon")
	}
	return rings, err
}

// arcOf returns the arc a reference means; a negative one (its complement) runs it backwards.
func arcOf(ref int) int {
	if ref < 0 {
		return ^ref
	}
	return ref
}

// box is the smallest box of degrees that holds every arc.
func (t *topology) box() geo.Box {
	b := geo.Box{South: 90, West: 180, North: -90, East: -180}
	for _, arc := range t.lonlat {
		for _, p := range arc {
			b.South, b.North = math.Min(b.South, p[1]), math.Max(b.North, p[1])
			b.West, b.East = math.Min(b.West, p[0]), math.Max(b.East, p[0])
		}
	}
	return b
}

// draw lays every arc on the map.
func (t *topology) draw(f flat) {
	t.arcs = make([][]spot, len(t.lonlat))
	for i, arc := range t.lonlat {
		line := make([][2]float64, len(arc))
		for j, p := range arc {
			line[j][0], line[j][1] = f.xy(p[0], p[1])
		}
		t.arcs[i] = rounded(simplified(line, coarse))
	}
}

// along returns the spots of a reference, in its direction.
func (t *topology) along(ref int) []spot {
	line := t.arcs[arcOf(ref)]
	if ref >= 0 {
		return line
	}
	back := slices.Clone(line)
	slices.Reverse(back)
	return back
}

// neighbours returns, for each area, those it shares a border with, in the order of their places in byINSEE.
func (t *topology) neighbours(order map[string]int) map[string][]string {
	found := map[string][]string{}
	for _, s := range t.sides {
		for _, a := range s {
			for _, b := range s {
				if a != b && !slices.Contains(found[a], b) {
					found[a] = append(found[a], b)
				}
			}
		}
	}
	for _, codes := range found {
		slices.SortFunc(codes, func(a, b string) int { return order[a] - order[b] })
	}
	return found
}
