package app

import (
	"context"
	"errors"
	"strings"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/reaction"
	"partant/internal/standing"
	"partant/internal/viewer"
)

// openReactions puts together what members say without a word, and who has it follow what becomes of accounts.
func (a *App) openReactions(now clock.Clock) {
	a.Reactions = reaction.New(a.stores.praise, a.authorOf, now).Apart(a.Distances.Apart)
	a.Standing = standing.New(a.Accounts,
		func(ctx context.Context, who account.Account) error {
			return errors.Join(a.Answers.Adopt(ctx, who.ID, who.Email, who.Person), a.ByLetter.Adopt(ctx, who.Email), a.Events.Adopt(ctx, who.ID, who.Email, who.Person))
		},
		func(ctx context.Context, who account.Account) error {
			return a.Reactions.Mute(ctx, who.ID, who.Suspended != nil)
		}, a.log)
}

// authorOf is the reaction.Author that asks the nouns.
func (a *App) authorOf(ctx context.Context, t reaction.Thing) (string, error) {
	switch t.Kind {
	case reaction.OfAnswer:
		c, err := a.Answers.ForReader(ctx, t.ID)
		if err == nil {
			err = c.Unseen()
		}
		return c.By.Account, err
	case reaction.OfPost:
		p, err := a.Posts.Get(ctx, t.ID)
		return p.By.Account, err
	case reaction.OfTopic:
		event, topic, _ := strings.Cut(t.ID, "/")
		return a.Minutes.Backed(ctx, viewer.Of(ctx), event, topic)
	case reaction.OfRecord:
		return "", a.Minutes.Read(ctx, viewer.Of(ctx), t.ID)
	case reaction.OfTalk:
		d, err := a.Talk.Get(ctx, t.ID)
		return d.By.Account, err
	}
	return "", fault.NotFound
}
