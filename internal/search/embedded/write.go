package embedded

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"partant/internal/fault"
	"partant/internal/search"
)

// Put adds or replaces documents. They are durable and visible when it returns.
func (ix *Index) Put(ctx context.Context, docs ...search.Document) (search.Mark, error) {
	for _, d := range docs {
		if err := d.Check(); err != nil {
			return "", err
		}
	}
	return ix.write(ctx, lastOfEach(docs), nil)
}

// Delete removes documents. They are gone when it returns.
func (ix *Index) Delete(ctx context.Context, ids ...string) (search.Mark, error) {
	return ix.write(ctx, nil, distinct(ids))
}

// Wait returns at once: a write is visible before its Mark is known.
func (ix *Index) Wait(ctx context.Context, _ search.Mark) error { return ctx.Err() }

// lastOfEach returns docs with only the last of each id.
func lastOfEach(docs []search.Document) []search.Document {
	last := make(map[string]int, len(docs))
	for i, d := range docs {
		last[d.ID] = i
	}
	if len(last) == len(docs) {
		return docs
	}
	var kept []search.Document
	for i, d := range docs {
		if last[d.ID] == i {
			kept = append(kept, d)
		}
	}
	return kept
}

func distinct(ids []string) []string {
	seen := make(map[string]bool, len(ids))
	var kept []string
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			kept = append(kept, id)
		}
	}
	return kept
}

func (ix *Index) write(ctx context.Context, docs []search.Document, deleted []string) (search.Mark, error) {
	if err := ix.Ready(ctx); err != nil {
		return "", err
	}
	if err := take(ctx, ix.writing); err != nil {
		return "", err
	}
	defer func() { <-ix.writing }()
	if err := ix.usable(); err != nil {
		return "", err
	}
	if err := ix.store(ctx, docs, deleted); err != nil {
		return "", fmt.Errorf("writing to the search index: %w", ix.judge(ctx, err))
	}
	return search.Mark(strconv.FormatUint(ix.written.Add(1), 10)), nil
}

// take waits for a token.
func take(ctx context.Context, tokens chan struct{}) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case tokens <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// store writes to the file, without keeping anybody from searching, and then to the table. Only the holder of the
// writing token changes cur, so it may be read here without the lock.
func (ix *Index) store(ctx context.Context, docs []search.Document, deleted []string) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("%v: %w", panicked, errPanicked)
		}
	}()
	changes, stage, err := ix.cur.write(ctx, docs, deleted)
	if err != nil {
		return err
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	stage.commit(true)
	for i := range changes {
		ix.cur.t.apply(&changes[i])
	}
	return nil
}

// errPanicked says that memory and file may differ.
var errPanicked = errors.New("the writer panicked")

// judge turns an error into a fault, and gives up the content when it cannot be trusted any more. The caller keeps the
// content from being replaced meanwhile.
func (ix *Index) judge(ctx context.Context, err error) error {
	if damaged(err) || errors.Is(err, errPanicked) {
		ix.fail(fmt.Errorf("%w: %w", fault.Unavailable, err))
	}
	return kindOf(ctx, err)
}
