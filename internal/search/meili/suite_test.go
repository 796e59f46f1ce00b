package meili

import (
	"testing"

	"partant/internal/search"
	"partant/internal/search/searchtest"
)

func TestSuite(t *testing.T) {
	t.Parallel()
	searchtest.Index(t, func(t *testing.T) search.Index { return made(t, open(t, config(t))) })
}

// made waits until a busy server has made the index: Open waits for it no longer than a start may take.
func made(t testing.TB, x *Index) *Index {
	t.Helper()
	mark, err := x.Delete(t.Context(), "nobody") // its tasks are done in order
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Wait(t.Context(), mark); err != nil {
		t.Fatal(err)
	}
	return x
}

func TestTalk(t *testing.T) {
	t.Parallel()
	searchtest.Talk(t, func(t *testing.T) search.Index {
		cfg := config(t)
		cfg.Noun, cfg.Followed = "talk", true
		return made(t, open(t, cfg))
	})
}

// Two nouns of one site are two indexes, and a rebuild of one leaves the other alone.
func TestNouns(t *testing.T) {
	t.Parallel()
	cfg := config(t)
	pages := made(t, open(t, cfg))
	cfg.Noun = "talk"
	talk := made(t, open(t, cfg))
	put(t, pages, search.Document{ID: "a", Name: "Vannerie"})
	put(t, talk, search.Document{ID: "a", Name: "Lutherie"})
	if _, err := talk.Rebuild(t.Context(), func(yield func(search.Document, error) bool) { yield(search.Document{ID: "b", Name: "Poterie"}, nil) }); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][2]int{"vannerie": {1, 0}, "lutherie": {0, 0}, "poterie": {0, 1}} {
		for i, index := range []*Index{pages, talk} {
			found, err := index.Search(t.Context(), search.Query{Text: text})
			if err != nil || found.Total != want[i] {
				t.Errorf("%s in %s: %d, %v", text, index.name, found.Total, err)
			}
		}
	}
	cfg.Noun = "a-b"
	if _, err := Open(t.Context(), cfg); err == nil {
		t.Error("a noun with a hyphen is taken")
	}
}
