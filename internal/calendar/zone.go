package calendar

import (
	"slices"
	"strconv"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"
)

// described is a zone as a file describes it: the last change before an hour says how far ahead its clock is.
type described struct{ changes []change }

// change is STANDARD or DAYLIGHT.
type change struct {
	days     []time.Time // wall times at which it comes, in order
	from, to time.Duration
}

const (
	// zonesMost bounds the zones of a file, changesMost what each is made of.
	zonesMost   = 20
	changesMost = 40
)

// The years in which the changes of a zone are followed: some files let them begin in 1601.
var firstChange, lastChange = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// zonesOf reads the zones of a file; those that cannot be read are left out.
func zonesOf(found []block) map[string]zone {
	zones := map[string]zone{}
	for _, b := range found {
		if b.kind != "VTIMEZONE" || len(zones) >= zonesMost {
			continue
		}
		c, err := b.parse()
		if err != nil {
			continue
		}
		for _, z := range c.Timezones() {
			if id, d := zoneIn(z); id != "" && len(d.changes) > 0 {
				zones[id] = &d
			}
		}
	}
	return zones
}

// zoneIn reads a VTIMEZONE.
func zoneIn(z *ics.VTimezone) (id string, d described) {
	if p := z.GetProperty(ics.ComponentPropertyTzid); p != nil {
		id = p.Value
	}
	for _, part := range z.Components {
		switch p := part.(type) {
		case *ics.Standard:
			d.add(&p.ComponentBase)
		case *ics.Daylight:
			d.add(&p.ComponentBase)
		}
	}
	return id, d
}

func (d *described) add(part *ics.ComponentBase) {
	var c change
	var first time.Time
	for i := range part.Properties {
		p := &part.Properties[i].BaseProperty
		switch p.IANAToken {
		case "DTSTART":
			first, _ = time.Parse("20060102T150405", p.Value)
			c.days = append(c.days, first)
		case "TZOFFSETFROM":
			c.from = ahead(p.Value)
		case "TZOFFSETTO":
			c.to = ahead(p.Value)
		case "RDATE":
			if at, err := time.Parse("20060102T150405", p.Value); err == nil && len(c.days) < longest {
				c.days = append(c.days, at)
			}
		}
	}
	if first.IsZero() || len(d.changes) >= changesMost {
		return
	}
	if p := part.GetProperty(ics.ComponentPropertyRrule); p != nil {
		c.days = append(c.days, yearly(p.Value, first)...)
	}
	slices.SortFunc(c.days, time.Time.Compare)
	d.changes = append(d.changes, c)
}

// yearly are the days of a change that comes every year.
func yearly(typed string, first time.Time) []time.Time {
	if first.Before(firstChange) {
		first = time.Date(firstChange.Year(), first.Month(), first.Day(), first.Hour(), first.Minute(), 0, 0, time.UTC)
	}
	r, err := readRule(typed, first, location{time.UTC})
	if err != nil || r.OrigOptions.Freq != rrule.YEARLY {
		return nil
	}
	return r.Between(firstChange, lastChange, true)
}

// ahead reads « +0100 ».
func ahead(typed string) time.Duration {
	if len(typed) < 5 {
		return 0
	}
	hours, _ := strconv.Atoi(typed[1:3])
	minutes, _ := strconv.Atoi(typed[3:5])
	d := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if typed[0] == '-' {
		return -d
	}
	return d
}

// instant implements zone.
func (d *described) instant(wall time.Time) time.Time {
	var last time.Time
	offset, known := d.changes[0].from, false
	for _, c := range d.changes {
		if at, is := c.before(wall); is && (!known || at.After(last)) {
			last, offset, known = at, c.to, true
		}
	}
	return wall.Add(-offset).UTC()
}

// before is the last time of a change that is not after a wall time.
func (c change) before(wall time.Time) (last time.Time, is bool) {
	n, found := slices.BinarySearchFunc(c.days, wall, time.Time.Compare)
	if found {
		return wall, true
	}
	if n == 0 {
		return last, false
	}
	return c.days[n-1], true
}
