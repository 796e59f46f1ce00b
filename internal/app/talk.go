package app

import (
	"context"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/markdown"
	"partant/internal/thread"
)

// openTalk puts together who talks in public: discussions, what is answered to them, and who counts it.
func (a *App) openTalk(now clock.Clock) {
	wake := func() { a.Thread.Wake(); a.Notifier.Wake(); a.Said.Wake() }
	known := func(commune string) bool { _, ok := a.Territory.Town(commune); return ok }
	a.Talk = discussion.New(a.stores.talk, a.Profiles, markdown.New(), known, now, wake).Indexed()
	gates := comment.Gates{
		comment.Discussion: func(ctx context.Context, id string) error { return a.Talk.Takes(ctx, id, comment.ErrClosed) },
	}
	a.Answers = comment.New(a.stores.answers, gates, a.Profiles, markdown.New(), now, wake).Indexed()
	a.Thread = thread.New(a.stores.answers, a.stores.talk, thread.Counts{comment.Discussion: a.Talk.Counted}, a.Answers.Clear, now, a.log)
}
