// Package clock tells the time to rules that must not ask the system themselves.
package clock

import "time"

// Clock returns the present instant. Services keep one and tests give another.
type Clock func() time.Time

// System is the clock of the machine, in UTC, cut to the millisecond (BSON keeps no more).
func System() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// At returns a clock that always shows t, cut as System cuts.
func At(t time.Time) Clock {
	t = t.UTC().Truncate(time.Millisecond)
	return func() time.Time { return t }
}
