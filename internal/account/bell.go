package account

import (
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/viewer"
)

// OwesBell is the debt of the letter that tells a moderator that something waits.
const OwesBell = "sonnette"

// BellEvery is the least time between two such letters to one account.
const BellEvery = time.Hour

// Judges reports whether a is of those who moderate: whatever its session, and as long as it is open.
func (a *Account) Judges() bool {
	return (a.Role == viewer.Moderator || a.Role == viewer.Admin) && a.Suspended == nil && !a.Leaves()
}

// crewMost bounds how many moderate.
const crewMost = 100

// Moderators are the accounts that may judge.
func (s *Service) Moderators(ctx context.Context) (ids []string, err error) {
	for _, role := range []viewer.Role{viewer.Moderator, viewer.Admin} {
		found, err := s.store.WithRole(ctx, role, crewMost)
		if err != nil {
			return nil, err
		}
		for i := range found {
			if found[i].Judges() {
				ids = append(ids, found[i].ID)
			}
		}
	}
	return ids, nil
}

// errRung ends an edit of an account whose letter is owed already.
var errRung = errors.New("the bell has rung")

// Call has every moderator told that something waits: now, or an hour after the last such letter. Done twice it is done once.
func (s *Service) Call(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "account.Call")
	all, err := s.Moderators(ctx)
	if err != nil {
		return err
	}
	for _, one := range all {
		if _, err := s.store.Update(ctx, one, s.ring); err != nil && !errors.Is(err, errRung) && !errors.Is(err, fault.NotFound) {
			return err
		}
	}
	s.wake()
	return nil
}

func (s *Service) ring(a *Account) error {
	if slices.ContainsFunc(a.Owes, func(d debt.Debt) bool { return d.Kind == OwesBell }) {
		return errRung
	}
	due := s.now()
	if next := a.Rung.Add(BellEvery); next.After(due) {
		due = next
	}
	a.Rung = due
	a.Owes = append(a.Owes, debt.Debt{ID: id.New(), Kind: OwesBell, Due: due})
	return nil
}
