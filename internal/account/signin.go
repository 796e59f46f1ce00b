package account

import (
	"context"
	"errors"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// ErrWrong is the fault.Fields of every failed sign-in: it does not tell whether the address is known.
var ErrWrong = fault.Fields{FieldPassword: "L'adresse e-mail ou le mot de passe ne convient pas."}

// SignIn checks a password and returns the account. An unknown address takes as long as a wrong password.
// Errors: fault.Fields; fault.TooManyFor while the account waits after wrong passwords.
func (s *Service) SignIn(ctx context.Context, email, password string) (_ Account, err error) {
	defer fault.Wrap(&err, "account.SignIn")
	a, err := s.store.ByEmail(ctx, text.Line(email))
	if err != nil && !errors.Is(err, fault.NotFound) {
		return Account{}, err
	}
	known := err == nil
	if !known {
		if a.Failures, err = s.guessed(ctx, email); err != nil {
			return Account{}, err
		}
	}
	if wait := a.Failures.until().Sub(s.now()); wait > 0 {
		return Account{}, fault.TooManyFor{Most: freeTries, Wait: wait}
	}
	if len(password) > MaxPassword {
		return Account{}, ErrWrong
	}
	right, stale, err := s.hasher.Check(ctx, a.Password, password)
	switch {
	case err != nil:
		return Account{}, err
	case !known:
		return Account{}, s.failedUnknown(ctx, email)
	case !right:
		return Account{}, orWrong(s.failed(ctx, a.ID))
	}
	a, err = s.entered(ctx, a, password, stale)
	return a, orWrong(err)
}

// orWrong makes one answer of two: an account that was erased while its password was looked at is unknown.
func orWrong(err error) error {
	if errors.Is(err, fault.NotFound) {
		return ErrWrong
	}
	return err
}

// freeTries is how many wrong passwords cost nothing; then the wait doubles from 1 s to 15 min.
const freeTries = 10

// until is when the next try is heard.
func (f Failures) until() time.Time {
	if f.Count < freeTries {
		return time.Time{}
	}
	return f.Last.Add(min(time.Second<<min(f.Count-freeTries, 10), 15*time.Minute))
}

func (s *Service) failed(ctx context.Context, account string) error {
	_, err := s.store.Update(ctx, account, func(a *Account) error {
		a.Failures.miss(s.now())
		return nil
	})
	if err != nil {
		return err
	}
	return ErrWrong
}

// guessed are the wrong passwords that were tried at an address without account: it is made to wait as one with an account
// is, or the wait would tell one from the other.
func (s *Service) guessed(ctx context.Context, email string) (Failures, error) {
	t, err := s.tickets.Ticket(ctx, guessesAt(email))
	if errors.Is(err, fault.NotFound) {
		return Failures{}, nil
	}
	return Failures{Count: t.Tries, Last: t.Created}, err
}

// failedUnknown is failed for an address without account. It writes too, since a write is what the time of an answer would
// tell one from the other by.
func (s *Service) failedUnknown(ctx context.Context, email string) error {
	_, err := s.tickets.UpdateTicket(ctx, guessesAt(email), func(t *Ticket) error {
		s.miss(t)
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		t := Ticket{Digest: guessesAt(email), Purpose: Guessed}
		s.miss(&t)
		err = s.tickets.PutTicket(ctx, t)
	}
	var taken fault.Taken
	if err != nil && !errors.As(err, &taken) { // taken: another guess at the same instant
		return err
	}
	return ErrWrong
}

// miss counts one more guess; the ticket ends when the guesses are forgotten.
func (s *Service) miss(t *Ticket) {
	f := Failures{Count: t.Tries, Last: t.Created}
	f.miss(s.now())
	t.Tries, t.Created, t.Expires = f.Count, f.Last, f.Last.Add(forgotten)
}

// guessesAt is the digest of the ticket that counts the guesses at an address.
func guessesAt(email string) string { return id.Digest("essais\x00" + text.Fold(email)) }

// entered forgets failures and brings an old hash up to date.
func (s *Service) entered(ctx context.Context, a Account, password string, stale bool) (Account, error) {
	hash := a.Password
	if stale {
		fresh, err := s.hasher.Hash(ctx, password)
		if err != nil {
			return a, err
		}
		hash = fresh
	}
	if !stale && a.Failures.Count == 0 {
		return a, nil
	}
	return s.store.Update(ctx, a.ID, func(a *Account) error {
		a.Password, a.Failures = hash, Failures{}
		return nil
	})
}
