package catalog_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/search"
)

func TestRebuild(t *testing.T) {
	t.Parallel()
	h := open(t)
	vannerie, poterie := h.create("Vannerie du Loing"), h.create("Poterie du Loing")
	gone := h.create("Tissage du Loing")
	if err := h.profiles.Erase(t.Context(), claude, gone.ID); err != nil {
		t.Fatal(err)
	}
	var steps []int
	report, err := h.Catalog.Rebuild(t.Context(), func(done int) { steps = append(steps, done) })
	if err != nil || report.Documents != 2 || !cmp.Equal(steps, []int{1, 2}) {
		t.Errorf("%+v, %v, steps %v", report, err, steps)
	}
	h.finds("vannerie", vannerie.ID)
	h.finds("poterie", poterie.ID)
	h.finds("tissage")
}

func TestRebuildReplaysWhatChangedMeanwhile(t *testing.T) {
	t.Parallel()
	h := open(t)
	changed, erased := h.create("Vannerie du Loing"), h.create("Tissage du Loing")
	h.pays(2)
	h.now = h.now.Add(time.Hour)
	var fresh profile.Profile
	h.rebuilding = func() {
		h.now = h.now.Add(time.Minute)
		fresh = h.create("Forge du Loing")
		_, err := h.profiles.Edit(t.Context(), claude, changed.ID, draft("Poterie du Loing"))
		if err := errors.Join(err, h.profiles.Erase(t.Context(), claude, erased.ID)); err != nil {
			t.Error(err)
		}
	}
	if _, err := h.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.finds("vannerie")
	h.finds("tissage")
	h.finds("poterie", changed.ID)
	h.finds("forge", fresh.ID)
}

func TestRebuildOfManyReadsThemAll(t *testing.T) {
	t.Parallel()
	h := open(t)
	const more = 500 + 3 // than are read at once
	for i := range more {
		if _, err := h.profiles.Import(t.Context(), profile.Record{ID: id.Named("test", fmt.Sprint(i)), Draft: draft("Vannerie")}); err != nil {
			t.Fatal(err)
		}
	}
	if report, err := h.Rebuild(t.Context()); err != nil || report.Documents != more {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestRebuildThatFailsLeavesTheOldIndex(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.create("Vannerie du Loing")
	h.pays(1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Rebuild(ctx); err == nil {
		t.Error("a rebuild that was stopped says it is done")
	}
	h.finds("vannerie", p.ID)
}

// run starts the worker; stop ends it and waits.
func (h *house) run() (stop func()) {
	ctx, cancel := context.WithCancel(h.t.Context())
	done := make(chan struct{})
	go func() { defer close(done); h.Run(ctx) }()
	return func() { cancel(); <-done }
}

// Until it is filled for the first time an index knows of nobody: that is no answer.
func TestNoAnswerFromAnIndexThatIsBeingFilled(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.create("Vannerie du Loing")
	filling, goOn := make(chan struct{}), make(chan struct{})
	h.rebuilding = func() { close(filling); <-goOn }
	stop := h.run()
	<-filling
	ask := search.Query{Text: "vannerie", Page: search.Page{Number: 1, Size: 10}}
	if _, err := h.Catalog.Search(t.Context(), ask); !errors.Is(err, search.ErrStarting) {
		t.Errorf("while it is being filled: %v", err)
	}
	close(goOn)
	stop()
	if found, err := h.Catalog.Search(t.Context(), ask); err != nil || len(found.Hits) != 1 || found.Hits[0].ID != p.ID {
		t.Errorf("then: %+v, %v", found, err)
	}
}

// A new base is not down: its index is put in order while it rightly finds nobody.
func TestEmptyBaseAnswers(t *testing.T) {
	t.Parallel()
	h := open(t)
	ordering, goOn := make(chan struct{}), make(chan struct{})
	h.rebuilding = func() { close(ordering); <-goOn }
	stop := h.run()
	<-ordering
	found, err := h.Catalog.Search(t.Context(), search.Query{Text: "vannerie", Page: search.Page{Number: 1, Size: 10}})
	if err != nil || found.Total != 0 {
		t.Errorf("%+v, %v", found, err)
	}
	close(goOn)
	stop()
}

func TestRun(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.create("Tissage du Loing")
	h.pays(1)
	if _, err := h.Rebuild(t.Context()); err != nil { // the index is in order: there are only debts to pay
		t.Fatal(err)
	}
	panicked, told := make(chan struct{}), make(chan struct{})
	h.put = func() error {
		h.put = nil
		close(panicked)
		panic("a document that nobody foresaw")
	}
	h.settle = func() error { close(told); return nil }
	stop := h.run()
	h.create("Vannerie du Loing")
	<-panicked
	p := h.create("Poterie du Loing") // the worker outlived it, and hears of what is new
	<-told
	stop()
	h.finds("poterie", p.ID)
}

// An index file that cannot be read any more is made anew by itself.
func TestRunHealsADamagedIndex(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	h := openIn(t, dir)
	p := h.create("Vannerie du Loing")
	h.pays(1)
	_, err := h.Rebuild(t.Context())
	if err := errors.Join(err, h.Index.Close()); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "index", "index-*.db"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if err := os.WriteFile(files[0], []byte("this is no index"), 0o600); err != nil {
		t.Fatal(err)
	}
	h = openIn(t, dir)
	healed := make(chan struct{})
	h.rebuilding = func() { close(healed) }
	stop := h.run()
	<-healed
	stop()
	h.finds("vannerie", p.ID)
}

func TestAwaitReady(t *testing.T) {
	t.Parallel()
	h := open(t)
	if err := h.AwaitReady(t.Context()); err != nil {
		t.Error(err)
	}
	if err := h.Index.Close(); err != nil {
		t.Fatal(err)
	}
	if err := h.AwaitReady(t.Context()); !search.Down(err) {
		t.Errorf("a closed index is ready: %v", err)
	}
}
