package catalog

import (
	"context"
	"iter"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/search"
)

// Store is what the catalog reads and settles.
type Store interface {
	profile.Debts
	// Changed is profile.Lists.Changed.
	Changed(ctx context.Context, since time.Time, req page.Req) (page.Of[profile.Profile], error)
	// Newest is profile.Lists.Newest.
	Newest(ctx context.Context, req page.Req) (page.Of[profile.Profile], error)
}

// Catalog pays the index debts of profiles. Any number of copies may run; each effect may happen twice, to no harm.
type Catalog struct {
	store     Store
	index     search.Index
	gazetteer Gazetteer
	now       clock.Clock
	log       *slog.Logger

	payer   *debt.Payer
	filling atomic.Bool // the index is empty and the store is not
	one     sync.Mutex  // paying and rebuilding take turns in this process: a rebuild may not swallow a payment
}

// New returns a Catalog.
func New(store Store, index search.Index, gazetteer Gazetteer, now clock.Clock, log *slog.Logger) *Catalog {
	return &Catalog{store: store, index: index, gazetteer: gazetteer, now: now, log: log, payer: debt.NewPayer("indexing", glance, 1)}
}

const (
	// lease is how long taken debts are out of the reach of other workers, and so how soon a failed payment is tried again.
	lease = 30 * time.Second
	// payments is how many profiles are taken, told and settled together: few enough for a slow store to end within the lease.
	payments = 100
	// batch is how many profiles a rebuild reads at once.
	batch = 500
	// glance is how often the store is asked for debts that other processes recorded.
	glance = time.Second
)

// Wake tells the catalog that there is something to do. It never blocks.
func (c *Catalog) Wake() { c.payer.Wake() }

// Run pays debts until ctx ends. It rebuilds an index that is stale, or empty while the store is not.
func (c *Catalog) Run(ctx context.Context) { c.payer.Run(ctx, c.log, c.step) }

func (c *Catalog) step(ctx context.Context) error {
	status, err := c.index.Status(ctx)
	if err != nil {
		return err
	}
	if !status.Ready && !status.Stale { // it is loading
		return nil
	}
	if !status.Stale {
		if _, err = c.pay(ctx); err != nil || status.Documents > 0 {
			return err
		}
	}
	return c.rebuildIfNeeded(ctx)
}

// rebuildIfNeeded rebuilds an index that is stale, or empty while the store is not. An empty index of an empty store goes
// on answering while it is put in order: that nothing is found is the truth.
func (c *Catalog) rebuildIfNeeded(ctx context.Context) error {
	c.one.Lock() // nobody pays meanwhile: the first pages of a new base are no reason
	defer c.one.Unlock()
	status, err := c.index.Status(ctx)
	if err != nil || !status.Stale && status.Documents > 0 {
		return err
	}
	some, err := c.store.Newest(ctx, page.Req{Limit: 1})
	if err != nil || len(some.Items) == 0 && !status.Stale {
		return err
	}
	c.filling.Store(status.Documents == 0 && len(some.Items) > 0)
	defer c.filling.Store(false)
	report, err := c.rebuild(ctx, func(int) {})
	if err == nil {
		c.log.Info("index rebuilt", "documents", report.Documents, "took", report.Took.Round(time.Millisecond))
	}
	return err
}

// Search asks the index, unless it is still being filled for the first time, or again after it was lost: then it is
// search.ErrStarting, not an answer that nothing was found.
func (c *Catalog) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if c.filling.Load() {
		return search.Result{}, search.ErrStarting
	}
	return c.index.Search(ctx, q)
}

// Pay pays all that is due now and returns how many profiles were told to the index. While the index is away nothing is
// taken, so that whoever has it pays at once.
func (c *Catalog) Pay(ctx context.Context) (paid int, err error) {
	defer fault.Wrap(&err, "catalog.Pay")
	if _, err := c.index.Status(ctx); err != nil {
		return 0, err
	}
	return c.pay(ctx)
}

