package meili

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	ms "github.com/meilisearch/meilisearch-go"

	"partant/internal/fault"
	"partant/internal/search"
)

const (
	batchSize = 5_000 // documents in one request: about 15 MB, the server takes 100
	pollEvery = 20 * time.Millisecond
	primary   = "id"
)

var errReadOnly = fmt.Errorf("search: there is no key to write with: %w", fault.Unavailable)

// Put hands documents to the server. It returns when they are in the queue of the server, on its disk.
func (x *Index) Put(ctx context.Context, docs ...search.Document) (search.Mark, error) {
	for _, d := range docs {
		if err := d.Check(); err != nil {
			return "", err
		}
	}
	if len(docs) == 0 {
		return "", nil
	}
	if _, err := x.prepare(ctx); err != nil {
		return "", err
	}
	var done tasks
	for batch := range slices.Chunk(docs, batchSize) {
		if err := x.send(ctx, x.name, batch, &done); err != nil {
			return "", err
		}
	}
	return done.mark(), nil
}

// send queues documents for an index.
func (x *Index) send(ctx context.Context, index string, docs []search.Document, done *tasks) error {
	batch := make([]document, len(docs))
	for i, d := range docs {
		batch[i] = newDocument(d)
	}
	task, err := x.write.Index(index).AddDocumentsWithContext(ctx, batch, &ms.DocumentOptions{PrimaryKey: new(primary)})
	return done.add(ctx, task, err)
}

// Delete asks the server to remove documents.
func (x *Index) Delete(ctx context.Context, ids ...string) (search.Mark, error) {
	// The server fails a whole task for one identifier that cannot exist.
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return search.Document{ID: id}.Check() != nil })
	if len(ids) == 0 {
		return "", nil
	}
	if _, err := x.prepare(ctx); err != nil {
		return "", err
	}
	var done tasks
	for batch := range slices.Chunk(ids, batchSize) {
		task, err := x.write.Index(x.name).DeleteDocumentsWithContext(ctx, batch, nil)
		if err := done.add(ctx, task, err); err != nil {
			return "", err
		}
	}
	return done.mark(), nil
}

// Wait returns when the tasks of m have succeeded. One that failed is fault.Invalid when the server refused what it
// holds, else fault.Unavailable: it is to be written again.
func (x *Index) Wait(ctx context.Context, m search.Mark) error {
	if m == "" {
		return nil
	}
	if x.write == nil {
		return errReadOnly
	}
	for uid := range strings.SplitSeq(string(m), ",") {
		n, err := strconv.ParseInt(uid, 10, 64)
		if err != nil {
			return fmt.Errorf("search: mark %.60q: %w", m, fault.Invalid)
		}
		task, err := x.write.WaitForTaskWithContext(ctx, n, pollEvery)
		if err != nil {
			return explain(ctx, err)
		}
		if err := verdict(task); err != nil {
			return err
		}
	}
	return nil
}

// verdict is how a task ended. The message of the server is kept: it names the document that it refused.
func verdict(task *ms.Task) error {
	kind := fault.Unavailable
	switch {
	case task.Status == ms.TaskStatusSucceeded:
		return nil
	case task.Status == ms.TaskStatusFailed && task.Error.Type == "invalid_request":
		kind = fault.Invalid
	}
	return fmt.Errorf("search: task %d is %s: %.300s: %w", task.UID, task.Status, task.Error.Message, kind)
}

// prepare makes the index with its settings when the server has none, and returns the mark of that. The server does
// the tasks of an index in order, so a write need not wait for it.
func (x *Index) prepare(ctx context.Context) (search.Mark, error) {
	if x.write == nil {
		return "", errReadOnly
	}
	x.preparing.Lock()
	defer x.preparing.Unlock()
	if x.prepared {
		return "", nil
	}
	var done tasks
	_, err := x.write.GetIndexWithContext(ctx, x.name)
	if missing(err) {
		err = x.create(ctx, x.name, &done)
	} else {
		err = explain(ctx, err)
	}
	x.prepared = err == nil
	return done.mark(), err
}

// forget makes the next prepare look again: the server may have lost its indexes since.
func (x *Index) forget() {
	x.preparing.Lock()
	defer x.preparing.Unlock()
	x.prepared = false
}

// create queues the making of an index. Its settings come before its documents: the server indexes them once.
func (x *Index) create(ctx context.Context, name string, done *tasks) error {
	task, err := x.write.CreateIndexWithContext(ctx, &ms.IndexConfig{Uid: name, PrimaryKey: primary})
	if err := done.add(ctx, task, err); err != nil {
		return err
	}
	task, err = x.write.Index(name).UpdateSettingsWithContext(ctx, x.settings)
	if err := done.add(ctx, task, err); err != nil {
		return err
	}
	// The library cannot say false among the settings. Nobody searches the facets, and building that takes time.
	task, err = x.write.Index(name).UpdateFacetSearchWithContext(ctx, false)
	return done.add(ctx, task, err)
}

// tasks are what the server has been asked to do, in order.
type tasks []int64

// add records what the library returned.
func (t *tasks) add(ctx context.Context, task *ms.TaskInfo, err error) error {
	switch {
	case err != nil:
		return explain(ctx, err)
	case task == nil || task.Status == "":
		return fmt.Errorf("search: the server took no task: %w", fault.Unavailable)
	}
	*t = append(*t, task.TaskUID)
	return nil
}

func (t tasks) mark() search.Mark {
	uids := make([]string, len(t))
	for i, uid := range t {
		uids[i] = strconv.FormatInt(uid, 10)
	}
	return search.Mark(strings.Join(uids, ","))
}
