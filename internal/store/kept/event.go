package kept

import (
	"context"

	"partant/internal/event"
	"partant/internal/page"
)

// Events is a store of events that remembers the lists it reads.
type Events struct {
	event.Stores
	pages listMemory[event.Event]
	born  listMemory[event.Event]
}

// NewEvents returns an Events in front of a store.
func NewEvents(store event.Stores, changes Changes) Events {
	return Events{store, newListMemory[event.Event](pagesKept, changes), newListMemory[event.Event](talkKept, changes)}
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
