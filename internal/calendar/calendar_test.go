package calendar_test

import (
	"strings"
	"testing"
	"time"

	ical "github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"

	"partant/internal/calendar"
	"partant/internal/clock"
	"partant/internal/geo"
)

// meeting is one with all that can go wrong in a text.
func meeting(start, end string) calendar.Meeting {
	at := func(wall string) calendar.Moment {
		t, err := time.ParseInLocation("2006-01-02T15:04", wall, clock.Paris)
		if err != nil {
			panic(err)
		}
		return calendar.Moment{Wall: wall, At: t.UTC()}
	}
	now := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	return calendar.Meeting{UID: "e-1@partant.example", Sequence: 2, Stamp: now, Created: now, Changed: now, Start: at(start), End: at(end),
		Title: "Atelier; « partant ? », l'ECG\r\nATTENDEE:mailto:x@y.z", Text: "Une ligne\nune autre, avec \\ et ;" + strings.Repeat(" très long", 30), Place: "ECG, 12 rue de l'Été\nOrléans",
		URL: "https://partant.example/evenements/atelier", Organiser: calendar.Person{Name: `Le "Club": un, deux`, Email: "club@partant.example"}, Attendee: calendar.Person{Email: "ada@exemple.fr"}}
}

// read parses with another library than the one that writes.
func read(t *testing.T, file string) (*ical.Calendar, ical.Event) {
	t.Helper()
	c, err := ical.NewDecoder(strings.NewReader(file)).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, file)
	}
	if len(c.Events()) != 1 {
		t.Fatalf("%d events", len(c.Events()))
	}
	return c, c.Events()[0]
}

// What another program reads is what was written, around the changes of the clock too.
func TestReadByAnother(t *testing.T) {
	t.Parallel()
	for _, hours := range [][2]string{{"2027-01-08T18:30", "2027-01-08T20:00"}, {"2027-07-14T18:30", "2027-07-14T20:00"}, {"2027-03-27T22:00", "2027-03-28T04:00"},
		{"2027-03-28T03:00", "2027-03-28T05:00"}, {"2027-10-30T22:00", "2027-10-31T04:00"}, {"2027-10-31T02:30", "2027-10-31T08:00"}} {
		m := meeting(hours[0], hours[1])
		m.At = &geo.Point{Lat: 47.9029, Lon: 1.9093}
		_, e := read(t, calendar.Write(calendar.Request, m))
		if at := e.Props.Get("GEO"); at == nil || at.Value != "47.9029;1.9093" {
			t.Errorf("it is at %+v", at)
		}
		start, err := e.DateTimeStart(time.UTC)
		if err != nil || !start.Equal(m.Start.At) {
			t.Errorf("%s starts at %v, %v", hours[0], start, err)
		}
		end, err := e.DateTimeEnd(time.UTC)
		if err != nil || !end.Equal(m.End.At) {
			t.Errorf("%s ends at %v, %v", hours[1], end, err)
		}
	}
}

// The zone in the file says of each hour around the changes what the zone of the machine says.
func TestZone(t *testing.T) {
	t.Parallel()
	c, _ := read(t, calendar.Write(calendar.Publish, meeting("2027-01-08T18:30", "2027-01-08T20:00")))
	zone := c.Component.Children[0]
	if zone.Name != ical.CompTimezone || zone.Props.Get(ical.PropTimezoneID).Value != "Europe/Paris" {
		t.Fatalf("the zone is %v", zone)
	}
	for _, day := range []string{"2026-10-25", "2027-03-28", "2027-10-31", "2028-03-26", "2027-01-08", "2027-07-14"} {
		noon, _ := time.Parse("2006-01-02", day)
		for h := -30; h < 30; h++ {
			at := noon.Add(time.Duration(h) * time.Hour)
			_, want := at.In(clock.Paris).Zone()
			if got := offset(t, zone, at); got != want {
				t.Errorf("%v: %d s ahead in the file, %d in Paris", at, got, want)
			}
		}
	}
}

// offset is how far ahead of UTC the last change before an instant puts the clock.
func offset(t *testing.T, zone *ical.Component, at time.Time) (seconds int) {
	t.Helper()
	var last time.Time
	for _, part := range zone.Children {
		set, err := part.RecurrenceSet(time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		from, to := ahead(t, part, ical.PropTimezoneOffsetFrom), ahead(t, part, ical.PropTimezoneOffsetTo)
		wall := set.Before(at.Add(from), true)
		if change := wall.Add(-from); change.After(last) && !change.After(at) {
			last, seconds = change, int(to/time.Second)
		}
	}
	return seconds
}

func ahead(t *testing.T, part *ical.Component, prop string) time.Duration {
	t.Helper()
	d, err := time.Parse("-0700", part.Props.Get(prop).Value)
	if err != nil {
		t.Fatal(err)
	}
	_, s := d.Zone()
	return time.Duration(s) * time.Second
}

func TestTexts(t *testing.T) {
	t.Parallel()
	file := calendar.Write(calendar.Request, meeting("2027-01-08T18:30", "2027-01-08T20:00"))
	c, e := read(t, file)
	got := map[string]string{}
	for _, name := range []string{"UID", "SEQUENCE", "STATUS", "SUMMARY", "DESCRIPTION", "LOCATION", "URL"} {
		got[name] = e.Props.Get(name).Value
		if said, err := e.Props.Text(name); err == nil {
			got[name] = said
		}
	}
	want := map[string]string{"UID": "e-1@partant.example", "SEQUENCE": "2", "STATUS": "CONFIRMED", "SUMMARY": "Atelier; « partant ? », l'ECG ATTENDEE:mailto:x@y.z",
		"DESCRIPTION": "Une ligne\nune autre, avec \\ et ;" + strings.Repeat(" très long", 30), "LOCATION": "ECG, 12 rue de l'Été Orléans", "URL": "https://partant.example/evenements/atelier"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if method, _ := c.Props.Text("METHOD"); method != "REQUEST" {
		t.Errorf("method %q", method)
	}
	if to := e.Props.Values("ATTENDEE"); len(to) != 1 || to[0].Value != "mailto:ada@exemple.fr" {
		t.Errorf("it goes to %v", to)
	}
	for _, line := range strings.Split(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	c, e := read(t, calendar.Write(calendar.Cancel, meeting("2027-01-08T18:30", "2027-01-08T20:00")))
	method, _ := c.Props.Text("METHOD")
	if status, err := e.Status(); status != ical.EventCancelled || err != nil || method != "CANCEL" {
		t.Errorf("%v, %v, %v", status, err, method)
	}
}

// The second of two equal hours is one instant, and no other.
func TestSecond(t *testing.T) {
	t.Parallel()
	m := meeting("2027-10-31T02:30", "2027-10-31T08:00")
	m.Start.Second, m.Start.At = true, time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC)
	_, e := read(t, calendar.Write(calendar.Publish, m))
	if start, err := e.DateTimeStart(time.UTC); err != nil || !start.Equal(m.Start.At) {
		t.Errorf("it starts at %v, %v", start, err)
	}
}
