// Package mediatest holds the suite of media.Files. A driver is done when it is green.
package mediatest

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"

	"partant/internal/fault"
	"partant/internal/media"
)

// Files runs the suite. open gives fresh, empty files.
func Files(t *testing.T, open func(t *testing.T) media.Files) {
	for name, check := range map[string]func(*testing.T, media.Files){
		"PutGet": putGet, "Missing": missing, "Replaced": replaced, "Delete": deleted, "Many": many, "Strange": strange,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// content is so many bytes that no other call returns.
func content(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b
}

func put(t *testing.T, f media.Files, name string, content []byte) {
	t.Helper()
	if err := f.Put(t.Context(), name, content); err != nil {
		t.Fatal(err)
	}
}

func holds(t *testing.T, f media.Files, name string, want []byte) {
	t.Helper()
	if got, err := f.Get(t.Context(), name); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%s: %d bytes, %v, want %d", name, len(got), err, len(want))
	}
}

func lacks(t *testing.T, f media.Files, name string) {
	t.Helper()
	if got, err := f.Get(t.Context(), name); !errors.Is(err, fault.NotFound) {
		t.Fatalf("%s: %d bytes, %v", name, len(got), err)
	}
}

// Files of any size come back as they were, above all where drivers cut them into pieces.
func putGet(t *testing.T, f media.Files) {
	for n, size := range []int{0, 1, 255 << 10, 255<<10 + 1, 1 << 20, 3<<20 + 17} {
		name, want := "019ab-"+strconv.Itoa(n)+"-320", content(size)
		put(t, f, name, want)
		holds(t, f, name, want)
	}
}

func missing(t *testing.T, f media.Files) {
	lacks(t, f, "rien-320")
	if err := f.Delete(t.Context(), "rien-320", "rien-800"); err != nil {
		t.Fatal(err)
	}
	if err := f.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A name that is there is replaced, whichever is larger.
func replaced(t *testing.T, f media.Files) {
	for _, size := range []int{300 << 10, 10, 600 << 10} {
		want := content(size)
		put(t, f, "a-320", want)
		holds(t, f, "a-320", want)
	}
}

func deleted(t *testing.T, f media.Files) {
	kept := content(20)
	put(t, f, "a-320", content(300<<10))
	put(t, f, "a-800", content(10))
	put(t, f, "b-320", kept)
	for range 2 {
		if err := f.Delete(t.Context(), "a-320", "a-800"); err != nil {
			t.Fatal(err)
		}
		lacks(t, f, "a-320")
		lacks(t, f, "a-800")
	}
	holds(t, f, "b-320", kept)
	again := content(30)
	put(t, f, "a-320", again)
	holds(t, f, "a-320", again)
}

// Many at once do not mix.
func many(t *testing.T, f media.Files) {
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			name, want := "p"+strconv.Itoa(n)+"-carre", content(20<<10)
			if err := f.Put(t.Context(), name, want); err != nil {
				t.Error(err)
			}
			if got, err := f.Get(t.Context(), name); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: %d bytes, %v", name, len(got), err)
			}
		})
	}
	all.Wait()
}

// What is no name of a photo's file is not there.
func strange(t *testing.T, f media.Files) {
	for _, name := range []string{"../../etc/passwd", "..", ".", "", "a/b", "a\x00b", "$where", "-", "é"} {
		lacks(t, f, name)
	}
}