func (c *Catalog) pay(ctx context.Context) (paid int, err error) {
	c.one.Lock()
	defer c.one.Unlock()
	for {
		now := c.now()
		owing, err := c.store.Take(ctx, now, lease, payments, profile.OwesIndex)
		if err != nil || len(owing) == 0 {
			return paid, err
		}
		if err := c.tell(ctx, owing); err != nil {
			return paid, err
		}
		for i := range owing { // nothing else is paid, nor what is due later
			owing[i].Owes = owing[i].Owes.DueAt(now.Add(lease), profile.OwesIndex)
		}
		if err := c.store.Settle(ctx, owing); err != nil {
			return paid, err
		}
		paid += len(owing)
	}
}

// tell writes profiles to the index and waits until a search would see them.
func (c *Catalog) tell(ctx context.Context, profiles []profile.Profile) error {
	var docs []search.Document
	var gone []string
	for i := range profiles {
		if p := &profiles[i]; p.IsErased() || p.IsHidden() {
			gone = append(gone, p.ID)
		} else {
			docs = append(docs, Document(p, c.gazetteer.Labels(p)))
		}
	}
	var mark search.Mark
	var err error
	if len(docs) > 0 {
		mark, err = c.index.Put(ctx, docs...)
	}
	if err == nil && len(gone) > 0 {
		mark, err = c.index.Delete(ctx, gone...) // the later mark covers the earlier
	}
	if err != nil {
		return err
	}
	return c.index.Wait(ctx, mark)
}

// Forget returns once no word of an erased profile is left in the index.
func (c *Catalog) Forget(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "catalog.Forget")
	if _, err := c.Pay(ctx); err != nil {
		return err
	}
	if h, yes := c.index.(search.Hoarder); !yes || !h.Hoards() {
		return nil
	}
	_, err = c.Rebuild(ctx, func(int) {})
	return err
}

// Rebuild makes the index anew from the store, replays what changed meanwhile, and says after each document how many
// there are.
func (c *Catalog) Rebuild(ctx context.Context, step func(done int)) (_ search.Report, err error) {
	defer fault.Wrap(&err, "catalog.Rebuild")
	c.one.Lock()
	defer c.one.Unlock()
	return c.rebuild(ctx, step)
}

// rebuild is Rebuild for who has the turn.
func (c *Catalog) rebuild(ctx context.Context, step func(done int)) (search.Report, error) {
	began := c.now().Add(-time.Minute) // clocks of other copies may differ
	report, err := c.index.Rebuild(ctx, c.all(ctx, step))
	if err != nil {
		return report, err
	}
	for changed, err := range c.changed(ctx, began) {
		if err == nil {
			err = c.tell(ctx, changed)
		}
		if err != nil {
			return report, err
		}
	}
	return report, nil
}

// all yields the document of every profile that is to be seen.
func (c *Catalog) all(ctx context.Context, step func(done int)) iter.Seq2[search.Document, error] {
	return func(yield func(search.Document, error) bool) {
		done := 0
		for profiles, err := range c.changed(ctx, time.Time{}) {
			if err != nil {
				yield(search.Document{}, err)
				return
			}
			for i := range profiles {
				p := &profiles[i]
				if p.IsErased() || p.IsHidden() {
					continue
				}
				if !yield(Document(p, c.gazetteer.Labels(p)), nil) {
					return
				}
				done++
				step(done)
			}
		}
	}
}

// changed yields every profile and tombstone that changed since an instant, oldest change first, a batch at a time.
func (c *Catalog) changed(ctx context.Context, since time.Time) iter.Seq2[[]profile.Profile, error] {
	return func(yield func([]profile.Profile, error) bool) {
		req := page.Req{Limit: batch}
		for {
			got, err := c.store.Changed(ctx, since, req)
			if !yield(got.Items, err) || err != nil || got.Next.IsZero() {
				return
			}
			req.Cursor = got.Next
		}
	}
}

// AwaitReady blocks until the index has loaded, or returns why it cannot. An index that must be rebuilt has loaded.
func (c *Catalog) AwaitReady(ctx context.Context) error { return AwaitReady(ctx, c.index) }

// AwaitReady is the method of the same name, for an index that has no catalog.
func AwaitReady(ctx context.Context, index interface {
	Status(ctx context.Context) (search.Status, error)
}) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		status, err := index.Status(ctx)
		if err != nil || status.Ready || status.Stale {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
