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
	found, err := x.ask(ctx, within, q, ask)
	if err != nil || found.Total > 0 {
		return found, err
	}
	if parted, ok := x.lexicon.Parted(q.Text); ok {
		found, err = x.ask(ctx, within, q, x.question(saying(q, parted)))
		if err != nil || found.Total > 0 {
			return found, err
		}
	}
	if said, ok := ask.said(); ok {
		found, err = x.ask(ctx, within, q, said)
	}
	if err != nil || found.Total > 0 {
		return found, err
	}
	if relaxed, ok := ask.relaxed(); ok {
		found, err = x.ask(ctx, within, q, relaxed)
		found.Relaxed = found.Total > 0
	}
	return found, err
}

// ask sends a question and reads the answer. within is ctx and the patience of the index: the caller's own end of ctx
// is the caller's error, the other is the server's.
func (x *Index) ask(ctx, within context.Context, q search.Query, a question) (search.Result, error) {
	answers, err := x.breaker.Do(func() ([]ms.SearchResponse, error) {
		answer, err := x.read.MultiSearchWithContext(within, &ms.MultiSearchRequest{Queries: a.queries})
		if err == nil {
			return answer.Results, nil
		}
		if err := explain(ctx, err); ctx.Err() != nil || within.Err() == nil {
			return nil, err
		}
		return nil, fmt.Errorf("search: no answer within %v: %w", x.patience, fault.Unavailable)
	})
	if err != nil {
		return search.Result{}, err
	}
	return a.result(q, answers)
}

// saying is q with other words.
func saying(q search.Query, text string) search.Query {
	q.Text = text
	return q
}
