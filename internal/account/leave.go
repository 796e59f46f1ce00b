package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Leaving is the wish of a member that their account be deleted, or what comes of one that nobody uses. While it is there the
// account can do nothing but undo it; when nobody asked for it, signing in undoes it.
type Leaving struct {
	Asked time.Time `json:"asked"`
	Until time.Time `json:"until"`           // when all is erased, unless the wish is taken back before
	Begun bool      `json:"begun,omitempty"` // the erasing has begun: it cannot be taken back any more
	Pages bool      `json:"pages,omitempty"` // there were pages when it began

	Lapsed bool `json:"lapsed,omitempty"` // nobody asked for it: nobody used the account for LapseYears
}

// LeaveDays is how long the wish can be taken back, in days; what is left of the last night comes on top.
const LeaveDays = 14

// The debts of an account that leaves: package leave pays them.
const (
	OwesHide  = "cacher"  // its pages are hidden
	OwesShow  = "montrer" // they are seen again: it stays
	OwesErase = "effacer" // all that it has is erased
)

// leaveKinds are the debts that package leave takes.
var leaveKinds = []string{OwesHide, OwesShow, OwesErase, OwesLapse}

// Leaves reports whether the account will be deleted.
func (a *Account) Leaves() bool { return a.Leaving != nil }

// night is the first three o'clock of UTC from an instant on. All that a day has to erase is erased in one go.
func night(t time.Time) time.Time {
	at := t.UTC().Truncate(24 * time.Hour).Add(3 * time.Hour)
	if at.Before(t) {
		at = at.Add(24 * time.Hour)
	}
	return at
}

// Until is when an account that asks at now would be erased.
func Until(now time.Time) time.Time { return night(now.Add(LeaveDays * 24 * time.Hour)) }

// errLastAdmin is what the only administrator hears.
var errLastAdmin = fault.Fields{FieldEmail: "Vous êtes le seul administrateur : donnez d'abord ce rôle à quelqu'un d'autre."}

// Leave asks for an account to be deleted; its member types its e-mail to show that they mean it. It can do nothing from
// now on, every browser is signed out, and its pages are owed to be hidden. Asked twice it is asked once. Errors:
// fault.Fields.
func (s *Service) Leave(ctx context.Context, account, email, agent string) (a Account, err error) {
	defer fault.Wrap(&err, "account.Leave")
	if a, err = s.store.Get(ctx, account); err != nil {
		return a, err
	}
	if text.Fold(text.Line(email)) != text.Fold(a.Email) {
		return a, fault.Fields{FieldEmail: "Ce n'est pas l'adresse de votre compte : écrivez-la en entier."}
	}
	if err := s.notLast(ctx, a); err != nil {
		return a, err
	}
	a, err = s.store.Update(ctx, account, func(a *Account) error {
		if !a.Leaves() {
			a.leave(s.now(), Leaving{}, cutAgent(agent))
		}
		return nil
	})
	if err != nil {
		return a, err
	}
	s.wake()
	return a, s.closeOthers(ctx, account, "")
}

// leave begins the deletion of an account.
func (a *Account) leave(now time.Time, l Leaving, agent string) {
	l.Asked, l.Until = now, Until(now)
	a.Leaving, a.Lapse = &l, nil
	a.Owes.Drop(OwesShow)
	a.Owes.Drop(OwesLapse)
	a.owe(OwesHide, now)
	a.owe(OwesErase, l.Until)
	what := Closing
	switch {
	case l.Lapsed && a.Suspended != nil:
		what = LapsingShut
	case l.Lapsed:
		what = Lapsed
	}
	a.note(now, what, agent).Until = l.Until
}

// stay takes the deletion of an account back, or returns ErrOver once the time is over.
func (a *Account) stay(now time.Time, agent string) error {
	if a.Leaving.Begun || !now.Before(a.Leaving.Until) {
		return ErrOver
	}
	a.reopen(now, agent)
	return nil
}

func (a *Account) reopen(now time.Time, agent string) {
	a.Leaving = nil
	a.Owes.Drop(OwesHide)
	a.Owes.Drop(OwesErase)
	a.owe(OwesShow, now)
	a.note(now, Kept, agent)
	a.use(now)
}

// wake takes back a deletion that nobody asked for, since somebody is there; what is over is over.
func (a *Account) wake(now time.Time, agent string) {
	if a.Leaves() && a.Leaving.Lapsed {
		_ = a.stay(now, agent)
	}
	a.use(now)
}

func (a *Account) owe(kind string, due time.Time) {
	a.Owes = append(a.Owes, debt.Debt{ID: id.New(), Kind: kind, Due: due})
}

