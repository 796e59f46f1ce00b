package club

import (
	"context"
	"errors"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// Page is what must be known of the page of a club.
type Page struct {
	Name  string
	Mine  bool // who asks is an owner of it
	Fits  bool // it gathers people: it may have a room
	Proud bool // it is verified: it may invite many at once
}

// Pages knows pages.
type Pages interface {
	// Club tells of a page that people see. fault.NotFound, fault.Gone.
	Club(ctx context.Context, v viewer.Viewer, pageID string) (Page, error)
	// Called is what an account is called, and its own page; empty: none.
	Called(ctx context.Context, account string) (name, pageID string, err error)
}

// Part is a part of a room, from the widest to the narrowest.
type Part int

// The parts.
const (
	Public Part = iota // the page of the room, who chose to be listed
	Heard              // announcements: members and, of a network, the boards of its clubs
	Inner              // all members, announcements, what they share, what they talk about
	Office             // who asks, who is invited, figures
	Helm               // settings and roles
)

// Here is somebody who stands before a room.
type Here struct {
	Page Page
	Room Room   // the zero Room: nobody has opened it
	Me   Member // the zero Member: they have nothing to do with it yet

	Leads bool // the room is a network's, and they are on the board of one of its clubs
}

// CanSee is the one answer to whether somebody sees a part of a room, and may act there: pages, lists and programs ask it alike.
func (h *Here) CanSee(p Part) bool {
	switch {
	case p == Public:
		return true
	case !h.Room.IsOpen():
		return false
	case h.Page.Mine:
		return true
	case p == Heard && h.Leads:
		return true
	case h.Me.State != In:
		return false
	}
	role := h.Room.Role(h.Me.ID)
	return p == Heard || p == Inner || p == Office && role != Ordinary || p == Helm && role == Chair
}

// Role is what they are in the club; empty when they are not in.
func (h *Here) Role() Role {
	if h.Me.State != In {
		return ""
	}
	return h.Room.Role(h.Me.ID)
}

// At returns what v is to a club, whose page has that id. Errors: fault.NotFound, fault.Gone; fault.NotFound for a page that
// gathers nobody.
func (s *Service) At(ctx context.Context, v viewer.Viewer, club string) (h Here, err error) {
	defer fault.Wrap(&err, "club.At(%.40q)", club)
	if h.Page, err = s.pages.Club(ctx, v, club); err != nil {
		return h, err
	}
	if !h.Page.Fits {
		return h, fault.NotFound
	}
	if h.Room, err = s.store.Room(ctx, club); err != nil {
		return h, orMissing(err)
	}
	if v.SignedIn() {
		h.Me, err = s.store.Member(ctx, IDOf(club, v.Account))
	}
	if err = orMissing(err); err == nil && v.SignedIn() && h.Room.Network && !h.CanSee(Heard) {
		h.Leads, err = s.leads(ctx, v.Account, club)
	}
	return h, err
}

// enter is At for who may see a part. Errors: fault.SignedOut, fault.Forbidden besides.
func (s *Service) enter(ctx context.Context, v viewer.Viewer, club string, p Part) (Here, error) {
	if !v.SignedIn() {
		return Here{}, fault.SignedOut
	}
	h, err := s.At(ctx, v, club)
	if err == nil && !h.CanSee(p) {
		err = fault.Forbidden
	}
	return h, err
}

// Enter returns what v is to a club, to who may see a part of it. Errors: as At; fault.SignedOut, fault.Forbidden.
func (s *Service) Enter(ctx context.Context, v viewer.Viewer, club string, p Part) (h Here, err error) {
	defer fault.Wrap(&err, "club.Enter(%.40q)", club)
	return s.enter(ctx, v, club, p)
}

// orMissing takes what is not there for done.
func orMissing(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// MayRemove reports whether somebody may take a member out: see Service.Remove.
func (h *Here) MayRemove(member string) bool {
	role := h.Room.Role(member)
	return member != h.Me.ID && role != Chair && (h.CanSee(Helm) || h.CanSee(Office) && role == Ordinary)
}
