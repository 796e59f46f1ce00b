package searchtest

import (
	"testing"

	"partant/internal/search"
	"partant/internal/search/searchtest/corpus"
)

// The least that a driver must reach on the variations. They are rougher than the set: a word may name two trades, and
// only one counts.
const (
	leastVariedRecall = .93
	leastVariedMRR    = .95
)

// Variations asks an index that holds the full corpus about a thousand questions made by rule. They stand guard against
// a driver that is tuned to the few questions of the set.
func Variations(t *testing.T, index search.Index) {
	for _, seed := range []uint64{1, 2} {
		scores, err := NewJudge(variations(seed), corpus.Full).Score(t.Context(), index)
		ok(t, err)
		report(t, scores)
		if scores.Recall < leastVariedRecall || scores.MRR < leastVariedMRR {
			t.Errorf("seed %d: recall@10 %.3f, MRR %.3f: at least %.3f and %.3f are wanted",
				seed, scores.Recall, scores.MRR, leastVariedRecall, leastVariedMRR)
		}
	}
}

func variations(seed uint64) []Question {
	one := func(value string) []string {
		if value == "" {
			return nil
		}
		return []string{value}
	}
	var questions []Question
	for v := range corpus.New().Variations(seed) {
		clause := Clause{Trades: one(v.Trade), Communes: one(v.Commune), Surnames: one(v.Surname)}
		questions = append(questions, Question{ID: "V", Category: v.Category, Text: v.Text, Relevant: []Clause{clause}})
	}
	return questions
}
