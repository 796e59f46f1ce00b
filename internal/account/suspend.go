package account

import (
	"context"
	"time"

	"partant/internal/fault"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Suspension is why an account is shut, as its member is told (Digital Services Act, article 17).
type Suspension struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`     // account of the moderator, whom only moderators see
	Ground string    `json:"ground"` // the rule that was broken
	Reason string    `json:"reason"` // the facts
}

// Grounds are the rules that a suspension may name.
var Grounds = []string{
	"Contenu ou comportement illicite",
	"Contraire aux conditions du site",
	"Lettres ou publicité non voulues, en nombre",
	"Page ou identité qui n'est pas la leur",
}

// The form fields of a suspension, keys of fault.Fields.
const (
	FieldGround = "motif"
	FieldReason = "faits"
)

// maxReason bounds what is said of the facts, in characters.
const maxReason = 1000

// Barred is the fault.Forbidden of somebody who is who they say, and whose account is suspended.
type Barred struct {
	Suspension
	Account string // its id
}

// Error gives no reason: it goes to logs.
func (b Barred) Error() string { return "the account is suspended" }

// Is reports that every Barred is a fault.Forbidden.
func (b Barred) Is(target error) bool { return target == fault.Forbidden }

// SuspendedAt is when a was suspended; the zero time while it is open.
func (a *Account) SuspendedAt() time.Time {
	if a.Suspended == nil {
		return time.Time{}
	}
	return a.Suspended.At
}

// CanSuspend reports whether v may suspend and restore a: nobody does it to themselves or to an administrator, and only
// an administrator to a moderator.
func (a *Account) CanSuspend(v viewer.Viewer) bool {
	return v.Moderates() && v.Account != a.ID && a.Role != viewer.Admin && (a.Role != viewer.Moderator || v.Role == viewer.Admin)
}

// Suspend shuts an account until Restore: it is signed out everywhere, its pages stay, and its member is told why by
// letter. Errors: fault.Fields, fault.Forbidden, fault.NotFound; fault.Conflict when it is suspended already.
func (s *Service) Suspend(ctx context.Context, v viewer.Viewer, account, ground, reason string) (err error) {
	defer fault.Wrap(&err, "account.Suspend(%s)", account)
	ground, reason = text.Line(ground), text.Lines(reason)
	if err := checkSuspension(ground, reason); err != nil {
		return err
	}
	_, err = s.store.Update(ctx, account, func(a *Account) error {
		switch {
		case !a.CanSuspend(v):
			return fault.Forbidden
		case a.Suspended != nil:
			return fault.Conflict
		}
		a.Suspended = &Suspension{At: s.now(), By: v.Account, Ground: ground, Reason: reason}
		a.owe(OwesVoice, s.now())
		a.note(s.now(), Suspended, "").Reason = "Motif : " + ground + ".\nFaits : " + reason
		return nil
	})
	if err != nil {
		return err
	}
	s.wake()
	return s.closeOthers(ctx, account, "")
}

func checkSuspension(ground, reason string) error {
	wrong := fault.Fields{}
	known := false
	for _, g := range Grounds {
		known = known || g == ground
	}
	if !known {
		wrong.Add(FieldGround, "Choisissez la règle qui n'a pas été respectée.")
	}
	if n := text.Len(reason); n < 10 || n > maxReason {
		wrong.Add(FieldReason, "Dites les faits, en une phrase au moins et mille caractères au plus : la personne les lira.")
	}
	return wrong.Err()
}

// Restore opens an account again. One that is open is left alone. Errors: fault.Forbidden, fault.NotFound.
func (s *Service) Restore(ctx context.Context, v viewer.Viewer, account string) (err error) {
	defer fault.Wrap(&err, "account.Restore(%s)", account)
	_, err = s.store.Update(ctx, account, func(a *Account) error {
		if !a.CanSuspend(v) {
			return fault.Forbidden
		}
		if a.Suspended != nil {
			a.Suspended = nil
			a.owe(OwesVoice, s.now())
			a.note(s.now(), Restored, "")
			a.wake(s.now(), "") // while it was shut, nobody could use it
		}
		return nil
	})
	if err == nil {
		s.wake()
	}
	return err
}

// SuspendedMost is how many SuspendedOnes lists.
const SuspendedMost = 100

// SuspendedOnes lists up to SuspendedMost accounts that are suspended, the last one first. fault.Forbidden.
func (s *Service) SuspendedOnes(ctx context.Context, v viewer.Viewer) ([]Account, error) {
	if !v.Moderates() {
		return nil, fault.Forbidden
	}
	return s.store.Suspended(ctx, SuspendedMost)
}

// Find returns the account of an e-mail address to a moderator. fault.Forbidden, fault.NotFound.
func (s *Service) Find(ctx context.Context, v viewer.Viewer, email string) (Account, error) {
	if !v.Moderates() {
		return Account{}, fault.Forbidden
	}
	return s.store.ByEmail(ctx, text.Line(email))
}

// Look returns an account to a moderator. fault.Forbidden, fault.NotFound.
func (s *Service) Look(ctx context.Context, v viewer.Viewer, account string) (Account, error) {
	if !v.Moderates() {
		return Account{}, fault.Forbidden
	}
	return s.store.Get(ctx, account)
}
