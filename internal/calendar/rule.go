package calendar

import (
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"

	"partant/internal/text"
)

// often are the rules that are followed: nobody meets by the hour, and counting the seconds of a century takes one.
var often = []rrule.Frequency{rrule.YEARLY, rrule.MONTHLY, rrule.WEEKLY, rrule.DAILY}

// longest bounds the numbers in a rule, and its length.
const longest = 400

// ruleOf reads RRULE, RDATE and EXDATE; nil for a meeting that does not repeat.
func ruleOf(e *ics.VEvent, begin stamp, zones map[string]zone) (*rrule.Set, error) {
	set := rrule.Set{} // wall times, held as UTC
	repeats := false
	for i := range e.Properties {
		p := &e.Properties[i].BaseProperty
		switch p.IANAToken {
		case "RRULE":
			r, err := readRule(p.Value, begin.wall, begin.zone)
			if err != nil {
				return nil, err
			}
			set.RRule(r)
			repeats = true
		case "RDATE", "EXDATE":
			days, err := stamps(p, begin, zones)
			if err != nil {
				return nil, err
			}
			for _, day := range days {
				if p.IANAToken == "EXDATE" {
					set.ExDate(day)
					continue
				}
				set.RDate(day)
				repeats = true
			}
		}
	}
	if !repeats {
		return nil, nil
	}
	if set.GetRRule() == nil {
		set.RDate(begin.wall)
	}
	return &set, nil
}

// stamps reads the days of RDATE and EXDATE, as the zone of the meeting shows them.
func stamps(p *ics.BaseProperty, begin stamp, zones map[string]zone) (all []time.Time, err error) {
	for i, typed := range strings.Split(p.Value, ",") {
		if i >= longest {
			break
		}
		typed, _, _ = strings.Cut(typed, "/") // a period: its start
		one, err := moment(&ics.BaseProperty{Value: typed, ICalParameters: p.ICalParameters}, zones)
		if err != nil {
			return nil, err
		}
		all = append(all, shift(one, begin))
	}
	return all, nil
}

// shift is a stamp as the clock of the meeting shows it.
func shift(s, begin stamp) time.Time {
	if s.day != begin.day {
		return time.Date(s.wall.Year(), s.wall.Month(), s.wall.Day(), begin.wall.Hour(), begin.wall.Minute(), begin.wall.Second(), 0, time.UTC)
	}
	if s.zone == begin.zone {
		return s.wall
	}
	at := s.at()
	return at.Add(begin.wall.Sub(begin.at())) // near enough: the hour of a zone moves by one at most
}

// readRule reads an RRULE that begins at a wall time.
func readRule(typed string, wall time.Time, z zone) (*rrule.RRule, error) {
	shown := text.Cut(text.Line(typed), 60)
	if len(typed) > longest {
		return nil, refuse("Elle se répète d'une façon que nous ne savons pas suivre : « %s ».", shown)
	}
	option, err := rrule.StrToROption(typed)
	if err != nil {
		return nil, refuse("Sa répétition ne se lit pas : « %s ».", shown)
	}
	if !slices.Contains(often, option.Freq) || len(option.Byhour) > 1 || len(option.Byminute) > 1 || len(option.Bysecond) > 1 {
		return nil, refuse("Elle se répète plus d'une fois par jour : « %s ».", shown)
	}
	if option.Interval > longest || option.Interval < 0 || len(option.Byeaster) > 0 {
		return nil, refuse("Elle se répète d'une façon que nous ne savons pas suivre : « %s ».", shown)
	}
	option.Dtstart = wall
	if !option.Until.IsZero() && strings.Contains(strings.ToUpper(typed), "Z") { // an instant: as the clock of the meeting shows it
		option.Until = option.Until.Add(wall.Sub(z.instant(wall)))
	}
	r, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, refuse("Sa répétition ne se lit pas : « %s ».", shown)
	}
	return r, nil
}

// walked bounds how many repetitions are looked at to come to the first that is wanted.
const walked = 20_000

// repeat returns the starts of a meeting that ends after from and begins before to, Most at most; cut: there are more of them.
func (m *meeting) repeat(from, to time.Time) (starts []time.Time, cut bool, err error) {
	defer func() { // the library reads what strangers write
		if recover() != nil {
			starts, cut, err = nil, false, refuse("Elle se répète d'une façon que nous ne savons pas suivre.")
		}
	}()
	next := m.repeats.Iterator()
	for range walked {
		wall, ok := next()
		if !ok {
			return starts, false, nil
		}
		at := m.zone.instant(wall)
		switch {
		case !at.Before(to):
			return starts, false, nil
		case m.ending(at).Before(from):
		case len(starts) == Most:
			return starts, true, nil
		default:
			starts = append(starts, at)
		}
	}
	return nil, false, refuse("Elle se répète depuis trop longtemps pour être suivie.")
}
