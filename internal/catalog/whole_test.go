//go:build !race

package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/demo"
)

func TestWholeDemonstrationComesAndGoes(t *testing.T) {
	t.Parallel()
	h := open(t)
	d := demo.New(h.profiles, h.Profiles, place)
	load := func(want demo.Done) demo.Done {
		t.Helper()
		done, err := d.Load(t.Context(), func(int, int) {})
		if err != nil || want.Added >= 0 && done != want {
			t.Errorf("%+v, %v; want %+v", done, err, want)
		}
		return done
	}
	first := load(demo.Done{Added: -1})
	if first.Added < 1000 || first != (demo.Done{Added: first.Added}) {
		t.Errorf("%+v", first)
	}
	pages := h.inStep()
	if len(pages) != first.Added {
		t.Errorf("%d pages, %d were added", len(pages), first.Added)
	}
	load(demo.Done{Same: first.Added})

	removed, err := d.Remove(t.Context())
	if err != nil || removed != first.Added {
		t.Errorf("%d of %d removed, %v", removed, first.Added, err)
	}
	load(demo.Done{Gone: first.Added}) // the index does not know yet: nothing may come back before it does
	if left := h.inStep(); len(left) > 0 {
		t.Errorf("%d pages are left", len(left))
	}

	load(demo.Done{Added: first.Added})
	if diff := cmp.Diff(pages, h.inStep()); diff != "" {
		t.Errorf("loaded again, the names are others (-want +got):\n%s", diff)
	}
}
