// Package calendar writes what calendars read (RFC 5545 and 5546): one meeting, or all of a feed, with the zone that their hours are in.
// It reads the files of others, too.
package calendar

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"partant/internal/clock"
	"partant/internal/geo"
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
	At        *geo.Point // nil: not known
	URL       string     // of its page
	Cancelled bool
	Maybe     bool   // who reads it does not know yet whether they come
	Online    string // where it takes place on the Web, for those who may know
	Organiser Person // nobody, or who answers for a Request
	Attendee  Person // to whom a Request goes
}

// Write returns m as the text of a .ics file.
func Write(method Method, m Meeting) string {
	c := begin(method)
	c.AddVEvent(entry(m, method))
	return c.Serialize(ics.WithNewLine("\r\n"))
}

// begin is a calendar that knows the zone, and holds nothing yet.
func begin(method Method) *ics.Calendar {
	c := ics.NewCalendar()
	c.SetProductId("-//Partant//Partant//FR")
	c.SetMethod(ics.Method(method))
	c.SetCalscale("GREGORIAN")
	c.Components = append(c.Components, paris())
	return c
}

// entry is a meeting as the library writes it. Its parameters are shared by all, and only read.
func entry(m Meeting, method Method) *ics.VEvent {
	e := lines{}
	e.say(ics.ComponentPropertyUniqueId, m.UID, nil)
	e.say(ics.ComponentPropertySequence, strconv.Itoa(m.Sequence), nil)
	e.at(ics.ComponentPropertyDtstamp, m.Stamp)
	e.at(ics.ComponentPropertyCreated, m.Created)
	e.at(ics.ComponentPropertyLastModified, m.Changed)
	e.moment(ics.ComponentPropertyDtStart, m.Start)
	e.moment(ics.ComponentPropertyDtEnd, m.End)
	e.say(ics.ComponentPropertySummary, line(m.Title), nil)
	e.describe(&m)
	e.status(&m, method)
	e.people(&m)
	return &ics.VEvent{ComponentBase: ics.ComponentBase{Properties: e}}
}

// lines are those of an entry.
type lines []ics.IANAProperty

type parameters = map[string][]string

func (l *lines) say(name ics.ComponentProperty, value string, with parameters) {
	if *l == nil {
		*l = make(lines, 0, 16)
	}
	*l = append(*l, ics.IANAProperty{BaseProperty: ics.BaseProperty{IANAToken: string(name), Value: value, ICalParameters: with}})
}

func (l *lines) at(name ics.ComponentProperty, at time.Time) {
	l.say(name, at.UTC().Format(instant), nil)
}

// instant is how an instant is written.
const instant = "20060102T150405Z"

// moment writes a moment by the clock of its zone, so that it stays right should the rules of the zone change. The second of two equal
// hours has no name there: it is written as an instant.
func (l *lines) moment(name ics.ComponentProperty, m Moment) {
	if m.Second {
		l.at(name, m.At)
		return
	}
	l.say(name, digits.Replace(m.Wall)+"00", inParis)
}

func (l *lines) describe(m *Meeting) {
	if m.Text != "" {
		l.say(ics.ComponentPropertyDescription, paragraphs(m.Text), nil)
	}
	if m.Place != "" {
		l.say(ics.ComponentPropertyLocation, line(m.Place), nil)
	}
	if m.At != nil {
		l.say(ics.ComponentPropertyGeo, strings.Replace(m.At.String(), ",", ";", 1), nil)
	}
	if m.URL != "" {
		l.say(ics.ComponentPropertyUrl, m.URL, nil)
	}
	if m.Online != "" {
		l.say("CONFERENCE", m.Online, onScreen)
	}
}

// status says whether it takes place and, with Maybe, that no time is kept free for it.
func (l *lines) status(m *Meeting, method Method) {
	is, busy := ics.ObjectStatusConfirmed, true
	switch {
	case m.Cancelled || method == Cancel:
		is, busy = ics.ObjectStatusCancelled, false
	case m.Maybe:
		is, busy = ics.ObjectStatusTentative, false
	}
	if l.say(ics.ComponentPropertyStatus, string(is), nil); !busy {
		l.say(ics.ComponentPropertyTransp, string(ics.TransparencyTransparent), nil)
	}
}

func (l *lines) people(m *Meeting) {
	if m.Organiser.Email != "" {
		l.say(ics.ComponentPropertyOrganizer, "mailto:"+m.Organiser.Email, parameters{"CN": {named(m.Organiser)}})
	}
	if m.Attendee.Email != "" {
		l.say(ics.ComponentPropertyAttendee, "mailto:"+m.Attendee.Email, parameters{"CN": {named(m.Attendee)}, "PARTSTAT": {"ACCEPTED"}, "RSVP": {"FALSE"}})
	}
}

// digits leaves of a wall time what calendars write of it; nameless are the signs that no name of a parameter may hold.
var (
	digits   = strings.NewReplacer("-", "", ":", "")
	nameless = strings.NewReplacer(`"`, "", "'", "’", ",", " ", ";", " ", ":", " ", `\`, " ")
	inParis  = parameters{"TZID": {clock.Paris.String()}}
	onScreen = parameters{"VALUE": {"URI"}, "FEATURE": {"VIDEO"}}
)

// line and paragraphs clean a text. Most are clean, and a feed has a thousand.
func line(s string) string {
	if clean(s, "") {
		return s
	}
	return text.Line(s)
}

func paragraphs(s string) string {
	if clean(s, "\n") {
		return s
	}
	return text.Lines(s)
}

// clean reports whether nothing in s but these signs could end a line.
func clean(s, but string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return (unicode.IsControl(r) || r == '\u2028' || r == '\u2029') && !strings.ContainsRune(but, r)
	})
}

// named is a name without the signs that no parameter may hold.
func named(p Person) string {
	name := text.Line(p.Name)
	if name == "" {
		name = p.Email
	}
	return nameless.Replace(name)
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
