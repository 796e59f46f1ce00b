package notify

import (
	"context"
	"errors"
	"time"

	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/fault"
)

// Answers is what answers owe: see comment.Stores.
type Answers interface {
	TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]comment.Comment, error)
	Settle(ctx context.Context, id string, paid ...debt.Debt) error
	Get(ctx context.Context, id string) (comment.Comment, error)
}

// Talks reads what answers are about: see discussion.Service.
type Talks interface {
	// Get returns a discussion, or fault.NotFound.
	Get(ctx context.Context, id string) (discussion.Discussion, error)
}

// AnswerBox tells whoever opened a discussion, and whoever is answered in it, that somebody answered.
type AnswerBox struct {
	Answers Answers
	Talk    Talks
}

// DueNotices implements Due.
func (b AnswerBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Notice, error) {
	due, err := b.Answers.TakeDue(ctx, now, lease, limit, comment.OwesNotice)
	if err != nil {
		return nil, err
	}
	var all []Notice
	for i := range due {
		n, err := b.notice(ctx, &due[i])
		if err != nil {
			return nil, err
		}
		for _, n.Debt = range due[i].Owes.Leased(now, lease, comment.OwesNotice) {
			all = append(all, n)
		}
	}
	return all, nil
}

// notice is what an answer has to tell. One that was taken away, or whose discussion was, tells nobody.
func (b AnswerBox) notice(ctx context.Context, c *comment.Comment) (Notice, error) {
	n := Notice{Of: c.ID, But: c.By.Account, Kind: Answered, Page: c.By.Page, At: c.Created, Dropped: true}
	if c.Target.Kind != comment.Discussion || c.Unseen() != nil {
		return n, nil
	}
	d, err := b.Talk.Get(ctx, c.Target.ID)
	if errors.Is(err, fault.NotFound) || err == nil && !d.Deleted.IsZero() {
		return n, nil
	}
	if err != nil {
		return n, err
	}
	n.Dropped, n.To = false, []string{d.By.Account}
	n.Thing = Thing{Kind: AboutTalk, ID: d.ID, Slug: d.Slug, Title: d.Title, At: AnswerMark + c.ID}
	if c.Parent != "" {
		parent, err := b.Answers.Get(ctx, c.Parent)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return n, err
		}
		n.To = append(n.To, parent.By.Account)
	}
	return n, nil
}

// Told implements Due.
func (b AnswerBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Answers.Settle(ctx, of, paid)
}
