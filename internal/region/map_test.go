package region_test

import (
	"bytes"
	"compress/gzip"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"partant/internal/geo"
	"partant/internal/region"
)

// rings reads path data of relative moves back into closed rings of absolute points.
func rings(t *testing.T, path string) (out [][][2]int) {
	t.Helper()
	var x, y int
	for sub := range strings.SplitSeq(strings.TrimSuffix(path, "z"), "z") {
		var ring [][2]int
		numbers := number.FindAllString(sub, -1)
		if !strings.HasPrefix(sub, "m") || len(numbers) < 6 || len(numbers)%2 != 0 {
			t.Fatalf("odd path %.40q", sub)
		}
		for i := 0; i < len(numbers); i += 2 {
			dx, _ := strconv.Atoi(numbers[i])
			dy, _ := strconv.Atoi(numbers[i+1])
			x, y = x+dx, y+dy
			ring = append(ring, [2]int{x, y})
		}
		x, y = ring[0][0], ring[0][1]
		out = append(out, ring)
	}
	return out
}

var number = regexp.MustCompile(`-?\d+`)

// inside reports whether a point lies in rings by the even-odd rule, or within one unit of a side.
func inside(all [][][2]int, x, y float64) bool {
	odd := false
	for _, ring := range all {
		for i, b := range ring {
			a := ring[(i+len(ring)-1)%len(ring)]
			ax, ay, bx, by := float64(a[0]), float64(a[1]), float64(b[0]), float64(b[1])
			if (ay > y) != (by > y) && x < (bx-ax)*(y-ay)/(by-ay)+ax {
				odd = !odd
			}
			if off := math.Abs((bx-ax)*(ay-y)-(ax-x)*(by-ay)) / math.Max(math.Hypot(bx-ax, by-ay), 1); off <= 1 &&
				math.Hypot(x-(ax+bx)/2, y-(ay+by)/2) <= math.Hypot(bx-ax, by-ay)/2+1 {
				return true
			}
		}
	}
	return odd
}

func surface(all [][][2]int) float64 {
	twice := 0
	for _, ring := range all {
		for i, b := range ring {
			a := ring[(i+len(ring)-1)%len(ring)]
			twice += a[0]*b[1] - b[0]*a[1]
		}
	}
	return math.Abs(float64(twice)) / 2
}

func TestEveryCommuneIsDrawnRoundItsPoint(t *testing.T) {
	t.Parallel()
	r := region.Loiret()
	m := r.Map
	outline := rings(t, m.Outline)
	epcis := map[string][][][2]int{}
	for _, e := range m.EPCIs {
		epcis[e.Code] = rings(t, e.Path)
	}
	total := 0.0
	for i, c := range r.Communes {
		shape, ok := m.Shape(c.INSEE)
		if !ok || shape != m.Communes[i] || shape.Code != c.INSEE {
			t.Fatalf("no shape for %s", c.Name)
		}
		x, y := m.XY(c.At)
		mine := rings(t, shape.Path)
		if !inside(mine, x, y) || !inside(outline, x, y) || !inside(epcis[c.EPCI], x, y) {
			t.Errorf("%s stands at %.1f,%.1f, outside its outline, its intercommunalité or the territory", c.Name, x, y)
		}
		total += surface(mine)
	}
	if whole := surface(outline); math.Abs(total-whole) > whole/1000 {
		t.Errorf("the communes cover %.0f, the territory %.0f", total, whole)
	}
	if len(m.Communes) != 325 || len(m.EPCIs) != 16 {
		t.Errorf("%d communes, %d intercommunalités are drawn", len(m.Communes), len(m.EPCIs))
	}
	if _, ok := m.Shape("75056"); ok {
		t.Error("Paris is on the map")
	}
}

