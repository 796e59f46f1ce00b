// Package calendar writes what calendars read (RFC 5545 and 5546): one meeting, with the zone that its hours are in.
package calendar

import (
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"partant/internal/clock"
	"partant/internal/text"
)

// Method is what a calendar is asked to do.
type Method string

// The methods: to show what there is, to put somebody's meeting down or change it, to take it back.
const (
	Publish Method = "PUBLISH"
	Request Method = "REQUEST"
	Cancel  Method = "CANCEL"
)

// Moment is what clocks in Paris show, « 2027-01-08T18:30 ». Second: in the night when an hour comes twice, the second time.
type Moment struct {
	Wall   string
	Second bool
	At     time.Time
}

// Person is somebody beside a meeting.
type Person struct{ Name, Email string }

// Meeting is one entry of a calendar.
type Meeting struct {
	UID       string // the same for ever
	Sequence  int    // grows with each change
	Stamp     time.Time
	Created   time.Time
	Changed   time.Time
	Start     Moment
	End       Moment
	Title     string
	Text      string
	Place     string
	URL       string // of its page
	Cancelled bool
	Organiser Person // nobody, or who answers for a Request
	Attendee  Person // to whom a Request goes
}

// Write returns m as the text of a .ics file.
func Write(method Method, m Meeting) string {
	c := ics.NewCalendar()
	c.SetProductId("-//Partant//Partant//FR")
	c.SetMethod(ics.Method(method))
	c.SetCalscale("GREGORIAN")
	c.Components = append(c.Components, paris())
	e := c.AddEvent(m.UID)
	e.SetSequence(m.Sequence)
	e.SetDtStampTime(m.Stamp)
	e.SetCreatedTime(m.Created)
	e.SetModifiedAt(m.Changed)
	put(e, ics.ComponentPropertyDtStart, m.Start)
	put(e, ics.ComponentPropertyDtEnd, m.End)
	e.SetSummary(text.Line(m.Title))
	describe(e, m)
	status(e, m.Cancelled || method == Cancel)
	people(e, m)
	return c.Serialize(ics.WithNewLine("\r\n"))
}

func describe(e *ics.VEvent, m Meeting) {
	if m.Text != "" {
		e.SetDescription(text.Lines(m.Text))
	}
	if m.Place != "" {
		e.SetLocation(text.Line(m.Place))
	}
	if m.URL != "" {
		e.SetURL(m.URL)
	}
}

// put writes a moment by the clock of its zone, so that it stays right should the rules of the zone change. The second of two equal
// hours has no name there: it is written as an instant.
func put(e *ics.VEvent, property ics.ComponentProperty, m Moment) {
	if m.Second {
		e.SetProperty(property, m.At.UTC().Format("20060102T150405Z"))
		return
	}
	e.SetProperty(property, strings.NewReplacer("-", "", ":", "").Replace(m.Wall)+"00", ics.WithTZID(clock.Paris.String()))
}

func status(e *ics.VEvent, cancelled bool) {
	if cancelled {
		e.SetStatus(ics.ObjectStatusCancelled)
		e.SetTimeTransparency(ics.TransparencyTransparent)
		return
	}
	e.SetStatus(ics.ObjectStatusConfirmed)
}

func people(e *ics.VEvent, m Meeting) {
	if m.Organiser.Email != "" {
		e.SetOrganizer("mailto:"+m.Organiser.Email, ics.WithCN(named(m.Organiser)))
	}
	if m.Attendee.Email != "" {
		e.AddAttendee("mailto:"+m.Attendee.Email, ics.WithCN(named(m.Attendee)), ics.ParticipationStatusAccepted, ics.WithRSVP(false))
	}
}

// named is a name without the signs that no parameter may hold.
func named(p Person) string {
	name := text.Line(p.Name)
	if name == "" {
		name = p.Email
	}
	return strings.NewReplacer(`"`, "", "'", "’", ",", " ", ";", " ", ":", " ", `\`, " ").Replace(name)
}

// paris is the zone as it has been since 1996: two hours ahead from the last Sunday of March, one from the last of October.
func paris() *ics.VTimezone {
	zone := ics.NewTimezone(clock.Paris.String())
	summer, winter := &ics.Daylight{}, ics.NewStandard()
	rule(&summer.ComponentBase, "CEST", "19960331T020000", "+0100", "+0200", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
	rule(&winter.ComponentBase, "CET", "19961027T030000", "+0200", "+0100", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
	zone.Components = append(zone.Components, summer, winter)
	return zone
}

func rule(part *ics.ComponentBase, name, start, from, to, every string) {
	for _, p := range [][2]string{{"DTSTART", start}, {"TZOFFSETFROM", from}, {"TZOFFSETTO", to}, {"TZNAME", name}, {"RRULE", every}} {
		part.AddProperty(ics.ComponentProperty(p[0]), p[1])
	}
}
