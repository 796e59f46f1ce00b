package contact

import (
	"context"
	"errors"
	"iter"
	"time"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Drop takes the other out of the contacts of v, and takes back what v gave: the other keeps their note alone. An offer is taken back. One
// that is gone is no error. fault.SignedOut.
func (s *Service) Drop(ctx context.Context, v viewer.Viewer, one string) (err error) {
	defer fault.Wrap(&err, "contact.Drop(%.40q)", one)
	if !v.SignedIn() {
		return fault.SignedOut
	}
	return s.end(ctx, one, v.Account, false)
}

// end takes a side away: with gone, its account too. What nobody has any more goes.
func (s *Service) end(ctx context.Context, one, account string, gone bool) error {
	e, err := s.store.UpdateExchange(ctx, one, func(e *Exchange) error {
		mine, theirs := e.Sides(account)
		if mine == nil {
			return fault.NotFound
		}
		if e.State == Offered && mine == &e.To && !gone {
			e.refuse(s.now())
			return nil
		}
		mine.Gone, mine.Gives, mine.Note, theirs.Gives = s.now(), Card{}, "", Card{}
		for _, kind := range Notices {
			e.Owes.Drop(kind)
		}
		if gone {
			mine.Account = ""
		} else if e.State == Refused {
			return nil // it is remembered that it was, as long as it waits
		}
		if e.State != Agreed || theirs.Note == "" || !theirs.Gone.IsZero() || theirs.Account == "" {
			e.State, e.Expires = "", s.now()
		}
		return nil
	})
	if err == nil && e.State == "" {
		err = s.store.RemoveExchange(ctx, one)
	}
	return orMissing(err)
}

func (s *Service) all(ctx context.Context, whom string) iter.Seq2[Exchange, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Exchange], error) { return s.store.ExchangesConcerning(ctx, whom, req) })
}

// Of yields all exchanges of an account, the last first, as Get shows them: for what it takes along.
func (s *Service) Of(ctx context.Context, account string) iter.Seq2[Exchange, error] {
	return func(yield func(Exchange, error) bool) {
		for e, err := range s.all(ctx, everyone.Of(account)) {
			if err == nil && !e.standsFor(account, s.now()) {
				continue
			}
			if err == nil {
				if err = s.shown(ctx, account, &e); errors.Is(err, fault.NotFound) {
					continue
				}
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// Forget takes an account that leaves out of all that stands between it and others, with its code. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string) error {
	if err := s.store.RemoveCode(ctx, account); err != nil {
		return err
	}
	for e, err := range s.all(ctx, everyone.Of(account)) {
		if err == nil {
			err = s.end(ctx, e.ID, account, true)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Part ends what stands between two accounts, notes included: one of them blocks the other. Done twice it is done once.
func (s *Service) Part(ctx context.Context, one, other string) error {
	return s.store.RemoveExchange(ctx, IDOf(one, other))
}

// lease is how long a debt is out of the reach of other sweepers.
const lease = time.Minute

// Sweep forgets what is over: offers that nobody answered, and where people met long ago.
func (s *Service) Sweep(ctx context.Context) error {
	for {
		due, err := s.store.DueExchanges(ctx, s.now(), lease, page.MaxLimit, OwesForget)
		if err != nil || len(due) == 0 {
			return errors.Join(err, s.store.SweepExchanges(ctx, s.now()))
		}
		for i := range due {
			_, err := s.store.UpdateExchange(ctx, due[i].ID, func(e *Exchange) error {
				e.Event = ""
				e.Owes.Drop(OwesForget)
				return nil
			})
			if err := orMissing(err); err != nil {
				return err
			}
		}
	}
}
