package club

import (
	"context"
	"crypto/subtle"
	"errors"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// fits reports whether a secret is that of the link.
func (l *Link) fits(secret string) bool { return l != nil && same(id.Digest(secret), l.Proof) }

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// OpenLink makes a link that lets in whoever holds it, and returns its secret, which nothing keeps: the one before is over. The board may.
// Errors: as Enter.
func (s *Service) OpenLink(ctx context.Context, v viewer.Viewer, club string) (secret string, err error) {
	defer fault.Wrap(&err, "club.OpenLink(%.40q)", club)
	if _, err := s.enter(ctx, v, club, Office); err != nil {
		return "", err
	}
	secret = id.Secret()
	_, err = s.store.UpdateRoom(ctx, club, func(r *Room) error {
		r.Link = &Link{Proof: id.Digest(secret), By: v.Account, Made: s.now()}
		return nil
	})
	return secret, err
}

// CloseLink ends the link. Errors: as Enter.
func (s *Service) CloseLink(ctx context.Context, v viewer.Viewer, club string) (err error) {
	defer fault.Wrap(&err, "club.CloseLink(%.40q)", club)
	if _, err := s.enter(ctx, v, club, Office); err != nil {
		return err
	}
	_, err = s.store.UpdateRoom(ctx, club, func(r *Room) error { r.Link = nil; return nil })
	return err
}

// Holds reports whether a secret is that of the link of a room.
func (h *Here) Holds(secret string) bool { return h.Room.Link.fits(secret) }

// invitedMost is how many invitations of a club may wait at once.
const invitedMost = 600

// Invite writes to somebody who may come in with any account. Errors: as Enter; fault.Fields of FieldEmail.
func (s *Service) Invite(ctx context.Context, v viewer.Viewer, club, email string) (err error) {
	defer fault.Wrap(&err, "club.Invite(%.40q)", club)
	if _, err := s.enter(ctx, v, club, Office); err != nil {
		return err
	}
	email = text.Line(email)
	fate, err := s.fate(ctx, club, email)
	if err == nil && fate != Written {
		err = fault.Fields{FieldEmail: fate.Why()}
	}
	if err != nil {
		return err
	}
	return s.woken(s.invite(ctx, v, club, email))
}

// invite stores an invitation with its letter. One that waits stays as it is.
func (s *Service) invite(ctx context.Context, v viewer.Viewer, club, email string) error {
	secret, now := id.Secret(), s.now()
	m := Member{ID: InvitedID(club, email), Club: club, Name: email, State: Invited, Created: now, By: v.Account,
		Guest: &Guest{Email: email, Sealed: secret, Proof: id.Digest(secret)}, Expires: now.AddDate(0, 0, offerDays)}
	m.Owes.Owe(id.New(), OwesLetter, now)
	err := s.store.InsertMember(ctx, m)
	if !errors.Is(err, fault.Taken{Field: "id"}) {
		return err
	}
	_, err = s.store.UpdateMember(ctx, m.ID, func(is *Member) error {
		if s.now().Before(is.Expires) {
			return nil
		}
		rev := is.Rev
		*is = m
		is.Rev = rev
		return nil
	})
	return err
}

// Fate is what becomes of an address that is to be invited.
type Fate int

// The fates.
const (
	Written Fate = iota // a letter leaves
	Waits               // one has left already
	Said                // they said no not long ago
	Wrong               // it is no address
	Twice               // it stands in the list above
	Full                // too many wait already
)

// Why says what keeps an address from being written to.
func (f Fate) Why() string {
	switch f {
	case Waits:
		return "Une invitation attend déjà à cette adresse."
	case Said:
		return "Cette personne a dit non il y a moins de trois mois : laissez-lui faire le premier pas."
	case Wrong:
		return "Cette adresse e-mail n'est pas complète : écrivez par exemple prenom@exemple.fr."
	case Twice:
		return "Cette adresse est déjà plus haut dans la liste."
	case Full:
		return "Beaucoup d'invitations attendent déjà : laissez-leur le temps de répondre."
	}
	return ""
}

func (s *Service) fate(ctx context.Context, club, email string) (Fate, error) {
	if !text.IsAddress(email) {
		return Wrong, nil
	}
	m, err := s.store.Member(ctx, InvitedID(club, email))
	switch {
	case err == nil && s.now().Before(m.Expires) && m.State == Declined:
		return Said, nil
	case err == nil && s.now().Before(m.Expires):
		return Waits, nil
	case err != nil && !errors.Is(err, fault.NotFound):
		return Wrong, err
	}
	n, err := s.store.CountMembers(ctx, Among(club, Invited), invitedMost)
	if err == nil && n >= invitedMost {
		return Full, nil
	}
	return Written, err
}

// Cancel takes back an invitation that nobody has answered: the board. Errors: as Enter; fault.NotFound.
func (s *Service) Cancel(ctx context.Context, v viewer.Viewer, club, member string) (err error) {
	defer fault.Wrap(&err, "club.Cancel(%.40q)", member)
	m, err := s.of(ctx, v, club, member, Office)
	if err != nil || m.State != Invited {
		return err
	}
	return s.store.RemoveMember(ctx, member)
}

// Lift forgets that the board said no to somebody, or took them out: they may come again. Errors: as Enter; fault.NotFound.
func (s *Service) Lift(ctx context.Context, v viewer.Viewer, club, member string) (err error) {
	defer fault.Wrap(&err, "club.Lift(%.40q)", member)
	m, err := s.of(ctx, v, club, member, Office)
	if err != nil || m.State != Refused && m.State != Removed {
		return err
	}
	return s.store.RemoveMember(ctx, member)
}

// Invitation returns what the link of a letter leads to: the room, whoever looks, and the invitation. fault.NotFound when it was taken,
// withdrawn, declined or is too old.
func (s *Service) Invitation(ctx context.Context, v viewer.Viewer, invitation, secret string) (h Here, m Member, err error) {
	defer fault.Wrap(&err, "club.Invitation(%.40q)", invitation)
	m, err = s.store.Member(ctx, invitation)
	if err == nil && (m.State != Invited || m.Guest == nil || !same(id.Digest(secret), m.Guest.Proof) || !s.now().Before(m.Expires)) {
		err = fault.NotFound
	}
	if err == nil {
		h, err = s.At(ctx, v, m.Club)
	}
	if err == nil && !h.Room.IsOpen() {
		err = fault.NotFound
	}
	return h, m, err
}

// Accept has v come in by the link of a letter, whatever account the letter went to. Errors: fault.SignedOut; as Invitation; fault.Fields.
func (s *Service) Accept(ctx context.Context, v viewer.Viewer, invitation, secret string, d Entry) (club string, err error) {
	defer fault.Wrap(&err, "club.Accept(%.40q)", invitation)
	if !v.SignedIn() {
		return "", fault.SignedOut
	}
	h, m, err := s.Invitation(ctx, v, invitation, secret)
	if err != nil {
		return "", err
	}
	told := Member{}
	if err := d.fill(&told, &h.Room); err != nil {
		return m.Club, err
	}
	_, err = s.admit(ctx, v.Account, m.Club, func(is *Member) error {
		is.Answers, is.Kind, is.Listed, is.By = told.Answers, told.Kind, told.Listed, m.By
		return nil
	})
	if err != nil {
		return m.Club, err
	}
	return m.Club, s.store.RemoveMember(ctx, m.ID)
}

// Decline takes the no of whoever holds the link: no account is needed for it. The address is forgotten; only that it said no is remembered,
// by an id that nobody can read it from. Errors: as Invitation.
func (s *Service) Decline(ctx context.Context, invitation, secret string) (club string, err error) {
	defer fault.Wrap(&err, "club.Decline(%.40q)", invitation)
	_, m, err := s.Invitation(ctx, viewer.Viewer{}, invitation, secret)
	if err != nil {
		return "", err
	}
	_, err = s.store.UpdateMember(ctx, m.ID, func(m *Member) error {
		*m = Member{ID: m.ID, Rev: m.Rev, Club: m.Club, State: Declined, Created: m.Created, Expires: s.now().AddDate(0, 0, refusalDays)}
		return nil
	})
	return m.Club, err
}

// LetterOf is an invitation whose letter is to leave, and its secret. Not ok: nobody is to be written to any more.
func (m *Member) LetterOf() (email, secret string, ok bool) {
	if m.State != Invited || m.Guest == nil || m.Guest.Sealed == "" {
		return "", "", false
	}
	return m.Guest.Email, m.Guest.Sealed, true
}

// Sent notes that the letter of an invitation has left: its secret is kept nowhere from now on.
func (s *Service) Sent(ctx context.Context, member, owed string) error {
	_, err := s.store.UpdateMember(ctx, member, func(m *Member) error {
		if m.Guest != nil {
			g := *m.Guest
			g.Sealed = ""
			m.Guest = &g
		}
		m.Owes.Drop(OwesLetter)
		return nil
	})
	return orMissing(err)
}

// Later notes that the letter of an invitation was tried in vain.
func (s *Service) Later(ctx context.Context, member, owed string, due time.Time) error {
	_, err := s.store.UpdateMember(ctx, member, func(m *Member) error { m.Owes.Delay(owed, due); return nil })
	return orMissing(err)
}
