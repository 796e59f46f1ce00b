package calendar_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	ical "github.com/emersion/go-ical"

	"partant/internal/calendar"
)

// feed is one of n meetings.
func feed(n int) calendar.Feed {
	f := calendar.Feed{Name: "Événements ; à Gien", About: "Ce qui se passe, ici.", URL: "https://partant.example/evenements?commune=gien&sujet=bois"}
	for i := range n {
		m := meeting(fmt.Sprintf("2027-%02d-%02dT18:30", 1+i%12, 1+i%28), fmt.Sprintf("2027-%02d-%02dT20:00", 1+i%12, 1+i%28))
		m.UID, m.Organiser, m.Attendee = fmt.Sprintf("%d@partant.example", i), calendar.Person{}, calendar.Person{}
		f.Meetings = append(f.Meetings, m)
	}
	return f
}

func write(t testing.TB, f calendar.Feed) []byte {
	t.Helper()
	file, err := calendar.WriteFeed(f)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// A feed has the zone once, says how often to come again, and each meeting as it stands.
func TestFeed(t *testing.T) {
	t.Parallel()
	f := feed(3)
	f.Meetings[1].Cancelled, f.Meetings[1].Sequence = true, 7
	f.Meetings[2].Maybe, f.Meetings[2].Online = true, "https://salle.exemple.fr/a,b;c?d=1"
	file := write(t, f)
	c, err := ical.NewDecoder(bytes.NewReader(file)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"METHOD": "PUBLISH", "NAME": f.Name, "X-WR-CALNAME": f.Name, "X-WR-TIMEZONE": "Europe/Paris", "X-PUBLISHED-TTL": "PT1H", "DESCRIPTION": f.About} {
		if got, err := c.Props.Text(name); err != nil || got != want {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
	if every, err := c.Props.Get("REFRESH-INTERVAL").Duration(); err != nil || every != time.Hour || c.Props.Get("URL").Value != f.URL {
		t.Errorf("%v, %v, %s", every, err, c.Props.Get("URL").Value)
	}
	if kinds := c.Props.Get("REFRESH-INTERVAL").Params["VALUE"]; len(kinds) != 1 {
		t.Errorf("it is %v", kinds)
	}
	zones := 0
	for _, part := range c.Children {
		if part.Name == ical.CompTimezone {
			zones++
		}
	}
	all := c.Events()
	if zones != 1 || len(all) != 3 {
		t.Fatalf("%d zones, %d meetings", zones, len(all))
	}
	for i, want := range []ical.EventStatus{ical.EventConfirmed, ical.EventCancelled, ical.EventTentative} {
		if got, err := all[i].Status(); err != nil || got != want {
			t.Errorf("the status of %d is %s, %v", i, got, err)
		}
	}
	if seven := all[1].Props.Get("SEQUENCE").Value; seven != "7" {
		t.Errorf("changed %s times", seven)
	}
	if at := all[2].Props.Get("CONFERENCE"); at == nil || at.Value != f.Meetings[2].Online || at.Params.Get("VALUE") != "URI" {
		t.Errorf("it takes place at %v", at)
	}
	for _, line := range strings.Split(string(file), "\r\n") {
		if len(line) > 75 || strings.Contains(line, "\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	if again := write(t, f); !bytes.Equal(file, again) {
		t.Error("the same feed is not the same file")
	}
}

// A feed without meetings is one that calendars can read: they forget all.
func TestEmptyFeed(t *testing.T) {
	t.Parallel()
	if c, err := ical.NewDecoder(bytes.NewReader(write(t, feed(0)))).Decode(); err != nil || len(c.Events()) != 0 {
		t.Error(c, err)
	}
}

// A feed of a thousand events whose words are as they are: docs/speed.md.
func BenchmarkFeed(b *testing.B) {
	f := feed(1000)
	for i := range f.Meetings {
		m := &f.Meetings[i]
		m.Title, m.Place, m.URL = "Petit déjeuner des entreprises", "L'ECG, 12 rue des Carmes, Orléans", "https://partant.example/evenements/petit-dejeuner-des-entreprises-2027-01-12"
		m.Text = "Se connaître, et parler de ce qui nous occupe : recruter, former, garder. Chacun vient avec une question.\n\n" + m.URL
	}
	b.SetBytes(int64(len(write(b, f))))
	b.ReportAllocs()
	for b.Loop() {
		write(b, f)
	}
}
