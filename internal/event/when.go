package event

import (
	"fmt"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
)

// Zone is where the hours of events are.
const Zone = "Europe/Paris"

// Moment is what a clock on the wall shows, and which instant that is.
type Moment struct {
	Wall   string    `json:"wall"`             // « 2027-01-08T18:30 »
	Second bool      `json:"second,omitempty"` // in the night when an hour comes twice: the second time
	At     time.Time `json:"at"`               // UTC: for order
}

// wallLayout is how Moment.Wall is written.
const wallLayout = "2006-01-02T15:04"

// Here is the moment in Paris, as clocks there show it.
func (m Moment) Here() time.Time { return m.At.In(clock.Paris) }

// Which says which of two equal hours is meant.
type Which string

// What a form sends when an hour comes twice. Unasked is what it sends on all other days.
const (
	Unasked Which = ""
	First   Which = "premiere"
	Second  Which = "seconde"
)

// instants are those at which the clocks of Paris show a wall time: none in the night that has an hour less, two in the one that has
// an hour more.
func instants(wall time.Time) (all []time.Time) {
	shown := wall.Format(wallLayout)
	guess := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, clock.Paris)
	for _, off := range []time.Duration{-time.Hour, 0, time.Hour} {
		if at := guess.Add(off); at.Format(wallLayout) == shown {
			all = append(all, at.UTC())
		}
	}
	return all
}

// When reads a day « 2027-01-08 » and an hour « 18:30 » of a form. Field is where messages go: the hour's.
func When(day, hour string, which Which, field string) (Moment, fault.Fields) {
	wall, err := time.Parse("2006-01-02 15:04", day+" "+hour)
	if err != nil {
		return Moment{}, fault.Fields{field: "Choisissez un jour et une heure, par exemple le 08/01/2027 à 18:30."}
	}
	m := Moment{Wall: wall.Format(wallLayout)}
	switch all := instants(wall); {
	case len(all) == 0:
		return m, fault.Fields{field: fmt.Sprintf("Cette nuit-là, on passe à l'heure d'été : il n'est jamais %d h %02d. Choisissez %d h ou plus tard.", wall.Hour(), wall.Minute(), wall.Hour()+1)}
	case len(all) == 2 && which == Unasked:
		return m, fault.Fields{field: fmt.Sprintf("Cette nuit-là, on passe à l'heure d'hiver : il est deux fois %d h %02d. Dites si c'est la première fois ou la seconde.", wall.Hour(), wall.Minute())}
	case len(all) == 2 && which == Second:
		m.Second, m.At = true, all[1]
	default:
		m.At = all[0]
	}
	return m, nil
}

// ComesTwice reports whether the hour of a form comes twice that day: then it is asked which one is meant.
func ComesTwice(day, hour string) bool {
	wall, err := time.Parse("2006-01-02 15:04", day+" "+hour)
	return err == nil && len(instants(wall)) == 2
}
