package follow

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Most is how many things an account follows at most. Two that come at once may pass it by one.
const Most = 2000

// Standard is how long pages of lists are when nobody says.
const Standard = 24

// FieldFollow is the form field of the button: Yes or No.
const (
	FieldFollow = "suivre"
	Yes         = "oui"
	No          = "non"
)

// What members read when they may not follow.
const (
	tooMany = "Vous suivez déjà 2 000 pages, mots-clés, communes et discussions : cessez d'en suivre quelques-uns pour faire de la place."
	ownPage = "C'est votre page : vous n'avez pas besoin de la suivre."
)

// Service holds the rules of following.
type Service struct {
	store  Stores
	things Things
	people People
	now    clock.Clock
	wake   func()      // told that a follow owes a notice
	payer  *debt.Payer // counts followers
}

// New returns a Service. wake is called whenever somebody is to be told.
func New(store Stores, things Things, people People, now clock.Clock, wake func()) *Service {
	return &Service{store: store, things: things, people: people, now: now, wake: wake, payer: debt.NewPayer("counting followers", glance, 1)}
}

// Follow has v follow a target from now on; twice is once. name is how a tag was written. Errors: fault.SignedOut;
// fault.NotFound; fault.Fields of FieldFollow when v answers for the page themself, or follows Most things already.
func (s *Service) Follow(ctx context.Context, v viewer.Viewer, t Target, name string) (err error) {
	defer fault.Wrap(&err, "follow.Follow(%s)", t)
	if !v.SignedIn() {
		return fault.SignedOut
	}
	mine, err := s.things.Followable(ctx, v, t, name)
	if err == nil && mine {
		err = fault.Fields{FieldFollow: ownPage}
	}
	if err != nil {
		return err
	}
	f := Follow{ID: IDOf(v.Account, t), Account: v.Account, Target: t, At: s.now()}
	if t.Kind == Tag {
		f.Name = name
	}
	f.owe(s.now())
	known, err := s.store.FollowsAmong(ctx, []string{f.ID})
	if err != nil || len(known) > 0 {
		return err
	}
	n, err := s.store.CountFollows(ctx, v.Account, Most)
	if err == nil && n >= Most {
		err = fault.Fields{FieldFollow: tooMany}
	}
	if err != nil {
		return err
	}
	return s.begin(ctx, f)
}

// begin writes a new follow, or begins one anew that had ended and still owes.
func (s *Service) begin(ctx context.Context, f Follow) error {
	for {
		err := s.store.InsertFollow(ctx, f)
		if errors.Is(err, fault.Taken{Field: "id"}) {
			_, err = s.store.UpdateFollow(ctx, f.ID, func(old *Follow) error {
				if !old.Ended.IsZero() {
					rev := old.Rev
					*old = f
					old.Rev = rev
				}
				return nil
			})
			if errors.Is(err, fault.NotFound) {
				continue // it went just now
			}
		}
		if err == nil {
			s.rouse(f.Target.Kind == Page)
		}
		return err
	}
}

// owe records what a new follow owes. A notice has one number for ever: whoever follows, lets go and follows again is told
// of once.
func (f *Follow) owe(now time.Time) {
	f.oweCount(now)
	if f.Target.Kind == Page {
		f.Owes = append(f.Owes, debt.Debt{ID: id.Named("suivi-avis", f.ID), Kind: OwesNotice, Due: now})
	}
}

func (f *Follow) oweCount(now time.Time) {
	f.Owes.Drop(OwesCount)
	f.Owes = append(f.Owes, debt.Debt{ID: id.New(), Kind: OwesCount, Due: now})
}

// rouse tells the workers.
func (s *Service) rouse(notice bool) {
	s.payer.Wake()
	if notice {
		s.wake()
	}
}

// Unfollow has v follow a target no more; who did not follow it has what they want. fault.SignedOut.
func (s *Service) Unfollow(ctx context.Context, v viewer.Viewer, t Target) (err error) {
	defer fault.Wrap(&err, "follow.Unfollow(%s)", t)
	if !v.SignedIn() {
		return fault.SignedOut
	}
	return s.end(ctx, IDOf(v.Account, t))
}

