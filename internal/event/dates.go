package event

import (
	"context"
	"time"

	"partant/internal/clock"
	"partant/internal/page"
)

// midnight is the beginning of a day in Paris, so many days after that of an instant.
func midnight(at time.Time, days int) time.Time {
	y, m, d := at.In(clock.Paris).Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, clock.Paris)
}

// Span is some days in a row, as the calendar of Paris counts them.
type Span struct {
	First, Last time.Time // a moment of these days; the zero Span is any day
}

// IsZero reports whether it is any day.
func (d Span) IsZero() bool { return d == Span{} }

// On is one day.
func On(day time.Time) Span { return Span{day, day} }

// Week is the week of a day, from Monday on; Month its month.
func Week(day time.Time) Span {
	monday := midnight(day, -(int(day.In(clock.Paris).Weekday())+6)%7)
	return Span{monday, midnight(monday, 6)}
}

// Month is said at Week.
func Month(day time.Time) Span {
	first := midnight(day, 1-day.In(clock.Paris).Day())
	y, m, _ := first.Date()
	return Span{first, time.Date(y, m+1, 0, 0, 0, 0, 0, clock.Paris)}
}

// Begin is the instant at which it begins, and End that at which it is over.
func (d Span) Begin() time.Time { return midnight(d.First, 0) }

// End is said at Begin.
func (d Span) End() time.Time { return midnight(d.Last, 1) }

// During narrows a filter to what begins on some days.
func (f Filter) During(d Span) Filter {
	if !d.IsZero() {
		f.Since, f.Before = d.Begin(), d.End()
	}
	return f
}

// runningMost is how many events that go on for days are looked at.
const runningMost = page.MaxLimit

// Running lists what a filter wants of what had begun before some days and is held on one of them still, by its beginning; the last
// begun runningMost are looked at.
func (s *Service) Running(ctx context.Context, f Filter, d Span) (all []Event, err error) {
	f.Lasting, f.Since, f.Before = true, midnight(d.First, 0).Add(-LongMost), d.Begin()
	first := d.Begin().Format(time.DateOnly)
	for _, past := range []bool{false, true} {
		f.Past = past
		list, err := s.List(ctx, f, page.Req{Limit: runningMost})
		if err != nil {
			return nil, err
		}
		for _, e := range list.Items {
			if _, last := e.Days(); last >= first {
				all = append(all, e)
			}
		}
	}
	return inOrder(all), nil
}
