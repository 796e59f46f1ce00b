package concordance

import (
	"context"
	"errors"
	"slices"
	"strings"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/page"
	"partant/internal/search"
	"partant/internal/text"
)

func publication(id string) search.Ref { return search.Ref{What: search.Publication, ID: id} }
func talk(id string) search.Ref        { return search.Ref{What: search.Discussion, ID: id} }
func meeting(id string) search.Ref     { return search.Ref{What: search.Event, ID: id} }

func distinct(refs []search.Ref) (each []search.Ref) {
	for _, r := range refs {
		if !slices.Contains(each, r) {
			each = append(each, r)
		}
	}
	return each
}

// wordsMost is how much of one thing is indexed, in characters: all of nearly every text, and as many answers as fit.
const wordsMost = 10_000

// tell writes to the index what a visitor may read of each thing, takes away what nobody may, and waits until searches know.
func (c *Concordance) tell(ctx context.Context, refs []search.Ref) error {
	var there []search.Said
	var gone []search.Ref
	for _, r := range refs {
		said, err := c.said(ctx, r)
		switch {
		case err == nil:
			there = append(there, said)
		case errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone):
			gone = append(gone, r)
		default:
			return err
		}
	}
	return c.write(ctx, there, gone)
}

func (c *Concordance) write(ctx context.Context, there []search.Said, gone []search.Ref) (err error) {
	var mark search.Mark
	if len(there) > 0 {
		mark, err = c.index.Put(ctx, there...)
	}
	if err == nil && len(gone) > 0 {
		mark, err = c.index.Remove(ctx, gone...) // the later mark covers the earlier
	}
	if err != nil {
		return err
	}
	return c.index.Wait(ctx, mark)
}

// said is what the index may know of one thing. fault.NotFound, fault.Gone: nothing.
func (c *Concordance) said(ctx context.Context, r search.Ref) (search.Said, error) {
	if r.What == search.Publication {
		e, err := c.read.News.One(ctx, r.ID)
		return c.ofPost(&e), err
	}
	if r.What == search.Event {
		e, err := c.meeting(ctx, r.ID)
		return c.ofEvent(&e), err
	}
	d, err := c.read.Talk.Get(ctx, r.ID)
	if err != nil {
		return search.Said{}, err
	}
	return c.ofTalk(ctx, &d)
}

func (c *Concordance) ofPost(e *feed.Entry) search.Said {
	p := &e.Post
	return search.Said{Ref: publication(p.ID), Title: p.Heading(), Tags: p.Tags, Text: text.Cut(c.read.Words(p.HTML), wordsMost), At: p.Published}
}

// meeting is an event that may be found: fault.Gone for one that does not take place.
func (c *Concordance) meeting(ctx context.Context, id string) (event.Event, error) {
	e, err := c.read.Events.Get(ctx, id)
	if err == nil && e.IsCancelled() {
		err = fault.Gone
	}
	return e, err
}

// soonest is what the first event to come has more of than all others: see search.Said.First.
const soonest = 200_000_000_000

// ofEvent is an event: those to come are found first, the soonest before.
func (c *Concordance) ofEvent(e *event.Event) search.Said {
	said := search.Said{Ref: meeting(e.ID), Title: e.Title, Tags: e.Tags, At: e.Start.At}
	if !e.Over {
		said.First = soonest - e.Start.At.Unix()
	}
	words := []string{text.Line(e.Purpose), c.read.Words(e.HTML), text.Line(e.Place), text.Line(e.Price), text.Line(e.Payer)}
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	said.Text = text.Cut(strings.Join(words, " – "), wordsMost)
	return said
}

// ofTalk is a discussion: its own words, then those of its answers, in the order in which they are read.
func (c *Concordance) ofTalk(ctx context.Context, d *discussion.Discussion) (search.Said, error) {
	said := search.Said{Ref: talk(d.ID), Title: d.Title, Tags: []string{discussion.ThemeName(d.Theme)}, At: d.Active}
	words := []string{c.read.Words(d.HTML), text.Line(d.Purpose), text.Line(d.Payer)}
	answers, err := c.read.Answers.Of(ctx, comment.Target{Kind: comment.Discussion, ID: d.ID}, page.Req{Limit: page.MaxLimit})
	if err != nil {
		return said, err
	}
	for i := range answers.Items {
		if a := &answers.Items[i]; a.Unseen() == nil {
			words = append(words, c.read.Words(a.HTML))
		}
	}
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	said.Text = text.Cut(strings.Join(words, " – "), wordsMost)
	return said, nil
}
