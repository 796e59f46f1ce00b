package notify

import (
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/post"
)

// Answers is what answers owe: see comment.Stores.
type Answers interface {
	TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]comment.Comment, error)
	Settle(ctx context.Context, id string, paid ...debt.Debt) error
	Get(ctx context.Context, id string) (comment.Comment, error)
}

// Talks reads discussions, which are answered: see discussion.Service.
type Talks interface {
	// Get returns a discussion, or fault.NotFound.
	Get(ctx context.Context, id string) (discussion.Discussion, error)
}

// Posts reads publications, which are answered: see post.Service.
type Posts interface {
	// Get returns a publication, or fault.NotFound.
	Get(ctx context.Context, id string) (post.Post, error)
}

// Meets reads events, which are answered: see event.Lists.
type Meets interface {
	// Event returns an event, a tombstone too, or fault.NotFound.
	Event(ctx context.Context, id string) (event.Event, error)
}

// AnswerBox tells whoever wrote what is answered, or answers for it, and whoever is answered or named in an answer.
type AnswerBox struct {
	Answers Answers
	Talk    Talks
	Posts   Posts
	Events  Meets
	Owners  Owners

	Join      Join                                                           // who answers in a discussion follows it
	Listeners func(ctx context.Context, discussion string) ([]string, error) // who follows one
}

// DueNotices implements Due.
func (b AnswerBox) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Notice, error) {
	due, err := b.Answers.TakeDue(ctx, now, lease, limit, comment.OwesNotice, comment.OwesNaming, comment.OwesMoved)
	if err != nil {
		return nil, err
	}
	var all []Notice
	for i := range due {
		owes := due[i].Owes
		for _, d := range slices.Concat(owes.Leased(now, lease, comment.OwesNaming), owes.Leased(now, lease, comment.OwesNotice, comment.OwesMoved)) { // named says more than answered
			n, err := b.notice(ctx, &due[i], d)
			if err != nil {
				return nil, err
			}
			all = append(all, n)
		}
	}
	return all, nil
}

// notice is what an answer has to tell. One that nobody sees, or whose target is gone, tells nobody.
func (b AnswerBox) notice(ctx context.Context, c *comment.Comment, d debt.Debt) (Notice, error) {
	n := Notice{Of: c.ID, Debt: d, But: c.By.Account, Kind: Answered, Page: c.By.Page, At: c.Created, Dropped: true}
	if c.Unseen() != nil {
		return n, nil
	}
	to, owners, err := b.about(ctx, c, &n.Thing)
	if errors.Is(err, fault.NotFound) {
		return n, nil
	}
	if err != nil {
		return n, err
	}
	if n.Dropped = false; d.Kind != comment.OwesMoved {
		n.As = c.ID // who is named in what answers them is told of it once
	}
	if d.Kind == comment.OwesNaming {
		n.Kind, n.ToPages = Mentioned, c.Named
		return n, nil
	}
	if d.Kind == comment.OwesMoved {
		n.Kind, n.To, n.But, n.Page, n.At = Moved, []string{c.By.Account}, "", "", d.Due
		return n, nil
	}
	parent := ""
	if c.Parent != "" {
		above, err := b.Answers.Get(ctx, c.Parent)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return n, err
		}
		parent = above.By.Account
	}
	if c.Target.Kind == comment.Discussion {
		return b.inTalk(ctx, c, n, to, parent)
	}
	n.To = []string{parent} // who is answered is told of that, and not once more
	n.Then = &Notice{Of: n.Of, Debt: d, As: n.As, To: []string{to}, ToPages: owners, But: n.But, Kind: Commented, Page: n.Page, Thing: n.Thing, At: n.At}
	return n, nil
}

// inTalk is what an answer in a discussion has to tell: whoever is answered, then all who follow it. Whoever wrote it follows it
// from now on.
func (b AnswerBox) inTalk(ctx context.Context, c *comment.Comment, n Notice, author, parent string) (Notice, error) {
	d, err := b.Talk.Get(ctx, c.Target.ID)
	if errors.Is(err, fault.NotFound) {
		n.Dropped = true
		return n, nil
	}
	if err == nil && c.By.Account != "" {
		err = b.Join(ctx, c.By.Account, d.ID)
	}
	if err != nil {
		return n, err
	}
	listen, err := b.Listeners(ctx, d.ID)
	joins := !d.Joined || d.Owes.Has(discussion.OwesJoin) // or has joined, and is on the list by now unless they left
	if n.To = []string{parent}; joins || slices.Contains(listen, author) {
		n.To = append(n.To, author)
	}
	n.Then = &Notice{Of: n.Of, Debt: n.Debt, As: n.As, To: listen, But: n.But, Kind: Continued, Page: n.Page, Thing: n.Thing, At: n.At}
	return n, err
}

// about says what is answered: who wrote it, and the pages whose it is. fault.NotFound when it is gone.
func (b AnswerBox) about(ctx context.Context, c *comment.Comment, t *Thing) (account string, owners []string, err error) {
	t.ID, t.At = c.Target.ID, AnswerMark+c.ID
	switch c.Target.Kind {
	case comment.Discussion:
		d, err := b.Talk.Get(ctx, t.ID)
		if err == nil && d.IsDeleted() {
			err = fault.NotFound
		}
		t.Kind, t.Slug, t.Title = AboutTalk, d.Slug, d.Title
		return d.By.Account, nil, err
	case comment.Post:
		p, err := b.Posts.Get(ctx, t.ID)
		t.Kind, t.Slug, t.Title = AboutPost, p.Slug, p.Heading()
		return p.By.Account, []string{p.By.Page}, err
	case comment.Event:
		e, err := b.Events.Event(ctx, t.ID)
		if err == nil && e.Unseen() != nil {
			err = fault.NotFound
		}
		t.Kind, t.Slug, t.Title = AboutEvent, e.Slug, e.Title
		return e.By.Account, e.Runners(), err
	case comment.Page:
		t.Kind = AboutPage
		t.Slug, t.Title, _, err = b.Owners.OwnersOf(ctx, t.ID)
		return "", []string{t.ID}, err
	}
	return "", nil, fault.NotFound
}

// Told implements Due.
func (b AnswerBox) Told(ctx context.Context, of string, paid debt.Debt) error {
	return b.Answers.Settle(ctx, of, paid)
}
