package club

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Renderer turns Markdown into safe HTML.
type Renderer interface {
	// Render returns sanitised HTML, or fault.Invalid when the text is too heavy to render.
	Render(markdown string) (string, error)
}

// Service applies the rules of rooms.
type Service struct {
	store    Stores
	pages    Pages
	renderer Renderer
	now      clock.Clock
	wake     func()
	vault    Vault
	stops    []byte // see WithStops
}

// New returns a Service. wake is called after each write that owes something.
func New(store Stores, pages Pages, renderer Renderer, now clock.Clock, wake func()) *Service {
	return &Service{store: store, pages: pages, renderer: renderer, now: now, wake: wake}
}

// Why something cannot be done. All are fault.Conflict, but ErrShut and ErrKept, which are fault.Forbidden.
var (
	ErrLastChair = fmt.Errorf("the last who presides hands over first: %w", fault.Conflict)
	ErrOver      = fmt.Errorf("it was decided meanwhile: %w", fault.Conflict)
	ErrShut      = fmt.Errorf("one joins by invitation: %w", fault.Forbidden)
	ErrKept      = fmt.Errorf("the board has said no: %w", fault.Forbidden)
)

// How long answers are remembered.
const (
	offerDays   = 14  // an invitation waits
	refusalDays = 90  // who was told no, or said no, is not asked and does not ask again
	removalDays = 365 // who was taken out does not come back by themselves
)

// Begin opens the room of a page: an owner of it, who is then its first member and presides. Done twice it is done once. Errors: as
// Enter; fault.Forbidden for who does not own the page.
func (s *Service) Begin(ctx context.Context, v viewer.Viewer, club string, d Settings) (err error) {
	defer fault.Wrap(&err, "club.Begin(%.40q)", club)
	if !v.SignedIn() {
		return fault.SignedOut
	}
	h, err := s.At(ctx, v, club)
	if err == nil && !h.Page.Mine {
		err = fault.Forbidden
	}
	if err != nil {
		return err
	}
	r := Room{ID: club, Board: []Seat{{IDOf(club, v.Account), Chair}}, Opened: s.now()}
	if err := d.fill(&r); err != nil {
		return err
	}
	if err := s.store.InsertRoom(ctx, r); err != nil && !errors.Is(err, fault.Conflict) {
		return err
	}
	_, err = s.admit(ctx, v.Account, club, func(m *Member) error { return nil })
	return err
}

// Settle changes how a club receives: who presides. A network stays one as long as there are clubs in it. Errors: as Enter; fault.Fields.
func (s *Service) Settle(ctx context.Context, v viewer.Viewer, club string, d Settings) (err error) {
	defer fault.Wrap(&err, "club.Settle(%.40q)", club)
	h, err := s.enter(ctx, v, club, Helm)
	if err == nil && h.Room.Network && !d.Network {
		err = s.emptied(ctx, club)
	}
	if err != nil {
		return err
	}
	_, err = s.store.UpdateRoom(ctx, club, func(r *Room) error { return d.fill(r) })
	return err
}

// admit brings an account in, whatever it was before; edit may refuse, and says what else changes. Who is in already stays as they are.
func (s *Service) admit(ctx context.Context, account, club string, edit func(*Member) error) (Member, error) {
	name, own, err := s.pages.Called(ctx, account)
	if err != nil {
		return Member{}, err
	}
	enter := func(m *Member) error {
		if m.State == In {
			return nil
		}
		if err := edit(m); err != nil {
			return err
		}
		m.State, m.Since, m.Expires, m.Word, m.Name, m.Page = In, s.now(), time.Time{}, "", name, own
		m.remind(s.now())
		m.Owes.Owe(id.Named("suivre", m.ID), OwesFollow, s.now())
		return nil
	}
	return s.put(ctx, account, club, enter)
}

// put runs edit on the membership of an account, which is made when there is none.
func (s *Service) put(ctx context.Context, account, club string, edit func(*Member) error) (Member, error) {
	for {
		m, err := s.store.UpdateMember(ctx, IDOf(club, account), edit)
		if errors.Is(err, fault.NotFound) {
			m = Member{ID: IDOf(club, account), Club: club, Account: account, Created: s.now()}
			if err = edit(&m); err == nil {
				err = s.store.InsertMember(ctx, m)
			}
			if errors.Is(err, fault.Taken{Field: "id"}) {
				continue // it came just now
			}
		}
		if err == nil && len(m.Owes) > 0 {
			s.wake()
		}
		return m, err
	}
}

