package app

import (
	"context"
	"errors"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/subscriber"
	"partant/internal/viewer"
)

// successors is the subscriber.Accounts that asks accounts and follows.
type successors struct {
	accounts account.Store
	follows  *follow.Service
}

// Take implements subscriber.Accounts. What cannot be followed, since it is gone or theirs, is left out.
func (s successors) Take(ctx context.Context, email string, wants []subscriber.Want) (bool, error) {
	a, err := s.accounts.ByEmail(ctx, email)
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for _, w := range wants {
		err := s.follows.Follow(ctx, a.Viewer(), follow.Parse(w.Source), w.Name)
		if err != nil && !errors.Is(err, fault.NotFound) && !errors.Is(err, fault.Invalid) && !errors.Is(err, fault.Forbidden) {
			return false, err
		}
	}
	return true, nil
}

// openSubscribers puts together who follows by letter.
func (a *App) openSubscribers(ctx context.Context, now clock.Clock) error {
	print, err := a.printer(ctx)
	if err != nil {
		return err
	}
	there := func(ctx context.Context, source, name string) (bool, error) {
		_, err := a.Follows.Mine(ctx, viewer.Viewer{}, follow.Parse(source), name)
		if errors.Is(err, fault.NotFound) {
			return false, nil
		}
		return err == nil, err
	}
	secrets := subscriber.Secrets{Print: print, Seal: a.Trap.Seal, Fits: a.Trap.Fits}
	a.ByLetter = subscriber.New(a.stores.byLetter, secrets, successors{a.stores.accounts, a.Follows}, there, now, func() { a.Mailroom.Wake() })
	return nil
}
