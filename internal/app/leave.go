package app

import (
	"context"
	"errors"

	"partant/internal/account"
	"partant/internal/export"
	"partant/internal/leave"
	"partant/internal/message"
	"partant/internal/moderation"
)

// sections are what a member takes along: a noun that keeps something of theirs adds its own.
func (a *App) sections() []export.Section {
	return []export.Section{
		export.Accounts(), export.Log(), export.Sessions(a.Accounts.Sessions), export.Keys(), export.Programs(), export.Identities(),
		export.Pages(a.Lists), export.History(a.Lists, a.stores.history.Pasts), export.Claims(a.Claims.Of),
		export.Messages(a.Messages.Of), export.Reports(a.Moderation.By), export.Decisions(a.Moderation.By),
		export.Follows(a.Follows.All), export.Distances(a.Distances.Of), export.Notifications(a.Notices.All),
		export.Posts(a.Posts.By, a.Posts.PastsOf), export.Photos(a.Media.By, a.Media.Largest), export.Discussions(a.Talk.By), export.Answers(a.Answers.By), export.Reactions(a.Reactions.By), export.Recommendations(a.Recommendations.By), export.Events(a.Events.By), export.Partants(a.Events.AnswersBy), export.Arrivals(a.Events.CameBy), export.Topics(a.Minutes.By), export.Actions(a.Minutes.By), export.Clubs(a.Clubs.Of), export.Contacts(a.Contacts.Of), export.Announcements(a.Clubs.AnnouncedBy), export.Readings(a.Reading.Of),
	}
}

// veils hide what a member who leaves has said, besides their pages and what is only read with these. Discussions are first: an answer tells its
// discussion that it is seen again.
func (a *App) veils() []leave.Veil {
	return []leave.Veil{{Hide: a.Talk.Hide, Show: a.Talk.Show}, {Hide: a.Answers.Hide, Show: a.Answers.Show}, {Hide: a.Events.Hide, Show: a.Events.Show}}
}

// erasers take away what nouns keep of a member who leaves, besides their account and their pages.
func (a *App) erasers() []leave.Eraser {
	return []leave.Eraser{
		a.closes, // what the law has a host keep, while it is all still there
		func(ctx context.Context, who account.Account, pages []string) error {
			return a.Claims.Forget(ctx, who.ID, who.Email, pages)
		},
		func(ctx context.Context, who account.Account, pages []string) error {
			return a.Messages.Forget(ctx, message.Somebody{Account: who.ID, Email: who.Email}, pages)
		},
		func(ctx context.Context, who account.Account, pages []string) error {
			return errors.Join(a.Posts.Forget(ctx, who.ID, pages), a.Media.Forget(ctx, who.ID, pages))
		},
		func(ctx context.Context, who account.Account, _ []string) error {
			return a.Moderation.Forget(ctx, moderation.Party{Account: who.ID, Email: who.Email})
		},
		func(ctx context.Context, who account.Account, pages []string) error {
			return errors.Join(a.Follows.Forget(ctx, who.ID, pages), a.Notices.Forget(ctx, who.ID, pages), a.Distances.Forget(ctx, who.ID, pages))
		},
		func(ctx context.Context, who account.Account, pages []string) error { // answers first: what nobody else answered goes whole
			return errors.Join(a.Answers.Forget(ctx, who.ID, pages), a.Talk.Forget(ctx, who.ID, pages))
		},
		func(ctx context.Context, who account.Account, _ []string) error {
			return errors.Join(a.Reactions.Forget(ctx, who.ID), a.Reading.Forget(ctx, who.ID), a.Contacts.Forget(ctx, who.ID))
		},
		func(ctx context.Context, who account.Account, pages []string) error {
			return errors.Join(a.Recommendations.Forget(ctx, who.ID, pages), a.Clubs.Forget(ctx, who.ID, who.Addresses(), pages))
		},
		func(ctx context.Context, who account.Account, pages []string) error {
			return errors.Join(a.Events.Forget(ctx, who.ID, who.Addresses(), pages), a.Minutes.Forget(ctx, who.ID))
		},
		func(ctx context.Context, who account.Account, _ []string) (err error) { // letters that never left, and those they followed by
			for _, email := range who.Addresses() {
				err = errors.Join(err, a.stores.letters.ForgetLost(ctx, email), a.ByLetter.Forget(ctx, email))
			}
			return err
		},
	}
}
