package app

import (
	"context"

	"partant/internal/clock"
	"partant/internal/feed"
	"partant/internal/markdown"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// speakers is the post.Pages that asks profiles.
type speakers struct{ profiles *profile.Service }

// Author implements post.Pages.
func (s speakers) Author(ctx context.Context, v viewer.Viewer, page string) (viewer.Author, error) {
	return s.profiles.Author(ctx, v, page)
}

// Commune implements post.Pages.
func (s speakers) Commune(ctx context.Context, page string) (string, error) {
	found, err := s.profiles.Many(ctx, viewer.Viewer{}, []string{page})
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0].Address.Commune, nil
}

// publications puts together what is published, and who reads it: a member's own pages and communes always belong to
// their feed.
func (a *App) publications(now clock.Clock) (*post.Service, *feed.Service) {
	posts := post.New(a.stores.posts, speakers{a.Profiles}, markdown.New(), now).Indexed(func() { a.Said.Wake() })
	return posts, feed.New(a.stores.posts, a.Profiles, feed.Own{Team: a.Lists}, a.Follows)
}
