package notify

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/webhook"
)

// RelayBox tells those who answer for a page that a program is told no more of its events.
type RelayBox struct{ Programs *webhook.Service }

// DueNotices implements Due.
func (b RelayBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Programs.DueNotices(ctx, now, lease, limit)
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, webhook.OwesNotice) {
			all = append(all, Notice{Of: due[i].ID, Debt: d, ToPage: due[i].ID, Kind: Unheard, Thing: Thing{Kind: AboutPage, ID: due[i].ID}, At: now})
		}
	}
	return all, err
}

// Told implements Due.
func (b RelayBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Programs.Noticed(ctx, of, paid)
}
