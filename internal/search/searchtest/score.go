package searchtest

import (
	"context"
	"fmt"

	"partant/internal/search"
	"partant/internal/search/searchtest/corpus"
)

// first is how many hits of a question count.
const first = 10

// Score is how well questions were answered, from 0 to 1.
type Score struct {
	Questions int
	Recall    float64 // relevant hits among the first ten, of those there could be
	MRR       float64 // 1/rank of the first relevant hit
}

// Scores is a Score in all and by category, and the questions that lost something.
type Scores struct {
	Score
	Categories map[string]Score
	Misses     []string
}

// Judge knows which profiles of a corpus each question is after.
type Judge struct {
	questions []Question
	relevant  []map[string]bool
}

// NewJudge judges answers to questions on the first n profiles of the corpus. Questions that nobody can answer there
// are left out.
func NewJudge(questions []Question, n int) *Judge {
	sets := make([]map[string]bool, len(questions))
	for i := range sets {
		sets[i] = make(map[string]bool)
	}
	for p := range corpus.New().All(n) {
		for i, q := range questions {
			if q.holds(p) {
				sets[i][p.ID] = true
			}
		}
	}
	j := &Judge{}
	for i, q := range questions {
		if len(sets[i]) > 0 {
			j.questions, j.relevant = append(j.questions, q), append(j.relevant, sets[i])
		}
	}
	return j
}

// Score asks index every question.
func (j *Judge) Score(ctx context.Context, index search.Index) (Scores, error) {
	scores := Scores{Categories: make(map[string]Score)}
	for i, q := range j.questions {
		result, err := index.Search(ctx, search.Query{Text: q.Text, Page: search.Page{Number: 1, Size: first}})
		if err != nil {
			return scores, fmt.Errorf("%s %q: %w", q.ID, q.Text, err)
		}
		recall, rank := judge(result, j.relevant[i])
		scores.Score.add(recall, rank)
		category := scores.Categories[q.Category]
		category.add(recall, rank)
		scores.Categories[q.Category] = category
		if recall < 1 || rank < 1 {
			scores.Misses = append(scores.Misses, fmt.Sprintf("%s %s %q: recall %.2f, first at 1/%.2f, total %d",
				q.ID, q.Category, q.Text, recall, rank, result.Total))
		}
	}
	scores.Score.mean()
	for name, category := range scores.Categories {
		category.mean()
		scores.Categories[name] = category
	}
	return scores, nil
}

func judge(result search.Result, relevant map[string]bool) (recall, rank float64) {
	found := 0
	for i, hit := range result.Hits {
		if !relevant[hit.ID] {
			continue
		}
		found++
		if rank == 0 {
			rank = 1 / float64(i+1)
		}
	}
	return float64(found) / float64(min(first, len(relevant))), rank
}

func (s *Score) add(recall, rank float64) {
	s.Questions++
	s.Recall += recall
	s.MRR += rank
}

func (s *Score) mean() {
	s.Recall /= float64(s.Questions)
	s.MRR /= float64(s.Questions)
}

// String is one line of a table.
func (s Score) String() string {
	return fmt.Sprintf("%3d  recall@10 %.3f  MRR %.3f", s.Questions, s.Recall, s.MRR)
}
