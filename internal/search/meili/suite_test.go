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
