package searchtest

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"partant/internal/search"
)

var browsing = map[string]testCase{
	"BrowseAsByHand":        browseAsByHand,
	"BrowseEmpty":           browseEmpty,
	"BrowseDistances":       browseDistances,
	"BrowseAfterWrites":     browseAfterWrites,
	"BrowsePagesAreOneList": browsePagesAreOneList,
}

func all(open bool) []search.Facet {
	var facets []search.Facet
	for _, field := range fields {
		facets = append(facets, search.Facet{Field: field, Open: open})
	}
	return facets
}

// questions are queries without text, whose answer is exact in every engine.
func questions() map[string]search.Query {
	page := func(number int) search.Page { return search.Page{Number: number, Size: 20} }
	filter := func(f search.Filter) search.Query { return search.Query{Filter: f, Page: page(1), Facets: all(false)} }
	sorted := func(s search.Sort, number int) search.Query { return search.Query{Sort: s, Page: page(number)} }
	ticked := search.Filter{Kinds: []string{"artisan"}, Communes: []string{"Orléans", "Gien"}, Tags: []string{"plombier", "pain", "maçon"}}
	return map[string]search.Query{
		"newest first":          filter(search.Filter{}),
		"commune":               filter(search.Filter{Communes: []string{"Orléans"}}),
		"EPCI":                  filter(search.Filter{EPCIs: []string{"Orléans Métropole"}}),
		"sector and kind":       filter(search.Filter{Sectors: []string{"Construction"}, Kinds: []string{"artisan"}}),
		"either of a field":     filter(search.Filter{Communes: []string{"Gien", "Briare"}, Kinds: []string{"association"}}),
		"offers":                filter(search.Filter{Offers: []string{"pain au levain", "vente directe de viande"}}),
		"seeks":                 filter(search.Filter{Seeks: []string{"apprenti plombier"}}),
		"offers and seeks":      filter(search.Filter{Offers: []string{"pose de fenêtres"}, Seeks: []string{"bois local certifié"}}),
		"accents and a space":   filter(search.Filter{Tags: []string{"vélo électrique"}}),
		"quotes and a backlash": filter(search.Filter{Tags: []string{"l'été \\ ' OR 1=1", "bug \"bounty\""}}),
		"unknown value":         filter(search.Filter{Communes: []string{"Atlantide"}}),
		"unknown or known":      filter(search.Filter{Communes: []string{"Atlantide", "Olivet"}}),
		"another case":          filter(search.Filter{Communes: []string{"orleans"}}),
		"the same value twice":  filter(search.Filter{Communes: []string{"Gien", "Gien"}}),
		"followers":             filter(search.Filter{MinFollowers: 5}),
		"updated since":         filter(search.Filter{UpdatedFrom: time.Unix(1_770_000_000, 0)}),
		"nothing passes":        filter(search.Filter{Kinds: []string{"artisan"}, Sectors: []string{"Finance"}}),
		"open facets":           {Filter: ticked, Page: page(1), Facets: all(true)},
		"closed facets":         {Filter: ticked, Page: page(1), Facets: all(false)},
		"only facets":           {Filter: ticked, Facets: all(true)},
		"by updated":            sorted(search.ByUpdated, 1),
		"by created":            sorted(search.ByCreated, 1),
		"by created, later":     sorted(search.ByCreated, 7),
		"by name":               sorted(search.ByName, 1),
		"by name, later":        sorted(search.ByName, 30),
		"by followers":          sorted(search.ByFollowers, 1),
		"by followers, ties":    sorted(search.ByFollowers, 35),
		"relevance of no text":  sorted(search.ByRelevance, 2),
		"last page":             sorted(search.ByUpdated, 45),
		"past the end":          sorted(search.ByUpdated, 900),
		"within 10 km":          {Near: &search.Near{Center: orleans, Radius: 10_000}, Page: page(1), Facets: all(false)},
		"near and sorted":       {Near: &search.Near{Center: gien, Radius: 15_000}, Sort: search.ByName, Page: page(1)},
		"near and ticked":       {Near: &search.Near{Center: orleans, Radius: 30_000}, Filter: ticked, Page: page(1), Facets: all(true)},
	}
}

// townSize leaves the last page of the town half full.
const townSize = 890

func browseAsByHand(t *testing.T, index search.Index) {
	docs := town(townSize)
	rebuild(t, index, docs)
	for name, q := range questions() {
		t.Run(name, func(t *testing.T) { compare(t, index, docs, q) })
	}
}

