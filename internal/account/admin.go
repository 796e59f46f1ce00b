package account

import (
	"context"
	"errors"
	"fmt"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Grant gives the account of an e-mail a role; its log and a letter say so. fault.NotFound when nobody has signed up
// with it.
func (s *Service) Grant(ctx context.Context, email string, role viewer.Role) (_ Account, err error) {
	defer fault.Wrap(&err, "account.Grant(%s)", role)
	a, err := s.store.ByEmail(ctx, email)
	if err != nil {
		return a, err
	}
	a, err = s.store.Update(ctx, a.ID, func(a *Account) error {
		if a.Role != role {
			a.Role = role
			a.note(s.now(), RoleChanged, "")
		}
		return nil
	})
	if err != nil {
		return a, err
	}
	s.wake()
	return a, nil
}

// ResetFactors takes every second factor from the account of an e-mail, for a member who has lost them all and has shown
// to whoever runs the machine that it is them: application, passkeys and printed codes. Every browser is signed out, what
// was half way in is over, and a letter says so. fault.NotFound when nobody has signed up with it; fault.Conflict when there
// is no factor.
func (s *Service) ResetFactors(ctx context.Context, email string) (_ Account, err error) {
	defer fault.Wrap(&err, "account.ResetFactors")
	a, err := s.store.ByEmail(ctx, text.Line(email))
	if err != nil {
		return a, err
	}
	a, err = s.store.Update(ctx, a.ID, func(a *Account) error {
		if !a.Factored() {
			return fmt.Errorf("no factor: %w", fault.Conflict)
		}
		a.Totp, a.Keys, a.Rescue, a.Missed = nil, nil, nil, Failures{}
		a.note(s.now(), FactorsReset, "")
		return nil
	})
	if err != nil {
		return a, err
	}
	s.wake()
	return a, errors.Join(s.closeOthers(ctx, a.ID, ""), s.tickets.EndTickets(ctx, a.ID))
}

// Admins lists those who have a role.
func (s *Service) Admins(ctx context.Context, role viewer.Role) ([]Account, error) {
	return s.store.WithRole(ctx, role, 100)
}

// Invite returns the secret of a one-time link that makes the first administrator, or "" when there is one already.
func (s *Service) Invite(ctx context.Context) (secret string, err error) {
	admins, err := s.store.WithRole(ctx, viewer.Admin, 1)
	if err != nil || len(admins) > 0 {
		return "", err
	}
	secret = id.Secret()
	return secret, s.tickets.PutTicket(ctx, Ticket{Digest: id.Digest(secret), Purpose: FirstAdmin, Expires: s.now().Add(ticketAtMost)})
}

// Accept makes the account the first administrator. The link works once, for a day, and only while there is none:
// fault.NotFound otherwise.
func (s *Service) Accept(ctx context.Context, account, secret string) (_ Account, err error) {
	defer fault.Wrap(&err, "account.Accept")
	ticket, err := s.tickets.TakeTicket(ctx, id.Digest(secret))
	if err != nil {
		return Account{}, err
	}
	admins, err := s.store.WithRole(ctx, viewer.Admin, 1)
	if err != nil {
		return Account{}, err
	}
	if ticket.Purpose != FirstAdmin || !s.now().Before(ticket.Expires) || len(admins) > 0 {
		return Account{}, fmt.Errorf("the link is over: %w", fault.NotFound)
	}
	a, err := s.store.Update(ctx, account, func(a *Account) error { a.Role = viewer.Admin; return nil })
	if errors.Is(err, fault.NotFound) {
		return a, fault.SignedOut
	}
	return a, err
}
