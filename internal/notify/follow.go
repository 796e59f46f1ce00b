package notify

import (
	"context"
	"errors"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/follow"
)

// Follows is what follows owe: see follow.Service.
type Follows interface {
	DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]follow.Follow, error)
	Told(ctx context.Context, follow, debt string) error
}

// FollowBox tells those who answer for a page that somebody follows it.
type FollowBox struct {
	Follows Follows
	People  follow.People // by what page a follower may be named
}

// DueNotices implements Due.
func (b FollowBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Notice, error) {
	due, err := b.Follows.DueNotices(ctx, now, lease, limit)
	if err != nil {
		return nil, err
	}
	var all []Notice
	for _, f := range due {
		face, err := b.People.Face(ctx, f.Account)
		gone := errors.Is(err, fault.NotFound) || !f.Ended.IsZero()
		if err != nil && !gone {
			return nil, err
		}
		for _, d := range f.Owes.Leased(now, lease, follow.OwesNotice) {
			all = append(all, Notice{Of: f.ID, Debt: d, ToPage: f.Target.ID, But: f.Account, Kind: Followed, Page: face,
				Thing: Thing{Kind: AboutPage, ID: f.Target.ID}, At: f.At, Dropped: gone})
		}
	}
	return all, nil
}

// Told implements Due.
func (b FollowBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Follows.Told(ctx, of, paid.ID)
}
