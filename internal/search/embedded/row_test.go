package embedded

import (
	"math"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"partant/internal/geo"
)

func full() packed {
	return packed{
		row: row{
			single: [singles]uint32{1, 200, 3, 70_000}, followers: 1 << 40, created: -62_135_596_800, updated: 1_780_000_000,
			segment: [segments]uint8{1, 0, 2, 1, 0, 1}, list: [lists]uint8{2, 0, 1}, live: true, placed: true,
		},
		point: geo.Point{Lat: 47.90690203535011, Lon: -1.9105901031448478},
		words: []uint32{1, 2, 300, 4, 99_999}, values: []uint32{7, 8, 9},
	}
}

var samePacked = cmp.AllowUnexported(packed{}, row{})

func TestRowsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	nowhere := full()
	nowhere.placed, nowhere.point = false, geo.Point{}
	for name, p := range map[string]packed{"full": full(), "nowhere": nowhere, "empty": {row: row{live: true}}} {
		var got packed
		if err := got.decode(p.encode()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(p, got, samePacked, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Cut anywhere, a row must be refused: taken as it is it would be another document.
func TestRowsCutShortAreRefused(t *testing.T) {
	t.Parallel()
	p := full()
	b := p.encode()
	for n := range b {
		if n == len(b)-16 {
			continue // a document that is nowhere
		}
		if err := new(packed).decode(b[:n]); err == nil {
			t.Errorf("cut at %d of %d it was taken", n, len(b))
		}
	}
	if err := new(packed).decode(append(b, 0)); err == nil {
		t.Error("a byte too much was taken")
	}
}

func FuzzDecode(f *testing.F) {
	p := full()
	f.Add(p.encode())
	f.Add([]byte{0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		var p, again packed
		if p.decode(b) != nil {
			return
		}
		if err := again.decode(p.encode()); err != nil {
			t.Fatal(err)
		}
		if math.IsNaN(p.point.Lat) || math.IsNaN(p.point.Lon) {
			return // not equal to itself
		}
		if diff := cmp.Diff(p, again, samePacked); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestARowIsOneCacheLine(t *testing.T) {
	t.Parallel()
	if size := unsafe.Sizeof(row{}); size > 64 {
		t.Errorf("a row takes %d bytes", size)
	}
}

func TestVectorsMeasureAsGeoDoes(t *testing.T) {
	t.Parallel()
	orleans := geo.Point{Lat: 47.9029, Lon: 1.9039}
	for _, p := range []geo.Point{orleans, {Lat: 47.9029, Lon: 1.90391}, {Lat: 47.6853, Lon: 2.6306}, {Lat: -47, Lon: -178}, {Lat: 90}} {
		got, want := metres(vectorOf(orleans).apart(vectorOf(p))), geo.Distance(orleans, p)
		if math.Abs(got-want) > .01+1e-9*want {
			t.Errorf("%v: %.3f m, geo says %.3f", p, got, want)
		}
		if back := metres(apartAt(want)); math.Abs(back-want) > .01+1e-6*want {
			t.Errorf("%.3f m comes back as %.3f", want, back)
		}
	}
	if !math.IsInf(apartAt(30_000_000), 1) {
		t.Error("a circle larger than the globe leaves somebody out")
	}
}