// Join has v come in, or ask to: as the club receives. Done twice it is done once. Errors: as At; fault.SignedOut; ErrShut; ErrKept
// for a while after a refusal; fault.Fields of what the club asks.
func (s *Service) Join(ctx context.Context, v viewer.Viewer, club string, d Entry) (_ Member, err error) {
	defer fault.Wrap(&err, "club.Join(%.40q)", club)
	if !v.SignedIn() {
		return Member{}, fault.SignedOut
	}
	h, err := s.At(ctx, v, club)
	switch {
	case err != nil:
		return Member{}, err
	case !h.Room.IsOpen():
		return Member{}, fault.NotFound
	case h.Me.State == In:
		return h.Me, nil
	case h.Me.kept(s.now()):
		return h.Me, ErrKept
	}
	told := Member{}
	if err := d.fill(&told, &h.Room); err != nil {
		return h.Me, err
	}
	as := func(m *Member) error {
		if m.kept(s.now()) {
			return ErrKept
		}
		m.Answers, m.Kind, m.Listed = told.Answers, told.Kind, told.Listed
		return nil
	}
	switch {
	case h.Page.Mine || h.Room.Way == Open || d.Secret != "" && h.Room.Link.fits(d.Secret):
		return s.admit(ctx, v.Account, club, as)
	case h.Room.Way == ByInvitation:
		return h.Me, ErrShut
	}
	return s.ask(ctx, v.Account, club, as)
}

// kept reports whether the board keeps m out.
func (m *Member) kept(now time.Time) bool {
	return (m.State == Refused || m.State == Removed) && now.Before(m.Expires)
}

// ask has an account ask to come in. The board is told once of each time.
func (s *Service) ask(ctx context.Context, account, club string, as func(*Member) error) (Member, error) {
	name, own, err := s.pages.Called(ctx, account)
	if err != nil {
		return Member{}, err
	}
	return s.put(ctx, account, club, func(m *Member) error {
		if m.State == In || m.State == Asked {
			return nil
		}
		if err := as(m); err != nil {
			return err
		}
		m.State, m.Created, m.Expires, m.Word, m.Name, m.Page = Asked, s.now(), time.Time{}, "", name, own
		m.Owes.Owe(id.New(), OwesAsked, s.now())
		return nil
	})
}

// Decide answers who asks to come in: the board, with a word that they read. Errors: as Enter; fault.NotFound; ErrOver; fault.Fields.
func (s *Service) Decide(ctx context.Context, v viewer.Viewer, club, member string, yes bool, word string) (_ Member, err error) {
	defer fault.Wrap(&err, "club.Decide(%.40q)", member)
	m, err := s.of(ctx, v, club, member, Office)
	if err != nil {
		return m, err
	}
	if word, err = checkWord(word); err != nil {
		return m, err
	}
	m, err = s.store.UpdateMember(ctx, member, func(m *Member) error {
		if m.State != Asked {
			return ErrOver
		}
		m.By, m.Word = v.Account, word
		if m.State = Refused; yes {
			m.State, m.Since = In, s.now()
			m.remind(s.now())
			m.Owes.Owe(id.Named("suivre", m.ID), OwesFollow, s.now())
		} else {
			m.Expires = s.now().AddDate(0, 0, refusalDays)
		}
		m.Owes.Drop(OwesAsked)
		m.Owes.Owe(id.New(), OwesDecided, s.now())
		return nil
	})
	return m, s.woken(err)
}

// Withdraw takes back what v asked, or forgets that the board said no once that is over.
func (s *Service) Withdraw(ctx context.Context, v viewer.Viewer, club string) (err error) {
	defer fault.Wrap(&err, "club.Withdraw(%.40q)", club)
	h, err := s.At(ctx, v, club)
	if err != nil || h.Me.State != Asked {
		return err
	}
	return s.store.RemoveMember(ctx, h.Me.ID)
}

