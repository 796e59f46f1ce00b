package account

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
)

// Rhythm says how often a member wants to be written to about what is new: what concerns them, and what they follow.
type Rhythm string

// The rhythms. The zero Rhythm is the one that everybody begins with.
const (
	Daily  Rhythm = ""
	AtOnce Rhythm = "tout-de-suite" // what concerns them within minutes, the rest once a day
	Weekly Rhythm = "semaine"
	Never  Rhythm = "jamais"
)

// daily is what forms send for Daily: a form that sends nothing means nothing.
const daily = "jour"

// String is what forms send.
func (r Rhythm) String() string {
	if r == Daily {
		return daily
	}
	return string(r)
}

// ParseRhythm reads what String writes, and reports whether it is one of the rhythms.
func ParseRhythm(s string) (r Rhythm, known bool) {
	if s == daily {
		return Daily, true
	}
	r = Rhythm(s)
	return r, r == AtOnce || r == Weekly || r == Never
}

// FieldRhythm is the form field of a rhythm.
const FieldRhythm = "rythme"

// The debts of a member who is to be told what is new: package mailroom pays them.
const (
	OwesDigest = "resume"  // all that is new since the last one
	OwesWord   = "nouveau" // what concerns them, of those who want it at once; its id is that of the notification that came first
)

// Hold is how long a letter about what concerns a member waits: what they read meanwhile is not in it, and what comes
// meanwhile is.
const Hold = 5 * time.Minute

// oweDigest has a owe the next digest of its rhythm. Its id is that of the account and the day: one a day, whatever happens.
func (a *Account) oweDigest(now time.Time) {
	a.Owes.Drop(OwesDigest)
	if a.Rhythm != Never {
		due := clock.Morning(a.ID, a.Rhythm == Weekly, now)
		a.Owes = append(a.Owes, debt.Debt{ID: id.Named("resume", a.ID+"\x00"+due.Format(time.DateOnly)), Kind: OwesDigest, Due: due})
	}
}

// SetRhythm keeps how often a member wants to be written to, as Rhythm.String writes it. fault.Invalid for another word.
func (s *Service) SetRhythm(ctx context.Context, account, rhythm string) (err error) {
	defer fault.Wrap(&err, "account.SetRhythm")
	r, known := ParseRhythm(rhythm)
	if !known {
		return fmt.Errorf("letters %.20q: %w", rhythm, fault.Invalid)
	}
	return s.setRhythm(ctx, account, r)
}

func (s *Service) setRhythm(ctx context.Context, account string, r Rhythm) error {
	_, err := s.store.Update(ctx, account, func(a *Account) error {
		if a.Rhythm == r {
			return nil
		}
		if a.Rhythm == Never { // what happened while they wanted to hear of nothing is not told
			a.NewsTo = s.now()
		}
		a.Rhythm = r
		a.Owes.Drop(OwesWord)
		a.oweDigest(s.now())
		return nil
	})
	return err
}

// Reachable reports whether anything is written to a about what is new.
func (a *Account) Reachable() bool { return a.Rhythm != Never && !a.Leaves() && a.Suspended == nil }

// wantsWord reports whether a is to be written to at once, and is not yet.
func (a *Account) wantsWord() bool {
	return a.Rhythm == AtOnce && a.Reachable() && !slices.ContainsFunc(a.Owes, func(d debt.Debt) bool { return d.Kind == OwesWord })
}

// Ring has an account owe the letter about a notification, when its member wants to be written to at once; one that waits
// already will tell of this one too. Done twice it is done once. An account that is gone is no error.
func (s *Service) Ring(ctx context.Context, account, notification string) (err error) {
	defer fault.Wrap(&err, "account.Ring")
	a, err := s.store.Get(ctx, account)
	if err == nil && a.wantsWord() {
		_, err = s.store.Update(ctx, account, func(a *Account) error {
			if a.wantsWord() {
				a.Owes = append(a.Owes, debt.Debt{ID: notification, Kind: OwesWord, Due: s.now().Add(Hold)})
			}
			return nil
		})
	}
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// NewsSent notes that a debt of kind OwesDigest or OwesWord was paid, and that a digest told all until an instant: the next
// one is owed. Done twice it is done once. An account that is gone is no error.
func (s *Service) NewsSent(ctx context.Context, account string, paid debt.Debt, until time.Time) (err error) {
	defer fault.Wrap(&err, "account.NewsSent")
	_, err = s.store.Update(ctx, account, func(a *Account) error {
		if !slices.ContainsFunc(a.Owes, func(d debt.Debt) bool { return d.ID == paid.ID }) {
			return nil
		}
		a.Owes.Clear(paid)
		if paid.Kind == OwesDigest {
			a.NewsTo = until
			a.oweDigest(s.now())
		}
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// WithStops gives the Service the key that links to stop letters are made with: the same in every copy of the program. Nothing
// of a link is stored.
func (s *Service) WithStops(key string) *Service {
	s.stops = []byte(key)
	return s
}

// StopLink is the secret part of the link by which whoever has a letter of an account stops them all, without signing in. It
// is the same in each letter, and good for ever.
func (s *Service) StopLink(account string) string { return account + "." + s.stopMark(account) }

func (s *Service) stopMark(account string) string {
	return id.Mark(s.stops, "arret", account)
}

// Stoppable returns the account of a StopLink, or fault.NotFound.
func (s *Service) Stoppable(ctx context.Context, link string) (_ Account, err error) {
	defer fault.Wrap(&err, "account.Stoppable")
	account, mark, _ := strings.Cut(link, ".")
	if len(s.stops) == 0 || !hmac.Equal([]byte(mark), []byte(s.stopMark(account))) {
		return Account{}, fault.NotFound
	}
	return s.store.Get(ctx, account)
}

// Stop ends the letters about what is new to the account of a StopLink. Done twice it is done once. fault.NotFound.
func (s *Service) Stop(ctx context.Context, link string) (err error) {
	defer fault.Wrap(&err, "account.Stop")
	a, err := s.Stoppable(ctx, link)
	if err != nil {
		return err
	}
	return s.setRhythm(ctx, a.ID, Never)
}
