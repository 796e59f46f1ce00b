// Package thread keeps what is answered and its answers in step: it counts answers for what they answer, and takes away
// those of discussions that were deleted. Each is a debt of the document that was written, and doing it twice does no harm.
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
)

// Counted writes down how many answers a target has and when the last of them came. fault.NotFound when it is gone.
type Counted func(ctx context.Context, id string, n int, last time.Time) error

// Counts has one for each kind of target that keeps a count.
type Counts map[comment.Kind]Counted

// Clear takes away all answers below a target: see comment.Service.Clear.
type Clear func(ctx context.Context, t comment.Target) error

// Worker pays the debts of kind comment.OwesCount and discussion.OwesClear. Any number of copies may run.
type Worker struct {
	answers  comment.Debts
	subjects discussion.Debts
	counts   Counts
	clear    Clear
	now      clock.Clock
	log      *slog.Logger
	payer    *debt.Payer
}

// New returns a Worker.
func New(answers comment.Debts, subjects discussion.Debts, counts Counts, clear Clear, now clock.Clock, log *slog.Logger) *Worker {
	return &Worker{answers: answers, subjects: subjects, counts: counts, clear: clear, now: now, log: log, payer: debt.NewPayer("counting answers", glance, 1)}
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
		m, err := w.clean(ctx)
		paid += m
		if err != nil || n+m == 0 {
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
	done := map[comment.Target]bool{}
	for i := range due {
		if t := due[i].Target; !done[t] {
			if err := w.tell(ctx, t); err != nil {
				return i, err
			}
			done[t] = true
		}
	}
	for i := range due {
		if err := w.answers.Settle(ctx, due[i].ID, due[i].Owes.Leased(now, lease, comment.OwesCount)...); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// tell counts what is below a target and tells it.
func (w *Worker) tell(ctx context.Context, t comment.Target) error {
	counted, ok := w.counts[t.Kind]
	if !ok {
		return nil
	}
	n, last, err := w.answers.Tally(ctx, t)
	if err == nil {
		err = counted(ctx, t.ID, n, last)
	}
	if errors.Is(err, fault.NotFound) { // it went meanwhile
		return nil
	}
	return err
}

// clean takes away the answers of discussions that are no more.
func (w *Worker) clean(ctx context.Context) (n int, err error) {
	now := w.now()
	due, err := w.subjects.TakeDue(ctx, now, lease, together, discussion.OwesClear)
	if err != nil {
		return 0, err
	}
	for i := range due {
		err := w.clear(ctx, comment.Target{Kind: comment.Discussion, ID: due[i].ID})
		if err == nil {
			err = w.subjects.Settle(ctx, due[i].ID, due[i].Owes.Leased(now, lease, discussion.OwesClear)...)
		}
		if err != nil {
			return i, err
		}
	}
	return len(due), nil
}
