//go:build !race

package views_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestWholeHostileStrings puts each payload into every string of every page: the page keeps its bones and nothing is live.
func TestWholeHostileStrings(t *testing.T) {
	for name, page := range full() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := func(s string) *html.Node {
				return drawn(t, page(func(p any) { fill(reflect.ValueOf(p).Elem(), s) }))
			}
			plain, point := bones(with("des mots simples")), bones(with("des mots, une virgule")) // a place with a comma is a point
			for _, payload := range payloads {
				doc, want := with(payload), plain
				if strings.Contains(payload, ",") {
					want = point
				}
				if found := live(doc); len(found) > 0 {
					t.Errorf("%q is live: %q", payload, found[:min(3, len(found))])
				}
				if got := bones(doc); !slices.Equal(got, want) {
					t.Errorf("%q changes the page: %s", payload, firstDifference(got, want))
				}
			}
		})
	}
}

func firstDifference(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return got[i] + " instead of " + want[i]
		}
	}
	return "one is longer"
}
