package kept

import (
	"context"

	"partant/internal/discussion"
	"partant/internal/page"
)

// talkKept is how many discussions are remembered, some 3 KB each.
const talkKept = 1000

// Discussions is a store of discussions that remembers what it reads.
type Discussions struct {
	discussion.Stores
	pages listMemory[discussion.Discussion]
	talk  memory[discussion.Discussion]
}

// NewDiscussions returns a Discussions in front of a store.
func NewDiscussions(store discussion.Stores, changes Changes) Discussions {
	return Discussions{store, newListMemory[discussion.Discussion](pagesKept, changes), newMemory[discussion.Discussion](talkKept, changes)}
}

// Get implements discussion.Store.
func (s Discussions) Get(ctx context.Context, id string) (discussion.Discussion, error) {
	return s.talk.read(ctx, "id "+id, func() (discussion.Discussion, error) { return s.Stores.Get(ctx, id) })
}

// BySlug implements discussion.Store.
func (s Discussions) BySlug(ctx context.Context, slug string) (discussion.Discussion, error) {
	return s.talk.read(ctx, slug, func() (discussion.Discussion, error) { return s.Stores.BySlug(ctx, slug) })
}

// List implements discussion.Store.
func (s Discussions) List(ctx context.Context, f discussion.Filter, req page.Req) (page.Of[discussion.Discussion], error) {
	return s.pages.read(ctx, key(f.Shelf(), req), func() (page.Of[discussion.Discussion], error) { return s.Stores.List(ctx, f, req) })
}
