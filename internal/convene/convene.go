// Package convene brings a conversation and the event that was born from it together: who had answered « partant ! » before the event
// stood has a place in it. It is a debt of the event, and doing it twice does no harm.
package convene

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"time"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/rendezvous"
	"partant/internal/viewer"
)

// Debts are the events that owe a look at their conversation: see event.Lists.
type Debts interface {
	DueEvents(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]event.Event, error)
	SettleEvent(ctx context.Context, id string, edit func(*debt.Owes)) error
}

// Echoes takes what a member says for an answer: see event.Service.
type Echoes interface {
	Echo(ctx context.Context, v viewer.Viewer, e *event.Event, says event.Says) (event.Answer, bool, error)
}

// Answers are those of the conversation: see comment.Service.
type Answers interface {
	Get(ctx context.Context, id string) (comment.Comment, error)
	Of(ctx context.Context, t comment.Target, req page.Req) (page.Of[comment.Comment], error)
}

// Accounts knows who answered: see account.Service.
type Accounts interface {
	Get(ctx context.Context, id string) (account.Account, error)
}

// Worker pays the debts of kind event.OwesGather. Any number of copies may run.
type Worker struct {
	debts    Debts
	echoes   Echoes
	answers  Answers
	accounts Accounts
	now      clock.Clock
	payer    *debt.Payer
}

const (
	lease    = time.Minute
	together = 20
	glance   = 5 * time.Second
)

// New returns a Worker.
func New(debts Debts, echoes Echoes, answers Answers, accounts Accounts, now clock.Clock) *Worker {
	return &Worker{debts, echoes, answers, accounts, now, debt.NewPayer("gathering who comes", glance, 1)}
}

// Wake tells the worker that there is something to do. It never blocks.
func (w *Worker) Wake() { w.payer.Wake() }

// Run pays debts until ctx ends.
func (w *Worker) Run(ctx context.Context, log *slog.Logger) { w.payer.Run(ctx, log, w.Pay) }

// Pay pays all that is due now.
func (w *Worker) Pay(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "convene.Pay")
	for {
		now := w.now()
		due, err := w.debts.DueEvents(ctx, now, lease, together, event.OwesGather)
		if err != nil || len(due) == 0 {
			return err
		}
		for i := range due {
			if err := w.gather(ctx, &due[i]); err != nil {
				return err
			}
			paid := due[i].Owes.Leased(now, lease, event.OwesGather)
			if err := w.debts.SettleEvent(ctx, due[i].ID, func(o *debt.Owes) { o.Clear(paid...) }); err != nil {
				return err
			}
		}
	}
}

// gather hands an event the last word of each member who answered it in its conversation.
func (w *Worker) gather(ctx context.Context, e *event.Event) error {
	if e.From == nil || e.Draft || e.Unseen() != nil {
		return nil
	}
	since, err := w.proposed(ctx, e)
	if err != nil {
		return orGone(err)
	}
	said, order := map[string]rendezvous.Say{}, []string{}
	for c, err := range w.all(ctx, comment.Target{Kind: comment.Kind(e.From.Kind), ID: e.From.ID}) {
		if err != nil {
			return err
		}
		say := rendezvous.Answers(c.Body)
		if say == "" || c.By.Account == "" || c.Unseen() != nil || !c.Created.After(since) || c.Created.After(e.Published) {
			continue
		}
		if said[c.By.Account] == "" {
			order = append(order, c.By.Account)
		}
		said[c.By.Account] = say
	}
	for _, who := range order {
		if err := w.echo(ctx, e, who, said[who]); err != nil {
			return err
		}
	}
	return nil
}

// proposed is when it was proposed to meet.
func (w *Worker) proposed(ctx context.Context, e *event.Event) (time.Time, error) {
	if e.From.Answer == "" {
		return time.Time{}, nil
	}
	c, err := w.answers.Get(ctx, e.From.Answer)
	return c.Created, err
}

func (w *Worker) all(ctx context.Context, t comment.Target) iter.Seq2[comment.Comment, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[comment.Comment], error) { return w.answers.Of(ctx, t, req) })
}

// echo hands on what one member said. An event that takes no answers any more is no failure.
func (w *Worker) echo(ctx context.Context, e *event.Event, who string, say rendezvous.Say) error {
	a, err := w.accounts.Get(ctx, who)
	if err != nil || a.Leaves() || !a.SuspendedAt().IsZero() {
		return orGone(err)
	}
	_, _, err = w.echoes.Echo(ctx, a.Viewer(), e, says[say])
	if errors.Is(err, event.ErrClosed) || errors.Is(err, event.ErrMany) || errors.Is(err, fault.Invalid) {
		return nil
	}
	return orGone(err)
}

// says is what words mean for an event.
var says = map[rendezvous.Say]event.Says{rendezvous.Yes: event.Partant, rendezvous.Maybe: event.Maybe, rendezvous.No: event.No}

// orGone takes what went meanwhile for done.
func orGone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// Said is what words answer to an event; false: nothing.
func Said(words string) (event.Says, bool) {
	is, ok := says[rendezvous.Answers(words)]
	return is, ok
}
