package clock_test

import (
	"testing"
	"time"

	"partant/internal/clock"
)

// Letters leave between half past seven and eight in Paris, summer and winter, at the same minute for the same person.
func TestMorning(t *testing.T) {
	t.Parallel()
	for _, now := range []time.Time{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC), time.Date(2026, 7, 1, 5, 31, 0, 0, time.UTC)} {
		for _, who := range []string{"a", "b", "un-autre"} {
			first := clock.Morning(who, false, now)
			here := first.In(clock.Paris)
			since := here.Sub(time.Date(here.Year(), here.Month(), here.Day(), 7, 30, 0, 0, clock.Paris))
			if !first.After(now) || first.Sub(now) > 25*time.Hour || since < 0 || since >= 30*time.Minute {
				t.Errorf("%s, %s: %s", who, now, here)
			}
			second := clock.Morning(who, false, first)
			if got := second.In(clock.Paris); got.Hour() != here.Hour() || got.Minute() != here.Minute() || second.Sub(first) > 26*time.Hour {
				t.Errorf("%s: %s, then %s", who, here, got)
			}
			monday := clock.Morning(who, true, now)
			if monday.In(clock.Paris).Weekday() != time.Monday || monday.Sub(now) > 8*24*time.Hour {
				t.Errorf("%s, %s: %s", who, now, monday)
			}
		}
	}
}