// end ends a follow: from now on no list holds it, and it goes once the followers are counted again.
func (s *Service) end(ctx context.Context, follow string) error {
	_, err := s.store.UpdateFollow(ctx, follow, func(f *Follow) error {
		if f.Ended.IsZero() {
			f.Ended = s.now()
			f.Owes.Drop(OwesNotice)
			f.oweCount(s.now())
		}
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	s.rouse(false)
	return err
}

// Follows returns which of the targets v follows: none for a visitor.
func (s *Service) Follows(ctx context.Context, v viewer.Viewer, targets ...Target) (map[Target]bool, error) {
	if !v.SignedIn() || len(targets) == 0 {
		return nil, nil
	}
	ids := make([]string, len(targets))
	for i, t := range targets {
		ids[i] = IDOf(v.Account, t)
	}
	found, err := s.store.FollowsAmong(ctx, ids)
	follows := make(map[Target]bool, len(found))
	for _, f := range found {
		follows[f.Target] = true
	}
	return follows, err
}

// Mine reports whether v answers for a target themself, so that there is nothing to follow. fault.NotFound.
func (s *Service) Mine(ctx context.Context, v viewer.Viewer, t Target, name string) (bool, error) {
	return s.things.Followable(ctx, v, t, name)
}

// Of lists what an account follows, the last first: for nobody's eyes but its own.
func (s *Service) Of(ctx context.Context, account string, req page.Req) (page.Of[Follow], error) {
	return s.store.FollowsOf(ctx, account, req.Clamp(Standard))
}

// All yields what an account follows, the last first.
func (s *Service) All(ctx context.Context, account string) iter.Seq2[Follow, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Follow], error) { return s.store.FollowsOf(ctx, account, req) })
}

// Follower is somebody who follows.
type Follower struct {
	Page string // the page by which others know them
	At   time.Time
}

// Followers lists who follows a target, the last first, by their own pages: who has none, or does not want to be seen,
// counts and is left out, so that a page of the list may be shorter than was asked for.
func (s *Service) Followers(ctx context.Context, t Target, req page.Req) (_ page.Of[Follower], err error) {
	defer fault.Wrap(&err, "follow.Followers(%s)", t)
	found, err := s.store.FollowersOf(ctx, t, req.Clamp(Standard))
	if err != nil {
		return page.Of[Follower]{}, err
	}
	seen := page.Of[Follower]{Next: found.Next}
	for _, f := range found.Items {
		face, err := s.people.Face(ctx, f.Account)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return page.Of[Follower]{}, err
		}
		if face != "" {
			seen.Items = append(seen.Items, Follower{Page: face, At: f.At})
		}
	}
	return seen, nil
}

// Sources are all that an account follows and where something is published, as Target.String: what a feed is made of.
func (s *Service) Sources(ctx context.Context, account string) ([]string, error) {
	all, err := s.store.SourcesOf(ctx, account, Most+100) // some may have passed the bound at once
	return slices.DeleteFunc(slices.Clone(all), func(t string) bool { return Parse(t).Kind == Talk }), err
}

// Join has an account follow a discussion that it takes part in; who follows Most things already does not.
func (s *Service) Join(ctx context.Context, account, discussion string) (err error) {
	defer fault.Wrap(&err, "follow.Join(%.40q)", discussion)
	f := Follow{Account: account, Target: Target{Kind: Talk, ID: discussion}, At: s.now()}
	f.ID = IDOf(account, f.Target)
	f.owe(s.now())
	known, err := s.store.FollowsAmong(ctx, []string{f.ID})
	if err != nil || len(known) > 0 {
		return err
	}
	if n, err := s.store.CountFollows(ctx, account, Most); err != nil || n >= Most {
		return err
	}
	return s.begin(ctx, f)
}

// Lead has those who follow a discussion follow another instead. Done twice it is done once.
func (s *Service) Lead(ctx context.Context, from, to string) error {
	all, err := s.Listeners(ctx, from)
	for _, account := range all {
		if err == nil {
			err = s.Join(ctx, account, to)
		}
		if err == nil {
			err = s.end(ctx, IDOf(account, Target{Kind: Talk, ID: from}))
		}
	}
	return err
}

// Listeners are the accounts that follow a discussion.
func (s *Service) Listeners(ctx context.Context, discussion string) (accounts []string, err error) {
	t := Target{Kind: Talk, ID: discussion}
	for f, err := range page.All(page.MaxLimit, func(req page.Req) (page.Of[Follow], error) { return s.store.FollowersOf(ctx, t, req) }) {
		if err != nil {
			return nil, err
		}
		accounts = append(accounts, f.Account)
	}
	return accounts, nil
}

// Counted is how many follow a target, as it was counted last: seconds ago.
func (s *Service) Counted(ctx context.Context, t Target) (int, error) { return s.store.Counted(ctx, t) }

// Since counts those who follow a target and began since an instant, up to most.
func (s *Service) Since(ctx context.Context, t Target, since time.Time, most int) (int, error) {
	return s.store.CountFollowers(ctx, t, since, most)
}
