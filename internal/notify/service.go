package notify

import (
	"context"
	"iter"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/page"
)

// Many is the most unread ones that are counted: more are « 99+ ».
const Many = 99

// Standard is how long pages of the list are when nobody says.
const Standard = 30

// Service shows members what they are told, and lets them say that they have read it.
type Service struct {
	store Store
	now   clock.Clock
}

// New returns a Service.
func New(store Store, now clock.Clock) *Service { return &Service{store: store, now: now} }

// Unread counts what an account has not read: up to Many, and one more for all beyond.
func (s *Service) Unread(ctx context.Context, account string) (int, error) {
	return s.store.CountUnread(ctx, account, Many+1)
}

// Of lists what an account was told, the last first.
func (s *Service) Of(ctx context.Context, account string, req page.Req) (page.Of[Notification], error) {
	return s.store.NotificationsConcerning(ctx, OfAccount(account), req.Clamp(Standard))
}

// Read notes that an account has read some of its own.
func (s *Service) Read(ctx context.Context, account string, ids ...string) (err error) {
	defer fault.Wrap(&err, "notify.Read")
	for _, one := range ids {
		if err := s.store.MarkRead(ctx, account, one, s.now()); err != nil {
			return err
		}
	}
	return nil
}

// ReadAll notes that an account has read all that came until then: what came while it read stays unread. The zero time is
// all there is.
func (s *Service) ReadAll(ctx context.Context, account string, until time.Time) (err error) {
	defer fault.Wrap(&err, "notify.ReadAll")
	now := s.now()
	if until.IsZero() || until.After(now) {
		until = now
	}
	return s.store.MarkAllRead(ctx, account, until, now)
}

// All yields what an account was told, the last first.
func (s *Service) All(ctx context.Context, account string) iter.Seq2[Notification, error] {
	return s.concerning(ctx, OfAccount(account))
}

func (s *Service) concerning(ctx context.Context, whom string) iter.Seq2[Notification, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Notification], error) {
		return s.store.NotificationsConcerning(ctx, whom, req)
	})
}

// Forget removes what an account was told, and what others were told of pages that go with it. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string, pages []string) (err error) {
	defer fault.Wrap(&err, "notify.Forget")
	whom := []string{OfAccount(account)}
	for _, p := range pages {
		whom = append(whom, ofPage(p))
	}
	for _, w := range whom {
		for n, err := range s.concerning(ctx, w) {
			if err == nil {
				err = s.store.RemoveNotification(ctx, n.ID)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Untell takes away what an account was told of what a page did. Done twice it is done once.
func (s *Service) Untell(ctx context.Context, account, page string) (err error) {
	defer fault.Wrap(&err, "notify.Untell")
	for n, err := range s.All(ctx, account) {
		if err == nil && n.Page == page {
			err = s.store.RemoveNotification(ctx, n.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Sweep removes what is over: what was read long ago, and what nobody has read for a year.
func (s *Service) Sweep(ctx context.Context) error { return s.store.SweepNotifications(ctx, s.now()) }

// Mailed notes that a letter told an account of some of its notifications.
func (s *Service) Mailed(ctx context.Context, account string, ids []string) (err error) {
	defer fault.Wrap(&err, "notify.Mailed")
	if len(ids) == 0 {
		return nil
	}
	return s.store.MarkMailed(ctx, account, ids, s.now())
}

// stirredMost is how many accounts one look finds: more are found by the next.
const stirredMost = 10_000

// Stirred are the accounts whose bell may have changed within some time before now, by any copy of the program.
func (s *Service) Stirred(ctx context.Context, within time.Duration) ([]string, error) {
	return s.store.Stirred(ctx, s.now().Add(-within), stirredMost)
}
