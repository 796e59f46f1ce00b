package concordance

import (
	"context"
	"errors"
	"iter"
	"time"

	"partant/internal/catalog"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/page"
	"partant/internal/search"
)

// Rebuild makes the index anew from the store, tells it of what changed meanwhile, and says after each thing how many there
// are.
func (c *Concordance) Rebuild(ctx context.Context, step func(done int)) (_ search.Report, err error) {
	defer fault.Wrap(&err, "concordance.Rebuild")
	c.one.Lock()
	defer c.one.Unlock()
	return c.rebuild(ctx, step)
}

// changing is how long the words of an answer may change after it, and the clocks of other copies differ.
const changing = 32 * time.Minute

// rebuild is Rebuild for who has the turn. Other copies may have paid into the old index meanwhile: what changed is told again,
// and what is not there any more is taken away.
func (c *Concordance) rebuild(ctx context.Context, step func(done int)) (search.Report, error) {
	began, known := c.now().Add(-changing), map[search.Ref]bool{}
	report, err := c.index.Rebuild(ctx, func(yield func(search.Said, error) bool) {
		for said, err := range c.all(ctx, time.Time{}) {
			known[said.Ref] = true
			if !yield(said, err) {
				return
			}
			step(len(known))
		}
	})
	if err != nil {
		return report, err
	}
	var changed []search.Said
	for said, err := range c.all(ctx, began) {
		if err != nil {
			return report, err
		}
		delete(known, said.Ref)
		if said.Text != "" || said.Title != "" {
			changed = append(changed, said)
		}
	}
	var gone []search.Ref
	for r := range known {
		gone = append(gone, r)
	}
	return report, c.write(ctx, changed, gone)
}

// all yields everything that a visitor may read; only the Ref of what has not changed since an instant.
func (c *Concordance) all(ctx context.Context, since time.Time) iter.Seq2[search.Said, error] {
	return func(yield func(search.Said, error) bool) {
		for e, err := range page.All(page.MaxLimit, func(req page.Req) (page.Of[feed.Entry], error) { return c.read.News.Local(ctx, req) }) {
			said := search.Said{}
			if err == nil {
				said.Ref = publication(e.Post.ID)
			}
			if err == nil && time.UnixMilli(e.Post.Version()).After(since) {
				said = c.ofPost(&e)
			}
			if !yield(said, err) || err != nil {
				return
			}
		}
		for d, err := range page.All(page.MaxLimit, func(req page.Req) (page.Of[discussion.Discussion], error) {
			return c.read.Talk.List(ctx, discussion.Filter{}, req)
		}) {
			said := search.Said{}
			if err == nil {
				said.Ref = talk(d.ID)
			}
			if err == nil && (d.Active.After(since) || d.Edited.After(since)) {
				said, err = c.ofTalk(ctx, &d)
			}
			if !yield(said, err) || err != nil {
				return
			}
		}
		for _, past := range []bool{false, true} {
			for e, err := range page.All(page.MaxLimit, func(req page.Req) (page.Of[event.Event], error) {
				return c.read.Events.List(ctx, event.Filter{Past: past}, req)
			}) {
				said := search.Said{}
				if err == nil {
					said.Ref = meeting(e.ID)
				}
				if err == nil && (e.Changed().After(since) || e.End.At.After(since)) {
					said, err = c.said(ctx, said.Ref)
				}
				if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone) {
					continue
				}
				if !yield(said, err) || err != nil {
					return
				}
			}
		}
	}
}

// rebuildIfNeeded rebuilds an index that is stale, or empty while the store is not.
func (c *Concordance) rebuildIfNeeded(ctx context.Context) error {
	c.one.Lock() // nobody pays meanwhile: the first words of a new base are no reason
	defer c.one.Unlock()
	status, err := c.index.Status(ctx)
	if err != nil || !status.Stale && status.Documents > 0 {
		return err
	}
	some, err := c.some(ctx)
	if err != nil || !some && !status.Stale {
		return err
	}
	c.filling.Store(status.Documents == 0 && some)
	defer c.filling.Store(false)
	report, err := c.rebuild(ctx, func(int) {})
	if err == nil {
		c.log.Info("index of what people write rebuilt", "documents", report.Documents, "took", report.Took.Round(time.Millisecond))
	}
	return err
}

// some reports whether there is anything to find.
func (c *Concordance) some(ctx context.Context) (bool, error) {
	news, err := c.read.News.Local(ctx, page.Req{Limit: 1})
	if err != nil || len(news.Items) > 0 {
		return len(news.Items) > 0, err
	}
	talk, err := c.read.Talk.List(ctx, discussion.Filter{}, page.Req{Limit: 1})
	if err != nil || len(talk.Items) > 0 {
		return len(talk.Items) > 0, err
	}
	events, err := c.read.Events.List(ctx, event.Filter{}, page.Req{Limit: 1})
	return len(events.Items) > 0, err
}

// Forget returns once no word of what is gone is left in the index.
func (c *Concordance) Forget(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "concordance.Forget")
	if _, err := c.Pay(ctx); err != nil {
		return err
	}
	if !c.index.Hoards() {
		return nil
	}
	_, err = c.Rebuild(ctx, func(int) {})
	return err
}

// Status is that of the index.
func (c *Concordance) Status(ctx context.Context) (search.Status, error) { return c.index.Status(ctx) }

// AwaitReady blocks until the index has loaded, or returns why it cannot. An index that must be rebuilt has loaded.
func (c *Concordance) AwaitReady(ctx context.Context) error { return catalog.AwaitReady(ctx, c.index) }
