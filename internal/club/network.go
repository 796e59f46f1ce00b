package club

import (
	"context"
	"errors"
	"iter"
	"slices"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Bind does something about the bond of a club with a network, for the board of one side: see Act. Done twice it is done once. Errors: as
// Enter; fault.NotFound when that is no network; fault.Invalid for what is no Act; fault.Fields of FieldPage; ErrOver.
func (s *Service) Bind(ctx context.Context, v viewer.Viewer, club, network string, by Side, do Act) (_ Bond, err error) {
	defer fault.Wrap(&err, "club.Bind(%.40q, %.40q)", club, network)
	mine := club
	if by == OfNetwork {
		mine = network
	}
	h, err := s.enter(ctx, v, mine, Office)
	if err == nil && by == OfNetwork && !h.Room.Network {
		err = fault.NotFound
	}
	if err == nil && !slices.Contains([]Act{Propose, Accept, Refuse, End}, do) {
		err = fault.Invalid
	}
	name := ""
	if err == nil && (do == Propose || do == Accept) {
		name, err = s.bothThere(ctx, club, network)
	}
	if err != nil {
		return Bond{}, err
	}
	r, err := s.store.UpdateRoom(ctx, club, func(r *Room) error {
		if name != "" {
			r.Name = name
		}
		return r.act(network, by, do, s.now())
	})
	return r.Bond(network), s.woken(err)
}

// bothThere returns the name of the club when it and the network have rooms that people see. Errors: fault.Fields of FieldPage.
func (s *Service) bothThere(ctx context.Context, club, network string) (name string, err error) {
	for _, one := range []struct{ id, else_ string }{{network, "Cette page n'est pas celle d'un réseau de clubs."}, {club, "Cette page n'a pas de salle ouverte : son club ne peut pas encore entrer dans un réseau."}} {
		h, err := s.At(ctx, viewer.Viewer{}, one.id)
		if missing := errors.Is(err, fault.NotFound); missing || err == nil && (!h.Room.IsOpen() || one.id == network && !h.Room.Network) {
			return "", fault.Fields{FieldPage: one.else_}
		}
		if err != nil {
			return "", err
		}
		name = h.Page.Name
	}
	return name, nil
}

// chaptersShown is how many clubs a page of the list of a network has when nobody says.
const chaptersShown = 24

// Chapters lists the clubs of a network, by name, for everybody; of what is no network there are none. Their pages may be hidden for now.
func (s *Service) Chapters(ctx context.Context, h *Here, req page.Req) (page.Of[Room], error) {
	if !h.Room.Network {
		return page.Of[Room]{}, nil
	}
	return s.store.RoomsBound(ctx, h.Room.ID, In, req.Clamp(chaptersShown))
}

// Bonded lists the clubs whose bond with a network is in a state, to its board. Errors: as Enter.
func (s *Service) Bonded(ctx context.Context, v viewer.Viewer, network string, of State, req page.Req) (_ page.Of[Room], err error) {
	defer fault.Wrap(&err, "club.Bonded(%.40q)", network)
	if _, err := s.enter(ctx, v, network, Office); err != nil {
		return page.Of[Room]{}, err
	}
	return s.store.RoomsBound(ctx, network, of, req.Clamp(chaptersShown))
}

// CountChapters counts the clubs of a network, up to MostCounted.
func (s *Service) CountChapters(ctx context.Context, h *Here, of State) (int, error) {
	if !h.Room.Network {
		return 0, nil
	}
	return s.store.CountBound(ctx, h.Room.ID, of, MostCounted)
}

// MostChapters is how many clubs of a network are read where what they do is put together.
const MostChapters = 300

// Within are the ids of the clubs of a network, by name, up to MostChapters; the network's own is the first.
func (s *Service) Within(ctx context.Context, h *Here) (ids []string, err error) {
	ids = []string{h.Room.ID}
	if !h.Room.Network {
		return ids, nil
	}
	for r, err := range s.bound(ctx, h.Room.ID, In) {
		if err != nil || len(ids) > MostChapters {
			return ids, err
		}
		ids = append(ids, r.ID)
	}
	return ids, nil
}

func (s *Service) bound(ctx context.Context, network string, of State) iter.Seq2[Room, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Room], error) { return s.store.RoomsBound(ctx, network, of, req) })
}

