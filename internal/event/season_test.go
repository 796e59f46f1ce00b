package event_test

import (
	"errors"
	"testing"
	"time"

	"partant/internal/calendar"
	"partant/internal/event"
	"partant/internal/fault"
)

// Another season begins on the next day of the rhythm of the last, with all that it was but who came; the rhythm is read from the days.
func TestAnotherSeason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first  string
		rhythm event.Rhythm
		times  string
		only   []string
		next   string // when it is asked for on the day before the last date
	}{
		{"2027-01-12", event.Weekly, "4", nil, "2027-02-09"},
		{"2027-01-12", event.Weekly, "4", []string{"2027-01-19", "2027-02-02"}, "2027-02-09"},
		{"2027-01-12", event.Fortnightly, "3", nil, "2027-02-23"},
		{"2027-01-08", event.ByDate, "3", nil, "2027-04-08"},
		{"2027-01-12", event.ByWeekday, "3", nil, "2027-04-13"},
		{"2027-01-26", event.ByLast, "5", nil, "2027-06-29"},
		{"2027-01-31", event.AtMonthEnd, "3", nil, "2027-04-30"},
	} {
		r := open(t)
		r.Repeating(calendar.Repeat)
		d := draft()
		d.Day, d.Places, d.Approval, d.UntilDay, d.UntilHour = c.first, "7", true, c.first, "12:00"
		e := r.announced(t, d)
		if _, _, _, err := r.Another(t.Context(), member("h"), e.Slug); !errors.Is(err, fault.Conflict) {
			t.Errorf("an event that does not repeat: %v", err)
		}
		head, err := r.Recur(t.Context(), member("h"), e.Slug, event.Season{Rhythm: c.rhythm, Times: c.times, Only: c.only})
		if err != nil {
			t.Fatal(err)
		}
		days := head.Repeats.Days
		last, _ := time.Parse(time.DateOnly, days[len(days)-1])
		r.pass(last.Add(-24 * time.Hour).Sub(noon))
		next, like, season, err := r.Another(t.Context(), member("h"), e.Slug)
		if err != nil || next.Day != c.next || next.UntilDay != c.next || next.UntilHour != "12:00" || next.Hour != "18:30" || next.Places != "7" || !next.Approval || next.At != 0 || like.ID != e.ID || season.Rhythm != c.rhythm {
			t.Errorf("%s %s: %+v, %+v, %v", c.first, c.rhythm, next, season, err)
		}
		again := r.announced(t, next)
		plan, err := r.Season(t.Context(), member("h"), again.Slug, season)
		if err != nil || len(plan) != len(days) || plan[0].Day != c.next {
			t.Errorf("%s %s: %+v, %v", c.first, c.rhythm, plan, err)
		}
		if _, _, _, err := r.Another(t.Context(), member("x"), e.Slug); !errors.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	}
}
