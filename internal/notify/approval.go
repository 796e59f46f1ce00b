package notify

import (
	"context"
	"errors"
	"strings"
	"time"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/fault"
)

// ApprovalBox tells those who run an event that somebody asks to come: once for each who asks.
type ApprovalBox struct {
	Due    DueAnswers
	Events Recalls
}

// DueNotices implements Due.
func (b ApprovalBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Due(ctx, now, lease, limit, event.OwesAsking)
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, event.OwesAsking) {
			n, err := b.notice(ctx, &due[i], d, now)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, err
}

func (b ApprovalBox) notice(ctx context.Context, a *event.Answer, d debt.Debt, now time.Time) (Notice, error) {
	n := Notice{Of: a.Event + " " + a.ID, Debt: d, But: a.Account, Kind: Requested, Page: a.Page, At: a.At, Dropped: true}
	e, err := b.Events.ForLetters(ctx, a.Event)
	if errors.Is(err, fault.NotFound) {
		return n, nil
	}
	n.ToPages, n.Thing, n.Dropped = e.Runners(), aboutEvent(&e), !e.AsksStill(a, now)
	return n, err
}

// Told implements Due.
func (b ApprovalBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	of, answer, _ := strings.Cut(of, " ")
	return b.Events.Sent(ctx, &event.Answer{Event: of, ID: answer}, paid)
}
