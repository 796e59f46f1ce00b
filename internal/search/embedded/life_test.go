package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"partant/internal/fault"
	"partant/internal/search"
	"partant/internal/search/embedded"
	"partant/internal/search/french"
	"partant/internal/search/searchtest/corpus"
)

// profiles returns documents from..to of the corpus.
func profiles(from, to int) []search.Document {
	var docs []search.Document
	for i := from; i < to; i++ {
		docs = append(docs, corpus.New().Profile(i).Document())
	}
	return docs
}

func each(docs []search.Document) func(yield func(search.Document, error) bool) {
	return func(yield func(search.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func wantErr(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("error is %v, want %v", err, kind)
	}
}

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func all() search.Query { return search.Query{Page: search.Page{Number: 1, Size: 5}} }

func total(t *testing.T, index search.Index) int {
	t.Helper()
	result, err := index.Search(t.Context(), all())
	return must(t, result, err).Total
}

func TestOneProcessAtATime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := openReady(t, dir)
	_, err := embedded.Open(t.Context(), dir, french.Directory())
	wantErr(t, err, fault.Unavailable)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	openReady(t, dir)
}

func TestClosed(t *testing.T) {
	t.Parallel()
	index := openReady(t, t.TempDir())
	for range 2 {
		if err := index.Close(); err != nil {
			t.Fatal(err)
		}
	}
	_, err := index.Search(t.Context(), all())
	wantErr(t, err, fault.Unavailable)
	_, err = index.Put(t.Context(), profiles(0, 1)...)
	wantErr(t, err, fault.Unavailable)
	_, err = index.Delete(t.Context(), "p-000")
	wantErr(t, err, fault.Unavailable)
	_, err = index.Rebuild(t.Context(), each(nil))
	wantErr(t, err, fault.Unavailable)
	_, err = index.Status(t.Context())
	wantErr(t, err, fault.Unavailable)
}

// Closed while everybody is busy, the index lets the started work end and refuses the rest; nothing hangs or panics.
func TestClosedUnderLoad(t *testing.T) {
	t.Parallel()
	index := openReady(t, t.TempDir())
	var busy sync.WaitGroup
	begun := make(chan struct{}, 3)
	work := func(do func(i int) error) {
		busy.Go(func() {
			for i := 0; ; i++ {
				err := do(i)
				if i == 5 {
					begun <- struct{}{}
				}
				if err != nil {
					if !errors.Is(err, fault.Unavailable) {
						t.Error(err)
					}
					return
				}
			}
		})
	}
	work(func(int) error {
		_, err := index.Search(context.Background(), search.Query{Text: "boulangerie", Marks: true, Page: search.Page{Number: 1, Size: 5}})
		return err
	})
	work(func(i int) error { _, err := index.Put(context.Background(), profiles(i, i+1)...); return err })
	work(func(i int) error { _, err := index.Rebuild(context.Background(), each(profiles(i, i+9))); return err })
	for range 3 {
		<-begun
	}
	if err := index.Close(); err != nil {
		t.Error(err)
	}
	busy.Wait()
}

func TestANewFolderIsStaleUntilItIsFilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	index := openReady(t, dir)
	if status, err := index.Status(t.Context()); !must(t, status, err).Stale || !status.Ready {
		t.Errorf("%+v", status)
	}
	if _, err := index.Rebuild(t.Context(), each(profiles(0, 3))); err != nil {
		t.Fatal(err)
	}
	if status, err := index.Status(t.Context()); must(t, status, err) != (search.Status{Ready: true, Documents: 3}) {
		t.Errorf("%+v", status)
	}
}

func TestGarbageMakesItStale(t *testing.T) {
	t.Parallel()
	index := openReady(t, t.TempDir())
	docs := profiles(0, 700)
	if _, err := index.Rebuild(t.Context(), each(docs)); err != nil {
		t.Fatal(err)
	}
	for round, want := range []bool{false, true} {
		for i := range docs {
			docs[i].Description += fmt.Sprint(" tour", round)
		}
		if _, err := index.Put(t.Context(), docs...); err != nil {
			t.Fatal(err)
		}
		if status, err := index.Status(t.Context()); must(t, status, err).Stale != want {
			t.Errorf("round %d: %+v", round, status)
		}
	}
	if _, err := index.Rebuild(t.Context(), each(docs)); err != nil {
		t.Fatal(err)
	}
	if status, err := index.Status(t.Context()); must(t, status, err).Stale {
		t.Errorf("after a rebuild %+v", status)
	}
}

