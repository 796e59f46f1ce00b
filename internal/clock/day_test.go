package clock_test

import (
	"testing"
	"time"

	"partant/internal/clock"
)

func TestDays(t *testing.T) {
	t.Parallel()
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, clock.Paris).UTC()
	}
	for _, c := range []struct {
		from, to time.Time
		want     int
	}{
		{at(11, 23, 12, 0), at(11, 23, 12, 0), 0},
		{at(11, 23, 0, 0), at(11, 23, 23, 59), 0},
		{at(11, 23, 23, 59), at(11, 24, 0, 0), 1},
		{at(11, 23, 12, 0), at(12, 5, 11, 0), 12},
		{at(3, 28, 12, 0), at(3, 30, 1, 0), 2},   // a day of 23 hours
		{at(10, 24, 12, 0), at(10, 26, 1, 0), 2}, // one of 25
		{at(12, 31, 23, 0), at(12, 31, 22, 0), 0},
		{at(11, 24, 12, 0), at(11, 23, 12, 0), 0},
	} {
		if got := clock.Days(c.from, c.to); got != c.want {
			t.Errorf("from %v to %v: %d days, want %d", c.from, c.to, got, c.want)
		}
	}
}
