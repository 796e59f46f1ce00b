package calendar

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"partant/internal/clock"
	"partant/internal/text"
)

// times reads when a meeting begins and ends, and how it repeats.
func (m *meeting) times(e *ics.VEvent, zones map[string]zone) error {
	start := e.GetProperty(ics.ComponentPropertyDtStart)
	if start == nil || start.Value == "" {
		return refuse("Il manque la date de début (DTSTART).")
	}
	begin, err := moment(&start.BaseProperty, zones)
	if err != nil {
		return err
	}
	m.wall, m.zone = begin.wall, begin.zone
	m.entry.Start, m.entry.AllDay = begin.at(), begin.day
	if m.entry.End, err = ends(e, begin, zones); err != nil {
		return err
	}
	if m.entry.End.Before(m.entry.Start) {
		return refuse("La fin vient avant le début.")
	}
	if of := e.GetProperty(ics.ComponentPropertyRecurrenceId); of != nil {
		which, err := moment(&of.BaseProperty, zones)
		if err != nil {
			return err
		}
		m.of = which.at()
		m.entry.Nth = m.of.Format("20060102T150405Z")
		return nil
	}
	m.repeats, err = ruleOf(e, begin, zones)
	return err
}

// ends is when a meeting ends: as it says, after as long as it says, or else with its day, or at once.
func ends(e *ics.VEvent, begin stamp, zones map[string]zone) (time.Time, error) {
	if p := e.GetProperty(ics.ComponentPropertyDtEnd); p != nil && p.Value != "" {
		end, err := moment(&p.BaseProperty, zones)
		if err != nil {
			return time.Time{}, err
		}
		if begin.day && end.wall.Equal(begin.wall) { // many write the last day itself
			end.wall = end.wall.AddDate(0, 0, 1)
		}
		return end.at(), nil
	}
	if p := e.GetProperty(ics.ComponentPropertyDuration); p != nil && p.Value != "" {
		return after(begin, p.Value)
	}
	if begin.day {
		next := begin
		next.wall = begin.wall.AddDate(0, 0, 1)
		return next.at(), nil
	}
	return begin.at(), nil
}

// lasting finds the parts of « P1DT2H30M ».
var lasting = regexp.MustCompile(`^\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$`)

// after is so long after a beginning: days by the calendar, hours by the clock (RFC 5545, 3.3.6).
func after(begin stamp, typed string) (time.Time, error) {
	m := lasting.FindStringSubmatch(typed)
	if m == nil || typed == "P" || strings.HasSuffix(typed, "T") {
		return time.Time{}, refuse("La durée ne se lit pas : « %s ».", text.Cut(text.Line(typed), 40))
	}
	n := func(i int) int { n, _ := strconv.Atoi(m[i]); return n }
	last := begin
	last.wall = begin.wall.AddDate(0, 0, 7*n(1)+n(2))
	return last.at().Add(time.Duration(n(3))*time.Hour + time.Duration(n(4))*time.Minute + time.Duration(n(5))*time.Second), nil
}

// stamp is a date or a time as a file writes it.
type stamp struct {
	wall time.Time // as the zone shows it, held as UTC
	zone zone
	day  bool // a date alone
}

func (s stamp) at() time.Time { return s.zone.instant(s.wall) }

// moment reads DTSTART and its like.
func moment(p *ics.BaseProperty, zones map[string]zone) (s stamp, err error) {
	s.zone = location{clock.Paris} // hours without zone are those of the place
	typed := strings.TrimSpace(p.Value)
	bad := refuse("La date « %s » ne se lit pas.", text.Cut(text.Line(typed), 40))
	if len(typed) == len("20060102") {
		s.day = true
		if s.wall, err = time.Parse("20060102", typed); err != nil {
			return s, bad
		}
		return s, sane(s.wall, bad)
	}
	if at, isUTC := strings.CutSuffix(typed, "Z"); isUTC {
		typed, s.zone = at, location{time.UTC}
	} else if id := p.ICalParameters["TZID"]; len(id) > 0 {
		if s.zone, err = zoneOf(id[0], zones); err != nil {
			return s, err
		}
	}
	if s.wall, err = time.Parse("20060102T150405", typed); err != nil {
		if s.wall, err = time.Parse("20060102T1504", typed); err != nil {
			return s, bad
		}
	}
	return s, sane(s.wall, bad)
}

// sane refuses years that no meeting is in.
func sane(t time.Time, bad error) error {
	if t.Year() < 1900 || t.Year() > 2200 {
		return bad
	}
	return nil
}

// zone says at which instant clocks show a wall time. What comes twice is the first; what does not come at all is counted on from
// before the change (RFC 5545, 3.3.5).
type zone interface {
	instant(wall time.Time) time.Time
}

// location is a zone that the machine knows.
type location struct{ *time.Location }

func (l location) instant(wall time.Time) time.Time {
	at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, l.Location)
	_, before := at.Add(-3 * time.Hour).Zone()
	if first := wall.Add(-time.Duration(before) * time.Second); first.In(l.Location).Format(time.DateTime) == wall.Format(time.DateTime) || at.Format(time.DateTime) != wall.Format(time.DateTime) {
		return first.UTC()
	}
	return at.UTC()
}

// far finds the hours of « (GMT +01:00) », which some programs take for a zone.
var far = regexp.MustCompile(`(?:GMT|UTC) ?([+-])(\d{1,2}):?(\d{2})?`)

// zoneOf is the zone of a name: one of the file, one of the machine, or so many hours from Greenwich.
func zoneOf(id string, zones map[string]zone) (zone, error) {
	id = strings.Trim(id, `" `)
	if parts := strings.Split(id, "/"); len(parts) > 2 { // « /example.org/Europe/Paris »
		if l := known(strings.Join(parts[len(parts)-2:], "/")); l != nil {
			return location{l}, nil
		}
	}
	if l := known(id); l != nil {
		return location{l}, nil
	}
	if z, ok := zones[id]; ok {
		return z, nil
	}
	if m := far.FindStringSubmatch(id); m != nil {
		hours, _ := strconv.Atoi(m[1] + m[2])
		minutes, _ := strconv.Atoi("0" + m[3])
		if hours >= -14 && hours <= 14 && minutes < 60 {
			return location{time.FixedZone(id, hours*3600+minutes*60)}, nil
		}
	}
	return nil, refuse("Le fuseau horaire « %s » nous est inconnu.", text.Cut(text.Line(id), 40))
}

// known is a zone of the machine, none for its own: that one is no zone of a file.
func known(id string) *time.Location {
	if id == "" || id == "Local" || !strings.Contains(id, "/") && id != "UTC" && id != "GMT" {
		return nil
	}
	l, err := time.LoadLocation(id)
	if err != nil {
		return nil
	}
	return l
}
