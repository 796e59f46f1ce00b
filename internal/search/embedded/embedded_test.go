package embedded_test

import (
	"testing"

	"go.uber.org/goleak"

	"partant/internal/search"
	"partant/internal/search/embedded"
	"partant/internal/search/french"
	"partant/internal/search/searchtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func openAt(t *testing.T, dir string) *embedded.Index {
	t.Helper()
	index, err := embedded.Open(t.Context(), dir, french.Directory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := index.Close(); err != nil {
			t.Error(err)
		}
	})
	return index
}

func openReady(t *testing.T, dir string) *embedded.Index {
	t.Helper()
	index := openAt(t, dir)
	if err := index.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	return index
}

func open(t *testing.T) search.Index { return openReady(t, t.TempDir()) }

func TestIndex(t *testing.T) {
	t.Parallel()
	searchtest.Index(t, open)
}

// placed remembers where an index of the suite lives, so that it can be opened again.
type placed struct {
	search.Index
	dir string
}

func TestRestart(t *testing.T) {
	t.Parallel()
	searchtest.Restart(t, func(t *testing.T) search.Index {
		dir := t.TempDir()
		return placed{openReady(t, dir), dir}
	}, func(t *testing.T, index search.Index) search.Index {
		if err := index.Close(); err != nil {
			t.Fatal(err)
		}
		dir := index.(placed).dir
		return placed{openReady(t, dir), dir}
	})
}

func TestTalk(t *testing.T) {
	t.Parallel()
	searchtest.Talk(t, open)
}
