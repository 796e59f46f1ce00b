package follow

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
)

const (
	// lease is how long a debt is out of the reach of other workers.
	lease = time.Minute
	// together is how many debts are paid at once: a target that all of them are of is counted once.
	together = 200
	// rest is how long the worker leaves between two counts: a crowd that follows one page is counted a few times, not once
	// for each.
	rest = time.Second
	// glance is how often the store is asked what other processes owe.
	glance = 5 * time.Second
)

// Run counts followers again as debts fall due, until ctx ends.
func (s *Service) Run(ctx context.Context, log *slog.Logger) {
	s.payer.Run(ctx, log, func(ctx context.Context) error {
		err := s.Count(ctx)
		select {
		case <-ctx.Done():
		case <-time.After(rest):
		}
		return err
	})
}

// Count counts the followers of every target that a follow owes a count of. A follow that has ended goes once it is counted.
func (s *Service) Count(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "follow.Count")
	for {
		owing, err := s.store.DueFollows(ctx, s.now(), lease, together, OwesCount)
		if err != nil || len(owing) == 0 {
			return err
		}
		counted := map[Target]bool{}
		for _, f := range owing {
			if !counted[f.Target] {
				if _, err := s.store.Recount(ctx, f.Target); err != nil {
					return err
				}
				counted[f.Target] = true
			}
			for _, d := range f.Owes {
				if d.Kind == OwesCount {
					err = errors.Join(err, s.settle(ctx, f.ID, d.ID))
				}
			}
			if err != nil {
				return err
			}
		}
	}
}

// settle clears a debt. A follow that has ended and owes nothing more goes, unless somebody begins it anew meanwhile.
func (s *Service) settle(ctx context.Context, follow, paid string) error {
	f, err := s.store.UpdateFollow(ctx, follow, func(f *Follow) error {
		f.Owes.Clear(debt.Debt{ID: paid})
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil && !f.Ended.IsZero() && len(f.Owes) == 0 {
		err = s.store.RemoveFollow(ctx, f.ID, f.Rev)
	}
	return err
}

// DueNotices returns follows of which those who answer for the page are to be told, and keeps others from it for a while.
func (s *Service) DueNotices(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Follow, error) {
	return s.store.DueFollows(ctx, now, lease, limit, OwesNotice)
}

// Told notes that they were told.
func (s *Service) Told(ctx context.Context, follow, debt string) error {
	return s.settle(ctx, follow, debt)
}

// Forget removes what an account follows, and who follows the pages that go with it. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string, pages []string) (err error) {
	defer fault.Wrap(&err, "follow.Forget")
	lists := []func(page.Req) (page.Of[Follow], error){
		func(req page.Req) (page.Of[Follow], error) { return s.store.FollowsOf(ctx, account, req) },
	}
	for _, p := range pages {
		lists = append(lists, func(req page.Req) (page.Of[Follow], error) {
			return s.store.FollowersOf(ctx, Target{Page, p}, req)
		})
	}
	for _, list := range lists {
		for f, err := range page.All(page.MaxLimit, list) {
			if err == nil {
				err = s.end(ctx, f.ID)
			}
			if err != nil {
				return err
			}
		}
	}
	return s.Count(ctx)
}
