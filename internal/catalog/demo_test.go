package catalog_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/demo"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/search"
)

var unlimited = page.Req{Limit: 10_000}

// slugs maps the id of every living page of the store to its slug, and counts the tombstones.
func (h *house) slugs() (living map[string]string, buried int) {
	h.t.Helper()
	living = map[string]string{}
	list, err := h.Changed(h.t.Context(), time.Time{}, unlimited)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, p := range list.Items {
		if p.IsErased() {
			buried++
			continue
		}
		living[p.ID] = p.Slug
	}
	return living, buried
}

// indexed lists what the index holds, as a set.
func (h *house) indexed() map[string]bool {
	h.t.Helper()
	ids := map[string]bool{}
	for number := 1; ; number++ {
		found, err := h.Index.Search(h.t.Context(), search.Query{Page: search.Page{Number: number, Size: 200}, Sort: search.ByName})
		if err != nil {
			h.t.Fatal(err)
		}
		for _, hit := range found.Hits {
			ids[hit.ID] = true
		}
		if len(found.Hits) == 0 {
			return ids
		}
	}
}

// inStep checks that the index holds what the store holds.
func (h *house) inStep() map[string]string {
	h.t.Helper()
	if _, err := h.Pay(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	living, buried := h.slugs()
	want := map[string]bool{}
	for id := range living {
		want[id] = true
	}
	if diff := cmp.Diff(want, h.indexed()); diff != "" || buried > 0 {
		h.t.Errorf("%d tombstones; the index differs (-want +got):\n%s", buried, diff)
	}
	return living
}

func TestRemovingTheDemonstrationLeavesTheRest(t *testing.T) {
	t.Parallel()
	h := open(t)
	mine := h.create("Vannerie du Loing")
	for _, key := range []string{"claimed", "left"} {
		_, err := h.profiles.Import(t.Context(), profile.Record{ID: key, Draft: draft("Forge " + key), Source: &profile.Source{Key: "demo:" + key}})
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.Update(t.Context(), "claimed", func(p *profile.Profile) error {
		p.Team = []profile.Mate{{Account: "a-2", Role: profile.Owner}}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if removed, err := demo.New(h.profiles, h.Profiles, place).Remove(t.Context()); err != nil || removed != 1 {
		t.Errorf("%d removed, %v", removed, err)
	}
	if diff := cmp.Diff(map[string]string{mine.ID: "vannerie-du-loing", "claimed": "forge-claimed"}, h.inStep()); diff != "" {
		t.Error(diff)
	}
}
