package searchtest

import (
	"context"
	"errors"
	"iter"
	"sync"
	"testing"

	"partant/internal/fault"
	"partant/internal/search"
)

var rebuilds = map[string]testCase{
	"RebuildReplacesAll":    rebuildReplacesAll,
	"RebuildEmpty":          rebuildEmpty,
	"RebuildSameIDTwice":    rebuildSameIDTwice,
	"RebuildFails":          rebuildFails,
	"RebuildCancelled":      rebuildCancelled,
	"RebuildRefused":        rebuildRefused,
	"RebuildWhileSearching": rebuildWhileSearching,
	"RebuildThenWrite":      rebuildThenWrite,
}

func rebuildReplacesAll(t *testing.T, index search.Index) {
	put(t, index, street()...)
	rebuild(t, index, numbered(50))
	wantIDs(t, find(t, index, ask("imprimerie ")))
	wantIDs(t, find(t, index, ask("numéro49 ")), "n-0049")
	wantDocuments(t, index, 50)
	status, err := index.Status(t.Context())
	ok(t, err)
	if status.Stale {
		t.Error("the index is stale when it was just rebuilt")
	}
}

func rebuildEmpty(t *testing.T, index search.Index) {
	put(t, index, street()...)
	rebuild(t, index, nil)
	wantDocuments(t, index, 0)
}

func rebuildSameIDTwice(t *testing.T, index search.Index) {
	docs := []search.Document{card("a", "Vannerie", "Osier", "Gien"), card("b", "Lutherie", "Violons", "Gien"), card("a", "Poterie", "Grès", "Gien")}
	_, err := index.Rebuild(t.Context(), each(docs))
	ok(t, err)
	wantIDs(t, find(t, index, ask("vannerie")))
	wantIDs(t, find(t, index, ask("poterie")), "a")
	wantDocuments(t, index, 2)
}

// keepsOld runs a Rebuild that must fail and checks that nothing changed.
func keepsOld(t *testing.T, index search.Index, ctx context.Context, docs iter.Seq2[search.Document, error], kind error) {
	t.Helper()
	put(t, index, street()...)
	_, err := index.Rebuild(ctx, docs)
	wantErr(t, err, kind)
	wantIDs(t, find(t, index, ask("imprimerie")), "coq")
	wantIDs(t, find(t, index, ask("carrelage")))
	wantDocuments(t, index, len(street()))
	put(t, index, card("after", "Vannerie", "Osier", "Gien"))
	wantIDs(t, find(t, index, ask("vannerie")), "after")
}

func rebuildFails(t *testing.T, index search.Index) {
	broken := errors.New("the store went away")
	keepsOld(t, index, t.Context(), func(yield func(search.Document, error) bool) {
		for _, d := range numbered(30) {
			if !yield(d, nil) {
				return
			}
		}
		yield(search.Document{}, broken)
	}, broken)
}

func rebuildCancelled(t *testing.T, index search.Index) {
	ctx, cancel := context.WithCancel(t.Context())
	keepsOld(t, index, ctx, func(yield func(search.Document, error) bool) {
		for i, d := range numbered(30) {
			if i == 20 {
				cancel()
			}
			if !yield(d, nil) {
				return
			}
		}
	}, context.Canceled)
}

func rebuildRefused(t *testing.T, index search.Index) {
	docs := numbered(30)
	docs[20].ID = "not an id"
	keepsOld(t, index, t.Context(), each(docs), fault.Invalid)
}

// rebuildWhileSearching wants every reader to see all of the old or all of the new content.
func rebuildWhileSearching(t *testing.T, index search.Index) {
	old, fresh := numbered(60), numbered(90)
	for i := range old {
		old[i].Commune = "Gien"
	}
	put(t, index, old...)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					oldOrNew(t, index)
				}
			}
		})
	}
	rebuild(t, index, fresh)
	close(done)
	readers.Wait()
	oldOrNew(t, index)
	wantDocuments(t, index, len(fresh))
}

func oldOrNew(t *testing.T, index search.Index) {
	q := search.Query{Text: "carrelage ", Page: search.Page{Number: 1, Size: 200}, Facets: all(false)}
	result, err := index.Search(t.Context(), q)
	if err != nil {
		t.Errorf("a search during a rebuild: %v", err)
		return
	}
	communes := result.Facets[search.Commune]
	isOld := result.Total == 60 && communes["Gien"] == 60 && communes["Saran"] == 0
	isNew := result.Total == 90 && communes["Gien"] == 0 && communes["Saran"] == 90
	if len(result.Hits) != result.Total || !isOld && !isNew {
		t.Errorf("a mix: %d hits, total %d, communes %v", len(result.Hits), result.Total, communes)
	}
}

func rebuildThenWrite(t *testing.T, index search.Index) {
	rebuild(t, index, numbered(20))
	put(t, index, card("a", "Vannerie", "Osier", "Gien"))
	remove(t, index, "n-0003")
	wantIDs(t, find(t, index, ask("vannerie")), "a")
	wantIDs(t, find(t, index, ask("numéro3 ")))
	wantDocuments(t, index, 20)
}
