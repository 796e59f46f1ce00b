package event

import (
	"fmt"
	"strconv"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/text"
)

// Repeat follows a rule (RFC 5545) from a wall time on, the first included, and returns most at most. Times are those of clocks on the wall, held as UTC.
type Repeat func(start time.Time, rule string, most int) ([]time.Time, error)

// Repeating has events repeat.
func (s *Service) Repeating(r Repeat) *Service {
	s.repeat = r
	return s
}

// DatesMost is how many dates a series has at most: weeks of a year.
const DatesMost = 52

// Rhythm is how an event repeats.
type Rhythm string

// The rhythms. What a month is counted by is read from the first date: « le 8 », « le 2e mardi », « le dernier mardi ».
const (
	Weekly      Rhythm = "semaine"
	Fortnightly Rhythm = "quinzaine"
	ByDate      Rhythm = "jour-du-mois"
	ByWeekday   Rhythm = "jour-de-semaine"
	ByLast      Rhythm = "dernier-jour-de-semaine"
	AtMonthEnd  Rhythm = "fin-de-mois"
)

// The form fields of a series, keys of fault.Fields.
const (
	FieldRhythm = "repetition"
	FieldTimes  = "fois"
	FieldLast   = "jusqu_au"
	FieldDates  = "dates"
)

// Season is the form of a series, as typed.
type Season struct {
	Rhythm Rhythm
	Times  string   // how many dates, the first included; empty: until Last
	Last   string   // the last day, « 2027-06-30 »; empty: Times
	Only   []string // the days that are wanted, but the first, which is there; nil: all
}

// SeasonDay is one date of a series to be.
type SeasonDay struct {
	Day   string // « 2027-01-08 »
	Start time.Time
	Lost  string // why there is no event that day, in French; empty: there is one
}

// week is the day of a week in a rule.
var week = [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// Rhythms are those that a first date can have.
func Rhythms(first time.Time) []Rhythm {
	all := []Rhythm{Weekly, Fortnightly, ByDate}
	if nth(first) <= 4 {
		all = append(all, ByWeekday)
	}
	if first.AddDate(0, 0, 7).Month() != first.Month() {
		all = append(all, ByLast)
	}
	if first.Day() >= 28 && first.AddDate(0, 0, 1).Day() == 1 {
		all = append(all, AtMonthEnd)
	}
	return all
}

// nth is which of its weekdays a day is in its month.
func nth(day time.Time) int { return (day.Day()-1)/7 + 1 }

// rule writes a rhythm for calendars.
func (r Rhythm) rule(first time.Time) string {
	switch r {
	case Weekly:
		return "FREQ=WEEKLY"
	case Fortnightly:
		return "FREQ=WEEKLY;INTERVAL=2"
	case ByDate:
		return "FREQ=MONTHLY;BYMONTHDAY=" + strconv.Itoa(first.Day())
	case ByWeekday:
		return fmt.Sprintf("FREQ=MONTHLY;BYDAY=%d%s", nth(first), week[first.Weekday()])
	case ByLast:
		return "FREQ=MONTHLY;BYDAY=-1" + week[first.Weekday()]
	case AtMonthEnd:
		return "FREQ=MONTHLY;BYMONTHDAY=-1"
	}
	return ""
}

// bounded adds where a rule ends, or says what is wrong with that.
func (p Season) bounded(rule string, first time.Time, now time.Time) (string, fault.Fields) {
	wrong := fault.Fields{}
	if p.Times = text.Line(p.Times); p.Times == "" && p.Last == "" {
		wrong.Add(FieldTimes, "Dites combien de fois, ou jusqu'à quel jour : une série finit un jour.")
		return rule, wrong
	}
	if p.Times != "" {
		n, err := strconv.Atoi(p.Times)
		switch {
		case err == nil && n > DatesMost:
			wrong.Add(FieldTimes, fmt.Sprintf("C'est trop : une série a %d dates au plus, un an de semaines. Vous en annoncerez d'autres ensuite.", DatesMost))
		case err != nil || n < 2:
			wrong.Add(FieldTimes, fmt.Sprintf("Écrivez un nombre de 2 à %d : la première date en fait partie.", DatesMost))
		}
		rule += ";COUNT=" + strconv.Itoa(min(n, DatesMost))
		return rule, wrong
	}
	last, err := time.Parse(time.DateOnly, p.Last)
	switch {
	case err != nil:
		wrong.Add(FieldLast, "Choisissez un jour, par exemple le 30/06/2027.")
	case last.Before(first.Truncate(24 * time.Hour)):
		wrong.Add(FieldLast, "La série finirait avant sa première date : choisissez un jour plus tard.")
	case last.After(now.Add(AheadMost)):
		wrong.Add(FieldLast, "C'est dans plus de trois ans : vérifiez l'année.")
	}
	return rule + ";UNTIL=" + last.Format("20060102") + "T235959Z", wrong
}

// dates are those of a plan for an event, the first among them. Errors: fault.Fields.
func (s *Service) dates(e *Event, p Season) ([]SeasonDay, error) {
	first, err := time.Parse(wallLayout, e.Start.Wall)
	if err != nil || s.repeat == nil {
		return nil, fault.Invalid
	}
	rule := p.Rhythm.rule(first)
	if rule == "" {
		return nil, fault.Fields{FieldRhythm: "Choisissez comment il se répète."}
	}
	rule, wrong := p.bounded(rule, first, s.now())
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	walls, err := s.repeat(first, rule, DatesMost+1)
	switch {
	case err != nil:
		return nil, err
	case len(walls) > DatesMost:
		return nil, fault.Fields{FieldLast: fmt.Sprintf("D'ici là, cela fait plus de %d dates : choisissez un jour plus proche.", DatesMost)}
	}
	all := make([]SeasonDay, len(walls))
	for i, wall := range walls {
		all[i] = dateAt(wall)
		if all[i].Start.After(s.now().Add(AheadMost)) {
			all[i].Lost = "C'est dans plus de trois ans : elle n'est pas annoncée."
		}
	}
	if len(all) < 2 {
		return nil, fault.Fields{FieldLast: "Il n'y a là que la première date : choisissez un jour plus tard, ou un autre rythme."}
	}
	return all, nil
}

// dateAt is one date. The hour stays as the clock on the wall shows it; one that comes twice is the first of the two.
func dateAt(wall time.Time) SeasonDay {
	d := SeasonDay{Day: wall.Format(time.DateOnly), Start: time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, clock.Paris)}
	switch all := instants(wall); {
	case len(all) == 0:
		d.Lost = fmt.Sprintf("Cette nuit-là, on passe à l'heure d'été : il n'est jamais %d h %02d. Cette date est sautée.", wall.Hour(), wall.Minute())
	default:
		d.Start = all[0].In(clock.Paris)
	}
	return d
}
