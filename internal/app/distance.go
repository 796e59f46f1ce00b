package app

import (
	"context"
	"errors"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/comment"
	"partant/internal/distance"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/store/kept"
	"partant/internal/suggestion"
	"partant/internal/viewer"
)

// sides is the distance.People that asks profiles and accounts.
type sides struct {
	profiles profile.Store
	lists    profile.Lists
	accounts account.Store
}

// Behind implements distance.People.
func (s sides) Behind(ctx context.Context, id string) (string, error) {
	p, err := shownPage(ctx, s.profiles, id)
	if err != nil || p.Kind != profile.Person {
		return "", err
	}
	for _, m := range p.Team {
		if m.Account == "" || m.Role != profile.Owner {
			continue
		}
		a, err := s.accounts.Get(ctx, m.Account)
		if err == nil && a.Person == id {
			return a.ID, nil
		}
		if err != nil && !errors.Is(err, fault.NotFound) {
			return "", err
		}
	}
	return "", nil
}

// Speaks implements distance.People.
func (s sides) Speaks(ctx context.Context, v viewer.Viewer, id string) (bool, error) {
	p, err := shownPage(ctx, s.profiles, id)
	return err == nil && p.CanSpeak(v), err
}

// Sides implements distance.People. Of the pages of a member, the last hundred count.
func (s sides) Sides(ctx context.Context, id string) (pages []string, err error) {
	a, err := s.accounts.Get(ctx, id)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if a.Person != "" {
		pages = append(pages, a.Person)
	}
	mine, err := s.lists.OfMember(ctx, id, page.Req{Limit: page.MaxLimit})
	for i := range mine.Items {
		if p := &mine.Items[i]; p.ID != a.Person && shownAlone(p, id) {
			pages = append(pages, p.ID)
		}
	}
	return pages, err
}

// shownAlone reports whether a page shows an account as its only owner.
func shownAlone(p *profile.Profile, account string) bool {
	owners, shown := 0, false
	for _, m := range p.Team {
		if m.Role == profile.Owner {
			owners++
			shown = shown || m.Account == account && m.Person != ""
		}
	}
	return owners == 1 && shown
}

// openDistances puts together whom members keep at a distance, and what ends between them.
func (a *App) openDistances(now clock.Clock, profiles profile.Store) {
	ends := distance.Ends{
		Unfollow: func(ctx context.Context, account, page string) error {
			return a.Follows.Unfollow(ctx, viewer.Viewer{Account: account}, follow.Target{Kind: follow.Page, ID: page})
		},
		Part:   func(ctx context.Context, one, other string) error { return a.Contacts.Part(ctx, one, other) },
		Untell: func(ctx context.Context, account, page string) error { return a.Notices.Untell(ctx, account, page) },
	}
	a.Distances = distance.New(a.stores.distances, sides{profiles, a.Lists, a.stores.accounts}, ends, now)
}

// hides is the digest.Around that asks distances.
func (a *App) hides(ctx context.Context, account string) (func(page string) bool, error) {
	around, err := a.Distances.Around(ctx, viewer.Viewer{Account: account})
	return around.Hides, err
}

// meets is the comment.Meets that asks distances of who wrote the target, and the answer that is answered.
func (a *App) meets(ctx context.Context, v viewer.Viewer, voice string, t comment.Target, above viewer.Author) error {
	by, err := a.writerOf(ctx, t)
	for _, other := range []viewer.Author{by, above} {
		if err == nil && other != (viewer.Author{}) {
			err = a.Distances.Meets(ctx, v, voice, other)
		}
	}
	return err
}

// writerOf is who wrote what is answered; of a page, the page.
func (a *App) writerOf(ctx context.Context, t comment.Target) (viewer.Author, error) {
	switch t.Kind {
	case comment.Discussion:
		d, err := a.Talk.Get(ctx, t.ID)
		return d.By, err
	case comment.Post:
		p, err := a.Posts.Get(ctx, t.ID)
		return p.By, err
	case comment.Event:
		e, err := a.Events.ForReader(ctx, t.ID)
		return e.By, err
	}
	return viewer.Author{Page: t.ID}, nil
}

// acquaintances is the suggestion.People that asks profiles and accounts.
type acquaintances struct {
	sides
	faces
}

// suggestionsKept is for how many members suggestions are remembered, some 10 KB each.
const suggestionsKept = 500

// suggestions puts together who suggests pages to follow.
func (a *App) suggestions(profiles profile.Store) *suggestion.Service {
	people := acquaintances{sides{profiles, a.Lists, a.stores.accounts}, faces{a.stores.accounts}}
	around := func(commune string) (codes []string) {
		for _, c := range a.Territory.Region.Neighbours(commune) {
			codes = append(codes, c.INSEE)
		}
		return codes
	}
	return &suggestion.Service{Found: kept.NewSuggestions(), Told: kept.NewOwn[[]suggestion.Suggestion](suggestionsKept, a.stores.own...), Follows: a.Follows, People: people, Pages: a.Profiles, Lists: a.Lists, Distances: a.Distances, Directory: a.Directory, Clubs: a.Clubs, Around: around}
}
