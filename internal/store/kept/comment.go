package kept

import (
	"context"

	"partant/internal/comment"
	"partant/internal/page"
)

// Comments is a store of answers that remembers the pages of threads that it reads.
type Comments struct {
	comment.Stores
	pages listMemory[comment.Comment]
}

// NewComments returns a Comments in front of a store.
func NewComments(store comment.Stores, changes Changes) Comments {
	return Comments{store, newListMemory[comment.Comment](pagesKept, changes)}
}

// OfTarget implements comment.Store.
func (s Comments) OfTarget(ctx context.Context, t comment.Target, req page.Req) (page.Of[comment.Comment], error) {
	return s.pages.read(ctx, key(t.Key(), req), func() (page.Of[comment.Comment], error) { return s.Stores.OfTarget(ctx, t, req) })
}
