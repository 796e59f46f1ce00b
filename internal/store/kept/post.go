package kept

import (
	"context"
	"strings"

	"partant/internal/page"
	"partant/internal/post"
)

// postsKept is how many publications are remembered, some 3 KB each, and as many pages of feeds at most as the lists of
// profiles.
const postsKept = 2000

// Posts is a store of publications that remembers what it reads.
type Posts struct {
	post.Stores
	pages listMemory[post.Post]
	posts memory[post.Post]
}

// NewPosts returns a Posts in front of a store.
func NewPosts(store post.Stores, changes Changes) Posts {
	return Posts{store, newListMemory[post.Post](pagesKept, changes), newMemory[post.Post](postsKept, changes)}
}

// From implements post.Lists.
func (s Posts) From(ctx context.Context, sources []string, req page.Req) (page.Of[post.Post], error) {
	return s.pages.read(ctx, key(strings.Join(sources, " "), req), func() (page.Of[post.Post], error) { return s.Stores.From(ctx, sources, req) })
}

// PostBySlug implements post.Store.
func (s Posts) PostBySlug(ctx context.Context, slug string) (post.Post, error) {
	return s.posts.read(ctx, slug, func() (post.Post, error) { return s.Stores.PostBySlug(ctx, slug) })
}
