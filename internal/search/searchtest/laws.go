package searchtest

import (
	"context"
	"testing"

	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/search"
)

var laws = map[string]testCase{
	"BadQueries": badQueries,
	"Cancelled":  cancelled,
	"WaitOld":    waitOld,
}

func badQueries(t *testing.T, index search.Index) {
	put(t, index, street()...)
	one := search.Page{Number: 1, Size: 20}
	for name, q := range map[string]search.Query{
		"negative page":   {Page: search.Page{Number: -1, Size: 20}},
		"negative size":   {Page: search.Page{Number: 1, Size: -20}},
		"page 0":          {Page: search.Page{Size: 20}},
		"too deep":        {Page: search.Page{Number: 1001, Size: 20}},
		"no centre":       {Page: one, Sort: search.ByDistance},
		"off the globe":   {Page: one, Near: &search.Near{Center: geo.Point{Lat: 90.1}}},
		"negative radius": {Page: one, Near: &search.Near{Radius: -1}},
	} {
		if _, err := index.Search(t.Context(), q); err == nil {
			t.Errorf("%s was answered", name)
		} else {
			wantErr(t, err, fault.Invalid)
		}
	}
	wantIDs(t, find(t, index, ask("imprimerie")), "coq")
}

func cancelled(t *testing.T, index search.Index) {
	put(t, index, street()...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := index.Search(ctx, ask("imprimerie"))
	wantErr(t, err, context.Canceled)
	_, err = index.Put(ctx, card("late", "Vannerie", "Osier", "Gien"))
	wantErr(t, err, context.Canceled)
	wantIDs(t, find(t, index, ask("imprimerie")), "coq")
}

// waitOld: the zero Mark and one that was waited for already are no trouble.
func waitOld(t *testing.T, index search.Index) {
	ok(t, index.Wait(t.Context(), ""))
	first, err := index.Put(t.Context(), street()...)
	ok(t, err)
	second, err := index.Delete(t.Context(), "coq")
	ok(t, err)
	for _, mark := range []search.Mark{second, first, second, ""} {
		wait(t, index, mark, nil)
	}
	wantDocuments(t, index, len(street())-1)
}
