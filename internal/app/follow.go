package app

import (
	"context"
	"errors"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/directory"
	"partant/internal/discussion"
	"partant/internal/distance"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/notify"
	"partant/internal/profile"
	"partant/internal/territory"
	"partant/internal/viewer"
)

// things is the follow.Things that asks the nouns.
type things struct {
	profiles  profile.Store
	territory *territory.Territory
	talk      *discussion.Service
	directory func() *directory.Service // it is opened later
	distances *distance.Service
}

// Followable implements follow.Things.
func (t things) Followable(ctx context.Context, v viewer.Viewer, to follow.Target, name string) (mine bool, err error) {
	switch to.Kind {
	case follow.Page:
		p, err := shownPage(ctx, t.profiles, to.ID)
		if err == nil {
			err = t.distances.Meets(ctx, v, "", viewer.Author{Page: p.ID})
		}
		return err == nil && (p.ID == v.Person || p.CanSpeak(v)), err
	case follow.Talk:
		_, err := t.talk.Get(ctx, to.ID)
		return false, err
	case follow.Commune:
		_, ok := t.territory.Region.Commune(to.ID)
		return false, found(ok)
	case follow.Tag:
		if to.ID == "" || follow.TagKey(name) != to.ID {
			return false, fault.NotFound
		}
		under, err := t.directory().Search(ctx, viewer.Viewer{}, directory.Ask{Tags: []string{name}, Page: 1, Size: 1})
		if err != nil {
			return false, err
		}
		return false, found(under.Down || under.Total > 0) // without an index nobody knows: it is no harm
	}
	return false, fault.NotFound
}

func found(ok bool) error {
	if !ok {
		return fault.NotFound
	}
	return nil
}

// shownPage returns a page that people see, or fault.NotFound.
func shownPage(ctx context.Context, profiles profile.Store, id string) (profile.Profile, error) {
	p, err := profiles.Many(ctx, []string{id})
	if err == nil && (len(p) == 0 || p[0].IsErased() || p[0].IsHidden()) {
		err = fault.NotFound
	}
	if err != nil {
		return profile.Profile{}, err
	}
	return p[0], nil
}

// faces is the follow.People that asks accounts.
type faces struct{ accounts account.Store }

// Face implements follow.People.
func (f faces) Face(ctx context.Context, id string) (string, error) {
	a, err := f.accounts.Get(ctx, id)
	if err != nil || a.Discreet || a.Suspended != nil || a.Leaves() {
		return "", err
	}
	return a.Person, nil
}

// owners is the notify.Owners that asks profiles.
type owners struct{ profiles profile.Store }

// OwnersOf implements notify.Owners.
func (o owners) OwnersOf(ctx context.Context, id string) (slug, name string, accounts []string, err error) {
	p, err := shownPage(ctx, o.profiles, id)
	if err != nil {
		return "", "", nil, err
	}
	for _, m := range p.Team {
		if m.Account != "" && m.Role == profile.Owner {
			accounts = append(accounts, m.Account)
		}
	}
	return p.Slug, p.Name, accounts, nil
}

// sees is the notify.Sees that asks discussions and events: those of the members of a club are for them, an event for who is invited too.
func (a *App) sees(ctx context.Context, of notify.Thing) (notify.Reads, error) {
	shuts := map[string]func(context.Context, string) error{notify.AboutTalk: a.Talk.Shuts, notify.AboutEvent: a.Events.Hides}[of.Kind]
	if _, said := of.Answer(); said && of.Kind == notify.AboutEvent {
		shuts = a.Events.Shuts
	}
	if shuts == nil || shuts(ctx, of.ID) == nil { // nobody stands in the context: it is public
		return nil, nil
	}
	return func(ctx context.Context, account string) (bool, error) {
		err := shuts(viewer.With(ctx, viewer.Viewer{Account: account}), of.ID)
		if errors.Is(err, fault.NotFound) {
			return false, nil
		}
		return err == nil, err
	}, nil
}

// openFollows puts together who follows what, and who is told of it: a box for each noun that owes notices.
func (a *App) openFollows(now clock.Clock, profiles profile.Store) {
	people := faces{a.stores.accounts}
	there := things{profiles, a.Territory, a.Talk, func() *directory.Service { return a.Directory }, a.Distances}
	a.Follows = follow.New(a.stores.follows, there, people, now, func() { a.Notifier.Wake() })
	a.Notices = notify.New(a.stores.notices, now)
	a.Notifier = notify.NewWorker(a.stores.notices, owners{profiles}, a.Accounts.Ring, now, a.log,
		notify.TalkJoins{Talk: a.stores.talk, Join: a.Follows.Join}, // before what tells those who follow
		notify.FollowBox{Follows: a.Follows, People: people}, notify.AnswerBox{Answers: a.stores.answers, Talk: a.stores.talk, Posts: a.Posts, Events: a.stores.events, Owners: owners{profiles}, Join: a.Follows.Join, Listeners: a.Follows.Listeners},
		notify.PostSettles{Posts: a.stores.posts, Answers: a.stores.answers}, notify.PostNames{Posts: a.stores.posts}, notify.TalkNames{Talk: a.stores.talk}, notify.EventNames{Events: a.stores.events},
		notify.MinutesBox{Records: a.stores.minutes, Events: a.Events},
		notify.ContactBox{All: a.stores.contacts, People: acquainted{a, profiles}},
		notify.HostBox{Events: a.stores.events}, notify.HostAnswers{Events: a.stores.events},
		notify.EventBox{Events: a.stores.events, Followers: a.stores.follows, Members: a.stores.clubs, Boards: a.Clubs.Boards}, notify.RemindBox{Due: a.stores.events.DueAnswers, Events: a.Events}, notify.ApprovalBox{Due: a.stores.events.DueAnswers, Events: a.Events},
		notify.RecommendationBox{All: a.stores.recommendations, Owners: owners{profiles}}, notify.TalkAsks{Talk: a.stores.talk}, notify.RelayBox{Programs: a.Webhooks},
		notify.MemberBox{All: a.stores.clubs, Clubs: a.Clubs, Owners: owners{profiles}, Follow: a.followClub}, notify.AnnouncementBox{All: a.stores.clubs, Clubs: a.Clubs, Owners: owners{profiles}},
		notify.NetworkBox{All: a.stores.clubs, Clubs: a.Clubs, Owners: owners{profiles}}).Sparing(a.Distances.Deaf).Sighted(a.sees)
}