// of is a membership of a club, to who may see a part of the club. fault.NotFound for one of another.
func (s *Service) of(ctx context.Context, v viewer.Viewer, club, member string, p Part) (Member, error) {
	if _, err := s.enter(ctx, v, club, p); err != nil {
		return Member{}, err
	}
	m, err := s.store.Member(ctx, member)
	if err == nil && m.Club != club {
		err = fault.NotFound
	}
	if err != nil {
		return Member{}, err
	}
	return m, nil
}

func (s *Service) woken(err error) error {
	if err == nil {
		s.wake()
	}
	return err
}

// One returns a member of a club to the board. fault.NotFound for who is not in.
func (s *Service) One(ctx context.Context, v viewer.Viewer, club, member string) (_ Member, err error) {
	defer fault.Wrap(&err, "club.One(%.40q)", member)
	m, err := s.of(ctx, v, club, member, Office)
	if err == nil && m.State != In {
		err = fault.NotFound
	}
	return m, err
}

// Known is a member whom others have seen act in a club: the zero Member when they are gone.
func (s *Service) Known(ctx context.Context, member string) (Member, error) {
	m, err := s.store.Member(ctx, member)
	return m, orMissing(err)
}

// Leave takes v out, with what they answered. Who alone presides hands over first. Done twice it is done once. Errors: as At; fault.SignedOut;
// ErrLastChair.
func (s *Service) Leave(ctx context.Context, v viewer.Viewer, club string) (err error) {
	defer fault.Wrap(&err, "club.Leave(%.40q)", club)
	if !v.SignedIn() {
		return fault.SignedOut
	}
	h, err := s.At(ctx, v, club)
	if err != nil || h.Me.State != In {
		return err
	}
	if err := s.stand(ctx, club, h.Me.ID, Ordinary); err != nil {
		return err
	}
	return s.store.RemoveMember(ctx, h.Me.ID)
}

// stand gives a member a role in one write of the room. ErrLastChair when nobody would preside.
func (s *Service) stand(ctx context.Context, club, member string, role Role) error {
	_, err := s.store.UpdateRoom(ctx, club, func(r *Room) error {
		had := r.Role(member)
		r.seat(member, role)
		if had == Chair && len(r.chairs()) == 0 {
			return ErrLastChair
		}
		return nil
	})
	return err
}

// Remove takes a member out, with a reason that they read. The board may; who presides is removed by nobody, only another who presides may
// first give them another role. Errors: as Enter; fault.NotFound, fault.Forbidden; fault.Fields.
func (s *Service) Remove(ctx context.Context, v viewer.Viewer, club, member, reason string) (err error) {
	defer fault.Wrap(&err, "club.Remove(%.40q)", member)
	h, err := s.enter(ctx, v, club, Office)
	if err != nil {
		return err
	}
	m, err := s.One(ctx, v, club, member)
	if err == nil && !h.MayRemove(member) {
		err = fault.Forbidden
	}
	if err != nil {
		return err
	}
	if reason, err = checkReason(reason); err != nil {
		return err
	}
	if err := s.stand(ctx, club, member, Ordinary); err != nil {
		return err
	}
	_, err = s.store.UpdateMember(ctx, m.ID, func(m *Member) error {
		if m.State != In {
			return ErrOver
		}
		m.State, m.By, m.Word, m.Expires = Removed, v.Account, reason, s.now().AddDate(0, 0, removalDays)
		m.Owes = nil
		m.Owes.Owe(id.New(), OwesDecided, s.now())
		return nil
	})
	return s.woken(err)
}

// SetRole says what a member does in the club: who presides says it, of themselves too. Errors: as Enter; fault.NotFound;
// fault.Invalid; ErrLastChair.
func (s *Service) SetRole(ctx context.Context, v viewer.Viewer, club, member string, role Role) (err error) {
	defer fault.Wrap(&err, "club.SetRole(%.40q)", member)
	if !slices.Contains(Roles[:], role) {
		return fault.Invalid
	}
	h, err := s.enter(ctx, v, club, Helm)
	if err != nil {
		return err
	}
	m, err := s.One(ctx, v, club, member)
	if err != nil || h.Room.Role(member) == role {
		return err
	}
	if err := s.stand(ctx, club, member, role); err != nil {
		return err
	}
	return s.seated(ctx, club, m.ID, v.Account)
}

