package views

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// village is a light of a map whose units are pixels of a frame of 400.
func village(x, y float64, slug string, count int) Cluster {
	return Cluster{Town: MapTown{X: x, Y: y, Slug: slug, Name: strings.ToUpper(slug), Near: "45" + slug}, Count: count, URL: "/annuaire?commune=" + slug}
}

var square = frame{wide: [2]float64{400, 400}}

// Lights that are drawn as one lead to where they can be told apart.
func TestLightsOfSeveralCommunes(t *testing.T) {
	t.Parallel()
	m := MapView{Box: MapBox{X: 1000, Y: 500, W: 400, H: 400}, Metres: 100, Ask: Ask{Text: "bio", Near: "45155", Radius: 5, Page: 3}.With(ParamCommune, "z").With(ParamKind, "club")}
	m.Clusters = []Cluster{village(1100, 600, "a", 30), village(1105, 600, "b", 2), village(1300, 700, "c", 1)}
	lights := m.sheets(square)[0].lights
	if len(lights) != 2 || lights[0].x != 1100 || lights[0].y != 600 {
		t.Fatalf("%+v", lights)
	}
	if l := lights[0]; plain.Replace(l.say) != "A et 1_commune voisine_: 32_fiches" || l.url != "/annuaire?commune=a&commune=b&q=bio&type=club&vue=carte" || l.size() != "3" {
		t.Errorf("two communes: %+v", l)
	}
	if l := lights[1]; plain.Replace(l.say) != "C_: 1_fiche" || l.url != "/annuaire?commune=c" || l.size() != "1" || !l.wants() {
		t.Errorf("one commune: %+v", l)
	}
	for i := range 13 { // more than an address lists: what lies around the largest, 1.2 km at most
		m.Clusters = append(m.Clusters, village(1100+float64(i), 600, fmt.Sprint("v", i), 1))
	}
	if l := m.sheets(square)[0].lights[0]; l.url != "/annuaire?pres=45a&q=bio&rayon=2&type=club&vue=carte" {
		t.Errorf("fifteen communes: %+v", l)
	}
}

func TestPinsOfSeveralPages(t *testing.T) {
	t.Parallel()
	town := MapTown{X: 1100, Y: 600, Slug: "a", Name: "A", Near: "45a"}
	m := MapView{Box: MapBox{X: 1000, Y: 500, W: 400, H: 400}, Metres: 100}
	for i, x := range []float64{1100, 1110, 1125, 1300} {
		m.Pins = append(m.Pins, Pin{X: x, Y: 600, Slug: fmt.Sprint("p", i), Name: fmt.Sprint("P", i), Town: town})
	}
	for name, tt := range map[string]struct {
		ask Ask
		url string
	}{
		"nearer":                {Ask{Text: "bio", Page: 2}, "/annuaire?pres=45a&q=bio&rayon=5&vue=carte"},
		"nearer than so far":    {Ask{Near: "45a", Radius: 20}, "/annuaire?pres=45a&rayon=5&vue=carte"},
		"round another place":   {Ask{Near: "45b", Radius: 5}, "/annuaire?pres=45a&rayon=5&vue=carte"},
		"as near as can be":     {Ask{Near: "45a", Radius: 5}, ""},
		"nearer than any limit": {Ask{Near: "45a"}, "/annuaire?pres=45a&rayon=5&vue=carte"},
	} {
		m.Ask = tt.ask
		pins := m.sheets(square)[0].pins
		if len(pins) != 2 || pins[0].url != tt.url || pins[0].slugs != "p0 p1 p2" || pins[0].say != "P0, P1, P2" {
			t.Errorf("%s: %+v", name, pins)
		}
		if len(pins) == 2 && (pins[1].url != "/fiches/p3" || pins[1].say != "P3" || pins[1].count != 1) {
			t.Errorf("%s: a single page: %+v", name, pins[1])
		}
	}
}

// A map has marks for wide screens and for phones, except where phones show none; both are in its own units.
func TestScreens(t *testing.T) {
	t.Parallel()
	m := MapView{Base: "/b.svg", Box: MapBox{W: 1000, H: 796}, Names: []MapName{{X: 500, Y: 400, Text: "<b>"}}, Metres: 120, Say: "Le Loiret : 4"}
	for i := range 12 {
		m.Clusters = append(m.Clusters, village(400+20*float64(i), 300, fmt.Sprint("v", i), 1))
	}
	sheets := m.sheets(heroFrame)
	if len(sheets) != 2 || sheets[0].screen != "wide" || sheets[1].screen != "narrow" || len(sheets[0].lights) != 12 || len(sheets[1].lights) >= 12 {
		t.Fatalf("%+v", sheets)
	}
	if one := m.sheets(besideFrame); len(one) != 1 || one[0].screen != "" {
		t.Errorf("%+v", one)
	}
	var b strings.Builder
	if err := mapOf(m, heroFrame).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), `<text class="name"`); n != 2 || strings.Contains(b.String(), "<b>") {
		t.Errorf("%d names in %s", n, b.String())
	}
	if !regexp.MustCompile(`<a class="dot" href="/annuaire\?commune=v0" tabindex="-1" data-n="1" transform="translate\(400 300\) scale\(1.394\)">`).MatchString(b.String()) {
		t.Errorf("%s", b.String())
	}
}

func TestCovering(t *testing.T) {
	t.Parallel()
	for metres, want := range map[float64]int{0: 2, 2000: 2, 2001: 5, 12_000: 20, 99_000: 50} {
		if got := covering(metres); got != want {
			t.Errorf("%v m are covered by %d km, want %d", metres, got, want)
		}
	}
}
