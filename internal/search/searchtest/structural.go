package searchtest

import (
	"math"
	"slices"
	"strings"
	"testing"

	"partant/internal/search"
	"partant/internal/text"
)

// structural asks index a query of the set and checks what the set says of the answer.
func structural(t *testing.T, index search.Index, docs world, s Structure) {
	q := s.query()
	for check := range strings.SplitSeq(s.Check, ",") {
		name, argument, _ := strings.Cut(check, ":")
		switch name {
		case "ids":
			pageIs(t, index, docs, q, s.IDs)
		case "total":
			same(t, "total", find(t, index, q).Total, s.Total)
		case "totalslack":
			totalIsNear(t, index, docs, q)
		case "facets":
			same(t, "facets", find(t, index, q).Facets, s.Facets)
		case "updtext":
			newestFirst(t, index, docs, q)
		case "pages":
			fiftyPages(t, index, q)
		case "facetdrill":
			drill(t, index, q)
		case "hl":
			marksWord(t, index, q, argument)
		case "hlhtml":
			marksLeaveMarkup(t, index, q)
		case "noerr":
			find(t, index, q)
		case "zero":
			if result := find(t, index, q); result.Total > 0 && !result.Relaxed {
				t.Errorf("finds %d documents", result.Total)
			}
		default:
			t.Errorf("the set asks for a check %q that nobody wrote", name)
		}
	}
}

// pageIs wants the page as expected; by distance, places may be swapped within 1 m.
func pageIs(t *testing.T, index search.Index, docs world, q search.Query, want []string) {
	t.Helper()
	got := ids(find(t, index, q))
	if q.Sort != search.ByDistance || len(got) != len(want) {
		same(t, "page", got, want)
		return
	}
	for i := range got {
		a, b := docs.byID(got[i]), docs.byID(want[i])
		if math.Abs(distance(&a, q.Near)-distance(&b, q.Near)) > 1 {
			t.Errorf("hit %d is %s, want %s", i, got[i], want[i])
		}
	}
}

func totalIsNear(t *testing.T, index search.Index, docs world, q search.Query) {
	t.Helper()
	count := func(stretch float64) int {
		near := search.Near{Center: q.Near.Center, Radius: q.Near.Radius * stretch}
		return docs.result(search.Query{Filter: q.Filter, Near: &near}).Total
	}
	if got, least, most := find(t, index, q).Total, count(.997), count(1.003); got < least || got > most {
		t.Errorf("total %d, want %d to %d", got, least, most)
	}
}

func newestFirst(t *testing.T, index search.Index, docs world, q search.Query) {
	t.Helper()
	var found world
	for _, id := range ids(find(t, index, q)) {
		found = append(found, docs.byID(id))
	}
	if len(found) != q.Page.Size || !slices.IsSortedFunc(found, order(q)) {
		t.Errorf("%d documents, or not the newest first", len(found))
	}
}

func fiftyPages(t *testing.T, index search.Index, q search.Query) {
	t.Helper()
	seen := make(map[string]bool)
	total := find(t, index, q).Total
	for q.Page.Number = 1; q.Page.Number <= 50; q.Page.Number++ {
		result := find(t, index, q)
		for _, id := range ids(result) {
			seen[id] = true
		}
		if result.Total != total {
			t.Errorf("page %d: total %d, was %d", q.Page.Number, result.Total, total)
		}
	}
	if want := 50 * q.Page.Size; len(seen) != want {
		t.Errorf("%d different documents on 50 pages, want %d", len(seen), want)
	}
}

// drill ticks every value of every facet.
func drill(t *testing.T, index search.Index, q search.Query) {
	t.Helper()
	for field, counts := range find(t, index, q).Facets {
		for value, n := range counts {
			ticked := q
			switch field {
			case search.Kind:
				ticked.Filter.Kinds = []string{value}
			case search.Sector:
				ticked.Filter.Sectors = []string{value}
			case search.Commune:
				ticked.Filter.Communes = []string{value}
			}
			if total := find(t, index, ticked).Total; total != n {
				t.Errorf("%s %s: count %d, but %d when ticked", field, value, n, total)
			}
		}
	}
}

// marksWord wants a word marked somewhere on the page, as it is written there.
func marksWord(t *testing.T, index search.Index, q search.Query, word string) {
	t.Helper()
	for _, hit := range find(t, index, q).Hits {
		for _, part := range append(marked(t, hit.Name), marked(t, hit.Snippet)...) {
			if strings.Contains(text.Fold(part), text.Fold(word)) {
				return
			}
		}
	}
	t.Errorf("%q is marked nowhere", word)
}

func marksLeaveMarkup(t *testing.T, index search.Index, q search.Query) {
	t.Helper()
	for _, hit := range find(t, index, q).Hits {
		parts := append(marked(t, hit.Name), marked(t, hit.Snippet)...)
		if strings.Contains(hit.Name.Text, "<script>alert(1)</script>") && len(parts) > 0 && !strings.ContainsAny(strings.Join(parts, ""), "<>") {
			return
		}
	}
	t.Error("no hit with its markup left alone and its words marked")
}
