// Package thread keeps what is answered and its answers in step: it counts answers for what they answer, and takes away
// those of what was deleted. Each is a debt of the document that was written, and doing it twice does no harm.
package thread

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/post"
)

// Counted writes down how many answers a target has and when the last of them came. fault.NotFound when it is gone.
type Counted func(ctx context.Context, id string, n int, last time.Time) error

// Counts has one for each kind of target that keeps a count.
type Counts map[comment.Kind]Counted

// Clear takes away all answers below a target: see comment.Service.Clear.
type Clear func(ctx context.Context, t comment.Target) error

// Grave is something that is no more, whose answers are still there.
type Grave struct {
	Of comment.Target
	// Done is called once no answer is left.
	Done func(ctx context.Context) error
}

// Graves hands out up to limit of them that are due at now, and puts them off by lease. Each noun that can be deleted has one.
type Graves func(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Grave, error)

// Worker pays the debts of kind comment.OwesCount, and those of graves. Any number of copies may run.
type Worker struct {
	answers comment.Debts
	counts  Counts
	clear   Clear
	graves  []Graves
	now     clock.Clock
	log     *slog.Logger
	payer   *debt.Payer

	asked  Asked // nil: no question is put to an institution
	listed Listed
	read   Read    // nil: nobody remembers how far people have read
	movers *Movers // nil: no discussion is merged or split
}

// Read notes that an account has read a discussion until an instant: see reading.Service.
type Read func(ctx context.Context, account, discussion string, until time.Time) error

// Reading has who answers a discussion have read it until their own answer.
func (w *Worker) Reading(read Read) *Worker {
	w.read = read
	return w
}

// New returns a Worker.
func New(answers comment.Debts, counts Counts, clear Clear, now clock.Clock, log *slog.Logger, graves ...Graves) *Worker {
	return &Worker{answers: answers, counts: counts, clear: clear, graves: graves, now: now, log: log, payer: debt.NewPayer("counting answers", glance, 1)}
}

// Discussions are the graves of discussions.
func Discussions(store discussion.Debts) Graves {
	return func(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Grave, err error) {
		due, err := store.TakeDue(ctx, now, lease, limit, discussion.OwesClear)
		for _, d := range due {
			done := func(ctx context.Context) error {
				return store.Settle(ctx, d.ID, d.Owes.Leased(now, lease, discussion.OwesClear)...)
			}
			all = append(all, Grave{comment.Target{Kind: comment.Discussion, ID: d.ID}, done})
		}
		return all, err
	}
}

// Posts are the graves of publications.
func Posts(store post.Debts) Graves {
	return func(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Grave, err error) {
		due, err := store.DuePosts(ctx, now, lease, limit, post.OwesClear)
		for _, p := range due {
			all = append(all, Grave{comment.Target{Kind: comment.Post, ID: p.ID}, func(ctx context.Context) error {
				return store.SettlePost(ctx, p.ID, p.Owes.Leased(now, lease, post.OwesClear)...)
			}})
		}
		return all, err
	}
}

const (
	// lease is how long taken debts are out of the reach of other workers, and so how soon they are tried again.
	lease = time.Minute
	// together is how many documents are taken at once.
	together = 50
	// glance is how often the store is asked what other processes owe.
	glance = 2 * time.Second
)

// Wake tells the worker that there is something to do. It never blocks.
func (w *Worker) Wake() { w.payer.Wake() }

// Run pays debts until ctx ends.
func (w *Worker) Run(ctx context.Context) {
	w.payer.Run(ctx, w.log, func(ctx context.Context) error {
		_, err := w.Pay(ctx)
		return err
	})
}

// Pay pays all that is due now and returns how many documents owed something.
func (w *Worker) Pay(ctx context.Context) (paid int, err error) {
	defer fault.Wrap(&err, "thread.Pay")
	for {
		n, err := w.count(ctx)
		paid += n
		if err != nil {
			return paid, err
		}
		k, err := w.order(ctx)
		paid += k
		if err != nil {
			return paid, err
		}
		m, err := w.clean(ctx)
		paid += m
		if err != nil || n+k+m == 0 {
			return paid, err
		}
	}
}

// count counts the answers of each target among some that owe it: once, however many of its answers do.
func (w *Worker) count(ctx context.Context) (n int, err error) {
	now := w.now()
	due, err := w.answers.TakeDue(ctx, now, lease, together, comment.OwesCount)
	if err != nil {
		return 0, err
	}
	for i := range due { // first: once it is counted, it is not news to its author
		if err := w.note(ctx, &due[i]); err != nil {
			return i, err
		}
	}
	done := map[comment.Target]bool{}
	for i := range due {
		moved, err := w.stray(ctx, &due[i])
		if err != nil {
			return i, err
		}
		if t := due[i].Target; !moved && !done[t] {
			if err := w.tell(ctx, t); err != nil {
				return i, err
			}
			done[t] = true
		}
		if err := w.reply(ctx, &due[i]); err != nil {
			return i, err
		}
	}
	for i := range due {
		if err := w.answers.Settle(ctx, due[i].ID, due[i].Owes.Leased(now, lease, comment.OwesCount)...); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// note notes that who answered has read until then.
func (w *Worker) note(ctx context.Context, c *comment.Comment) error {
	if w.read == nil || c.Target.Kind != comment.Discussion || c.By.Account == "" {
		return nil
	}
	return w.read(ctx, c.By.Account, c.Target.ID, c.Created)
}

// tell counts what is below a target and tells it. What is below a target that went meanwhile goes too.
func (w *Worker) tell(ctx context.Context, t comment.Target) error {
	counted, ok := w.counts[t.Kind]
	if !ok {
		return nil
	}
	n, last, err := w.answers.Tally(ctx, t)
	if err == nil {
		err = counted(ctx, t.ID, n, last)
	}
	if errors.Is(err, fault.NotFound) {
		return w.clear(ctx, t)
	}
	return err
}

// clean takes away the answers of what is no more.
func (w *Worker) clean(ctx context.Context) (n int, err error) {
	for _, graves := range w.graves {
		due, err := graves(ctx, w.now(), lease, together)
		if err != nil {
			return n, err
		}
		for _, g := range due {
			if err := w.clear(ctx, g.Of); err != nil {
				return n, err
			}
			if err := g.Done(ctx); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}
