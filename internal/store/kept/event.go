package kept

import (
	"context"
	"errors"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/page"
)

// eventsKept is how many events are remembered, some 3 KB each.
const eventsKept = 1000

// Events is a store of events that remembers what it reads, and who comes.
type Events struct {
	event.Stores
	events memory[event.Event]
	pages  listMemory[event.Event]
	born   listMemory[event.Event]
	placed listMemory[event.Answer]
	heads  memory[event.Roster]
	said   memory[said]
}

// said is what somebody answered, if they did.
type said struct {
	event.Answer
	is bool
}

const (
	// roomsKept is of how many events it is remembered who has a place, 100 KB each at most.
	roomsKept = 100
	// answersKept is how many answers are remembered, each half a KB, and how many readers who have not answered.
	answersKept = 2000
)

// NewEvents returns an Events in front of a store; answers tells of all changes, changes of those that make lists of events old.
func NewEvents(store event.Stores, changes, answers Changes) Events {
	return Events{store, newMemory[event.Event](eventsKept, changes),
		newListMemory[event.Event](pagesKept, changes), newListMemory[event.Event](talkKept, changes), newListMemory[event.Answer](roomsKept, answers),
		newMemory[event.Roster](eventsKept, answers), newMemory[said](answersKept, answers)}
}

// EventBySlug implements event.Store. What the event owes may have been paid since: who pays reads by id.
func (s Events) EventBySlug(ctx context.Context, slug string) (event.Event, error) {
	return s.events.read(ctx, slug, func() (event.Event, error) { return s.Stores.EventBySlug(ctx, slug) })
}

// AnswersIn implements event.Answers. What the page of an event shows is remembered, other lists are read once to the end.
func (s Events) AnswersIn(ctx context.Context, of string, g event.Group, req page.Req) (page.Of[event.Answer], error) {
	if g != event.GroupPlaced || !req.Cursor.IsZero() {
		return s.Stores.AnswersIn(ctx, of, g, req)
	}
	return s.placed.read(ctx, key(of, req), func() (page.Of[event.Answer], error) { return s.Stores.AnswersIn(ctx, of, g, req) })
}

// Roster implements event.Rosters.
func (s Events) Roster(ctx context.Context, of string) (event.Roster, error) {
	return s.heads.read(ctx, of, func() (event.Roster, error) { return s.Stores.Roster(ctx, of) })
}

// AnswerOf implements event.Answers.
func (s Events) AnswerOf(ctx context.Context, of, answer string) (event.Answer, error) {
	a, err := s.said.read(ctx, of+" "+answer, func() (said, error) {
		a, err := s.Stores.AnswerOf(ctx, of, answer)
		if errors.Is(err, fault.NotFound) {
			return said{}, nil
		}
		return said{a, true}, err
	})
	if err == nil && !a.is {
		err = fault.NotFound
	}
	return a.Answer, err
}

// Events implements event.Lists.
func (s Events) Events(ctx context.Context, f event.Filter, req page.Req) (page.Of[event.Event], error) {
	return s.pages.read(ctx, key(within(f), req), func() (page.Of[event.Event], error) { return s.Stores.Events(ctx, f, req) })
}

// within names what a filter wants.
func within(f event.Filter) string {
	least, greatest := f.Ranks()
	return f.Shelf() + " " + least + " " + greatest
}

// EventsConcerning implements event.Lists.
func (s Events) EventsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[event.Event], error) {
	return s.born.read(ctx, key(whom, req), func() (page.Of[event.Event], error) { return s.Stores.EventsConcerning(ctx, whom, req) })
}
