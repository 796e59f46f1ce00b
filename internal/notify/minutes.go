package notify

import (
	"context"
	"errors"
	"iter"
	"time"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/minutes"
)

// Comers knows events, and who comes: see event.Service.
type Comers interface {
	ForLetters(ctx context.Context, id string) (event.Event, error)
	Placed(ctx context.Context, id string) iter.Seq2[event.Answer, error]
}

// MinutesBox tells those who came to an event that its minutes can be read, and first those who have something to do; these it reminds again when the day comes.
type MinutesBox struct {
	Records minutes.Store
	Events  Comers
}

// DueNotices implements Due. It takes one record at a time: each has as many to tell as came.
func (b MinutesBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, _ int) (all []Notice, err error) {
	due, err := b.Records.DueRecords(ctx, now, lease, 1)
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, minutes.OwesTell, minutes.OwesDue) {
			n, err := b.notice(ctx, &due[i], d, now)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, err
}

func (b MinutesBox) notice(ctx context.Context, r *minutes.Record, d debt.Debt, now time.Time) (n Notice, err error) {
	n = Notice{Of: r.ID, Debt: d, At: r.Published, Dropped: true}
	e, err := b.Events.ForLetters(ctx, r.ID)
	if errors.Is(err, fault.NotFound) || err == nil && (e.Draft || e.Unseen() != nil || e.IsCancelled()) {
		return n, nil
	}
	if d.Kind == minutes.OwesDue {
		n.Kind, n.Page, n.Thing, n.At = Pressing, e.By.Page, aboutEvent(&e), now
		if a := r.Reminded(d); err == nil && a != nil {
			n.Dropped, n.To = false, []string{a.Account}
		}
		return n, err
	}
	n.Dropped, n.Kind, n.Page, n.But, n.Thing = false, Entrusted, e.By.Page, e.By.Account, aboutEvent(&e)
	for i := range r.Actions {
		n.To = append(n.To, r.Actions[i].Account)
	}
	then := n
	then.Kind, then.To = Minuted, nil // who was told of something to do has the one notification of this debt
	for a, err := range b.Events.Placed(ctx, r.ID) {
		if err != nil {
			return n, err
		}
		then.To = append(then.To, a.Account)
	}
	n.Then = &then
	return n, err
}

// Told implements Due.
func (b MinutesBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Records.SettleRecord(ctx, of, paid)
}
