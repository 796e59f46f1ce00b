package embedded

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"partant/internal/search"
)

// Search answers q. See search.Index.
func (ix *Index) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if err := q.Check(); err != nil {
		return search.Result{}, err
	}
	if err := errors.Join(ctx.Err(), ix.usable()); err != nil {
		return search.Result{}, err
	}
	runtime.Gosched() // who asks again at once must not come before those who wait: a search seldom blocks
	return ix.answer(ctx, &q)
}

// answer holds the lock to the end, so that no write comes between the postings, the columns and the texts.
func (ix *Index) answer(ctx context.Context, q *search.Query) (search.Result, error) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	if ix.cur == nil {
		return search.Result{}, errClosed
	}
	result, err := ix.cur.search(ctx, q)
	if err != nil {
		return search.Result{}, fmt.Errorf("searching: %w", ix.judge(ctx, err))
	}
	return result, nil
}

func (c *content) search(ctx context.Context, q *search.Query) (search.Result, error) {
	a := &answer{t: c.t, q: q, sieve: c.t.sieve(q)}
	if plan := c.lex.Plan(q.Text); len(plan) > 0 {
		m, err := c.match(ctx, plan)
		if err != nil {
			return search.Result{}, err
		}
		a.found = m
		a.result.Relaxed = m.relaxed
	}
	a.make()
	if q.Marks {
		if err := c.mark(ctx, a); err != nil {
			return search.Result{}, err
		}
	}
	return a.result, nil
}
