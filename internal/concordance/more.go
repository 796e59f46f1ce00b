package concordance

import (
	"context"

	"partant/internal/debt"
	"partant/internal/event"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/search"
)

// payEvents tells the index of events that changed, or are over.
func (c *Concordance) payEvents(ctx context.Context) (int, error) {
	now := c.now()
	due, err := c.owing.Events.DueEvents(ctx, now, lease, together, event.OwesIndex)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	var refs []search.Ref
	for i := range due {
		refs = append(refs, meeting(due[i].ID))
	}
	if err := c.tell(ctx, refs); err != nil {
		return 0, err
	}
	for i := range due {
		paid := due[i].Owes.Leased(now, lease, event.OwesIndex)
		if err := c.owing.Events.SettleEvent(ctx, due[i].ID, func(o *debt.Owes) { o.Clear(paid...) }); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// payPages tells the index of all that pages have published and announced which are hidden, or seen again.
func (c *Concordance) payPages(ctx context.Context) (int, error) {
	now := c.now()
	due, err := c.owing.Pages.Take(ctx, now, lease, together, profile.OwesSaid)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	for i := range due {
		if err := c.tellOf(ctx, due[i].ID); err != nil {
			return i, err
		}
		due[i].Owes = due[i].Owes.Leased(now, lease, profile.OwesSaid) // nothing else is paid
	}
	return len(due), c.owing.Pages.Settle(ctx, due)
}

func (c *Concordance) tellOf(ctx context.Context, pageID string) error {
	err := each(func(req page.Req) (page.Of[post.Post], error) {
		return c.owing.Posts.From(ctx, []string{post.OfPage(pageID)}, req)
	}, func(p *post.Post) search.Ref { return publication(p.ID) }, func(refs []search.Ref) error { return c.tell(ctx, refs) })
	for _, past := range []bool{false, true} {
		if err == nil {
			err = each(func(req page.Req) (page.Of[event.Event], error) {
				return c.owing.Events.Events(ctx, event.Filter{Page: pageID, Past: past}, req)
			}, func(e *event.Event) search.Ref { return meeting(e.ID) }, func(refs []search.Ref) error { return c.tell(ctx, refs) })
		}
	}
	return err
}

// each tells of all that a list has, a page at a time.
func each[T any](read func(page.Req) (page.Of[T], error), ref func(*T) search.Ref, tell func([]search.Ref) error) error {
	for req := (page.Req{Limit: page.MaxLimit}); ; {
		list, err := read(req)
		if err != nil {
			return err
		}
		var refs []search.Ref
		for i := range list.Items {
			refs = append(refs, ref(&list.Items[i]))
		}
		if err := tell(refs); err != nil || list.Next.IsZero() {
			return err
		}
		req.Cursor = list.Next
	}
}
