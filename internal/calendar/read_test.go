package calendar_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/calendar"
)

var update = flag.Bool("update", false, "write what is read of the files of testdata")

var (
	long  = time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC)
	after = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
)

// told is what a file holds, in lines: how much, the first entries, what is refused.
func told(t *testing.T, name string) string {
	t.Helper()
	file, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := calendar.Read(t.Context(), file, long, after)
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d read, %d refused, %d over, %d cut, %v\n", filepath.Base(name), len(r.Entries), len(r.Refused), r.Past, r.Cut, err)
	for _, e := range r.Entries[:min(len(r.Entries), 6)] {
		fmt.Fprintf(&b, "  %s %s day=%v cancelled=%v %q %q %s\n", e.Start.Format(time.RFC3339), e.End.Format(time.RFC3339), e.AllDay, e.Cancelled, e.Title, e.Place, e.Nth)
	}
	for _, e := range r.Refused {
		fmt.Fprintf(&b, "  line %d %q: %s\n", e.Line, e.Title, e.Why)
	}
	return b.String()
}

// Real calendars, and hostile ones (testdata/ics/SOURCES.csv says where they are from): each is read, or refused with the line and the reason.
func TestReadCalendars(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/ics/*.ics")
	if err != nil || len(files) < 39 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	var b strings.Builder
	for _, name := range files {
		b.WriteString(told(t, name))
	}
	const golden = "testdata/read.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("read otherwise than before (-want +got):\n%s", diff)
	}
}

// event is a calendar of one meeting with these lines.
func event(lines ...string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Atelier\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
}

// starts are when a meeting begins, each time, or why it is refused.
func starts(t *testing.T, lines ...string) (all []string) {
	t.Helper()
	r, err := calendar.Read(t.Context(), event(lines...), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range r.Entries {
		all = append(all, e.Start.Format("01-02T15:04")+strings.TrimSuffix(" "+e.End.Sub(e.Start).String(), "0s"))
	}
	for _, e := range r.Refused {
		all = append(all, e.Why)
	}
	return all
}

func TestReadTimes(t *testing.T) {
	t.Parallel()
	for lines, want := range map[string][]string{
		"DTSTART:20260108T183000|DTEND:20260108T200000":                                            {"01-08T17:30 1h30m"},
		"DTSTART:20260108T183000|DURATION:PT1H30M":                                                 {"01-08T17:30 1h30m"},
		"DTSTART:20260328T183000|DURATION:P1D":                                                     {"03-28T17:30 23h0m"}, // a day of the calendar, with a change of the clock
		"DTSTART:20260108T183000|DURATION:PX":                                                      {"La durée ne se lit pas : « PX »."},
		"DTSTART;TZID=Europe/Paris:20260329T023000":                                                {"03-29T01:30 "}, // it does not exist: counted on from before
		"DTSTART;TZID=Europe/Paris:20261025T023000":                                                {"10-25T00:30 "}, // it comes twice: the first
		"DTSTART;TZID=America/New_York:20260108T120000":                                            {"01-08T17:00 "},
		"DTSTART;TZID=/example.org/2007/Europe/Paris:20260708T120000":                              {"07-08T10:00 "},
		`DTSTART;TZID="(GMT +05:30)":20260708T120000`:                                              {"07-08T06:30 "},
		"DTSTART;TZID=Local:20260708T120000":                                                       {"Le fuseau horaire « Local » nous est inconnu."},
		"DTSTART;TZID=../../etc/passwd:20260708T120000":                                            {"Le fuseau horaire « ../../etc/passwd » nous est inconnu."},
		"DTSTART;VALUE=DATE:20260708":                                                              {"07-07T22:00 24h0m"},
		"DTSTART;VALUE=DATE:20260708|DTEND;VALUE=DATE:20260708":                                    {"07-07T22:00 24h0m"},
		"DTSTART;VALUE=DATE:20260327|RRULE:FREQ=DAILY;COUNT=3":                                     {"03-26T23:00 24h0m", "03-27T23:00 24h0m", "03-28T23:00 23h0m"},
		"DTSTART:20260231T120000":                                                                  {"La date « 20260231T120000 » ne se lit pas."},
		"DTSTART:00010101T120000":                                                                  {"La date « 00010101T120000 » ne se lit pas."},
		"DTEND:20260108T120000":                                                                    {"Il manque la date de début (DTSTART)."},
		"DTSTART:20260108T183000|DTEND:20260108T183000|RRULE:FREQ=HOURLY":                          {"Elle se répète plus d'une fois par jour : « FREQ=HOURLY »."},
		"DTSTART:20260108T183000|RRULE:FREQ=DAILY;BYHOUR=8,10":                                     {"Elle se répète plus d'une fois par jour : « FREQ=DAILY;BYHOUR=8,10 »."},
		"DTSTART:20260108T183000|RRULE:FREQ=YEARLY;BYEASTER=400":                                   {"Elle se répète d'une façon que nous ne savons pas suivre : « FREQ=YEARLY;BYEASTER=400 »."},
		"DTSTART:20260108T183000|RRULE:n'importe quoi":                                             {"Sa répétition ne se lit pas : « n'importe quoi »."},
		"DTSTART:20260131T080000|RRULE:FREQ=MONTHLY;COUNT=4":                                       {"01-31T07:00 ", "03-31T06:00 ", "05-31T06:00 ", "07-31T06:00 "}, // months without a 31st are left out
		"DTSTART:20260131T080000|RRULE:FREQ=MONTHLY;UNTIL=20260401T000000Z|EXDATE:20260131T080000": {"03-31T06:00 "},
		"DTSTART;TZID=Europe/Paris:20260321T080000|RRULE:FREQ=WEEKLY;UNTIL=20260328T070000Z":       {"03-21T07:00 ", "03-28T07:00 "},
		"DTSTART:20260108T183000|RDATE:20260110T183000,20260112T183000":                            {"01-08T17:30 ", "01-10T17:30 ", "01-12T17:30 "},
		"DTSTART:20260108T183000|RRULE:FREQ=DAILY;COUNT=3|EXDATE:20260109T173000Z":                 {"01-08T17:30 ", "01-10T17:30 "},
		"DTSTART:20260108T183000|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30":                         nil,
		"DTSTART:19000101T183000|RRULE:FREQ=DAILY":                                                 {"Elle se répète depuis trop longtemps pour être suivie."},
	} {
		if diff := cmp.Diff(want, starts(t, strings.Split(lines, "|")...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", lines, diff)
		}
	}
}

// A repetition that was moved stands where it was moved to, and nowhere else.
func TestReadMoved(t *testing.T) {
	t.Parallel()
	file := string(event("DTSTART:20260108T183000", "RRULE:FREQ=WEEKLY;COUNT=3"))
	moved := string(event("RECURRENCE-ID:20260115T183000", "DTSTART:20260116T190000"))
	r, err := calendar.Read(t.Context(), []byte(file+moved), long, after)
	if err != nil || len(r.Entries) != 3 || r.Entries[1].Nth != "20260115T173000Z" || r.Entries[1].Start.Format("02 15:04") != "16 18:00" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestReadBounds(t *testing.T) {
	t.Parallel()
	r, err := calendar.Read(t.Context(), event("DTSTART:20260108T183000", "RRULE:FREQ=DAILY;COUNT=10000"), long, after)
	if err != nil || len(r.Entries) != calendar.Most || r.Cut != 1 {
		t.Errorf("%d of ten thousand, %d cut, %v", len(r.Entries), r.Cut, err)
	}
	r, err = calendar.Read(t.Context(), []byte(strings.Repeat(string(event("DTSTART:20260108T183000")), 1200)), long, after)
	if err != nil || len(r.Entries) != calendar.MostMeetings {
		t.Errorf("%d meetings, %v", len(r.Entries), err)
	}
	for name, c := range map[string]struct {
		file []byte
		want error
	}{"nothing": {nil, calendar.ErrNone}, "a page": {[]byte("<html>"), calendar.ErrNone}, "large": {make([]byte, calendar.MostBytes+1), calendar.ErrLarge}} {
		if _, err := calendar.Read(t.Context(), c.file, long, after); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, file := range map[string]string{"unfinished": "BEGIN:VEVENT\nSUMMARY:x", "nested": strings.Repeat("BEGIN:VEVENT\n", 2000), "deep": "BEGIN:VEVENT\n" + strings.Repeat("BEGIN:VALARM\n", 2000)} {
		if r, err := calendar.Read(t.Context(), []byte(file), long, after); err != nil || len(r.Refused) == 0 || r.Refused[0].Line != 1 {
			t.Errorf("%s: %+v, %v", name, r.Refused[:min(len(r.Refused), 2)], err)
		}
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := calendar.Read(over, event("DTSTART:20260108T183000"), long, after); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// What we write is read as it was.
func TestReadWritten(t *testing.T) {
	t.Parallel()
	m := meeting("2027-03-27T22:00", "2027-03-28T04:00")
	r, err := calendar.Read(t.Context(), []byte(calendar.Write(calendar.Publish, m)), long, after)
	if err != nil || len(r.Entries) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if e := r.Entries[0]; !e.Start.Equal(m.Start.At) || !e.End.Equal(m.End.At) || e.UID != m.UID || e.Sequence != m.Sequence || e.URL != m.URL {
		t.Errorf("%+v", e)
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/ics/*.ics")
	for _, name := range files {
		if file, err := os.ReadFile(name); err == nil && len(file) < 4000 {
			f.Add(file)
		}
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		r, err := calendar.Read(t.Context(), file, long, after)
		if err != nil {
			return
		}
		for _, e := range r.Entries {
			if e.End.Before(e.Start) || e.Title == "" || e.UID == "" || e.Line < 1 {
				t.Errorf("%+v", e)
			}
		}
		for _, e := range r.Refused {
			if e.Why == "" || e.Line < 1 {
				t.Errorf("%+v", e)
			}
		}
	})
}
