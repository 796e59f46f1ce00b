package meili

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"partant/internal/geo"
	"partant/internal/search"
	"partant/internal/search/french"
)

func TestAsked(t *testing.T) {
	t.Parallel()
	x := &Index{lexicon: french.Directory()}
	tests := map[string]string{
		"":                              "",
		"  ":                            "",
		"!!! ?":                         "",
		"plombier olivet":               "plombier olivet",
		"plombier  olivet ":             "plombier olivet ",
		"plombier\t":                    "plombier ",
		`"hôtel" -spa --bar`:            "hôtel spa bar",
		"Saint-Jean-le-Blanc":           "Saint Jean Blanc",
		"boulangerie à la gare dans":    "boulangerie gare ",
		"les de la":                     "les de la",
		"L'été":                         "été",
		"vannerie\x00osier\x02gien":     "vannerie osier gien",
		"\xffplombier":                  "plombier",
		"3D concept H2O":                `"3D" concept H2O`,
		"3D concept H2O ":               `"3D" concept "H2O" `,
		"k1 k2 k3 k4 k5 k6 k7 k8 k9 ka": `"k1" "k2" "k3" "k4" "k5" "k6" "k7" "k8" "k9" ka`,
		"v v v v v v v v v v w":         "v w",
		strings.Repeat("é", 1_000):      strings.Repeat("e", 40),
	}
	for typed, want := range tests {
		if got := x.asked(typed, x.lexicon.Plan(typed)); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func FuzzAsked(f *testing.F) {
	for _, seed := range []string{"plombier", `-"a" `, "\xff", "--", "a -- b", "\u00a0-x", "h2o\"3d", "l'", "é\u0301"} {
		f.Add(seed)
	}
	x := &Index{lexicon: french.Directory()}
	f.Fuzz(func(t *testing.T, typed string) {
		got := x.asked(typed, x.lexicon.Plan(typed))
		words := strings.Fields(got)
		operator := func(w string) bool {
			return strings.HasPrefix(w, "-") || strings.Contains(strings.TrimSuffix(strings.TrimPrefix(w, `"`), `"`), `"`)
		}
		if !utf8.ValidString(got) || len(words) > french.MaxWords || len(got) > 2_100 || slices.ContainsFunc(words, operator) {
			t.Errorf("%q asks %q", typed, got)
		}
	})
}

func TestFilter(t *testing.T) {
	t.Parallel()
	near := &search.Near{Center: geo.Point{Lat: 47.9, Lon: 1.5}, Radius: 10_000}
	tests := []struct {
		name string
		f    search.Filter
		near *search.Near
		want string
	}{
		{"nothing", search.Filter{}, nil, ""},
		{"empty list", search.Filter{Kinds: []string{}}, nil, ""},
		{"one of two", search.Filter{Kinds: []string{"club", "x"}}, nil, `facet_kind IN ["club", "x"]`},
		{"empty value", search.Filter{Kinds: []string{""}}, nil, `facet_kind IN [""]`},
		{
			"all", search.Filter{Sectors: []string{"a"}, MinFollowers: 3, UpdatedFrom: time.Unix(10, 1)}, near,
			`facet_sector IN ["a"] AND followers >= 3 AND updated >= 11 AND _geoRadius(47.9,1.5,10000)`,
		},
		{"only a centre", search.Filter{}, &search.Near{Center: near.Center}, ""},
	}
	for _, tt := range tests {
		if got := filter(tt.f, tt.near); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestQuestionOpensFilteredFacetsOnly(t *testing.T) {
	t.Parallel()
	x := &Index{name: "i", lexicon: french.Directory()}
	ask := x.question(search.Query{
		Filter: search.Filter{Kinds: []string{"club"}, Sectors: []string{"Culture"}},
		Facets: []search.Facet{{Field: search.Kind, Open: true}, {Field: search.Sector}, {Field: search.Commune, Open: true}},
	})
	var facets [][]string
	var filters []string
	for _, q := range ask.queries {
		facets = append(facets, q.Facets)
		filters = append(filters, q.Filter.(string))
	}
	both := filter(search.Filter{Kinds: []string{"club"}, Sectors: []string{"Culture"}}, nil)
	if diff := cmp.Diff([][]string{{"facet_sector", "facet_commune"}, {"facet_kind"}}, facets); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{both, filter(search.Filter{Sectors: []string{"Culture"}}, nil)}, filters); diff != "" {
		t.Error(diff)
	}
}

func TestOneOrTwoLettersAreSearchedInNamesAndCommunes(t *testing.T) {
	t.Parallel()
	x := &Index{name: "i", lexicon: french.Directory()}
	for typed, want := range map[string][]string{
		"o": {"name", "commune"}, "or": {"name", "commune"}, "or ": nil, "orl": nil, "plombier o": nil, "": nil,
	} {
		if got := x.question(search.Query{Text: typed}).queries[0].AttributesToSearchOn; !cmp.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestEveryQueryOfAQuestionChangesAlike(t *testing.T) {
	t.Parallel()
	x := &Index{name: "i", lexicon: french.Directory()}
	ask := x.question(search.Query{
		Text: "fotografe gien ", Filter: search.Filter{Kinds: []string{"club"}}, Facets: []search.Facet{{Field: search.Kind, Open: true}},
	})
	said, ok := ask.said()
	if !ok {
		t.Error("nothing is said")
	}
	relaxed, ok := ask.relaxed()
	if !ok {
		t.Error("nothing can be let go")
	}
	sounds := sound("photographe") + " " + sound("gien") + " "
	for i := range ask.queries {
		got := []string{
			ask.queries[i].Query, string(ask.queries[i].MatchingStrategy),
			said.queries[i].Query, string(said.queries[i].MatchingStrategy),
			relaxed.queries[i].Query, string(relaxed.queries[i].MatchingStrategy),
		}
		want := []string{"fotografe gien ", "all", sounds, "all", "fotografe gien ", "frequency"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("query %d: %s", i, diff)
		}
	}
}

func TestWhatIsNeitherSaidNorRelaxed(t *testing.T) {
	t.Parallel()
	x := &Index{name: "i", lexicon: french.Directory()}
	for typed, want := range map[string][2]bool{
		"": {false, false}, "gien": {true, false}, "gien plombier": {true, true}, "or": {false, false}, "h2o gien": {false, true},
	} {
		ask := x.question(search.Query{Text: typed})
		_, said := ask.said()
		_, relaxed := ask.relaxed()
		if got := [2]bool{said, relaxed}; got != want {
			t.Errorf("%q: said and relaxed %v, want %v", typed, got, want)
		}
	}
}
