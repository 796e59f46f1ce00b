package minutes

import (
	"context"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
)

// OwesDue is the debt of reminding who has something to do of it: see Reminded.
const OwesDue = "action"

// remindHour is when in the day, in Paris.
const remindHour = 9

// remindAt is when who has an action is reminded of it: the day before its last, or on that day when it is too late for that; the zero time
// when nobody is, since nobody has it, no day was said, it is done, or it is past.
func (a *Action) remindAt(now time.Time) time.Time {
	last, err := time.ParseInLocation(time.DateOnly, a.Until, clock.Paris)
	if err != nil || a.Account == "" || !a.Done.IsZero() {
		return time.Time{}
	}
	for _, before := range []int{1, 0} {
		if at := time.Date(last.Year(), last.Month(), last.Day()-before, remindHour, 0, 0, 0, clock.Paris).UTC(); at.After(now) {
			return at
		}
	}
	return time.Time{}
}

// reminder is the name of the debt of reminding of an action: who has it, and by when. What was reminded of once is not again.
func (a *Action) reminder() string { return id.Named(OwesDue, a.ID+"\x00"+a.Account+"\x00"+a.Until) }

// remind has those be reminded who have something to do, as it is now. A reminder whose hour has come and that was not told yet stays.
func (r *Record) remind(now time.Time) {
	var owes debt.Owes
	for _, d := range r.Owes {
		if d.Kind != OwesDue || !d.Due.After(now) && r.Reminded(d) != nil {
			owes = append(owes, d)
		}
	}
	for i := range r.Actions {
		a := &r.Actions[i]
		name := a.reminder()
		known := slices.ContainsFunc(owes, func(d debt.Debt) bool { return d.ID == name })
		if at := a.remindAt(now); !at.IsZero() && !known {
			owes = append(owes, debt.Debt{ID: name, Kind: OwesDue, Due: at})
		}
	}
	r.Owes = owes
}

// Reminded is the action that a debt reminds of; nil when it is done, or somebody else's by now.
func (r *Record) Reminded(d debt.Debt) *Action {
	i := slices.IndexFunc(r.Actions, func(a Action) bool { return a.Account != "" && a.Done.IsZero() && a.reminder() == d.ID })
	if i < 0 || d.Kind != OwesDue {
		return nil
	}
	return &r.Actions[i]
}

// pressingDays is how long before its last day an action presses.
const pressingDays = 2

// Pressing returns what an account still has to do of an event by tomorrow, or should have done: for the letter that reminds of it. fault.NotFound when
// there is nothing left.
func (s *Service) Pressing(ctx context.Context, account, event string) (all []Action, err error) {
	r, err := s.record(ctx, event)
	if err != nil {
		return nil, err
	}
	until := s.now().In(clock.Paris).AddDate(0, 0, pressingDays).Format(time.DateOnly)
	for _, a := range r.Actions {
		if a.Account == account && a.Done.IsZero() && a.Until != "" && a.Until < until {
			all = append(all, a)
		}
	}
	if len(all) == 0 {
		err = fault.NotFound
	}
	return all, err
}
