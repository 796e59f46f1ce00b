package account

import (
	"context"
	"crypto/hmac"
	"errors"

	"partant/internal/fault"
	"partant/internal/id"
)

// OpenAgenda gives a member's own calendar an address; the one that it had leads nowhere from then on.
func (s *Service) OpenAgenda(ctx context.Context, account string) (_ Account, err error) {
	defer fault.Wrap(&err, "account.OpenAgenda")
	return s.store.Update(ctx, account, func(a *Account) error { a.Agenda = id.New(); return nil })
}

// CloseAgenda takes the address away. Done twice it is done once.
func (s *Service) CloseAgenda(ctx context.Context, account string) (err error) {
	defer fault.Wrap(&err, "account.CloseAgenda")
	_, err = s.store.Update(ctx, account, func(a *Account) error { a.Agenda = ""; return nil })
	return err
}

// AgendaLink is the secret part of the address of a's own calendar: the account, and a word that is derived and not kept. Empty: it has
// none.
func (s *Service) AgendaLink(a *Account) string {
	if a.Agenda == "" {
		return ""
	}
	return a.ID + "/" + s.agendaMark(a)
}

func (s *Service) agendaMark(a *Account) string {
	return id.Mark(s.stops, "agenda", a.ID, a.Agenda)
}

// OfAgenda returns the account of an AgendaLink. fault.NotFound, also while the account is suspended or leaves: what others can tell of
// a secret is that it is none.
func (s *Service) OfAgenda(ctx context.Context, account, mark string) (_ Account, err error) {
	defer fault.Wrap(&err, "account.OfAgenda")
	if len(s.stops) == 0 || !id.Valid(account) {
		return Account{}, fault.NotFound
	}
	a, err := s.store.Get(ctx, account)
	if err == nil && (a.Agenda == "" || a.Leaves() || a.Suspended != nil || !hmac.Equal([]byte(mark), []byte(s.agendaMark(&a)))) {
		err = fault.NotFound
	}
	if errors.Is(err, fault.NotFound) {
		return Account{}, fault.NotFound
	}
	return a, err
}
