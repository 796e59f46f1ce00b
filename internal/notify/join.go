package notify

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/discussion"
)

// Join has an account follow a discussion from now on; once it does, again is no harm.
type Join func(ctx context.Context, account, discussion string) error

// TalkJoins has those who open a discussion follow it. It tells nobody.
type TalkJoins struct {
	Talk discussion.Debts
	Join Join
}

// DueNotices implements Due.
func (b TalkJoins) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Talk.TakeDue(ctx, now, lease, limit, discussion.OwesJoin)
	for _, t := range due {
		for _, d := range t.Owes.Leased(now, lease, discussion.OwesJoin) {
			if t.By.Account != "" && t.Unseen() == nil {
				if err := b.Join(ctx, t.By.Account, t.ID); err != nil {
					return nil, err
				}
			}
			all = append(all, Notice{Of: t.ID, Debt: d, Dropped: true})
		}
	}
	return all, err
}

// Told implements Due.
func (b TalkJoins) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Talk.Settle(ctx, of, paid)
}
