package notify

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/discussion"
)

// TalkAsks tells whoever opened a discussion that a moderator put it elsewhere, those who answer for an institution that a question is put to it, and who asked what became of it.
type TalkAsks struct{ Talk discussion.Debts }

// DueNotices implements Due.
func (b TalkAsks) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) (all []Notice, err error) {
	due, err := b.Talk.TakeDue(ctx, now, lease, limit, discussion.OwesAsk, discussion.OwesOutcome, discussion.OwesRefiled)
	for i := range due {
		for _, d := range due[i].Owes.Leased(now, lease, discussion.OwesAsk, discussion.OwesOutcome, discussion.OwesRefiled) {
			all = append(all, askNotice(&due[i], d))
		}
	}
	return all, err
}

// askNotice is what a question to an institution has to tell.
func askNotice(t *discussion.Discussion, d debt.Debt) Notice {
	n := Notice{Of: t.ID, Debt: d, Thing: Thing{Kind: AboutTalk, ID: t.ID, Slug: t.Slug, Title: t.Title}, Dropped: t.Unseen() != nil}
	if d.Kind == discussion.OwesRefiled {
		n.To, n.Kind, n.At = []string{t.By.Account}, Refiled, d.Due
		return n
	}
	n.Dropped = n.Dropped || t.Ask == nil
	switch {
	case n.Dropped:
	case d.Kind == discussion.OwesAsk:
		n.ToPages, n.But, n.Kind, n.Page, n.At = []string{t.Ask.Page}, t.By.Account, Asked, t.By.Page, t.Ask.Held
	case t.Ask.Outcome == discussion.Declined:
		n.To, n.Kind, n.Page, n.At = []string{t.By.Account}, Declined, t.Ask.Page, t.Ask.Ended
	case len(t.Ask.Passed) > 0:
		last := t.Ask.Passed[len(t.Ask.Passed)-1]
		n.To, n.Kind, n.Page, n.At = []string{t.By.Account}, PassedOn, last.From, last.At
	default:
		n.Dropped = true
	}
	return n
}

// Told implements Due.
func (b TalkAsks) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Talk.Settle(ctx, of, paid)
}