// Networks are the ids of the networks that a club is in, as long as they are some.
func (s *Service) Networks(ctx context.Context, r *Room) (ids []string, err error) {
	for _, b := range r.Bound(In) {
		net, err := s.store.Room(ctx, b.Network)
		if err = orMissing(err); err != nil {
			return nil, err
		}
		if net.IsOpen() && net.Network {
			ids = append(ids, b.Network)
		}
	}
	return ids, nil
}

// chapter is a membership of somebody in a club of a network.
type chapter struct {
	room Room
	me   Member
}

func (s *Service) chaptersOf(ctx context.Context, account, network string) (all []chapter, err error) {
	list, err := s.store.MembersConcerning(ctx, "compte:"+account, page.Req{Limit: clubsMost})
	if err != nil {
		return nil, err
	}
	for _, m := range list.Items {
		if m.State != In {
			continue
		}
		r, err := s.store.Room(ctx, m.Club)
		if err = orMissing(err); err != nil {
			return nil, err
		}
		seen := r.Bond(network).State == In
		if seen {
			seen, err = s.seen(ctx, r.ID)
		}
		if err != nil {
			return nil, err
		}
		if seen {
			all = append(all, chapter{r, m})
		}
	}
	return all, nil
}

// seen reports whether people see a page: the club of one that is hidden or gone is in no network meanwhile.
func (s *Service) seen(ctx context.Context, page string) (bool, error) {
	_, err := s.pages.Club(ctx, viewer.Viewer{}, page)
	if errors.Is(err, fault.Gone) || errors.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// leads reports whether an account is on the board of a club of a network.
func (s *Service) leads(ctx context.Context, account, network string) (bool, error) {
	all, err := s.chaptersOf(ctx, account, network)
	return slices.ContainsFunc(all, func(c chapter) bool { return c.room.Role(c.me.ID) != Ordinary }), err
}

// Reaches reports whether an account is a member of a club or, of a network, of one of its clubs.
func (s *Service) Reaches(ctx context.Context, account, club string) (bool, error) {
	h, err := s.At(ctx, viewer.Viewer{Account: account}, club)
	if err != nil || h.CanSee(Inner) || !h.Room.Network {
		return h.CanSee(Inner), orMissing(err)
	}
	all, err := s.chaptersOf(ctx, account, club)
	return len(all) > 0, err
}

// Boards are the accounts of those who lead the clubs of a network and want to be told of announcements; none of what is no network.
func (s *Service) Boards(ctx context.Context, network string) (accounts []string, err error) {
	net, err := s.store.Room(ctx, network)
	if err != nil || !net.Network {
		return nil, orMissing(err)
	}
	for r, err := range s.bound(ctx, network, In) {
		seen := false
		if err == nil {
			seen, err = s.seen(ctx, r.ID)
		}
		if err != nil {
			return nil, err
		}
		if !seen {
			continue
		}
		for _, seat := range r.Board {
			m, err := s.store.Member(ctx, seat.Member)
			if err = orMissing(err); err != nil {
				return nil, err
			}
			if m.State == In && m.Account != "" && !m.Quiet {
				accounts = append(accounts, m.Account)
			}
		}
	}
	slices.Sort(accounts)
	return slices.Compact(accounts), nil
}

// emptied refuses that a network with clubs ends.
func (s *Service) emptied(ctx context.Context, network string) error {
	n, err := s.store.CountBound(ctx, network, In, 1)
	if err == nil && n > 0 {
		err = fault.Fields{FieldNetwork: "Des clubs sont encore dans ce réseau : retirez-les d'abord, ils en seront prévenus."}
	}
	return err
}

// unbind takes a network that is gone out of all rooms. Done twice it is done once.
func (s *Service) unbind(ctx context.Context, network string) error {
	for r, err := range s.bound(ctx, network, "") {
		if err == nil {
			_, err = s.store.UpdateRoom(ctx, r.ID, func(r *Room) error {
				r.Bonds = slices.DeleteFunc(slices.Clone(r.Bonds), func(b Bond) bool { return b.Network == network })
				r.disown(network)
				return nil
			})
		}
		if err := orMissing(err); err != nil {
			return err
		}
	}
	return nil
}
