package searchtest

import (
	"maps"
	"slices"
	"testing"

	"partant/internal/search"
	"partant/internal/search/searchtest/corpus"
)

// The least that a driver must reach on the set.
const (
	leastRecall = .955
	leastMRR    = .97
)

// Relevance fills index with the full corpus, asks it the whole set, replaces 2 % of the documents and asks again:
// engines that keep what was replaced answer worse then. It takes long: drivers run it without the race detector.
func Relevance(t *testing.T, open Opener) {
	index := open(t)
	var docs world
	for d := range corpus.New().Documents(corpus.Full) {
		docs = append(docs, d)
	}
	rebuild(t, index, docs)
	set := Queries()
	judge := NewJudge(set.Questions, corpus.Full)
	t.Run("Fresh", func(t *testing.T) { measure(t, index, judge, set.Structural, docs) })
	for batch := range slices.Chunk(docs, 5_000) {
		put(t, index, reworded(batch)...)
	}
	t.Run("After2Percent", func(t *testing.T) { measure(t, index, judge, set.Structural, docs) })
}

// reworded returns every fiftieth document with a sentence more: replaced, but about the same.
func reworded(docs []search.Document) []search.Document {
	var changed []search.Document
	for i := 0; i < len(docs); i += 50 {
		docs[i].Description += " Horaires revus cette année."
		changed = append(changed, docs[i])
	}
	return changed
}

func measure(t *testing.T, index search.Index, judge *Judge, structures []Structure, docs world) {
	scores, err := judge.Score(t.Context(), index)
	ok(t, err)
	report(t, scores)
	if scores.Recall < leastRecall || scores.MRR < leastMRR {
		t.Errorf("recall@10 %.3f, MRR %.3f: at least %.3f and %.3f are wanted", scores.Recall, scores.MRR, leastRecall, leastMRR)
	}
	for _, s := range structures {
		t.Run(s.ID, func(t *testing.T) { structural(t, index, docs, s) })
	}
}

// report logs a table of scores and the questions that lost something.
func report(t *testing.T, scores Scores) {
	t.Helper()
	t.Logf("%-14s %v", "all", scores.Score)
	for _, name := range slices.Sorted(maps.Keys(scores.Categories)) {
		t.Logf("%-14s %v", name, scores.Categories[name])
	}
	for _, miss := range scores.Misses {
		t.Log(miss)
	}
}
