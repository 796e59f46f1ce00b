package account

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"

	"partant/internal/fault"
	"partant/internal/id"
)

// Halfway is for somebody whose first factor was right and whose account asks for a second: no session yet, but a secret
// for their browser, good for five minutes and five guesses.
func (s *Service) Halfway(ctx context.Context, a Account, next string) (browser string, err error) {
	return s.keep(ctx, Ticket{Purpose: ToVerify, Account: a.ID, Next: next}, secondAtMost)
}

// Verifying returns the account that a browser is half way into; ErrOver.
func (s *Service) Verifying(ctx context.Context, browser string) (Account, error) {
	t, err := s.verifying(ctx, browser)
	if err != nil {
		return Account{}, err
	}
	a, err := s.store.Get(ctx, t.Account)
	return a, over(err)
}

// verifying is held for whatever account the ticket is of.
func (s *Service) verifying(ctx context.Context, browser string) (Ticket, error) {
	t, err := s.tickets.Ticket(ctx, id.Digest(browser))
	if err == nil && !s.good(t, ToVerify, t.Account) {
		err = ErrOver
	}
	return t, over(err)
}

// errMissed is a second factor that is not right: whoever edits an account because of it changes nothing.
var errMissed = errors.New("the code is wrong")

// VerifyByCode lets in who typed a code of their application, or one of their printed codes. The session may be strong.
// Errors: fault.Fields while it may be tried again; fault.TooManyFor while the account waits after wrong codes; ErrOver.
func (s *Service) VerifyByCode(ctx context.Context, browser, typed, agent string) (_ Passage, err error) {
	defer fault.Wrap(&err, "account.VerifyByCode")
	a, err := s.Verifying(ctx, browser)
	if err != nil {
		return Passage{}, err
	}
	if wait := a.Missed.until().Sub(s.now()); wait > 0 {
		return Passage{}, fault.TooManyFor{Most: freeTries, Wait: wait}
	}
	t, left, err := s.try(ctx, browser, ToVerify, a.ID)
	if err != nil {
		return Passage{}, err
	}
	wrong := errFactor
	if a.Totp == nil || strings.ContainsFunc(typed, unicode.IsLetter) {
		wrong = errPrinted
	}
	a, err = s.store.Update(ctx, a.ID, func(a *Account) error { return s.fits(a, typed, agent) })
	if errors.Is(err, errMissed) {
		return Passage{}, errors.Join(wrong(left), s.missed(ctx, t.Account))
	}
	if err != nil {
		return Passage{}, over(err)
	}
	s.wake()
	return s.verified(ctx, t, a)
}

// fits takes the code that was typed, in the write that forgets it: none is good twice. errMissed.
func (s *Service) fits(a *Account, typed, agent string) error {
	if a.Totp != nil {
		if step, ok := s.factors.Codes.Check(a.Totp.Secret, typed, s.now(), a.Totp.Last); ok {
			a.Totp.Last, a.Missed = step, Failures{}
			return nil
		}
	}
	if !a.rescued(typed) {
		return errMissed
	}
	a.Missed = Failures{}
	a.note(s.now(), RescueUsed, cutAgent(agent))
	return nil
}

// missed counts a wrong code on the account, so that many tickets are not many guesses.
func (s *Service) missed(ctx context.Context, account string) error {
	_, err := s.store.Update(ctx, account, func(a *Account) error { a.Missed.miss(s.now()); return nil })
	return err
}

// verified ends the second step, once.
func (s *Service) verified(ctx context.Context, t Ticket, a Account) (Passage, error) {
	if _, err := s.tickets.TakeTicket(ctx, t.Digest); err != nil {
		return Passage{}, over(err)
	}
	return Passage{Account: a, Email: a.Email, Next: t.Next}, nil
}

// forgotten is how long after the last failure counting begins anew.
const forgotten = time.Hour

// miss counts one more, or begins anew.
func (f *Failures) miss(now time.Time) {
	if now.Sub(f.Last) > forgotten {
		f.Count = 0
	}
	f.Count, f.Last = f.Count+1, now
}
