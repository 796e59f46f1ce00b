package event

import (
	"context"
	"fmt"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/viewer"
)

// Remind is when somebody who is partant wants to be reminded.
type Remind string

// The choices.
const (
	Unreminded Remind = ""
	Eve        Remind = "veille" // at six in the evening of the day before
	HourBefore Remind = "heure"
)

// Reminds lists them as forms propose them.
var Reminds = [...]Remind{Eve, HourBefore, Unreminded}

// FieldRemind is the form field of the choice, a key of fault.Fields.
const FieldRemind = "rappel"

// The kinds of debts of an Answer that time or an organiser brings: each has a letter and, for who has an account, a notice. No other
// letter makes them old, but those of Event.Recalls.
const (
	OwesRemind     = "rappel"
	OwesRemindTold = "rappel-site"
	OwesNudge      = "relance"
	OwesNudgeTold  = "relance-site"
)

// OwesNudges is the debt of an Event: who may come is asked, once, whether they do.
const OwesNudges = "relancer"

// Mailed are all kinds of debts of an Answer that are letters.
var Mailed = append(append([]string{}, Letters...), OwesRemind, OwesNudge)

// Notices are those that are told in the site.
var Notices = []string{OwesRemindTold, OwesNudgeTold}

// eveHour is the hour of the evening before.
const eveHour = 18

// at is when somebody is reminded of what begins then; the zero time: never.
func (r Remind) at(start time.Time) time.Time {
	switch r {
	case Eve:
		day := start.In(clock.Paris).AddDate(0, 0, -1)
		return time.Date(day.Year(), day.Month(), day.Day(), eveHour, 0, 0, 0, clock.Paris).UTC()
	case HourBefore:
		return start.Add(-time.Hour)
	}
	return time.Time{}
}

// remind owes a reminder for when the event begins now, and no other; none when its time has passed, so that nobody is told twice.
func (r *Roster) remind(a *Answer, now time.Time) {
	a.Owes.Drop(OwesRemind)
	a.Owes.Drop(OwesRemindTold)
	due := a.Remind.at(r.Start)
	if a.Seat != Placed || r.Cancelled || !due.After(now) {
		return
	}
	a.Owes = append(a.Owes, debt.Debt{ID: id.New(), Kind: OwesRemind, Due: due})
	if a.Account != "" {
		a.Owes = append(a.Owes, debt.Debt{ID: id.New(), Kind: OwesRemindTold, Due: due})
	}
}

// Recalls reports whether a reminder or a nudge is still to be told: of what takes place and has not begun, to who comes, or may.
func (e *Event) Recalls(a *Answer, kind string, now time.Time) bool {
	if e.Draft || e.Unseen() != nil || e.IsCancelled() || !now.Before(e.Start.At) {
		return false
	}
	switch kind {
	case OwesRemind, OwesRemindTold:
		return a.Seat == Placed && a.Remind != Unreminded && !now.Before(a.Remind.at(e.Start.At)) // it may have moved meanwhile
	case OwesNudge, OwesNudgeTold:
		return a.Says == Maybe && a.Seat == None && !a.Refused && e.IsOpen(now)
	}
	return false
}

// ErrNudged is the fault.Conflict of who asks again those who may come.
var ErrNudged = fmt.Errorf("those who may come were asked already: %w", fault.Conflict)

// Nudge asks those who may come whether they do: once for each event. Errors: as Mine; ErrNudged; ErrClosed once nobody answers any more.
func (s *Service) Nudge(ctx context.Context, v viewer.Viewer, slug string) (err error) {
	defer fault.Wrap(&err, "event.Nudge(%.80q)", slug)
	was, err := s.Held(ctx, v, slug)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, was.ID, func(e *Event) error {
		switch {
		case !e.Nudged.IsZero():
			return ErrNudged
		case !e.IsOpen(s.now()):
			return ErrClosed
		}
		e.Nudged = s.now()
		e.Owes.Owe(id.New(), OwesNudges, e.Nudged)
		return nil
	})
	return err
}

// nudge has all who may come owed the question. Each is marked in the same write: asked twice it is asked once.
func (s *Service) nudge(ctx context.Context, e *Event) error {
	for a, err := range s.answersIn(ctx, e.ID, GroupMaybe) {
		if err == nil && !a.Nudged {
			_, err = s.store.EditAnswer(ctx, e.ID, a.ID, func(a *Answer) error {
				if a.Nudged || a.Refused || a.Says != Maybe {
					return nil
				}
				a.Nudged = true
				a.Owes = append(a.Owes, debt.Debt{ID: id.New(), Kind: OwesNudge, Due: s.now()})
				if a.Account != "" {
					a.Owes = append(a.Owes, debt.Debt{ID: id.New(), Kind: OwesNudgeTold, Due: s.now()})
				}
				return nil
			})
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	s.wake()
	return nil
}
