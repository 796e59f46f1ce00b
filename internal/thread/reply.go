package thread

import (
	"context"
	"errors"
	"time"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/page"
)

// Asked are discussions, some of which are questions to institutions: see discussion.Service.
type Asked interface {
	// Get returns a discussion, or fault.NotFound.
	Get(ctx context.Context, id string) (discussion.Discussion, error)
	// Reply tells a discussion of an answer; page is empty when it is seen no more.
	Reply(ctx context.Context, discussion, answer, page string, at time.Time) error
}

// Listed yields the answers below a target: see comment.Store.OfTarget.
type Listed func(ctx context.Context, t comment.Target, req page.Req) (page.Of[comment.Comment], error)

// Replies has questions to institutions hear of their answers.
func (w *Worker) Replies(talk Asked, listed Listed) *Worker {
	w.asked, w.listed = talk, listed
	return w
}

// reply tells a question of one of its answers. When the one that had stopped its counter is taken back, the next of the same
// institution counts, if there is one.
func (w *Worker) reply(ctx context.Context, c *comment.Comment) error {
	if w.asked == nil || c.Target.Kind != comment.Discussion {
		return nil
	}
	d, err := w.asked.Get(ctx, c.Target.ID)
	if errors.Is(err, fault.NotFound) || err == nil && d.Ask == nil {
		return nil
	}
	if err != nil {
		return err
	}
	if c.Unseen() == nil {
		return w.asked.Reply(ctx, d.ID, c.ID, c.By.Page, c.Created)
	}
	if d.Ask.Answer != c.ID {
		return nil
	}
	if err := w.asked.Reply(ctx, d.ID, c.ID, "", c.Created); err != nil {
		return err
	}
	for a, err := range page.All(page.MaxLimit, func(req page.Req) (page.Of[comment.Comment], error) { return w.listed(ctx, c.Target, req) }) {
		if err != nil {
			return err
		}
		if a.Unseen() == nil && a.By.Page == d.Ask.Page {
			return w.asked.Reply(ctx, d.ID, a.ID, a.By.Page, a.Created)
		}
	}
	return nil
}
