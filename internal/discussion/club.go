package discussion

import (
	"context"
	"errors"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Members reports whether v is a member of a club.
type Members func(ctx context.Context, v viewer.Viewer, club string) (bool, error)

// Gathering has discussions opened in the rooms of clubs.
func (s *Service) Gathering(m Members) *Service {
	s.members = m
	return s
}

// belongs reports whether v is a member of a club; of none while no club is known.
func (s *Service) belongs(ctx context.Context, v viewer.Viewer, club string) (bool, error) {
	if s.members == nil || !v.SignedIn() {
		return false, nil
	}
	return s.members(ctx, v, club)
}

// gather writes down the club that a new discussion is opened in, and whether its members alone read it.
func (s *Service) gather(ctx context.Context, v viewer.Viewer, d *Discussion, draft Draft) error {
	if draft.Club == "" {
		return nil
	}
	in, err := s.belongs(ctx, v, draft.Club)
	if err != nil {
		return err
	}
	if !in {
		return fault.Fields{FieldClub: "Seuls les membres d'un club ouvrent une discussion dans sa salle."}
	}
	if draft.Private && draft.To != "" {
		return fault.Fields{FieldPrivate: "Une question posée à une institution est lue par tout le monde : son compteur est public."}
	}
	d.Club, d.Private = draft.Club, draft.Private
	return nil
}

// see returns fault.NotFound for a discussion that is not for who reads in ctx (viewer.Of). All that hands out discussions by an
// address or an id asks it: where nobody is said to read, as in a worker, nothing is handed out that is not public.
func (s *Service) see(ctx context.Context, d *Discussion) error {
	if !d.Private {
		return nil
	}
	in, err := s.belongs(ctx, viewer.Of(ctx), d.Club)
	if err == nil && !in {
		err = fault.NotFound
	}
	return err
}

// seen hands out a discussion to who reads in ctx.
func (s *Service) seen(ctx context.Context, d Discussion, err error) (Discussion, error) {
	if err == nil {
		err = s.see(ctx, &d)
	}
	if err != nil {
		return Discussion{}, err
	}
	return d, nil
}

// BySlug returns a discussion to who reads in ctx. fault.NotFound, fault.Gone.
func (s *Service) BySlug(ctx context.Context, slug string) (Discussion, error) {
	d, err := s.store.BySlug(ctx, slug)
	return s.seen(ctx, d, err)
}

// Get returns a discussion by id to who reads in ctx. fault.NotFound, fault.Gone.
func (s *Service) Get(ctx context.Context, id string) (Discussion, error) {
	d, err := s.store.Get(ctx, id)
	return s.seen(ctx, d, err)
}

// Shuts is the fault.NotFound of who reads in ctx and may not read a discussion since it is among the members of a club; nil for
// every other, also one that is hidden or gone: that is for others to say.
func (s *Service) Shuts(ctx context.Context, id string) error {
	d, err := s.store.Get(ctx, id)
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.see(ctx, &d)
}

// standard is how many discussions a page of a list has.
const standard = 20

// List returns what a filter wants, what is pinned first, then what was answered last; of what is among the members of a club,
// nothing to others.
func (s *Service) List(ctx context.Context, f Filter, req page.Req) (page.Of[Discussion], error) {
	if f.Private {
		if in, err := s.belongs(ctx, viewer.Of(ctx), f.Club); err != nil || !in {
			return page.Of[Discussion]{}, err
		}
	}
	return s.store.List(ctx, f, req.Clamp(standard))
}
