package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/comment"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/live"
	"partant/internal/notify"
	"partant/internal/web"
)

// numbers is the live.Source that asks notifications and answers. One look costs a read of an index and a glance at the counter
// of changes, however many listen.
type numbers struct {
	notices *notify.Service
	answers comment.Debts
	events  *event.Service
	changes func(context.Context) (uint64, error)
	seen    uint64 // the counter at the last look
}

// stirredWithin is how long a bell counts as changed: longer than the clocks of machines differ, and than a write takes.
const stirredWithin = 5 * time.Second

// Count implements live.Source. What is gone has no answers.
func (n *numbers) Count(ctx context.Context, t live.Topic) (count int, err error) {
	if t.Name == web.LiveBell {
		return n.notices.Unread(ctx, t.ID)
	}
	if t.Name == web.LiveRoom {
		return n.room(ctx, t.ID)
	}
	of := comment.Target{Kind: comment.Discussion, ID: t.ID}
	if t.Name == web.LiveSaid {
		of.Kind = comment.Event
	}
	count, _, err = n.answers.Tally(ctx, of)
	if errors.Is(err, fault.NotFound) {
		return 0, nil
	}
	return count, err
}

// room is how full an event is: shut when it is gone, or does not take place.
func (n *numbers) room(ctx context.Context, id string) (int, error) {
	e, err := n.events.ForLetters(ctx, id)
	if errors.Is(err, fault.NotFound) || err == nil && (e.Unseen() != nil || e.IsCancelled()) {
		return web.RoomShut, nil
	}
	if err != nil {
		return 0, err
	}
	r, err := n.events.Roster(ctx, &e)
	return web.RoomNumber(&r), err
}

// Stirred implements live.Source.
func (n *numbers) Stirred(ctx context.Context) (func(live.Topic) bool, error) {
	rung, err := n.notices.Stirred(ctx, stirredWithin)
	if err != nil {
		return nil, err
	}
	slices.Sort(rung)
	at, err := n.changes(ctx)
	if err != nil {
		return nil, err
	}
	moved := at != n.seen
	n.seen = at
	return func(t live.Topic) bool {
		if t.Name == web.LiveBell {
			_, yes := slices.BinarySearch(rung, t.ID)
			return yes
		}
		return moved
	}, nil
}
