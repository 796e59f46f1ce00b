package meili

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/search"
)

// leftoverAge is how old an unfinished index is before a Rebuild takes it for one that was killed.
const leftoverAge = 24 * time.Hour

// tidying is how long the removal of an index may take.
const tidying = time.Minute

// Rebuild fills a new index beside the present one, then swaps the two names in one step.
func (x *Index) Rebuild(ctx context.Context, docs iter.Seq2[search.Document, error]) (report search.Report, err error) {
	defer fault.Wrap(&err, "search: rebuild")
	start := clock.System()
	x.forget()
	mark, err := x.prepare(ctx)
	if err != nil {
		return search.Report{}, err
	}
	if err := x.Wait(ctx, mark); err != nil && !errors.Is(err, fault.Invalid) { // invalid: another copy made it first
		return search.Report{}, err
	}
	next := x.name + "-" + strings.ToLower(rand.Text()[:12]) // two rebuilds at once must not mix
	made, err := x.begin(ctx, next)
	if err != nil {
		return search.Report{}, errors.Join(err, x.drop(ctx, next))
	}
	n, err := x.fill(ctx, next, docs)
	if err != nil {
		return search.Report{}, errors.Join(err, x.drop(ctx, next))
	}
	if err := x.swap(ctx, next, made); err != nil {
		return search.Report{}, err
	}
	return search.Report{Documents: n, Took: clock.System().Sub(start)}, nil
}

// begin makes the index to fill, says when by the server's clock, and removes those that killed rebuilds left.
func (x *Index) begin(ctx context.Context, next string) (made time.Time, err error) {
	var done tasks
	if err := x.create(ctx, next, &done); err != nil {
		return time.Time{}, err
	}
	if err := x.Wait(ctx, done.mark()); err != nil {
		return time.Time{}, err
	}
	all, err := x.write.ListIndexesWithContext(ctx, &ms.IndexesQuery{Limit: 1000})
	if err != nil {
		return time.Time{}, explain(ctx, err)
	}
	for _, i := range all.Results {
		if i.UID == next {
			made = i.CreatedAt
		}
	}
	for _, i := range all.Results {
		if strings.HasPrefix(i.UID, x.name+"-") && made.Sub(i.CreatedAt) > x.leftover {
			if err := x.drop(ctx, i.UID); err != nil {
				return time.Time{}, err
			}
		}
	}
	return made, nil
}

// swap gives the index that was made then the name that searches use, and removes the other. A key for these indexes
// only cannot read the task of a swap, since that is of two indexes: the removal comes after it in the queue, and
// what stands under the name then tells whether the swap was done.
func (x *Index) swap(ctx context.Context, next string, made time.Time) error {
	var done tasks
	task, err := x.write.SwapIndexesWithContext(ctx, []*ms.SwapIndexesParams{{Indexes: []string{x.name, next}}})
	if err := done.add(ctx, task, err); err != nil {
		return errors.Join(err, x.drop(ctx, next))
	}
	if err := x.drop(ctx, next); err != nil {
		return err
	}
	live, err := x.write.GetIndexWithContext(ctx, x.name)
	if err != nil {
		return explain(ctx, err)
	}
	if !live.CreatedAt.Equal(made) {
		return fmt.Errorf("the new index did not take the place of the old one: %w", fault.Unavailable)
	}
	return nil
}

// mostAtOnce is how many bytes a rebuild sends at once; the server takes 100 MB. It begins with what comes first, and
// what it writes in several steps leaves holes: an index of 70,000 documents made in one is a fifth smaller than in
// fourteen (docs/speed.md).
const mostAtOnce = 90 << 20

// fill sends every document to an index and waits until it holds them.
func (x *Index) fill(ctx context.Context, index string, docs iter.Seq2[search.Document, error]) (n int, err error) {
	var done tasks
	lines := make([]byte, 0, x.atOnce)
	flush := func() error {
		if len(lines) == 0 {
			return nil
		}
		task, err := x.write.Index(index).AddDocumentsNdjsonWithContext(ctx, lines, &ms.DocumentOptions{PrimaryKey: new(primary)})
		lines = lines[:0]
		return done.add(ctx, task, err)
	}
	for d, err := range docs {
		line, err := lineOf(d, err)
		if err != nil {
			return 0, err
		}
		if len(lines)+len(line) > x.atOnce {
			if err := flush(); err != nil {
				return 0, err
			}
		}
		lines = append(lines, line...)
		n++
	}
	if err := flush(); err != nil {
		return 0, err
	}
	return n, x.Wait(ctx, done.mark())
}

// lineOf is a document as a line of JSON, or the error that came instead of it.
func lineOf(d search.Document, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	if err := d.Check(); err != nil {
		return nil, err
	}
	line, err := json.Marshal(newDocument(d))
	return append(line, '\n'), err
}

// drop removes an index, also when ctx has ended (then it does not wait): what is left would fill the disk of the
// server.
func (x *Index) drop(ctx context.Context, name string) error {
	ended := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tidying)
	defer cancel()
	var done tasks
	task, err := x.write.DeleteIndexWithContext(ctx, name)
	if err := done.add(ctx, task, err); err != nil || ended {
		return err
	}
	return x.Wait(ctx, done.mark())
}
