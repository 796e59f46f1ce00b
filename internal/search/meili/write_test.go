package meili

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/fault"
	"partant/internal/search"
)

func TestWaitTellsHowTheTaskEnded(t *testing.T) {
	t.Parallel()
	x := open(t, config(t))
	put(t, x, search.Document{ID: "a"})
	var twice, strange tasks
	task, err := x.write.CreateIndexWithContext(t.Context(), &ms.IndexConfig{Uid: x.name})
	if err := twice.add(t.Context(), task, err); err != nil {
		t.Fatal(err)
	}
	task, err = x.write.Index(x.name).DeleteDocumentsWithContext(t.Context(), []string{""}, nil)
	if err := strange.add(t.Context(), task, err); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		mark search.Mark
		want error
	}{
		{"nothing", "", nil},
		{"refused", twice.mark(), fault.Invalid},
		{"failed inside the server", strange.mark(), fault.Unavailable},
		{"unknown to the server", "999999999", fault.Unavailable},
		{"not a mark", "mardi", fault.Invalid},
	} {
		if err := x.Wait(t.Context(), tt.mark); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestManyDocumentsAreSeveralTasks(t *testing.T) {
	t.Parallel()
	x := open(t, config(t))
	docs := make([]search.Document, 2*batchSize+1)
	ids := make([]string, len(docs))
	for i := range docs {
		ids[i] = strconv.Itoa(i)
		docs[i] = search.Document{ID: ids[i]}
	}
	mark, err := x.Put(t.Context(), docs...)
	if err != nil || strings.Count(string(mark), ",") != 2 {
		t.Fatalf("mark %q, %v", mark, err)
	}
	mark, err = x.Delete(t.Context(), ids[1:]...)
	if err != nil || strings.Count(string(mark), ",") != 1 {
		t.Fatalf("mark %q, %v", mark, err)
	}
	if err := x.Wait(t.Context(), mark); err != nil {
		t.Fatal(err)
	}
	if got, err := x.Status(t.Context()); err != nil || got.Documents != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestRebuildInSeveralSteps(t *testing.T) {
	t.Parallel()
	x := open(t, config(t))
	x.atOnce = 1000 // bytes: a few documents, and less than the last
	const many = 25
	docs := func(yield func(search.Document, error) bool) {
		for i := range many {
			d := search.Document{ID: strconv.Itoa(i), Name: "Vannerie"}
			if i == many-1 {
				d.Description = strings.Repeat("osier ", 300)
			}
			if !yield(d, nil) {
				return
			}
		}
	}
	if report, err := x.Rebuild(t.Context(), docs); err != nil || report.Documents != many {
		t.Fatalf("%+v %v", report, err)
	}
	if got, err := x.Status(t.Context()); err != nil || got.Documents != many {
		t.Errorf("%+v %v", got, err)
	}
}

func TestRebuildRemovesWhatKilledOnesLeft(t *testing.T) {
	t.Parallel()
	x := open(t, config(t))
	var left tasks
	if err := x.create(t.Context(), x.name+"-left", &left); err != nil {
		t.Fatal(err)
	}
	if err := x.Wait(t.Context(), left.mark()); err != nil {
		t.Fatal(err)
	}
	none := func(func(search.Document, error) bool) {}
	if _, err := x.Rebuild(t.Context(), none); err != nil {
		t.Fatal(err)
	}
	if got := indexes(t, x); !cmp.Equal(got, []string{x.name, x.name + "-left"}) {
		t.Errorf("another rebuild that may still run was taken away: %q", got)
	}
	x.leftover = 0
	if _, err := x.Rebuild(t.Context(), none); err != nil {
		t.Fatal(err)
	}
	if got := indexes(t, x); !cmp.Equal(got, []string{x.name}) {
		t.Errorf("left: %q", got)
	}
}

// indexes returns the names of all indexes that the key of x may see.
func indexes(t *testing.T, x *Index) []string {
	t.Helper()
	all, err := x.write.ListIndexesWithContext(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, i := range all.Results {
		names = append(names, i.UID)
	}
	return names
}

func TestRebuildOnAServerThatLostEverything(t *testing.T) {
	t.Parallel()
	x := open(t, config(t))
	put(t, x, search.Document{ID: "a", Name: "Vannerie"})
	if err := x.drop(t.Context(), x.name); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Search(t.Context(), search.Query{}); !search.Down(err) {
		t.Errorf("a search without an index: %v", err)
	}
	if got, err := x.Status(t.Context()); err != nil || got != (search.Status{Stale: true}) {
		t.Errorf("status %+v, %v", got, err)
	}
	again := func(yield func(search.Document, error) bool) { yield(search.Document{ID: "a", Name: "Vannerie"}, nil) }
	if _, err := x.Rebuild(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	if got := ids(t, x, search.Query{Text: "vannerie"}); !cmp.Equal(got, []string{"a"}) {
		t.Errorf("found %q", got)
	}
}

func TestTwoRebuildsAtOnceDoNotMix(t *testing.T) {
	t.Parallel()
	cfg := config(t)
	x := open(t, cfg)
	y, err := Open(t.Context(), cfg) // another copy of the program
	if err != nil {
		t.Fatal(err)
	}
	defer y.Close()
	ended := make(chan error, 2)
	for name, index := range map[string]*Index{"a": x, "b": y} {
		go func() {
			_, err := index.Rebuild(t.Context(), func(yield func(search.Document, error) bool) {
				for i := range 50 {
					if !yield(search.Document{ID: name + strconv.Itoa(i), Kind: name}, nil) {
						return
					}
				}
			})
			ended <- err
		}()
	}
	good := 0
	for range 2 {
		if err := <-ended; err == nil {
			good++
		} else if !errors.Is(err, fault.Unavailable) {
			t.Error(err)
		}
	}
	found, err := x.Search(t.Context(), search.Query{Facets: []search.Facet{{Field: search.Kind}}})
	if err != nil || found.Total != 50 || len(found.Facets[search.Kind]) != 1 || good == 0 {
		t.Errorf("%d rebuilds went well: %+v, %v", good, found, err)
	}
	if got := indexes(t, x); !cmp.Equal(got, []string{x.name}) {
		t.Errorf("left: %q", got)
	}
}
