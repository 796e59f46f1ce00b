package club

import (
	"context"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

// remindDays is how long before the last day of a membership its member is reminded, and the board sees it among those to renew.
const remindDays = 30

// remindHour is when in the day, in Paris.
const remindHour = 9

// Reminders are the kinds of debts by which members are reminded.
var Reminders = []string{OwesEnding, OwesEnds}

// RemindAt is when a membership is reminded of: some days before its last, or on that day.
func (m *Member) RemindAt(kind string) time.Time {
	last := m.Paid.In(clock.Paris)
	days := 0
	if kind == OwesEnding {
		days = remindDays
	}
	return time.Date(last.Year(), last.Month(), last.Day()-days, remindHour, 0, 0, 0, clock.Paris).UTC()
}

// Reminds reports whether a reminder is still true at an instant: the member is in, wants it, has not renewed, and the next one is not there yet.
func (m *Member) Reminds(kind string, now time.Time) bool {
	if m.State != In || m.Unasked || m.Account == "" || m.Paid.IsZero() || now.Before(m.RemindAt(kind)) {
		return false
	}
	return kind == OwesEnds || now.Before(m.RemindAt(OwesEnds))
}

// remind has the member reminded as the membership is now. What is past is not told again: each reminder has the name of its day.
func (m *Member) remind(now time.Time) {
	for _, kind := range Reminders {
		m.Owes.Drop(kind)
		due := m.RemindAt(kind)
		if m.State == In && !m.Unasked && m.Account != "" && !m.Paid.IsZero() && due.After(now) {
			m.Owes.Owe(id.Named(kind, m.ID+due.Format(dayLayout)), kind, due)
		}
	}
}

// Ending lists those whose membership ends within a month, or has ended, the first to end first: to the board. Errors: as Enter.
func (s *Service) Ending(ctx context.Context, v viewer.Viewer, club string, req page.Req) (_ page.Of[Member], err error) {
	defer fault.Wrap(&err, "club.Ending(%.40q)", club)
	if _, err := s.enter(ctx, v, club, Office); err != nil {
		return page.Of[Member]{}, err
	}
	return s.store.MembersEnding(ctx, club, s.now().AddDate(0, 0, remindDays), req.Clamp(standard))
}

// Renewing returns the membership that a letter reminds of, by one of Reminders; fault.NotFound when it is not true any more.
func (s *Service) Renewing(ctx context.Context, account, club, kind string) (Member, error) {
	m, err := s.store.Member(ctx, IDOf(club, account))
	if err == nil && !m.Reminds(kind, s.now()) {
		err = fault.NotFound
	}
	return m, err
}
