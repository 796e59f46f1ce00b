package event

import (
	"context"
	"errors"
	"time"

	"partant/internal/fault"
)

const (
	// around is how long before it begins and after its end people at an event are still together.
	around = time.Hour
	// hereMost is how many answers of somebody are looked at, those to the last made events.
	hereMost = 100
)

// Together returns the id of an event that goes on now and at which two accounts have a place; empty: there is none.
func (s *Service) Together(ctx context.Context, one, other string) (_ string, err error) {
	defer fault.Wrap(&err, "event.Together")
	n := 0
	for a, err := range s.AnswersBy(ctx, one) {
		if n++; err != nil || n > hereMost {
			return "", err
		}
		if a.Seat != Placed {
			continue
		}
		there, err := s.store.AnswerOf(ctx, a.Event, IDOf(a.Event, Member(other)))
		var e Event
		if err == nil && there.Seat == Placed {
			e, err = s.store.Event(ctx, a.Event)
		}
		if err != nil && !errors.Is(err, fault.NotFound) {
			return "", err
		}
		if err == nil && there.Seat == Placed && e.goesOn(s.now()) {
			return e.ID, nil
		}
	}
	return "", nil
}

func (e *Event) goesOn(now time.Time) bool {
	return !e.Draft && e.Unseen() == nil && !e.IsCancelled() && now.After(e.Start.At.Add(-around)) && now.Before(e.End.At.Add(around))
}