// spoil gives a way to break the folder of a closed index.
var spoilt = map[string]func(t *testing.T, dir string){
	"file of noise":     func(t *testing.T, dir string) { overwrite(t, only(t, dir), 0, strings.Repeat("noise ", 2000)) },
	"pages of noise":    func(t *testing.T, dir string) { overwrite(t, only(t, dir), 4096, strings.Repeat("noise ", 20_000)) },
	"empty file":        func(t *testing.T, dir string) { write(t, only(t, dir), "") },
	"missing file":      func(t *testing.T, dir string) { remove(t, only(t, dir)) },
	"pointer of noise":  func(t *testing.T, dir string) { write(t, filepath.Join(dir, "CURRENT"), "noise") },
	"pointer elsewhere": func(t *testing.T, dir string) { write(t, filepath.Join(dir, "CURRENT"), "77\n") },
	"older schema":      func(t *testing.T, dir string) { overwrite(t, only(t, dir), 60, "\x00\x00\x00\x63") },
}

func only(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "index-*.db"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files %q, %v", files, err)
	}
	return files[0]
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func overwrite(t *testing.T, path string, at int64, content string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte(content), at)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// A folder that cannot be read is no reason not to start: the index says so, and a rebuild heals it for good.
func TestSpoiltFolders(t *testing.T) {
	t.Parallel()
	sound := t.TempDir()
	index := openReady(t, sound)
	if _, err := index.Rebuild(t.Context(), each(profiles(0, 400))); err != nil {
		t.Fatal(err)
	}
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range spoilt {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(sound)); err != nil {
				t.Fatal(err)
			}
			spoil(t, dir)
			heals(t, dir)
			if n := total(t, openReady(t, dir)); n != 7 {
				t.Errorf("%d documents after the next start", n)
			}
		})
	}
}

func heals(t *testing.T, dir string) {
	index := openAt(t, dir)
	wantErr(t, index.Ready(t.Context()), fault.Unavailable)
	_, err := index.Search(t.Context(), all())
	wantErr(t, err, fault.Unavailable)
	_, err = index.Put(t.Context(), profiles(0, 1)...)
	wantErr(t, err, fault.Unavailable)
	if status, err := index.Status(t.Context()); must(t, status, err) != (search.Status{Stale: true}) {
		t.Errorf("%+v", status)
	}
	if _, err := index.Rebuild(t.Context(), each(profiles(0, 7))); err != nil {
		t.Fatal(err)
	}
	if n := total(t, index); n != 7 {
		t.Errorf("%d documents after the rebuild", n)
	}
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
}

// Files that a crash left half-built go at the next start.
func TestLeftoversAreSwept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	index := openReady(t, dir)
	if _, err := index.Rebuild(t.Context(), each(profiles(0, 9))); err != nil {
		t.Fatal(err)
	}
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"index-000009.db", "index-000009.db-journal", "index-000000.db-wal", "CURRENT.new"} {
		write(t, filepath.Join(dir, name), "half")
	}
	index = openReady(t, dir)
	if n := total(t, index); n != 9 {
		t.Errorf("%d documents", n)
	}
	files, err := filepath.Glob(filepath.Join(dir, "index-*.db"))
	if must(t, files, err); len(files) != 1 {
		t.Errorf("files %q", files)
	}
}

// The file breaks while it is open: the search that hits the damage says so, and so does the status.
func TestDamageIsNoticed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	index := openReady(t, dir)
	if _, err := index.Rebuild(t.Context(), each(profiles(0, 400))); err != nil {
		t.Fatal(err)
	}
	overwrite(t, only(t, dir), 0, strings.Repeat("noise ", 100_000))
	_, err := index.Search(t.Context(), search.Query{Text: "boulangerie", Marks: true, Page: search.Page{Number: 1, Size: 5}})
	wantErr(t, err, fault.Unavailable)
	if status, err := index.Status(t.Context()); !must(t, status, err).Stale || status.Ready {
		t.Errorf("%+v", status)
	}
	if _, err := index.Rebuild(t.Context(), each(profiles(0, 7))); err != nil {
		t.Fatal(err)
	}
	if n := total(t, index); n != 7 {
		t.Errorf("%d documents after the rebuild", n)
	}
}
