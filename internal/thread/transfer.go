package thread

import (
	"context"
	"errors"
	"html"
	"slices"
	"strings"
	"time"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
)

// Movers are what puts discussions in order.
type Movers struct {
	Talk discussion.Debts
	// Answers moves answers: see comment.Service.
	Answers interface {
		Move(ctx context.Context, answer string, from, to comment.Target, under comment.Comment) error
		Receive(ctx context.Context, c comment.Comment, from comment.Target) error
		Get(ctx context.Context, id string) (comment.Comment, error)
	}
	// GiveWay undoes a merge of which nothing was moved: see discussion.Service.
	GiveWay func(ctx context.Context, id string) error
	// React makes what was said of the words of a discussion said of the answer that they have become.
	React func(ctx context.Context, discussion, answer string) error
	// Follow has those who follow a discussion follow another instead.
	Follow func(ctx context.Context, from, to string) error
	// Log writes down what a moderator did; once, however often it is told of one debt.
	Log func(ctx context.Context, debt, discussion, by string, at time.Time) error
}

// Moving has the worker move answers from one discussion to another.
func (w *Worker) Moving(m Movers) *Worker {
	w.movers = &m
	return w
}

func talkOf(id string) comment.Target {
	return comment.Target{Kind: comment.Discussion, ID: id}
}

// order pays what discussions owe that were put in order. Each step may be done twice: a kill in between loses nothing, and doubles nothing.
func (w *Worker) order(ctx context.Context) (n int, err error) {
	if w.movers == nil {
		return 0, nil
	}
	now := w.now()
	due, err := w.movers.Talk.TakeDue(ctx, now, lease, together, discussion.OwesMove)
	if err != nil {
		return 0, err
	}
	for i := range due {
		d := &due[i]
		done, err := w.move(ctx, d)
		for _, paid := range d.Owes.Leased(now, lease, discussion.OwesMove) {
			if err == nil && done {
				err = w.movers.Log(ctx, paid.ID, d.ID, d.Mover, now)
			}
			if err == nil {
				err = w.movers.Talk.Settle(ctx, d.ID, paid)
			}
		}
		if err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// move moves the answers that a discussion owes; it is not done when the discussion was merged into what was merged into it.
func (w *Worker) move(ctx context.Context, d *discussion.Discussion) (done bool, err error) {
	switch {
	case len(d.Take) > 0 && d.Into == "":
		return true, w.split(ctx, d)
	case d.Into == "":
		return true, nil // its theme or its place in the list: there is nothing to move
	}
	circle, err := w.circular(ctx, d)
	switch {
	case err != nil:
		return false, err
	case circle:
		return false, w.movers.GiveWay(ctx, d.ID)
	}
	return true, w.merge(ctx, d)
}

// mostMerged bounds how often one discussion is followed into the next.
const mostMerged = 20

// circular reports whether what a discussion was merged into leads to nothing that anybody sees, because it leads back.
func (w *Worker) circular(ctx context.Context, d *discussion.Discussion) (bool, error) {
	at := d.Into
	for range mostMerged {
		var merged discussion.Merged
		_, err := w.asked.Get(ctx, at)
		switch {
		case errors.As(err, &merged):
			at = merged.Into
		case errors.Is(err, fault.NotFound), errors.Is(err, fault.Gone):
			return false, nil
		default:
			return false, err
		}
		if at == d.ID {
			return true, nil
		}
	}
	return true, nil
}

// merge makes an answer of the words of a discussion, and moves all its answers and all who follow it.
func (w *Worker) merge(ctx context.Context, d *discussion.Discussion) error {
	from, to := talkOf(d.ID), talkOf(d.Into)
	whole := d.Whole()
	opening := comment.Comment{ID: id.Named("fusion", d.ID), Target: to, Level: 1, Place: d.ID, By: d.By, Created: d.Created,
		Body: typedOf(&whole), HTML: wordsOf(&whole), Away: d.Aside != nil}
	opening.Thread = opening.ID
	if err := w.movers.Answers.Receive(ctx, opening, from); err != nil {
		return err
	}
	if err := w.movers.React(ctx, d.ID, opening.ID); err != nil {
		return err
	}
	if err := w.moveAll(ctx, from, func(c *comment.Comment) error {
		return w.movers.Answers.Move(ctx, c.ID, from, to, comment.Comment{Thread: c.Thread})
	}); err != nil {
		return err
	}
	if err := w.movers.Follow(ctx, d.ID, d.Into); err != nil {
		return err
	}
	return w.tell(ctx, to)
}

// typedOf is what a discussion says, as it would be typed.
func typedOf(d *discussion.Discussion) string {
	all := "**" + d.Title + "**"
	if d.Body != "" {
		all += "\n\n" + d.Body
	}
	for _, a := range d.Answered() {
		all += "\n\n**" + a.Question + "** " + a.Answer
	}
	return all
}

// wordsOf is the same, as it was rendered; its title and what was not rendered are plain. Each stands on a line of
// its own, as the renderer has it, so that the words of two are two words when the marks are taken away.
func wordsOf(d *discussion.Discussion) string {
	all := "<p><strong>" + html.EscapeString(d.Title) + "</strong></p>\n" + d.HTML
	for _, a := range d.Answered() {
		all += "\n<p><strong>" + a.Question + "</strong> " + html.EscapeString(a.Answer) + "</p>"
	}
	return all
}

// moveAll does something to each answer below a target.
func (w *Worker) moveAll(ctx context.Context, t comment.Target, do func(*comment.Comment) error) error {
	var all []comment.Comment // read to its end first: moving changes the list
	for c, err := range page.All(page.MaxLimit, func(req page.Req) (page.Of[comment.Comment], error) { return w.listed(ctx, t, req) }) {
		if err != nil {
			return err
		}
		all = append(all, c)
	}
	for i := range all {
		if err := do(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// split moves the answers that a discussion takes from another, each with what answers it: these first, since their places are known by it.
func (w *Worker) split(ctx context.Context, d *discussion.Discussion) error {
	from, to := talkOf(d.From), talkOf(d.ID)
	for _, one := range d.Take {
		c, err := w.movers.Answers.Get(ctx, one)
		if errors.Is(err, fault.NotFound) || err == nil && c.Target != from {
			continue
		}
		if err != nil {
			return err
		}
		under := comment.Comment{Level: c.Level - 1, Thread: c.ID, Parent: c.ID}
		if at := strings.LastIndex(c.Place, "."); at >= 0 {
			under.Place = c.Place[:at]
		}
		err = w.moveAll(ctx, from, func(below *comment.Comment) error {
			if !strings.HasPrefix(below.Place, c.Place+".") || slices.Contains(d.Take, below.ID) {
				return nil
			}
			return w.movers.Answers.Move(ctx, below.ID, from, to, under)
		})
		if err == nil {
			err = w.movers.Answers.Move(ctx, c.ID, from, to, under)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(w.tell(ctx, from), w.tell(ctx, to))
}

// stray moves an answer that was written while its discussion was merged into another.
func (w *Worker) stray(ctx context.Context, c *comment.Comment) (moved bool, err error) {
	if w.asked == nil || w.movers == nil || c.Target.Kind != comment.Discussion {
		return false, nil
	}
	var merged discussion.Merged
	if _, err := w.asked.Get(ctx, c.Target.ID); !errors.As(err, &merged) {
		return false, nil // whatever fails is said by who counts
	}
	return true, w.movers.Answers.Move(ctx, c.ID, c.Target, talkOf(merged.Into), comment.Comment{Thread: c.Thread})
}
