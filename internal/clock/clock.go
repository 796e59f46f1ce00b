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

// Here returns the instant at which the clocks of Paris show a wall time (in whatever zone it is given): the first of the two in
// the night when an hour comes twice, and false in the night when it does not come at all.
func Here(wall time.Time) (at time.Time, is bool) {
	const layout = "2006-01-02 15:04"
	shown := wall.Format(layout)
	at = time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, Paris)
	if before := at.Add(-time.Hour); before.Format(layout) == shown {
		at = before
	}
	return at.UTC(), at.Format(layout) == shown
}
