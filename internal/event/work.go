package event

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
)

const (
	// glance is how late a roster may know what nobody told it, on a machine that is not busy.
	glance = 2 * time.Second
	// lease is how long an event is out of the reach of other workers.
	lease = time.Minute
	// togetherMost is how many events are taken at once.
	togetherMost = 20
	// lettersMost is how long the letters of an event that was deleted may take.
	lettersMost = 7 * 24 * time.Hour
)

// payable are the kinds that PayDue pays.
var payable = []string{OwesTerms, OwesOver, OwesForget, OwesClear, OwesNudges, OwesAppear, OwesDates}

// Run does what events owe, when it is due, until ctx ends. Any number of copies may run.
func (s *Service) Run(ctx context.Context, log *slog.Logger) { s.payer.Run(ctx, log, s.PayDue) }

// PayDue does what events owe now: rosters learn of changes, and promote; what has ended goes to the lists of what is over; who came
// is forgotten in time. Each step done twice is done once.
func (s *Service) PayDue(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "event.PayDue")
	for {
		now := s.now()
		due, err := s.store.DueEvents(ctx, now, lease, togetherMost, payable...)
		if err != nil || len(due) == 0 {
			return err
		}
		for i := range due {
			for _, d := range due[i].Owes.Leased(now, lease, payable...) {
				if err := s.pay(ctx, &due[i], d); err != nil {
					return err
				}
			}
		}
	}
}

// pay does one thing, then clears its debt.
func (s *Service) pay(ctx context.Context, e *Event, d debt.Debt) (err error) {
	switch d.Kind {
	case OwesTerms:
		if err = s.store.Arrange(ctx, e.Terms(), s.now()); err == nil {
			s.wake()
		}
	case OwesNudges:
		err = s.nudge(ctx, e)
	case OwesDates:
		return s.arrange(ctx, e, d)
	case OwesForget:
		err = s.forgetWhoCame(ctx, e.ID)
	case OwesAppear:
		return s.appear(ctx, e, d)
	case OwesOver:
		return s.over(ctx, e, d)
	case OwesClear:
		return s.clear(ctx, e, d)
	}
	if err == nil {
		err = s.store.SettleEvent(ctx, e.ID, func(o *debt.Owes) { o.Clear(d) })
	}
	return err
}

// forgetWhoCame takes away who answered an event, and who came.
func (s *Service) forgetWhoCame(ctx context.Context, event string) error {
	if err := s.store.RemoveArrivals(ctx, event); err != nil {
		return err
	}
	return s.store.RemoveRoster(ctx, event)
}

// over moves an event to the lists of what is over.
func (s *Service) over(ctx context.Context, e *Event, d debt.Debt) error {
	_, err := s.store.UpdateEvent(ctx, e.ID, func(e *Event) error {
		e.Owes.Clear(d)
		if e.Over = !e.End.At.After(s.now()); !e.IsDeleted() {
			s.oweIndex(e)
		}
		return nil
	})
	if s.index != nil {
		s.index()
	}
	return orGone(err)
}

// clear tells everybody that an event was deleted, and forgets them once their letters have had time.
func (s *Service) clear(ctx context.Context, e *Event, d debt.Debt) error {
	if err := errors.Join(s.store.Arrange(ctx, e.Terms(), s.now()), s.clearBeside(ctx, e.ID)); err != nil {
		return err
	}
	s.wake()
	_, err := s.store.UpdateEvent(ctx, e.ID, func(e *Event) error {
		e.Owes.Clear(d)
		e.Owes = append(e.Owes, debt.Debt{ID: id.New(), Kind: OwesForget, Due: s.now().Add(lettersMost)})
		return nil
	})
	return orGone(err)
}

// Sweep takes away what guests have not confirmed in time.
func (s *Service) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "event.Sweep")
	for {
		due, err := s.store.DueAnswers(ctx, s.now(), lease, page.MaxLimit, OwesEnd)
		if err != nil || len(due) == 0 {
			return err
		}
		for i := range due {
			if due[i].Seat == Unconfirmed {
				err = s.store.DropAnswer(ctx, due[i].Event, due[i].ID, s.now())
			} else {
				err = s.store.SettleAnswer(ctx, due[i].Event, due[i].ID, func(o *debt.Owes) { o.Drop(OwesEnd) })
			}
			if err != nil {
				return err
			}
		}
	}
}

// Sent notes that a letter to somebody who answers has left. Later notes that it was tried in vain, and when it is due again. A
// missing answer is no error.
func (s *Service) Sent(ctx context.Context, a *Answer, paid debt.Debt) error {
	return s.store.SettleAnswer(ctx, a.Event, a.ID, func(o *debt.Owes) { o.Clear(paid) })
}

// Later is said at Sent.
func (s *Service) Later(ctx context.Context, a *Answer, tried debt.Debt, due time.Time) error {
	return s.store.SettleAnswer(ctx, a.Event, a.ID, func(o *debt.Owes) { o.Delay(tried.ID, due) })
}

// ForLetters returns an event that a letter tells of, a tombstone too. fault.NotFound.
func (s *Service) ForLetters(ctx context.Context, id string) (Event, error) {
	return s.store.Event(ctx, id)
}
