//go:build !race

package main

import (
	"testing"

	"partant/internal/store/sqlite"
)

// What is asked must be there at the smallest size, a full page each time, or growth would measure the filling of pages.
func TestEveryQuestionHasAFullAnswer(t *testing.T) {
	t.Parallel()
	const n = 2000
	dir := t.TempDir()
	for _, part := range []int{n / 3, n} { // the second goes on where the first ended
		if err := insert(t.Context(), dir, part); err != nil {
			t.Fatal(err)
		}
	}
	db, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if at := begun(t.Context(), db, 2*n); at != n-writers {
		t.Errorf("the next insert would begin at %d", at)
	}
	s, err := newSample(n)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range s.lists() {
		for i := range 50 {
			if found, err := l.read(t.Context(), db.Profiles(), i); err != nil || found != sampled {
				t.Errorf("%s, question %d: %d found, %v", l.name, i, found, err)
				break
			}
		}
	}
	paths := map[string]bool{}
	for _, p := range s.pages() {
		for i := range 50 {
			paths[p.path(i)] = true
		}
	}
	if len(paths) != 2*50 {
		t.Errorf("%d pages, some are asked twice", len(paths))
	}
}
