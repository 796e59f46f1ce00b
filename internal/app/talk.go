package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/markdown"
	"partant/internal/moderation"
	"partant/internal/reaction"
	"partant/internal/text"
	"partant/internal/thread"
)

// openTalk puts together who talks in public: discussions, what is answered to them, to publications, to pages and to events, and who
// counts it.
func (a *App) openTalk(ctx context.Context, now clock.Clock) error {
	print, err := a.printer(ctx)
	if err != nil {
		return err
	}
	wake := func() { a.Thread.Wake(); a.Notifier.Wake(); a.Mailroom.Wake(); a.Said.Wake() }
	known := func(commune string) bool { _, ok := a.Territory.Town(commune); return ok }
	a.Talk = discussion.New(a.stores.talk, a.Profiles, markdown.New(), known, now, wake).Naming(namer{a.Profiles}).Indexed().Asking(a.Profiles).Signing(moderation.Hand).Gathering(a.inClub).Hearing(func(ctx context.Context, id string) (bool, error) {
		n, err := a.stores.answers.CountSince(ctx, comment.Target{Kind: comment.Discussion, ID: id}, time.Time{}, 1)
		return n > 0, err
	})
	gates := comment.Gates{
		comment.Discussion: func(ctx context.Context, id string) error { return a.Talk.Takes(ctx, id, comment.ErrClosed) },
		comment.Post:       func(ctx context.Context, id string) error { return a.Posts.Takes(ctx, id, comment.ErrClosed) },
		comment.Page: func(ctx context.Context, id string) error {
			_, open, err := a.Profiles.Asked(ctx, id)
			if err == nil && !open {
				err = comment.ErrClosed
			}
			return err
		},
		comment.Event: func(ctx context.Context, id string) error { return a.Events.Takes(ctx, id, comment.ErrClosed) },
	}
	a.Answers = comment.New(a.stores.answers, gates, a.Profiles, markdown.New(), now, wake).Hosting(print).Naming(namer{a.Profiles}).Indexed().Reviewing(a.projectOf).Apart(a.meets).Closed(func(ctx context.Context, t comment.Target) error {
		switch t.Kind {
		case comment.Discussion:
			return a.Talk.Shuts(ctx, t.ID)
		case comment.Event:
			return a.Events.Shuts(ctx, t.ID)
		}
		return nil
	})
	counts := thread.Counts{
		comment.Discussion: a.Talk.Counted,
		comment.Post: func(ctx context.Context, id string, n int, last time.Time) error {
			return a.Posts.Counted(ctx, id, n, last)
		},
		comment.Event: func(ctx context.Context, id string, _ int, _ time.Time) error { // it keeps no count
			e, err := a.stores.events.Event(ctx, id)
			if err == nil && e.IsDeleted() {
				err = fault.NotFound
			}
			return err
		},
	}
	a.Thread = thread.New(a.stores.answers, counts, a.clearBelow, now, a.log, thread.Discussions(a.stores.talk), thread.Posts(a.stores.posts)).Replies(a.Talk, a.stores.answers.OfTarget).Moving(thread.Movers{
		Talk: a.stores.talk, Answers: a.Answers, GiveWay: a.Talk.GiveWay,
		React: func(ctx context.Context, talk, answer string) error {
			return a.Reactions.Move(ctx, reaction.Thing{Kind: reaction.OfTalk, ID: talk}, reaction.Thing{Kind: reaction.OfAnswer, ID: answer})
		},
		Follow: func(ctx context.Context, from, to string) error { return a.Follows.Lead(ctx, from, to) },
		Log: func(ctx context.Context, debt, discussion, by string, at time.Time) error {
			return a.Moderation.Ordered(ctx, debt, discussion, by, at)
		},
	}).Reading(func(ctx context.Context, account, talk string, until time.Time) error {
		return a.Reading.Read(ctx, account, talk, until)
	})
	return nil
}

// projectOf is the comment.Projects that asks publications.
func (a *App) projectOf(ctx context.Context, t comment.Target) (line string, err error) {
	if t.Kind != comment.Post {
		return "", nil
	}
	p, err := a.Posts.Get(ctx, t.ID)
	return p.Line(), err
}

// clearPage takes away what was asked below a page that is erased.
func (a *App) clearPage(ctx context.Context, page string) error {
	return a.Answers.Clear(ctx, comment.Target{Kind: comment.Page, ID: page})
}

// printer knows addresses again without keeping them, by a secret that all copies of the program share.
func (a *App) printer(ctx context.Context) (comment.Printer, error) {
	secret, err := a.stores.secrets.Secret(ctx, "adresses", id.Secret())
	return func(email string) string {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(text.Fold(email)))
		return hex.EncodeToString(mac.Sum(nil))
	}, err
}