// notLast refuses the only administrator.
func (s *Service) notLast(ctx context.Context, a Account) error {
	if a.Role != viewer.Admin {
		return nil
	}
	admins, err := s.store.WithRole(ctx, viewer.Admin, 20)
	if err != nil {
		return err
	}
	for i := range admins {
		if admins[i].ID != a.ID && !admins[i].Leaves() {
			return nil
		}
	}
	return errLastAdmin
}

// Keep takes the wish back: the account is as it was, and its pages are owed to be seen again. Errors: ErrOver once the
// time is over.
func (s *Service) Keep(ctx context.Context, account, agent string) (_ Account, err error) {
	defer fault.Wrap(&err, "account.Keep")
	a, err := s.store.Update(ctx, account, func(a *Account) error {
		if !a.Leaves() {
			return nil
		}
		return a.stay(s.now(), cutAgent(agent))
	})
	if err == nil {
		s.wake()
	}
	return a, err
}

// TakeLeaving returns accounts with something due of OwesHide, OwesShow, OwesErase or OwesLapse, and puts it off by lease.
func (s *Service) TakeLeaving(ctx context.Context, lease time.Duration, limit int) ([]Account, error) {
	return s.store.TakeDue(ctx, s.now(), lease, limit, leaveKinds...)
}

// Settle clears a debt that was paid. An account that is gone is no error.
func (s *Service) Settle(ctx context.Context, account string, paid debt.Debt) error {
	_, err := s.store.Update(ctx, account, func(a *Account) error { a.Owes.Clear(paid); return nil })
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// ErrStays is the fault.Conflict of an account that is not to be erased, or not yet.
var ErrStays = fmt.Errorf("the account stays: %w", fault.Conflict)

// BeginErase notes that an account is being erased, whose time has come: nothing can be kept any more. Pages says
// whether it has any; what was noted first counts. Who has become the only administrator meanwhile stays. Errors: ErrStays.
func (s *Service) BeginErase(ctx context.Context, account string, pages bool) (Account, error) {
	if err := s.keepLast(ctx, account); err != nil {
		return Account{}, err
	}
	return s.store.Update(ctx, account, func(a *Account) error {
		if !a.Leaves() || s.now().Before(a.Leaving.Until) {
			return ErrStays
		}
		if !a.Leaving.Begun {
			leaving := *a.Leaving
			leaving.Begun, leaving.Pages = true, pages
			a.Leaving = &leaving
		}
		return nil
	})
}

// keepLast opens the account of the only administrator again, whose erasing has not begun, and returns ErrStays then.
func (s *Service) keepLast(ctx context.Context, account string) error {
	a, err := s.store.Get(ctx, account)
	if err != nil || !a.Leaves() || a.Leaving.Begun {
		return err
	}
	var only fault.Fields
	if err = s.notLast(ctx, a); !errors.As(err, &only) {
		return err
	}
	if _, err = s.store.Update(ctx, account, func(a *Account) error {
		if a.Leaves() {
			a.reopen(s.now(), "")
		}
		return nil
	}); err != nil {
		return err
	}
	s.wake()
	return ErrStays
}

// Erase takes away what this package keeps of an account whose erasing has begun: its name under the suspension of others,
// sessions, tickets and, last, the account itself with its e-mail. Done twice it is done once.
func (s *Service) Erase(ctx context.Context, account string) (err error) {
	defer fault.Wrap(&err, "account.Erase(%s)", account)
	if err := s.closeOthers(ctx, account, ""); err != nil {
		return err
	}
	if err := s.tickets.EndTickets(ctx, account); err != nil {
		return err
	}
	if err := s.unname(ctx, account); err != nil {
		return err
	}
	return s.store.Remove(ctx, account)
}

// Left stands for a moderator who has left the site.
const Left = "parti"

// unname takes a moderator out of what they decided.
func (s *Service) unname(ctx context.Context, account string) error {
	shut, err := s.store.Suspended(ctx, SuspendedMost)
	for _, a := range shut {
		if err != nil || a.Suspended == nil || a.Suspended.By != account {
			continue
		}
		_, err = s.store.Update(ctx, a.ID, func(a *Account) error {
			if a.Suspended != nil && a.Suspended.By == account {
				word := *a.Suspended
				word.By = Left
				a.Suspended = &word
			}
			return nil
		})
		if errors.Is(err, fault.NotFound) {
			err = nil
		}
	}
	return err
}

// Addresses are those that letters to the account went to.
func (a *Account) Addresses() []string {
	all := []string{a.Email}
	for _, l := range a.Log {
		if l.Told != "" {
			all = append(all, l.Told)
		}
	}
	return all
}
