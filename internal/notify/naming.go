package notify

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/post"
)

// PostNames tells those who answer for the pages that publications name.
type PostNames struct{ Posts post.Debts }

// DueNotices implements Due.
func (b PostNames) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Posts.DuePosts(ctx, now, lease, limit, post.OwesNaming)
	for _, p := range due {
		for _, d := range p.Owes.Leased(now, lease, post.OwesNaming) {
			all = append(all, Notice{Of: p.ID, Debt: d, ToPages: p.Named, But: p.By.Account, Kind: Mentioned, Page: p.By.Page, At: p.Published,
				Thing: Thing{Kind: AboutPost, ID: p.ID, Slug: p.Slug, Title: p.Heading()}, Dropped: p.Unseen() != nil})
		}
	}
	return all, err
}

// Told implements Due.
func (b PostNames) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Posts.SettlePost(ctx, of, paid)
}

// TalkNames tells those who answer for the pages that discussions name.
type TalkNames struct{ Talk discussion.Debts }

// DueNotices implements Due.
func (b TalkNames) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Talk.TakeDue(ctx, now, lease, limit, discussion.OwesNaming)
	for _, t := range due {
		for _, d := range t.Owes.Leased(now, lease, discussion.OwesNaming) {
			all = append(all, Notice{Of: t.ID, Debt: d, ToPages: t.Named, But: t.By.Account, Kind: Mentioned, Page: t.By.Page, At: t.Created,
				Thing: Thing{Kind: AboutTalk, ID: t.ID, Slug: t.Slug, Title: t.Title}, Dropped: t.Unseen() != nil})
		}
	}
	return all, err
}

// Told implements Due.
func (b TalkNames) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Talk.Settle(ctx, of, paid)
}

// EventNames tells those who answer for the pages that events name which everybody may see.
type EventNames struct{ Events event.Lists }

// DueNotices implements Due.
func (b EventNames) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Events.DueEvents(ctx, now, lease, limit, event.OwesNaming)
	for _, e := range due {
		for _, d := range e.Owes.Leased(now, lease, event.OwesNaming) {
			all = append(all, Notice{Of: e.ID, Debt: d, ToPages: e.Named, But: e.By.Account, Kind: Mentioned, Page: e.By.Page, At: e.Published,
				Thing: aboutEvent(&e), Dropped: e.Draft || e.For != event.Everybody || e.Unseen() != nil})
		}
	}
	return all, err
}

// Told implements Due.
func (b EventNames) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Events.SettleEvent(ctx, of, func(o *debt.Owes) { o.Clear(paid) })
}
