package app

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/club"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/mailroom"
	"partant/internal/markdown"
	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// gatherings is the club.Pages that asks profiles and accounts.
type gatherings struct {
	profiles profile.Store
	accounts account.Store
}

// rooms are the kinds of pages that gather people.
var rooms = []profile.Kind{profile.Club, profile.Institution}

// Club implements club.Pages.
func (g gatherings) Club(ctx context.Context, v viewer.Viewer, id string) (club.Page, error) {
	p, err := shownPage(ctx, g.profiles, id)
	if err != nil {
		return club.Page{}, err
	}
	return club.Page{Name: p.Name, Mine: p.Owns(v), Fits: slices.Contains(rooms, p.Kind), Proud: p.Verified != nil}, nil
}

// Called implements club.Pages.
func (g gatherings) Called(ctx context.Context, id string) (name, pageID string, err error) {
	a, err := g.accounts.Get(ctx, id)
	if err != nil {
		return "", "", err
	}
	if a.Person == "" {
		return a.Name, "", nil
	}
	p, err := shownPage(ctx, g.profiles, a.Person)
	if errors.Is(err, fault.NotFound) {
		return a.Name, "", nil
	}
	return p.Name, a.Person, err
}

// openClubs puts together the rooms of pages.
func (a *App) openClubs(now clock.Clock, profiles profile.Store) {
	a.Clubs = club.New(a.stores.clubs, gatherings{profiles, a.stores.accounts}, markdown.New(), now, func() { a.Notifier.Wake(); a.Mailroom.Wake() })
}

// addressed is the club.Accounts that asks accounts.
type addressed struct{ accounts account.Store }

// Account implements club.Accounts.
func (a addressed) Account(ctx context.Context, email string) (string, error) {
	found, err := a.accounts.ByEmail(ctx, email)
	return found.ID, err
}

// followClub has an account follow the page of a club that it came into. Whoever may not, or follows enough already, does not.
func (a *App) followClub(ctx context.Context, accountID, page string) error {
	err := a.Follows.Follow(ctx, viewer.Viewer{Account: accountID}, follow.Target{Kind: follow.Page, ID: page}, "")
	if errors.Is(err, fault.NotFound) || errors.Is(err, fault.Invalid) || errors.Is(err, fault.Forbidden) {
		return nil
	}
	return err
}

// clubBox holds the letters to those whom clubs invite.
func (a *App) clubBox(site mailroom.Site) mailroom.ClubBox {
	return mailroom.ClubBox{Site: site, Store: a.stores.clubs, Sent: a.Clubs.Sent, Later: a.Clubs.Later,
		Named: func(ctx context.Context, of, by string) (slug, name, who string, err error) {
			p, err := shownPage(ctx, a.stores.profiles, of)
			if err != nil {
				return "", "", "", err
			}
			if by != "" {
				var failed error
				if who, _, failed = (gatherings{a.stores.profiles, a.stores.accounts}).Called(ctx, by); failed != nil && !errors.Is(failed, fault.NotFound) {
					err = failed
				}
			}
			return p.Slug, p.Name, who, err
		}}
}

// inClub is the discussion.Members that asks rooms.
func (a *App) inClub(ctx context.Context, v viewer.Viewer, of string) (bool, error) {
	h, err := a.Clubs.At(ctx, v, of)
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	return h.CanSee(club.Inner), err
}

type judgedAnnouncements struct {
	*App
	authors authors
}

// Look implements moderation.Noun.
func (j judgedAnnouncements) Look(ctx context.Context, id string) (moderation.Thing, error) {
	a, err := j.Clubs.Moderated(ctx, id)
	if err != nil {
		return moderation.Thing{}, err
	}
	p, _, err := j.Profiles.Moderated(ctx, a.Club)
	if err != nil {
		return moderation.Thing{}, err
	}
	by, err := j.authors.of(ctx, a.By)
	return moderation.Thing{Title: a.Title, Text: a.Body, Path: "/clubs/" + url.PathEscape(p.Slug) + "/annonces#annonce-" + a.ID, Authors: by, Mark: a.Down}, err
}

// Mark implements moderation.Noun.
func (j judgedAnnouncements) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	return j.Clubs.Mark(ctx, id, m)
}

type judgedClubFiles struct {
	*App
	authors authors
}

// Look implements moderation.Noun.
func (j judgedClubFiles) Look(ctx context.Context, id string) (moderation.Thing, error) {
	d, author, err := j.Clubs.ModeratedFile(ctx, id)
	if err != nil {
		return moderation.Thing{}, err
	}
	p, _, err := j.Profiles.Moderated(ctx, author.Page)
	if err != nil {
		return moderation.Thing{}, err
	}
	by, err := j.authors.of(ctx, author)
	return moderation.Thing{Title: d.Title, Text: d.Words(), Path: "/clubs/" + url.PathEscape(p.Slug) + "/documents", Authors: by, Mark: d.Down}, err
}

// Mark implements moderation.Noun.
func (j judgedClubFiles) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	return j.Clubs.MarkFile(ctx, id, m)
}