func compare(t *testing.T, index search.Index, docs world, q search.Query) {
	t.Helper()
	got, want := find(t, index, q), docs.result(q)
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= 1+0.003*math.Abs(a) })
	if diff := cmp.Diff(want, got, near, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%+v (-want +got):\n%s", q, diff)
	}
}

func browseEmpty(t *testing.T, index search.Index) {
	for name, q := range questions() {
		t.Run(name, func(t *testing.T) { compare(t, index, nil, q) })
	}
	if result := find(t, index, ask("plombier")); result.Total != 0 || len(result.Hits) != 0 {
		t.Errorf("an empty index finds %+v", result)
	}
}

// browseDistances allows 1 m between neighbours: engines keep coordinates with different precision.
func browseDistances(t *testing.T, index search.Index) {
	docs := town(townSize)
	rebuild(t, index, docs)
	for name, q := range map[string]search.Query{
		"first":          {Near: &search.Near{Center: orleans, Radius: 10_000}, Page: search.Page{Number: 1, Size: 20}},
		"fifth":          {Near: &search.Near{Center: orleans, Radius: 10_000}, Page: search.Page{Number: 5, Size: 20}},
		"one kind":       {Near: &search.Near{Center: gien, Radius: 3_000}, Filter: search.Filter{Kinds: []string{"artisan"}}, Page: search.Page{Number: 1, Size: 50}},
		"no limit":       {Near: &search.Near{Center: gien}, Page: search.Page{Number: 1, Size: townSize}},
		"nobody is near": {Near: &search.Near{Radius: 1_000}, Page: search.Page{Number: 1, Size: 20}},
	} {
		t.Run(name, func(t *testing.T) {
			q.Sort = search.ByDistance
			got, want := find(t, index, q), docs.result(q)
			if got.Total != want.Total || len(got.Hits) != len(want.Hits) {
				t.Fatalf("%d of %d, want %d of %d", len(got.Hits), got.Total, len(want.Hits), want.Total)
			}
			for i, hit := range got.Hits {
				if math.Abs(hit.Distance-want.Hits[i].Distance) > 1 {
					t.Errorf("hit %d is at %.1f m, want %.1f", i, hit.Distance, want.Hits[i].Distance)
				}
			}
		})
	}
}

// browseAfterWrites checks that what an engine keeps ready (counts, orders) follows every kind of write.
func browseAfterWrites(t *testing.T, index search.Index) {
	docs := town(townSize)
	rebuild(t, index, docs)
	for _, q := range questions() {
		find(t, index, q) // so that what is kept is kept before the writes
	}
	for i := 0; i < len(docs); i += 9 {
		docs[i] = docs.change(i, "nouveauté")
		docs[i].Commune, docs[i].EPCI, docs[i].Kind = "Gien", "CC Giennoises", "artisan"
		docs[i].Name, docs[i].Followers = "Renommée "+docs[i].ID, int64(i)
		put(t, index, docs[i])
	}
	for i := 4; i < len(docs); i += 9 {
		docs[i].Followers, docs[i].UpdatedAt = docs[i].Followers+1, noon
		put(t, index, docs[i])
	}
	remove(t, index, docs[0].ID, docs[10].ID)
	docs = append(docs[1:10:10], docs[11:]...)
	for name, q := range questions() {
		t.Run(name, func(t *testing.T) { compare(t, index, docs, q) })
	}
}

func browsePagesAreOneList(t *testing.T, index search.Index) {
	docs := town(townSize)
	rebuild(t, index, docs)
	for _, q := range []search.Query{{}, {Sort: search.ByName}, {Sort: search.ByFollowers}, {Text: "orleans"}} {
		seen := make(map[string]bool)
		q.Page = search.Page{Number: 1, Size: 20}
		total := find(t, index, q).Total
		for ; (q.Page.Number-1)*q.Page.Size < total; q.Page.Number++ {
			result := find(t, index, q)
			if result.Total != total {
				t.Errorf("page %d of %+v: total %d, was %d", q.Page.Number, q, result.Total, total)
			}
			for _, id := range ids(result) {
				if seen[id] {
					t.Errorf("page %d of %+v repeats %s", q.Page.Number, q, id)
				}
				seen[id] = true
			}
		}
		if len(seen) != total || total == 0 {
			t.Errorf("%+v: %d documents on the pages, total %d", q, len(seen), total)
		}
	}
}
