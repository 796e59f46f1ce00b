package meili

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/geo"
	"partant/internal/search"
	"partant/internal/search/french"
)

func TestPlain(t *testing.T) {
	tests := map[string]string{
		"":                         "",
		"  ":                       "",
		"plombier olivet":          "plombier olivet",
		"plombier  olivet ":        "plombier olivet ",
		"plombier\t":               "plombier ",
		`"hôtel" -spa --bar`:       "hôtel spa bar",
		"Saint-Jean-le-Blanc":      "Saint-Jean-le-Blanc",
		"l'été":                    "l'été",
		"a\x00b\x02c":              "a b c",
		"\xffplombier":             "plombier",
		"1 2 3 4 5 6 7 8 9 10 11":  "1 2 3 4 5 6 7 8 9 10 ",
		strings.Repeat("é", 1_000): strings.Repeat("é", maxWord),
	}
	for typed, want := range tests {
		if got := plain(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"plombier", `-"a" `, "\xff", "--", "a -- b", "\u00a0-x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got := plain(typed)
		words := strings.Fields(got)
		operator := func(w string) bool { return strings.HasPrefix(w, "-") }
		if !utf8.ValidString(got) || strings.Contains(got, `"`) || len(words) > french.MaxWords || slices.ContainsFunc(words, operator) {
			t.Errorf("%q leaves %q", typed, got)
		}
	})
}

func TestFilter(t *testing.T) {
	near := &search.Near{Center: geo.Point{Lat: 47.9, Lon: 1.5}, Radius: 10_000}
	tests := []struct {
		name string
		f    search.Filter
		near *search.Near
		want string
	}{
		{"nothing", search.Filter{}, nil, ""},
		{"empty list", search.Filter{Kinds: []string{}}, nil, ""},
		{"one of two", search.Filter{Kinds: []string{"club", "x"}}, nil, `facet.kind IN ["cdm7aog", "f0"]`},
		{"empty value", search.Filter{Kinds: []string{""}}, nil, `facet.kind IN [""]`},
		{
			"all", search.Filter{Sectors: []string{"a"}, MinFollowers: 3, UpdatedFrom: time.Unix(10, 1)}, near,
			`facet.sector IN ["c4"] AND followers >= 3 AND updated >= 11 AND _geoRadius(47.9,1.5,10000)`,
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
	if diff := cmp.Diff([][]string{{"facet.sector", "facet.commune"}, {"facet.kind"}}, facets); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{both, filter(search.Filter{Sectors: []string{"Culture"}}, nil)}, filters); diff != "" {
		t.Error(diff)
	}
}

func TestOneOrTwoLettersAreSearchedInNamesAndCommunes(t *testing.T) {
	x := &Index{name: "i", lexicon: french.Directory()}
	for typed, want := range map[string][]string{
		"o": {"name", "commune"}, "or": {"name", "commune"}, "or ": nil, "orl": nil, "plombier o": nil, "": nil,
	} {
		if got := x.question(search.Query{Text: typed}).queries[0].AttributesToSearchOn; !cmp.Equal(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

func TestMatchingIsTheSameForHitsAndFacets(t *testing.T) {
	x := &Index{name: "i", lexicon: french.Directory()}
	ask := x.question(search.Query{
		Text: "plombier", Filter: search.Filter{Kinds: []string{"club"}}, Facets: []search.Facet{{Field: search.Kind, Open: true}},
	})
	ask.matching(ms.Frequency)
	for i, q := range ask.queries {
		if q.MatchingStrategy != ms.Frequency || q.Query != "plombier" {
			t.Errorf("query %d: %q by %s", i, q.Query, q.MatchingStrategy)
		}
	}
}