func TestMapDataIsCleanAndSmall(t *testing.T) {
	t.Parallel()
	m := region.Loiret().Map
	data := regexp.MustCompile(`^[mzq \d-]+$`)
	for name, path := range map[string]string{"outline": m.Outline, "borders": m.Borders, "EPCI borders": m.EPCIBorders, "river": m.River} {
		if !data.MatchString(path) || strings.Contains(path, "  ") {
			t.Errorf("%s: odd path data %.60q", name, path)
		}
	}
	drawing := m.Outline + m.Borders + m.EPCIBorders + m.River
	if m.ViewBox() != "0 0 1000 796" || len(drawing) > 45<<10 || gzipped(t, drawing) > 18<<10 {
		t.Errorf("%s: %d bytes, %d gzipped", m.ViewBox(), len(drawing), gzipped(t, drawing))
	}
}

func gzipped(t *testing.T, s string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestProjection(t *testing.T) {
	t.Parallel()
	r := region.Loiret()
	for _, c := range r.Communes {
		x, y := r.Map.XY(c.At)
		if x < 0 || y < 0 || x > float64(r.Map.Width) || y > float64(r.Map.Height) {
			t.Errorf("%s falls off the map at %f,%f", c.Name, x, y)
		}
		if back := r.Map.Point(x, y); geo.Distance(back, c.At) > 1 {
			t.Errorf("%s comes back %f m away", c.Name, geo.Distance(back, c.At))
		}
	}
	orleans, _ := r.Commune("45234")
	gien, _ := r.Commune("45155")
	ax, ay := r.Map.XY(orleans.At)
	bx, by := r.Map.XY(gien.At)
	perUnit := geo.Distance(orleans.At, gien.At) / math.Hypot(bx-ax, by-ay)
	if bx < ax || by < ay || math.Abs(perUnit-121.5) > 1.5 {
		t.Errorf("one unit is %.1f m; Orléans at %.0f,%.0f, Gien at %.0f,%.0f", perUnit, ax, ay, bx, by)
	}
}

// Each commune is found at its own point, and near it; outside the territory there is none.
func TestCommuneAtAPoint(t *testing.T) {
	t.Parallel()
	r := region.Loiret()
	for _, c := range r.Communes {
		if got, ok := r.At(c.At); !ok || got.INSEE != c.INSEE {
			t.Errorf("at the point of %s stands %q, %v", c.Name, got.Name, ok)
		}
	}
	for point, want := range map[geo.Point]string{
		{Lat: 47.9029, Lon: 1.9039}: "Orléans", // place du Martroi
		{Lat: 47.6855, Lon: 2.6300}: "Gien",    // by the bridge, four kilometres from the middle of the commune
		{Lat: 48.1745, Lon: 2.2523}: "Pithiviers",
		{Lat: 48.8566, Lon: 2.3522}: "",
	} {
		if got, ok := r.At(point); got.Name != want || ok != (want != "") {
			t.Errorf("at %v stands %q, %v; want %q", point, got.Name, ok, want)
		}
	}
}

func TestTheRiverPassesItsTowns(t *testing.T) {
	t.Parallel()
	r := region.Loiret()
	steps := strings.FieldsFunc(r.Map.River, func(c rune) bool { return c == 'q' || c == 'm' })
	x, y := 0, 0
	var course [][2]int
	for _, step := range steps {
		n := number.FindAllString(step, -1)
		dx, _ := strconv.Atoi(n[len(n)-2])
		dy, _ := strconv.Atoi(n[len(n)-1])
		x, y = x+dx, y+dy
		course = append(course, [2]int{x, y})
	}
	for _, town := range []string{"bonny-sur-loire", "briare", "gien", "sully-sur-loire", "chateauneuf-sur-loire", "jargeau", "orleans",
		"meung-sur-loire", "beaugency"} {
		c, _ := r.BySlug(town)
		tx, ty := r.Map.XY(c.At)
		nearest := math.Inf(1)
		for _, p := range course {
			nearest = math.Min(nearest, math.Hypot(float64(p[0])-tx, float64(p[1])-ty))
		}
		if nearest > 60 { // 7 km: the middle of a commune may lie well away from its bank
			t.Errorf("the river passes %s at %.0f units", town, nearest)
		}
	}
}
