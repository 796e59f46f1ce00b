// Package searchtest holds the suite of the search port, and the queries and corpus that relevance is measured on.
// A driver is done when the suite is green; what drivers may do differently is left unsaid here on purpose:
// totals of misspelt texts, order among equals, scores, which words are let go, where a snippet is cut.
package searchtest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/search"
)

// Opener returns a fresh, empty index that is ready to answer, closed when the test ends.
type Opener func(t *testing.T) search.Index

// Reopener closes an index that an Opener made and opens it again, ready to answer, on what it had kept.
type Reopener func(t *testing.T, index search.Index) search.Index

type testCase = func(*testing.T, search.Index)

// Index runs the suite. Every case gets a fresh index.
func Index(t *testing.T, open Opener) {
	groups := []map[string]testCase{browsing, texts, marks, writes, rebuilds, laws}
	for _, group := range groups {
		for _, name := range slices.Sorted(maps.Keys(group)) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				group[name](t, open(t))
			})
		}
	}
}

// Restart runs the cases that close the index and open it again, for drivers that keep their own files.
func Restart(t *testing.T, open Opener, reopen Reopener) {
	for _, name := range slices.Sorted(maps.Keys(restarts)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			restarts[name](t, open(t), reopen)
		})
	}
}

// patience bounds one wait for a write to show. It is long because machines are slow, never because it is measured.
const patience = time.Minute

func put(t *testing.T, index search.Index, docs ...search.Document) {
	t.Helper()
	mark, err := index.Put(t.Context(), docs...)
	wait(t, index, mark, err)
}

func remove(t *testing.T, index search.Index, ids ...string) {
	t.Helper()
	mark, err := index.Delete(t.Context(), ids...)
	wait(t, index, mark, err)
}

func wait(t *testing.T, index search.Index, mark search.Mark, err error) {
	t.Helper()
	ok(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	ok(t, index.Wait(ctx, mark))
}

func rebuild(t *testing.T, index search.Index, docs []search.Document) {
	t.Helper()
	report, err := index.Rebuild(t.Context(), each(docs))
	ok(t, err)
	if report.Documents != len(docs) {
		t.Fatalf("rebuilt %d documents, want %d", report.Documents, len(docs))
	}
}

// each yields docs as Rebuild takes them.
func each(docs []search.Document) func(yield func(search.Document, error) bool) {
	return func(yield func(search.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func find(t *testing.T, index search.Index, q search.Query) search.Result {
	t.Helper()
	result, err := index.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("Search(%+v): %v", q, err)
	}
	return result
}

// ask is the query of a person who typed s and looks at the first page.
func ask(s string) search.Query {
	return search.Query{Text: s, Page: search.Page{Number: 1, Size: 20}}
}

func ids(result search.Result) []string {
	var list []string
	for _, hit := range result.Hits {
		list = append(list, hit.ID)
	}
	return list
}

func wantIDs(t *testing.T, result search.Result, want ...string) {
	t.Helper()
	same(t, "ids", slices.Sorted(slices.Values(ids(result))), slices.Sorted(slices.Values(want)))
}

func wantErr(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("error is %v, want %v", err, kind)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
