// Package clock tells the time to rules that must not ask the system themselves.
package clock

import (
	"time"
	_ "time/tzdata" // a machine may have no zones of its own
)

// Clock returns the present instant. Services keep one and tests give another.
type Clock func() time.Time

// System is the clock of the machine, in UTC, cut to the millisecond (BSON keeps no more).
func System() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// At returns a clock that always shows t, cut as System cuts.
func At(t time.Time) Clock {
	t = t.UTC().Truncate(time.Millisecond)
	return func() time.Time { return t }
}

// Paris is where the site's hours are. The program embeds the zones.
var Paris = zone("Europe/Paris")

func zone(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}
