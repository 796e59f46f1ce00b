// Package concordance keeps the index of what people write in step with the store, and finds in it: discussions with what
// is answered to them, publications, and what they meet for. What may be found it does not decide: it asks for each thing what a visitor may
// read of it.
package concordance

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/search"
)

// Debtors are the documents that owe the index something.
type Debtors struct {
	Posts   Posts
	Talk    discussion.Debts
	Answers comment.Debts
	Events  event.Lists
	Pages   profile.Debts // those that are hidden, or shown again
}

// Posts hands out the debts of publications, and lists them whoever may read them.
type Posts interface {
	post.Debts
	From(ctx context.Context, sources []string, req page.Req) (page.Of[post.Post], error)
}

// News reads publications as a visitor may: see feed.Service.
type News interface {
	One(ctx context.Context, id string) (feed.Entry, error)
	Local(ctx context.Context, req page.Req) (page.Of[feed.Entry], error)
}

// Talk reads discussions as a visitor may: see discussion.Service.
type Talk interface {
	Get(ctx context.Context, id string) (discussion.Discussion, error)
	List(ctx context.Context, f discussion.Filter, req page.Req) (page.Of[discussion.Discussion], error)
}

// Answers reads what is answered: see comment.Service.
type Answers interface {
	Of(ctx context.Context, t comment.Target, req page.Req) (page.Of[comment.Comment], error)
}

// Events reads events as a visitor may. fault.NotFound, fault.Gone for what is for fewer people, and what a page has announced that
// nobody sees.
type Events interface {
	Get(ctx context.Context, id string) (event.Event, error)
	List(ctx context.Context, f event.Filter, req page.Req) (page.Of[event.Event], error)
}

// Readers are what a visitor may read.
type Readers struct {
	News    News
	Talk    Talk
	Answers Answers
	Events  Events
	Words   func(html string) string // the text of sanitised HTML, without its marks
}

// Concordance pays the index debts of what people write. Any number of copies may run; each effect may happen twice, to no harm.
type Concordance struct {
	owing Debtors
	read  Readers
	index *search.Talk
	now   clock.Clock
	log   *slog.Logger

	payer   *debt.Payer
	doubts  chan search.Ref // what was found and nobody may read: told again
	filling atomic.Bool     // the index is empty and the store is not
	one     sync.Mutex      // paying and rebuilding take turns in this process: a rebuild may not swallow a payment
}

// New returns a Concordance.
func New(owing Debtors, read Readers, index *search.Talk, now clock.Clock, log *slog.Logger) *Concordance {
	return &Concordance{owing: owing, read: read, index: index, now: now, log: log, payer: debt.NewPayer("indexing what people write", glance, 1),
		doubts: make(chan search.Ref, doubtsMost)}
}

const (
	// lease is how long taken debts are out of the reach of other workers, and so how soon a failed payment is tried again.
	lease = 30 * time.Second
	// together is how many documents are taken, told and settled at once.
	together = 50
	// glance is how often the store is asked for debts that other processes recorded.
	glance = time.Second
	// doubtsMost is how many doubts wait; more are forgotten until they are found again.
	doubtsMost = 64
)

// Wake tells the concordance that there is something to do. It never blocks.
func (c *Concordance) Wake() { c.payer.Wake() }

// Run pays debts until ctx ends. It rebuilds an index that is stale, or empty while the store is not.
func (c *Concordance) Run(ctx context.Context) { c.payer.Run(ctx, c.log, c.step) }

func (c *Concordance) step(ctx context.Context) error {
	status, err := c.index.Status(ctx)
	if err != nil || !status.Ready && !status.Stale { // away, or it is loading
		return err
	}
	if !status.Stale {
		if _, err = c.pay(ctx); err != nil || status.Documents > 0 {
			return err
		}
	}
	return c.rebuildIfNeeded(ctx)
}

// Pay pays all that is due now and returns how many documents owed something. While the index is away nothing is taken, so
// that whoever has it pays at once.
func (c *Concordance) Pay(ctx context.Context) (paid int, err error) {
	defer fault.Wrap(&err, "concordance.Pay")
	if _, err := c.index.Status(ctx); err != nil {
		return 0, err
	}
	return c.pay(ctx)
}

func (c *Concordance) pay(ctx context.Context) (paid int, err error) {
	c.one.Lock()
	defer c.one.Unlock()
	if err := c.clearDoubts(ctx); err != nil {
		return 0, err
	}
	for {
		all := 0
		for _, some := range []func(context.Context) (int, error){c.payPages, c.payPosts, c.payTalk, c.payAnswers, c.payEvents} {
			n, err := some(ctx)
			paid, all = paid+n, all+n
			if err != nil {
				return paid, err
			}
		}
		if all == 0 {
			return paid, nil
		}
	}
}

// clearDoubts tells anew what a search has found that nobody may read.
func (c *Concordance) clearDoubts(ctx context.Context) error {
	var refs []search.Ref
	for len(c.doubts) > 0 {
		refs = append(refs, <-c.doubts)
	}
	return c.tell(ctx, refs)
}

func (c *Concordance) payPosts(ctx context.Context) (int, error) {
	now := c.now()
	due, err := c.owing.Posts.DuePosts(ctx, now, lease, together, post.OwesIndex)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	var refs []search.Ref
	for i := range due {
		refs = append(refs, publication(due[i].ID))
	}
	if err := c.tell(ctx, refs); err != nil {
		return 0, err
	}
	for i := range due {
		if err := c.owing.Posts.SettlePost(ctx, due[i].ID, due[i].Owes.Leased(now, lease, post.OwesIndex)...); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

func (c *Concordance) payTalk(ctx context.Context) (int, error) {
	now := c.now()
	due, err := c.owing.Talk.TakeDue(ctx, now, lease, together, discussion.OwesIndex)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	var refs []search.Ref
	for i := range due {
		refs = append(refs, talk(due[i].ID))
	}
	if err := c.tell(ctx, refs); err != nil {
		return 0, err
	}
	for i := range due {
		if err := c.owing.Talk.Settle(ctx, due[i].ID, due[i].Owes.Leased(now, lease, discussion.OwesIndex)...); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// payAnswers tells the index of what has been answered: of each discussion once, however many of its answers owe it.
func (c *Concordance) payAnswers(ctx context.Context) (int, error) {
	now := c.now()
	due, err := c.owing.Answers.TakeDue(ctx, now, lease, together, comment.OwesIndex)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	var refs []search.Ref
	for i := range due {
		if t := due[i].Target; t.Kind == comment.Discussion {
			refs = append(refs, talk(t.ID))
		}
	}
	if err := c.tell(ctx, distinct(refs)); err != nil {
		return 0, err
	}
	for i := range due {
		if err := c.owing.Answers.Settle(ctx, due[i].ID, due[i].Owes.Leased(now, lease, comment.OwesIndex)...); err != nil {
			return i, err
		}
	}
	return len(due), nil
}
