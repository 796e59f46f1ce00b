package notify

import (
	"context"
	"errors"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/post"
)

// PostSettles tells those who criticised a project that a version answers them.
type PostSettles struct {
	Posts   post.Debts
	Answers Answers
}

// DueNotices implements Due.
func (b PostSettles) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Posts.DuePosts(ctx, now, lease, limit, post.OwesSettled)
	for _, p := range due {
		for _, d := range p.Owes.Leased(now, lease, post.OwesSettled) {
			n := Notice{Of: p.ID, Debt: d, But: p.By.Account, Kind: Settled, Page: p.By.Page, At: p.Published, Dropped: p.Unseen() != nil || p.Beta == nil,
				Thing: Thing{Kind: AboutPost, ID: p.ID, Slug: p.Slug, Title: p.Heading()}}
			if !n.Dropped {
				n.To, err = b.critics(ctx, p.Beta)
			}
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, err
}

// critics are the accounts that said what a version answers, as far as people see it.
func (b PostSettles) critics(ctx context.Context, of *post.Beta) (accounts []string, err error) {
	for _, one := range of.Settles {
		c, err := b.Answers.Get(ctx, one)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return nil, err
		}
		if err == nil && c.Unseen() == nil && c.Review != nil && c.Review.Line == of.Line {
			accounts = append(accounts, c.By.Account)
		}
	}
	return accounts, nil
}

// Told implements Due.
func (b PostSettles) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Posts.SettlePost(ctx, of, paid)
}
