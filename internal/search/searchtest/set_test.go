//go:build !race

package searchtest

import (
	"strings"
	"testing"

	"partant/internal/search"
	"partant/internal/search/searchtest/corpus"
)

// The counts in the set were made by whoever wrote it; the judge must come to the same.
func TestWholeJudgeCountsAsTheSet(t *testing.T) {
	t.Parallel()
	set := Queries()
	judge := NewJudge(set.Questions, corpus.Full)
	if len(set.Questions) != 47 || len(judge.questions) != 47 || len(set.Structural) != 20 {
		t.Fatalf("%d questions, %d answerable, %d structural", len(set.Questions), len(judge.questions), len(set.Structural))
	}
	for i, q := range judge.questions {
		if got := len(judge.relevant[i]); got != q.Count {
			t.Errorf("%s %q: %d relevant profiles, the set says %d", q.ID, q.Text, got, q.Count)
		}
	}
}

// The slow way must agree with the set too, or it could not stand for the truth on small corpora.
func TestWholeBruteForceAgreesWithTheSet(t *testing.T) {
	t.Parallel()
	var docs world
	for d := range corpus.New().Documents(corpus.Full) {
		docs = append(docs, d)
	}
	for _, s := range Queries().Structural {
		if s.Query.Text != "" || !strings.Contains(s.Check, "ids") {
			continue
		}
		got := docs.result(s.query())
		if strings.Contains(s.Check, "total") {
			same(t, s.ID+" total", got.Total, s.Total)
		}
		same(t, s.ID+" ids", ids(got), s.IDs)
		if strings.Contains(s.Check, "facets") {
			same(t, s.ID+" facets", got.Facets, s.Facets)
		}
	}
}

func TestWholeJudge(t *testing.T) {
	t.Parallel()
	relevant := map[string]bool{"a": true, "b": true, "c": true}
	result := search.Result{Hits: []search.Hit{{ID: "x"}, {ID: "a"}, {ID: "y"}, {ID: "c"}}}
	if recall, rank := judge(result, relevant); recall != 2./3 || rank != .5 {
		t.Errorf("recall %v, rank %v", recall, rank)
	}
	if recall, rank := judge(search.Result{}, relevant); recall != 0 || rank != 0 {
		t.Errorf("recall %v, rank %v of nothing", recall, rank)
	}
}
