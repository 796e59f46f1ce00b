package notify

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/event"
)

// HostBox tells those who may speak for a page that it is asked to host an event.
type HostBox struct{ Events event.Lists }

// DueNotices implements Due.
func (b HostBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Events.DueEvents(ctx, now, lease, limit, event.OwesAsk)
	for i := range due {
		e := &due[i]
		for _, d := range e.Owes.Leased(now, lease, event.OwesAsk) {
			all = append(all, Notice{Of: e.ID, Debt: d, ToPage: d.From, Kind: CalledToHost, Page: e.By.Page, At: d.Due, Thing: aboutEvent(e),
				Dropped: e.Unseen() != nil || e.IsCancelled() || e.Over || !e.Awaits(d.From)})
		}
	}
	return all, err
}

// Told implements Due.
func (b HostBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Events.SettleEvent(ctx, of, func(o *debt.Owes) { o.Clear(paid) })
}
