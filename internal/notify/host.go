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

// HostAnswers tells who announces an event what a page that was asked to host it answers.
type HostAnswers struct{ Events event.Lists }

// DueNotices implements Due.
func (b HostAnswers) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Events.DueEvents(ctx, now, lease, limit, event.OwesAnswered)
	for i := range due {
		e := &due[i]
		for _, d := range e.Owes.Leased(now, lease, event.OwesAnswered) {
			page, hosts, so := e.Answered(d)
			n := Notice{Of: e.ID, Debt: d, ToPage: e.By.Page, Kind: HostsNot, Page: page, At: d.Due, Thing: aboutEvent(e), Dropped: !so || e.Unseen() != nil || e.IsCancelled()}
			if hosts {
				n.Kind = Hosts
			}
			all = append(all, n)
		}
	}
	return all, err
}

// Told implements Due.
func (b HostAnswers) Told(ctx context.Context, of string, paid debt.Debt) error {
	return HostBox(b).Told(ctx, of, paid)
}
