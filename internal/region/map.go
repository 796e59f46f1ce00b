package region

import (
	"errors"
	"fmt"
	"io/fs"
	"math"

	"partant/internal/geo"
	"partant/internal/table"
)

// Map is the territory as an SVG draws it: path data in whole units, y downwards, from 0,0 to Width,Height.
// One unit is about 120 m of the Loiret. Degrees are laid flat (equirectangular, narrowed by the cosine of the middle
// latitude): within a département shapes and distances look right, which is all a sketch needs.
type Map struct {
	Width, Height int
	Outline       string  // the whole territory, closed
	Borders       string  // the borders between communes, each drawn once: lines, not areas
	EPCIBorders   string  // those of them that part two intercommunalités
	River         string  // the course of the great river: a sketch, see readRiver; empty when the files give none
	Communes      []Shape // closed, by INSEE code, in the order of Region.Communes
	EPCIs         []Shape // closed, by SIREN, in the order of Region.EPCIs

	flat   flat
	shapes map[string]int
	rings  [][][]spot // the outlines again, as numbers, in the order of Communes
}

// Shape is the outline of one commune or intercommunalité.
type Shape struct {
	Code string
	Path string
}

// Shape returns the outline of a commune by its INSEE code.
func (m *Map) Shape(insee string) (Shape, bool) {
	i, ok := m.shapes[insee]
	if !ok {
		return Shape{}, false
	}
	return m.Communes[i], true
}

// ViewBox is the attribute of the svg element: "0 0 1000 793".
func (m *Map) ViewBox() string { return fmt.Sprintf("0 0 %d %d", m.Width, m.Height) }

// XY returns where p stands on the map, to the fraction of a unit; outside the territory too.
func (m *Map) XY(p geo.Point) (x, y float64) { return m.flat.xy(p.Lon, p.Lat) }

// Point is XY the other way: the place under a point of the map.
func (m *Map) Point(x, y float64) geo.Point {
	return geo.Point{Lat: m.flat.north - (y-margin)/m.flat.perLat, Lon: m.flat.west + (x-margin)/m.flat.perLon}
}

const (
	mapWidth = 1000
	margin   = 6   // units left free round the outline, for the width of its stroke
	coarse   = 0.6 // units: a bend of a border smaller than this is not drawn
)

// flat lays degrees on the plane of the map.
type flat struct {
	west, north    float64
	perLon, perLat float64 // units per degree
}

func newFlat(box geo.Box) (f flat, width, height int) {
	narrow := math.Cos((box.South + box.North) / 2 * math.Pi / 180)
	perLon := (mapWidth - 2*margin) / (box.East - box.West)
	f = flat{west: box.West, north: box.North, perLon: perLon, perLat: perLon / narrow}
	return f, mapWidth, int(math.Ceil((box.North-box.South)*f.perLat)) + 2*margin
}

func (f flat) xy(lon, lat float64) (x, y float64) {
	return margin + (lon-f.west)*f.perLon, margin + (f.north-lat)*f.perLat
}

// readOutlines draws the map from the topology of the communes.
func (r *Region) readOutlines(files fs.FS, river string) error {
	t, err := readTopology(files)
	if err != nil {
		return err
	}
	m, box := &r.Map, t.box()
	if box.East <= box.West || box.North <= box.South {
		return fmt.Errorf("%s: the outlines have no extent", outlinesFile)
	}
	m.flat, m.Width, m.Height = newFlat(box)
	t.draw(m.flat)
	epci := make(map[string]string, len(r.Communes))
	all := make(map[string]string, len(r.Communes))
	m.shapes = make(map[string]int, len(r.Communes))
	for i, c := range r.Communes {
		area, ok := t.areas[c.INSEE]
		if !ok {
			return fmt.Errorf("%s: no outline for commune %s %s", outlinesFile, c.INSEE, c.Name)
		}
		m.Communes = append(m.Communes, Shape{c.INSEE, t.path(area.rings)})
		m.rings = append(m.rings, t.closed(area.rings))
		m.shapes[c.INSEE] = i
		all[c.INSEE], epci[c.INSEE] = r.Code, c.EPCI
	}
	m.Outline = t.path(t.dissolve(all)[r.Code])
	merged := t.dissolve(epci)
	for _, e := range r.EPCIs {
		m.EPCIs = append(m.EPCIs, Shape{e.SIREN, t.path(merged[e.SIREN])})
	}
	m.Borders = t.lines(t.borders(func(a, b string) bool { return a != b }))
	m.EPCIBorders = t.lines(t.borders(func(a, b string) bool { return epci[a] != epci[b] }))
	r.neighbours = t.neighbours(r.byINSEE)
	if river == "" {
		return nil
	}
	return r.readRiver(files)
}

// readRiver draws the great river from the points of its course, upstream first. It is a sketch: the points of the
// Loire are those of the borders between the communes of its two banks, which follow the river nearly everywhere
// (not in Orléans, where a straight stroke joins both ends), rounded into one soft line.
func (r *Region) readRiver(files fs.FS) error {
	var course []spot
	err := table.Read(files, riverFile, []string{"lat", "lon"}, func(row table.Row) {
		x, y := r.Map.flat.xy(row.Float("lon"), row.Float("lat"))
		course = append(course, spot{whole(x), whole(y)})
	})
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s names a river: %w", configFile, err)
	}
	r.Map.River = soft(course)
	return err
}
