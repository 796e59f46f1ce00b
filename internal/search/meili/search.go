package meili

import (
	"context"
	"fmt"

	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/fault"
	"partant/internal/search"
)

// Search answers q, or fails within the index's patience.
func (x *Index) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if err := q.Check(); err != nil {
		return search.Result{}, err
	}
	within, cancel := context.WithTimeout(ctx, x.patience)
	defer cancel()

	ask := x.question(q)
	answers, err := x.ask(ctx, within, ask, ms.All)
	if err != nil {
		return search.Result{}, err
	}
	found, err := ask.result(q, answers)
	if err != nil || found.Total > 0 || ask.words < 2 {
		return found, err
	}
	if answers, err = x.ask(ctx, within, ask, ms.Frequency); err != nil {
		return search.Result{}, err
	}
	found, err = ask.result(q, answers)
	found.Relaxed = found.Total > 0
	return found, err
}

// ask sends a question. within is ctx and the patience of the index: the caller's own end of ctx is the caller's
// error, the other is the server's.
func (x *Index) ask(ctx, within context.Context, q question, strategy ms.MatchingStrategy) ([]ms.SearchResponse, error) {
	q.matching(strategy)
	return x.guard(func() ([]ms.SearchResponse, error) {
		answer, err := x.read.MultiSearchWithContext(within, &ms.MultiSearchRequest{Queries: q.queries})
		if err == nil {
			return answer.Results, nil
		}
		if err := explain(ctx, err); ctx.Err() != nil || within.Err() == nil {
			return nil, err
		}
		return nil, fmt.Errorf("search: no answer within %v: %w", x.patience, fault.Unavailable)
	})
}
