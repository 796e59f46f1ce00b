package searchtest

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/search"
)

var writes = map[string]testCase{
	"PutFound":           putFound,
	"PutReplaces":        putReplaces,
	"PutOneFieldAtATime": putOneFieldAtATime,
	"PutSameIDTwice":     putSameIDTwice,
	"PutMany":            putMany,
	"PutNothing":         putNothing,
	"PutRefused":         putRefused,
	"PutAgainAndAgain":   putAgainAndAgain,
	"PutWhileSearching":  putWhileSearching,
	"Delete":             deleteGone,
	"DeleteUnknown":      deleteUnknown,
	"DeleteThenPut":      deleteThenPut,
}

func wantDocuments(t *testing.T, index search.Index, want int) {
	t.Helper()
	status, err := index.Status(t.Context())
	ok(t, err)
	if !status.Ready || status.Documents != want {
		t.Errorf("status %+v, want %d documents", status, want)
	}
	if total := find(t, index, search.Query{}).Total; total != want {
		t.Errorf("total %d, want %d", total, want)
	}
}

func putFound(t *testing.T, index search.Index) {
	put(t, index, card("a", "Vannerie du Val", "Vannerie", "Orléans"))
	wantIDs(t, find(t, index, ask("vannerie")), "a")
	wantDocuments(t, index, 1)
}

func putReplaces(t *testing.T, index search.Index) {
	put(t, index, card("a", "Vannerie du Val", "Osier", "Orléans"), card("b", "Lutherie du Quai", "Violons", "Gien"))
	put(t, index, card("a", "Chocolaterie Blanc", "Cacao", "Gien"))
	wantIDs(t, find(t, index, ask("vannerie")))
	wantIDs(t, find(t, index, ask("osier")))
	wantIDs(t, find(t, index, ask("chocolaterie")), "a")
	result := find(t, index, search.Query{Page: search.Page{Number: 1, Size: 9}, Facets: all(false)})
	wantIDs(t, result, "a", "b")
	same(t, "communes", result.Facets[search.Commune], search.Counts{"Gien": 2})
	wantDocuments(t, index, 2)
}

// putOneFieldAtATime sees a field that a driver forgets to replace.
func putOneFieldAtATime(t *testing.T, index search.Index) {
	d := card("a", "Vannerie", "Osier", "Orléans")
	put(t, index, d, card("b", "Lutherie", "Violons", "Gien"))
	for _, step := range fieldChanges() {
		step.edit(&d)
		put(t, index, d)
		step.finds.Page = search.Page{Number: 1, Size: 9}
		if got := ids(find(t, index, step.finds)); len(got) != 1 || got[0] != "a" {
			t.Errorf("%+v finds %q", step.finds, got)
		}
	}
	d.At = nil
	put(t, index, d)
	wantIDs(t, find(t, index, search.Query{Near: &search.Near{Center: gien, Radius: 50}, Page: search.Page{Number: 1, Size: 9}}))
}

type fieldChange struct {
	edit  func(d *search.Document)
	finds search.Query
}

func fieldChanges() []fieldChange {
	type doc = search.Document
	filter := func(f search.Filter) search.Query { return search.Query{Filter: f} }
	return []fieldChange{
		{func(d *doc) { d.Kind = "club" }, filter(search.Filter{Kinds: []string{"club"}})},
		{func(d *doc) { d.Sector = "Arts" }, filter(search.Filter{Sectors: []string{"Arts"}})},
		{func(d *doc) { d.Commune = "Cepoy" }, filter(search.Filter{Communes: []string{"Cepoy"}})},
		{func(d *doc) { d.EPCI = "CC 9" }, filter(search.Filter{EPCIs: []string{"CC 9"}})},
		{func(d *doc) { d.Tags = []string{"saule"} }, filter(search.Filter{Tags: []string{"saule"}})},
		{func(d *doc) { d.Offers = []string{"stages"} }, filter(search.Filter{Offers: []string{"stages"}})},
		{func(d *doc) { d.Seeks = []string{"champs"} }, filter(search.Filter{Seeks: []string{"champs"}})},
		{func(d *doc) { d.Followers = 900 }, filter(search.Filter{MinFollowers: 900})},
		{func(d *doc) { d.UpdatedAt = noon.Add(1 << 40) }, filter(search.Filter{UpdatedFrom: noon.Add(1 << 39)})},
		{func(d *doc) { d.At = &gien }, search.Query{Near: &search.Near{Center: gien, Radius: 50}}},
		{func(d *doc) { d.Name = "Rotin" }, search.Query{Text: "rotin"}},
		{func(d *doc) { d.Description = "Cannage." }, search.Query{Text: "cannage"}},
		{func(d *doc) { d.NAFLabel = "Paillage" }, search.Query{Text: "paillage"}},
		{func(d *doc) { d.Postcode = "45777" }, search.Query{Text: "45777"}},
	}
}

