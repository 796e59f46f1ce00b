package app

import (
	"context"
	"errors"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/feed"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/store/kept"
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

// publications puts together what is published and answered.
func (a *App) publications(now clock.Clock) *post.Service {
	return post.New(a.stores.posts, speakers{a.Profiles}, markdown.New(), now).Naming(namer{a.Profiles}, func() { a.Notifier.Wake() }).Answered(post.Thread{
		Wake: func() { a.Thread.Wake() },
		Clear: func(ctx context.Context, id string) error {
			return a.clearBelow(ctx, comment.Target{Kind: comment.Post, ID: id})
		},
	}).Indexed(func() { a.Said.Wake() }).Scheduling(a.stores.posts, a.standing).KeepIn(a.stores.posts)
}

// feedsKept is how many pages of members' feeds are remembered, some 60 KB each.
const feedsKept = 300

// feed puts together who reads it: a member's own pages and communes always belong to their feed.
func (a *App) feed() *feed.Service {
	return feed.New(a.stores.posts, a.Profiles, kept.NewOwn[page.Of[feed.Entry]](feedsKept, a.stores.own...), feed.Own{Team: a.Lists}, a.Follows)
}

// clearBelow takes away what was answered to something that is gone and, of a publication, what it said before.
func (a *App) clearBelow(ctx context.Context, t comment.Target) error {
	err := a.Answers.Clear(ctx, t)
	if err == nil && t.Kind == comment.Post {
		err = a.stores.posts.ForgetPasts(ctx, t.ID)
	}
	return err
}

// standing is the post.Standing that asks accounts.
func (a *App) standing(ctx context.Context, account string) (bool, error) {
	is, err := a.stores.accounts.Get(ctx, account)
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil && is.Suspended == nil && !is.Leaves(), err
}