// seated tells a member of their role, unless they gave it to themself. Who left meanwhile has no seat.
func (s *Service) seated(ctx context.Context, club, member, by string) error {
	_, err := s.store.UpdateMember(ctx, member, func(m *Member) error {
		if m.State != In {
			return fault.NotFound
		}
		if m.Account != by {
			m.Owes.Owe(id.New(), OwesRole, s.now())
		}
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		_, err = s.store.UpdateRoom(ctx, club, func(r *Room) error { r.seat(member, Ordinary); return nil })
	}
	return s.woken(err)
}

// HandOver gives the presidency of v to another member, in one write: v is an ordinary member then, and may leave. Errors: as SetRole;
// fault.Forbidden for who does not preside themself.
func (s *Service) HandOver(ctx context.Context, v viewer.Viewer, club, to string) (err error) {
	defer fault.Wrap(&err, "club.HandOver(%.40q)", to)
	h, err := s.enter(ctx, v, club, Helm)
	if err == nil && h.Role() != Chair {
		err = fault.Forbidden
	}
	if err != nil {
		return err
	}
	m, err := s.One(ctx, v, club, to)
	if err == nil && m.ID == h.Me.ID {
		err = fault.Invalid
	}
	if err != nil {
		return err
	}
	_, err = s.store.UpdateRoom(ctx, club, func(r *Room) error {
		if r.Role(h.Me.ID) != Chair {
			return fault.Forbidden
		}
		r.seat(m.ID, Chair)
		r.seat(h.Me.ID, Ordinary)
		return nil
	})
	if err != nil {
		return err
	}
	return s.seated(ctx, club, m.ID, v.Account)
}

// Renew writes down the kind of a membership and until which day it is « à jour »; the zero day: it is not. The board may. Errors: as Enter;
// fault.NotFound; fault.Fields.
func (s *Service) Renew(ctx context.Context, v viewer.Viewer, club, member string, d Renewal) (err error) {
	defer fault.Wrap(&err, "club.Renew(%.40q)", member)
	h, err := s.enter(ctx, v, club, Office)
	if err != nil {
		return err
	}
	if _, err := s.One(ctx, v, club, member); err != nil {
		return err
	}
	kind, paid, err := d.check(&h.Room)
	if err != nil {
		return err
	}
	_, err = s.store.UpdateMember(ctx, member, func(m *Member) error {
		m.Kind, m.Paid = kind, paid
		m.remind(s.now())
		return nil
	})
	return err
}

// Choose writes down what v wants as a member. Errors: as Enter.
func (s *Service) Choose(ctx context.Context, v viewer.Viewer, club string, d Wishes) (err error) {
	defer fault.Wrap(&err, "club.Choose(%.40q)", club)
	h, err := s.enter(ctx, v, club, Inner)
	if err == nil && h.Me.State != In {
		err = fault.Forbidden
	}
	if err != nil {
		return err
	}
	_, err = s.store.UpdateMember(ctx, h.Me.ID, func(m *Member) error {
		m.Listed, m.Quiet, m.Unasked = d.Listed, d.Quiet, d.Unasked
		m.remind(s.now())
		return nil
	})
	return err
}

// standard is how many members a page of a list has.
const standard = 50

// Members lists those of a club in one state, by name: those who are in to members, the others to the board. Errors: as Enter.
func (s *Service) Members(ctx context.Context, v viewer.Viewer, club string, of State, req page.Req) (_ page.Of[Member], err error) {
	defer fault.Wrap(&err, "club.Members(%.40q)", club)
	part := Office
	if of == In {
		part = Inner
	}
	if _, err := s.enter(ctx, v, club, part); err != nil {
		return page.Of[Member]{}, err
	}
	return s.store.MembersAmong(ctx, Among(club, of), req.Clamp(standard))
}

// Listed lists the members who let everybody see that they are, by name.
func (s *Service) Listed(ctx context.Context, club string, req page.Req) (page.Of[Member], error) {
	return s.store.ListedMembers(ctx, club, req.Clamp(standard))
}

// MostCounted is the number above which nobody counts.
const MostCounted = 1000

// Count counts the members of a club, up to MostCounted.
func (s *Service) Count(ctx context.Context, club string, of State) (int, error) {
	return s.store.CountMembers(ctx, Among(club, of), MostCounted)
}
