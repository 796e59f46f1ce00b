package region_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"partant/internal/region"
)

// tiny is a territory of two communes, one beside the other, with some files replaced; "" takes a file away.
func tiny(other map[string]string) fs.FS {
	files := map[string]string{
		"region.json":  `{"name":"Yonne","departement":"Yonne","code":"89","of":"de l'Yonne","in":"dans l'Yonne","capital":"89001"}`,
		"communes.csv": "insee,name,slug,postcodes,population,lat,lon,epci\n89001,Ouest,ouest,89100,20,47.5,3.5,200\n89002,L'Est,l-est,89200 89100,10,47.5,4.5,\n",
		"epci.csv":     "siren,slug,name,official\n200,pays,Pays,Communauté de communes du Pays\n",
		"outlines.topojson": `{"type":"Topology","objects":{"o":{"type":"GeometryCollection","geometries":[
			{"type":"Polygon","properties":{"code":"89001"},"arcs":[[0,1]]},
			{"type":"MultiPolygon","properties":{"code":"89002"},"arcs":[[[-1,2]]]}]}},
			"arcs":[[[4,47],[4,48]],[[4,48],[3,48],[3,47],[4,47]],[[4,47],[5,47],[5,48],[4,48]]]}`,
	}
	for name, content := range other {
		files[name] = content
	}
	m := fstest.MapFS{}
	for name, content := range files {
		if content != "" {
			m[name] = &fstest.MapFile{Data: []byte(content)}
		}
	}
	return m
}

func TestLoadAnotherTerritory(t *testing.T) {
	t.Parallel()
	r, err := region.Load(tiny(map[string]string{"names.csv": "name,commune,insee,kind\nVieux Bourg,89001,89003,old\n"}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"L'Est", "Ouest"}, names(r.Communes)); diff != "" {
		t.Error(diff)
	}
	if c, ok := r.Commune("89003"); !ok || c.Name != "Ouest" || !cmp.Equal(c.Formerly, []string{"Vieux Bourg"}) {
		t.Errorf("by its old code: %+v", c)
	}
	if got := names(r.Find("est")); !cmp.Equal(got, []string{"L'Est"}) {
		t.Errorf("without its article: %v", got)
	}
	if got := names(r.Neighbours("89001")); !cmp.Equal(got, []string{"L'Est"}) {
		t.Errorf("neighbours: %v", got)
	}
	m := r.Map
	if m.Width != 1000 || m.River != "" || len(rings(t, m.Outline)) != 1 || len(rings(t, m.EPCIs[0].Path)) != 1 {
		t.Errorf("map %+v", m)
	}
	if m.Borders != m.EPCIBorders || m.Borders != "m500 737 0-731" {
		t.Errorf("the one border is drawn %q and %q", m.Borders, m.EPCIBorders)
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	topology := func(geometries, arcs string) string {
		return `{"type":"Topology","objects":{"o":{"geometries":[` + geometries + `]}},"arcs":[` + arcs + `]}`
	}
	for _, c := range []struct{ file, content, want string }{
		{"region.json", "", "region.json"},
		{"region.json", "{", "region.json: unexpected end"},
		{"region.json", "{}", "are required"},
		{"region.json", `{"name":"Y","departement":"Y","code":"89","of":"y","in":"y","capital":"75056"}`, `no commune "75056"`},
		{"region.json", `{"name":"Y","departement":"Y","code":"89","of":"y","in":"y","river":"Yonne"}`, "names a river"},
		{"region.json", `{"name":"Y","departement":"Y","code":"89","of":"y","in":"y","colours":{"a":{"light":"red;}"}}}`, "#RRGGBB"},
		{"communes.csv", "insee,name\n", `column "slug" is missing`},
		{"communes.csv", "insee,name,slug,postcodes,lat,lon\n1,A,A b,89100,47,3\n", "line 2"},
		{"communes.csv", "insee,name,slug,postcodes,lat,lon\n1,A,a,89100,47,north\n", "line 2: column lon"},
		{"communes.csv", "insee,name,slug,postcodes,lat,lon\n1,A,a,89100,47,3\n1,B,b,89100,47,3\n", "commune 1 stands twice"},
		{"communes.csv", "insee,name,slug,postcodes,lat,lon\n1,A,a,89100,47,3\n2,B,a,89100,47,3\n", "slug a stands twice"},
		{"communes.csv", "insee,name,slug,postcodes,lat,lon\n89007,A,a,89100,47,3\n", "no outline for commune 89007"},
		{"names.csv", "name,commune\nVieux,75056\n", "names.csv, line 2"},
		{"epci.csv", "siren,slug,name,official\n200,,Pays,P\n", "epci.csv, line 2"},
		{"epci.csv", "siren,slug,name,official\n200,a,A,A\n200,b,B,B\n", "stands twice"},
		{"epci.csv", "", `no intercommunalité "200"`},
		{"outlines.topojson", "", "outlines.topojson"},
		{"outlines.topojson", "[]", "outlines.topojson"},
		{"outlines.topojson", `{"type":"FeatureCollection"}`, "want a Topology"},
		{"outlines.topojson", topology("", ""), "no area"},
		{"outlines.topojson", topology(`{"type":"Point","properties":{"code":"89001"}}`, ""), "neither Polygon"},
		{"outlines.topojson", topology(`{"type":"Polygon","arcs":[[0]]}`, ""), "want a code"},
		{"outlines.topojson", topology(`{"type":"Polygon","properties":{"code":"89001"},"arcs":[[7]]}`, ""), "no arc 7"},
		{"outlines.topojson", topology(`{"type":"Polygon","properties":{"code":"89001"},"arcs":[[0]]}`, "[[1,2]]"), "arc 0 has 1 points"},
		{"outlines.topojson", topology(`{"type":"Polygon","properties":{"code":"89001"},"arcs":[[0]]}`, "[[1,2],[700,2]]"), "leaves the globe"},
		{"outlines.topojson", topology(`{"type":"Polygon","properties":{"code":"89001"},"arcs":[[0]]}`, "[[1,2],[1,3]]"), "no extent"},
		{"outlines.topojson", topology(`{"type":"Polygon","properties":{"code":"89001"},"arcs":[[0]]}`, "[[3,47],[4,47],[4,48],[3,47]]"), "no outline for commune 89002"},
	} {
		_, err := region.Load(tiny(map[string]string{c.file: c.content}))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s = %q: got %v, want %s", c.file, c.content, err, c.want)
		}
	}
}

func FuzzLoadOutlines(f *testing.F) {
	f.Add(`{"type":"Topology","objects":{"o":{"geometries":[{"type":"Polygon","properties":{"code":"89001"},"arcs":[[0,-1]]}]}},"arcs":[[[3,47],[4,48]]]}`)
	f.Add(`{"type":"Topology","transform":{"scale":[1e300,0],"translate":[0,0]},"objects":{"o":{}},"arcs":[[[3,47]]]}`)
	f.Fuzz(func(t *testing.T, content string) {
		r, err := region.Load(tiny(map[string]string{"outlines.topojson": content + " "}))
		if err == nil && len(r.Map.Communes) != 2 {
			t.Fatalf("loaded %d outlines from %q", len(r.Map.Communes), content)
		}
	})
}
