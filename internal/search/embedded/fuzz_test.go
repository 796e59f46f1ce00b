package embedded_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"partant/internal/search"
	"partant/internal/search/embedded"
	"partant/internal/search/french"
)

// FuzzSearch types anything: nothing may fail, and marks must lie in their text.
func FuzzSearch(f *testing.F) {
	index, err := embedded.Open(f.Context(), f.TempDir(), french.Directory())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := index.Close(); err != nil {
			f.Error(err)
		}
	})
	if _, err := index.Put(f.Context(), profiles(0, 300)...); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"plombier orleans", "l'œil du tigre", "\"NEAR(a b)\" OR *", "st-jean de b", "p'tits a.b.c.", "zefyrix \xff\x00", strings.Repeat("é'", 50)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		q := search.Query{Text: typed, Marks: true, Page: search.Page{Number: 1, Size: 10}, Facets: []search.Facet{{Field: search.Kind}}}
		result, err := index.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, hit := range result.Hits {
			for _, m := range []search.Marked{hit.Name, hit.Snippet} {
				checkMarks(t, m)
			}
		}
	})
}

func checkMarks(t *testing.T, m search.Marked) {
	t.Helper()
	end := 0
	for _, r := range m.Ranges {
		if r[0] < end || r[1] <= r[0] || r[1] > len(m.Text) || !utf8.ValidString(m.Text[r[0]:r[1]]) {
			t.Fatalf("ranges %v of %q", m.Ranges, m.Text)
		}
		end = r[1]
	}
}
