package account

import (
	"context"
	"errors"
	"time"

	"partant/internal/fault"
)

// How long an account is kept that nobody uses (RGPD, article 5.1.e). Letters, pages and the register say it from here.
const (
	// LapseYears is how many years without a visit it takes until an account is deleted.
	LapseYears = 2
	// LapseNotice is how many months before that a letter warns.
	LapseNotice = 1
	// LapseReminder is how many days before that another letter warns for the last time.
	LapseReminder = 7
)

// usedEvery is how coarsely the last use of an account is kept: a session that goes on writes it once in that time.
const usedEvery = 7 * 24 * time.Hour

// slack is how late a letter about the end of an account may be before it puts that end off.
const slack = 12 * time.Hour

// OwesLapse is the debt of looking whether an account is still used: every account owes it, but for one that leaves.
// Package leave pays it.
const OwesLapse = "sans-visite"

// Lapse is how far an account has come that nobody uses.
type Lapse struct {
	Until    time.Time `json:"until"`              // when its deletion begins, unless somebody signs in before
	Reminded bool      `json:"reminded,omitempty"` // the last letter was written
}

// lapses is when an account that was last used at an instant is to be deleted, and warned is when its first letter is written.
func lapses(used time.Time) time.Time { return used.AddDate(LapseYears, 0, 0) }

func warned(lapses time.Time) time.Time { return lapses.AddDate(0, -LapseNotice, 0) }

func reminded(lapses time.Time) time.Time { return lapses.AddDate(0, 0, -LapseReminder) }

// use notes that an account is in use: what was to come of its not being used does not come.
func (a *Account) use(now time.Time) {
	a.Used, a.Lapse = now, nil
	a.lookAgain(warned(lapses(now)))
}

// lookAgain has an account owe the next look at whether it is used.
func (a *Account) lookAgain(at time.Time) {
	a.Owes.Drop(OwesLapse)
	if !a.Leaves() {
		a.owe(OwesLapse, at)
	}
}

// touch notes the use of an account by a session that goes on, when the last one that was noted is long ago. A full disk is no
// error.
func (s *Service) touch(ctx context.Context, a Account) error {
	if s.now().Sub(a.Used) < usedEvery {
		return nil
	}
	_, err := s.store.Update(ctx, a.ID, func(a *Account) error { a.use(s.now()); return nil })
	if errors.Is(err, fault.Unavailable) || errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// LookAfter does what is due for an account that nobody uses: it has a letter warn, then another, and then it has the account
// leave as if its member had asked. The only administrator stays. What was done already is not done again; an account that
// is gone is no error.
func (s *Service) LookAfter(ctx context.Context, account string) (err error) {
	defer fault.Wrap(&err, "account.LookAfter(%s)", account)
	a, err := s.store.Get(ctx, account)
	if err == nil {
		err = s.notLast(ctx, a)
	}
	var only fault.Fields
	stays := errors.As(err, &only)
	if err == nil || stays {
		_, err = s.store.Update(ctx, account, func(a *Account) error { a.lapse(s.now(), stays); return nil })
	}
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		s.wake()
	}
	return err
}

// lapse takes the step that is due at now, and has a owe the next one. A letter that comes late, since the site was away, puts
// the end off: what it says is what happens.
func (a *Account) lapse(now time.Time, stays bool) {
	end := lapses(a.Used)
	switch first := warned(end); {
	case a.Leaves():
		a.Owes.Drop(OwesLapse)
	case stays:
		a.Lapse = nil
		a.lookAgain(now.AddDate(0, LapseNotice, 0))
	case now.Before(first):
		a.lookAgain(first)
	case a.Lapse == nil:
		a.warn(now, Lapse{Until: later(end, now.AddDate(0, LapseNotice, 0).Add(-slack))}, reminded)
	case !a.Lapse.Reminded && now.Before(reminded(a.Lapse.Until)):
		a.lookAgain(reminded(a.Lapse.Until))
	case !a.Lapse.Reminded:
		a.warn(now, Lapse{Until: later(a.Lapse.Until, now.AddDate(0, 0, LapseReminder).Add(-slack)), Reminded: true}, func(end time.Time) time.Time { return end })
	case now.Before(a.Lapse.Until):
		a.lookAgain(a.Lapse.Until)
	default:
		a.leave(now, Leaving{Lapsed: true}, "")
	}
}

// warn notes a letter that says when the account will be deleted.
func (a *Account) warn(now time.Time, l Lapse, next func(time.Time) time.Time) {
	a.Lapse = &l
	what, until := Lapsing, l.Until
	if a.Suspended != nil { // nobody can sign in: the letter says when all is over
		what, until = LapsingShut, Until(l.Until)
	}
	a.note(now, what, "").Until = until
	a.lookAgain(next(l.Until))
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