func putSameIDTwice(t *testing.T, index search.Index) {
	put(t, index, card("a", "Vannerie", "Osier", "Orléans"), card("b", "Lutherie", "Violons", "Gien"), card("a", "Poterie", "Grès", "Gien"))
	wantIDs(t, find(t, index, ask("vannerie")))
	wantIDs(t, find(t, index, ask("poterie")), "a")
	wantDocuments(t, index, 2)
}

func putMany(t *testing.T, index search.Index) {
	put(t, index, numbered(1000)...)
	wantDocuments(t, index, 1000)
	for _, i := range []int{0, 517, 999} {
		wantIDs(t, find(t, index, ask(fmt.Sprintf("numéro%d ", i))), fmt.Sprintf("n-%04d", i))
	}
}

func putNothing(t *testing.T, index search.Index) {
	put(t, index)
	remove(t, index)
	wantDocuments(t, index, 0)
}

// putRefused wants nothing of a call with a bad document written, whatever engine stands behind.
func putRefused(t *testing.T, index search.Index) {
	bad := map[string]func(d *search.Document){
		"empty id":      func(d *search.Document) { d.ID = "" },
		"space":         func(d *search.Document) { d.ID = "a b" },
		"accent":        func(d *search.Document) { d.ID = "é" },
		"slash":         func(d *search.Document) { d.ID = "a/b" },
		"long":          func(d *search.Document) { d.ID = strings.Repeat("a", 512) },
		"off the globe": func(d *search.Document) { d.At = &geo.Point{Lat: 91} },
	}
	for name, spoil := range bad {
		d := card("bad", "Vannerie", "Osier", "Orléans")
		spoil(&d)
		_, err := index.Put(t.Context(), card("good", "Lutherie", "Violons", "Gien"), d)
		if err == nil {
			t.Errorf("%s was taken", name)
			continue
		}
		wantErr(t, err, fault.Invalid)
	}
	longest := card(strings.Repeat("Z", 511), "Vannerie", "Osier", "Orléans")
	put(t, index, longest)
	wantDocuments(t, index, 1)
	wantIDs(t, find(t, index, ask("vannerie")), longest.ID)
}

func putAgainAndAgain(t *testing.T, index search.Index) {
	put(t, index, card("other", "Poterie", "Grès", "Saran"))
	var last search.Mark
	for i := range 30 {
		mark, err := index.Put(t.Context(), card("a", fmt.Sprintf("Vannerie édition%d", i), "Osier", "Gien"))
		ok(t, err)
		last = mark
	}
	wait(t, index, last, nil)
	wantIDs(t, find(t, index, ask("vannerie")), "a")
	wantIDs(t, find(t, index, ask("édition29 ")), "a")
	if result := find(t, index, ask("édition28 ")); result.Total != 0 {
		t.Errorf("a replaced text still finds %q", ids(result))
	}
	wantDocuments(t, index, 2)
}

// putWhileSearching replaces documents under readers: each must see every document once, old or new.
func putWhileSearching(t *testing.T, index search.Index) {
	docs := world(numbered(120))
	put(t, index, docs...)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					readAll(t, index, len(docs))
				}
			}
		})
	}
	for round := range 3 {
		for i := 0; i < len(docs); i += 40 {
			d := docs.change(i+round, "nouveauté")
			put(t, index, d)
		}
	}
	close(done)
	readers.Wait()
	wantDocuments(t, index, len(docs))
}

func readAll(t *testing.T, index search.Index, want int) {
	for _, typed := range []string{"", "carrelage "} {
		result, err := index.Search(t.Context(), search.Query{Text: typed, Page: search.Page{Number: 1, Size: 200}, Facets: all(false)})
		if err != nil || result.Total != want || len(result.Hits) != want || result.Facets[search.Commune]["Saran"] != want {
			t.Errorf("%q under writes: %d hits of %d, %v", typed, len(result.Hits), result.Total, err)
		}
	}
}

func deleteGone(t *testing.T, index search.Index) {
	put(t, index, street()...)
	remove(t, index, "coq", "coeur")
	wantIDs(t, find(t, index, ask("imprimerie")))
	wantIDs(t, find(t, index, ask("cœur ")))
	wantDocuments(t, index, len(street())-2)
}

func deleteUnknown(t *testing.T, index search.Index) {
	put(t, index, street()...)
	remove(t, index, "nobody", "coq", "coq", "not an id/", "")
	wantDocuments(t, index, len(street())-1)
}

func deleteThenPut(t *testing.T, index search.Index) {
	d := card("a", "Vannerie", "Osier", "Orléans")
	put(t, index, d)
	remove(t, index, "a")
	put(t, index, d)
	wantIDs(t, find(t, index, ask("vannerie")), "a")
	wantDocuments(t, index, 1)
}
