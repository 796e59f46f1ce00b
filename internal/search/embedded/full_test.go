package embedded

import (
	"errors"
	"fmt"
	"testing"

	"partant/internal/fault"
	"partant/internal/search"
	"partant/internal/search/french"
)

// Before its background load is done the index says that it is starting, whatever it is asked.
func TestStarting(t *testing.T) {
	t.Parallel()
	ix := &Index{loaded: make(chan struct{})}
	if _, err := ix.Search(t.Context(), search.Query{}); !errors.Is(err, search.ErrStarting) || !search.Down(err) {
		t.Errorf("error %v", err)
	}
	if status, err := ix.Status(t.Context()); err != nil || status != (search.Status{}) {
		t.Errorf("%+v, %v", status, err)
	}
}

// On a full disk writes fail and say so, searches go on, and when there is room again writes do, without a restart.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	ix, err := Open(t.Context(), t.TempDir(), french.Directory())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	}()
	doc := func(i int) search.Document {
		return search.Document{ID: fmt.Sprint("d", i), Name: fmt.Sprintf("Vannerie du val numéro%d", i), Description: fmt.Sprintf("%0300d", i)}
	}
	if _, err := ix.Put(t.Context(), doc(0)); err != nil {
		t.Fatal(err)
	}
	pages(t, ix, 40)
	full := 1
	for ; err == nil; full++ {
		_, err = ix.Put(t.Context(), doc(full))
	}
	if !errors.Is(err, fault.Full) || full < 3 {
		t.Fatalf("put %d: %v", full, err)
	}
	result, err := ix.Search(t.Context(), search.Query{Text: "vannerie"})
	if err != nil || result.Total != full-1 {
		t.Errorf("%d documents of %d, %v", result.Total, full-1, err)
	}
	pages(t, ix, 10_000)
	if _, err := ix.Put(t.Context(), doc(full)); err != nil {
		t.Errorf("after there is room again: %v", err)
	}
}

// pages bounds the file, as a full disk would.
func pages(t *testing.T, ix *Index, most int) {
	t.Helper()
	if err := ix.cur.w.conn.Exec(fmt.Sprint("PRAGMA max_page_count=", most)); err != nil {
		t.Fatal(err)
	}
}
