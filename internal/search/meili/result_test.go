package meili

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/geo"
	"partant/internal/search"
	"partant/internal/search/french"
)

func TestMarked(t *testing.T) {
	t.Parallel()
	tests := map[string]search.Marked{
		"":                             {},
		"rien":                         {Text: "rien"},
		"\x02Œil\x03 du \x02tigre\x03": {Text: "Œil du tigre", Ranges: [][2]int{{0, 4}, {8, 13}}},
		"<b>\x02a\x03</b>":             {Text: "<b>a</b>", Ranges: [][2]int{{3, 4}}},
		"\x02jamais fermé":             {Text: "jamais fermé"},
		"\x03jamais ouvert":            {Text: "jamais ouvert"},
		"\x02\x03vide":                 {Text: "vide"},
		"\x02a\x02b\x03":               {Text: "ab", Ranges: [][2]int{{1, 2}}},
	}
	for s, want := range tests {
		if diff := cmp.Diff(want, marked(s)); diff != "" {
			t.Errorf("%q: %s", s, diff)
		}
	}
}

// Whatever stands where the server was, its answer is read or refused, and ranges lie inside their text.
func FuzzResult(f *testing.F) {
	for _, seed := range []string{
		`{"results":[{"hits":[{"id":"a","_geo":{"lat":1,"lng":2},"_formatted":{"name":"\u0002a\u0003","description":""}}],"totalHits":1,"facetDistribution":{"facet_kind":{"club":1}}},{"hits":[],"facetDistribution":{"facet_sector":{}}}]}`,
		`{"results":[{"hits":[null]},null]}`, `{"results":[{"hits":[{"id":1}]},{}]}`,
		`{"results":[{"facetDistribution":[]},{}]}`, `{"results":[{"facetDistribution":{"facet_kind":{"~":1}}},{}]}`, `{}`, `null`,
	} {
		f.Add([]byte(seed))
	}
	x := &Index{name: "i", lexicon: french.Directory()}
	q := search.Query{
		Marks: true, Near: &search.Near{Center: geo.Point{Lat: 47, Lon: 2}}, Page: search.Page{Number: 1, Size: 10},
		Filter: search.Filter{Sectors: []string{"Culture"}},
		Facets: []search.Facet{{Field: search.Kind}, {Field: search.Sector, Open: true}},
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var answer ms.MultiSearchResponse
		if json.Unmarshal(body, &answer) != nil {
			return
		}
		found, err := x.question(q).result(q, answer.Results)
		if err != nil {
			if !search.Down(err) {
				t.Errorf("%v", err)
			}
			return
		}
		for _, h := range found.Hits {
			checkRanges(t, h.Name)
			checkRanges(t, h.Snippet)
		}
	})
}

func checkRanges(t *testing.T, m search.Marked) {
	t.Helper()
	from := 0
	for _, r := range m.Ranges {
		if r[0] < from || r[1] <= r[0] || r[1] > len(m.Text) || !utf8.ValidString(m.Text[r[0]:r[1]]) {
			t.Errorf("range %v of %q", r, m.Text)
			return
		}
		from = r[1]
	}
}
