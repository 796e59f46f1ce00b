package concordance

import (
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/search"
)

// Hit is something that was found, as a visitor may read it.
type Hit struct {
	What    search.What
	Slug    string
	Page    string    // id of the page that speaks; empty when it is gone
	At      time.Time // of an event: when it begins
	Over    bool      // an event that has ended
	Answers int       // of a discussion
	Title   search.Marked
	Excerpt search.Marked // where the words stand; empty for a text without any
}

// Found is what was found, the best first.
type Found struct {
	Hits    []Hit
	Total   int
	Kinds   map[search.What]int // whatever kind was asked for
	Relaxed bool                // nothing has all the words
	Down    bool                // nobody knows: the index is away
}

// Find looks for words. An index that is away is no error: Found.Down.
func (c *Concordance) Find(ctx context.Context, q search.TalkQuery) (_ Found, err error) {
	defer fault.Wrap(&err, "concordance.Find")
	if c.filling.Load() {
		return Found{Down: true}, nil
	}
	result, err := c.index.Find(ctx, q)
	if search.Down(err) {
		return Found{Down: true}, nil
	}
	if err != nil {
		return Found{}, err
	}
	found := Found{Total: result.Total, Kinds: result.Kinds, Relaxed: result.Relaxed}
	for _, h := range result.Hits {
		hit, err := c.hit(ctx, h)
		switch {
		case err == nil:
			found.Hits = append(found.Hits, hit)
		case errors.Is(err, fault.NotFound) || errors.Is(err, fault.Gone):
			c.doubt(h.Ref)
		default:
			return Found{}, err
		}
	}
	comingFirst(found.Hits)
	return found, nil
}

// comingFirst puts, in the places of the events among hits, those to come before those that are over.
func comingFirst(hits []Hit) {
	var at []int
	var events []Hit
	for i := range hits {
		if hits[i].What == search.Event {
			at, events = append(at, i), append(events, hits[i])
		}
	}
	slices.SortStableFunc(events, func(a, b Hit) int {
		switch {
		case a.Over == b.Over:
			return 0
		case b.Over:
			return -1
		}
		return 1
	})
	for i := range events {
		hits[at[i]] = events[i]
	}
}

// doubt has the index told anew of what nobody may read and it knows all the same.
func (c *Concordance) doubt(r search.Ref) {
	select {
	case c.doubts <- r:
		c.Wake()
	default:
	}
}

// hit reads from the store what was found. Its title is marked as long as it is the one that was found.
func (c *Concordance) hit(ctx context.Context, h search.TalkHit) (Hit, error) {
	hit := Hit{What: h.What, Title: h.Title, Excerpt: h.Excerpt}
	title := ""
	switch h.What {
	case search.Event:
		e, err := c.meeting(ctx, h.ID)
		if err != nil {
			return Hit{}, err
		}
		title, hit.Slug, hit.Page, hit.At, hit.Over = e.Title, e.Slug, e.By.Page, e.Start.At, e.Over
	case search.Publication:
		e, err := c.read.News.One(ctx, h.ID)
		if err != nil {
			return Hit{}, err
		}
		title, hit.Slug, hit.Page, hit.At = e.Post.Heading(), e.Post.Slug, e.Post.By.Page, e.Post.Published
	default:
		d, err := c.read.Talk.Get(ctx, h.ID)
		if err != nil {
			return Hit{}, err
		}
		title, hit.Slug, hit.Page, hit.At, hit.Answers = d.Title, d.Slug, d.By.Page, d.Created, d.Answers
	}
	if hit.Title.Text != title {
		hit.Title = search.Marked{Text: title}
	}
	return hit, nil
}
