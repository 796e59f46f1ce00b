package region_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/geo"
	"partant/internal/region"
	"partant/internal/text"
)

func TestLoiretIsWhole(t *testing.T) {
	t.Parallel()
	r := region.Loiret()
	people := 0
	for _, c := range r.Communes {
		people += c.Population
		if c.SIREN == "" || len(c.Postcodes) == 0 || c.EPCI == "" || c.Slug != text.Slug(c.Name) {
			t.Errorf("%+v lacks something", c)
		}
	}
	if len(r.Communes) != 325 || len(r.EPCIs) != 16 || people != 691_268 {
		t.Errorf("%d communes, %d intercommunalités, %d people", len(r.Communes), len(r.EPCIs), people)
	}
	members := 0
	for _, e := range r.EPCIs {
		members += len(e.Communes)
		if len(e.Communes) > e.Total || e.Official == "" || e.Kind == "" {
			t.Errorf("%+v", e)
		}
	}
	if members != 325 {
		t.Errorf("%d communes are in an intercommunalité", members)
	}
	if capital, _ := r.Commune(r.Capital); capital.Name != "Orléans" {
		t.Errorf("capital %q", r.Capital)
	}
}

func TestLookups(t *testing.T) {
	t.Parallel()
	r := region.Loiret()
	if c, ok := r.Commune("45155"); !ok || c.Slug != "gien" || !slices.Contains(c.Formerly, "Arrabloy") {
		t.Errorf("Commune: %+v, %v", c, ok)
	}
	for old, now := range map[string]string{"45287": "La Selle-sur-le-Bied", "45267": "Bray-Saint-Aignan", "45191": "Le Malesherbois"} {
		if c, ok := r.Commune(old); !ok || c.Name != now {
			t.Errorf("old code %s leads to %q", old, c.Name)
		}
	}
	if c, ok := r.BySlug("chalette-sur-loing"); !ok || c.INSEE != "45068" {
		t.Errorf("BySlug: %+v", c)
	}
	if e, ok := r.EPCI("244500468"); !ok || e.Name != "Orléans Métropole" || len(e.Communes) != 22 {
		t.Errorf("EPCI: %+v", e)
	}
	if e, ok := r.EPCIBySlug("montargoise-et-rives-du-loing"); !ok || e.SIREN != "244500203" {
		t.Errorf("EPCIBySlug: %+v", e)
	}
	if served := r.ByPostcode("45200"); len(served) != 3 || served[0].Name != "Montargis" {
		t.Errorf("ByPostcode: %v", names(served))
	}
	_, a := r.Commune("75056")
	_, b := r.BySlug("paris")
	_, c := r.EPCI("")
	if a || b || c || len(r.ByPostcode("75001")) != 0 {
		t.Error("found what is not there")
	}
}

func names(communes []region.Commune) []string {
	var out []string
	for _, c := range communes {
		out = append(out, c.Name)
	}
	return out
}

func TestNear(t *testing.T) {
	t.Parallel()
	r := region.Loiret()
	gien, _ := r.Commune("45155")
	if n := r.Nearest(geo.Point{Lat: 47.69, Lon: 2.63}); n.INSEE != gien.INSEE || n.Distance > 4000 {
		t.Errorf("nearest %s at %.0f m", n.Name, n.Distance)
	}
	near := r.Within(gien.At, 10_000)
	if len(near) < 4 || near[0].INSEE != gien.INSEE || near[0].Distance != 0 {
		t.Fatalf("%d communes within 10 km", len(near))
	}
	for i, n := range near {
		if n.Distance > 10_000 || i > 0 && n.Distance < near[i-1].Distance {
			t.Errorf("%s at %.0f m stands at %d", n.Name, n.Distance, i)
		}
	}
	want := 0
	for _, c := range r.Communes {
		if geo.Distance(c.At, gien.At) <= 10_000 {
			want++
		}
	}
	if len(near) != want {
		t.Errorf("%d communes within 10 km, want %d", len(near), want)
	}
	got := names(r.Neighbours("45155"))
	if diff := cmp.Diff([]string{"Boismorand", "Briare", "La Bussière", "Les Choux", "Nevoy",
		"Ouzouer-sur-Trézée", "Poilly-lez-Gien", "Saint-Brisson-sur-Loire", "Saint-Martin-sur-Ocre"}, got); diff != "" {
		t.Error(diff)
	}
	if got := r.Neighbours("75056"); got != nil {
		t.Errorf("neighbours of nowhere: %v", names(got))
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "yonne")
	if err := os.CopyFS(folder, tiny(nil)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"": "du Loiret", region.BuiltIn: "du Loiret", folder: "de l'Yonne"} {
		if r, err := region.Open(name); err != nil || r.Of != want {
			t.Errorf("Open(%q): %v", name, err)
		}
	}
	if _, err := region.Open(filepath.Join(folder, "none")); err == nil {
		t.Error("opened a folder that is not there")
	}
}

func BenchmarkLoiret(b *testing.B) {
	for b.Loop() {
		region.Loiret()
	}
	b.ReportMetric(float64(b.Elapsed()/time.Millisecond)/float64(b.N), "ms/load")
}
