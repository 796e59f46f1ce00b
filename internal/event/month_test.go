package event_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"partant/internal/event"
)

// A calendar shows each event on each of its days, what is over beside what is to come, and how many more there are.
func TestCalendar(t *testing.T) {
	t.Parallel()
	for _, crowd := range []int{0, 130} { // all read at once, or each day by itself
		h := open(t)
		insert := func(id, start, end string, over bool) {
			first, _ := event.When(start[:10], start[11:], event.Unasked, "")
			last, _ := event.When(end[:10], end[11:], event.Unasked, "")
			e := event.Event{ID: id, Slug: id, Title: id, Start: first, End: last, Over: over, Commune: "45234", Created: first.At.Add(-time.Hour)}
			if err := h.store.InsertEvent(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		insert("avant", "2027-01-20 09:00", "2027-02-02 12:00", true)
		insert("veille", "2027-01-31 20:00", "2027-02-01 03:00", true) // an evening is of its day
		insert("fini", "2027-02-01 08:00", "2027-02-01 09:00", true)
		insert("long", "2027-02-01 10:00", "2027-02-03 12:00", false)
		insert("court", "2027-02-03 18:00", "2027-02-03 19:00", false)
		insert("dernier", "2027-02-28 18:00", "2027-03-02 19:00", false)
		insert("apres", "2027-03-01 00:00", "2027-03-01 19:00", false)
		for n := range crowd {
			insert(fmt.Sprintf("f%03d", n), fmt.Sprintf("2027-02-10 %02d:%02d", n/60, n%60), "2027-02-10 23:00", false)
		}
		day, _ := event.When("2027-02-11", "12:00", event.Unasked, "")
		days, err := h.Calendar(t.Context(), event.Filter{Commune: "45234"}, event.Month(day.At))
		if err != nil || len(days) != 28 {
			t.Fatalf("%d days, %v", len(days), err)
		}
		for nth, want := range map[int]string{1: "fini long avant", 2: "avant long", 3: "court long", 4: "", 28: "dernier"} {
			var got []string
			for _, e := range days[nth-1].Events {
				got = append(got, e.ID)
			}
			if strings.Join(got, " ") != want || days[nth-1].More != 0 {
				t.Errorf("with %d more, the %d. has %q and %d more, want %q", crowd, nth, got, days[nth-1].More, want)
			}
		}
		if d := days[9]; crowd > 0 && (len(d.Events) != event.DayShown || d.Events[0].ID != "f000" || d.More != event.MoreMost) {
			t.Errorf("the full day has %d, from %+v, and %d more", len(d.Events), d.Events, d.More)
		}
		none, err := h.Calendar(t.Context(), event.Filter{Commune: "45155"}, event.Month(day.At))
		if err != nil || len(none[0].Events) != 0 {
			t.Errorf("%+v, %v", none[0], err)
		}
	}
}

// Weeks begin on Monday, and days are those of Paris, in the nights too that have an hour more or less.
func TestSpans(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time {
		when, _ := time.Parse(time.RFC3339, s)
		return when
	}
	for _, tt := range []struct {
		span       event.Span
		begin, end string
	}{
		{event.On(at("2027-03-27T23:30:00Z")), "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"},
		{event.On(at("2027-10-30T22:30:00Z")), "2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z"},
		{event.Week(at("2027-03-28T12:00:00Z")), "2027-03-21T23:00:00Z", "2027-03-28T22:00:00Z"},
		{event.Week(at("2027-01-04T00:00:00Z")), "2027-01-03T23:00:00Z", "2027-01-10T23:00:00Z"},
		{event.Month(at("2026-12-31T23:30:00Z")), "2026-12-31T23:00:00Z", "2027-01-31T23:00:00Z"},
		{event.Month(at("2028-02-29T12:00:00Z")), "2028-01-31T23:00:00Z", "2028-02-29T23:00:00Z"},
	} {
		if begin, end := tt.span.Begin().UTC().Format(time.RFC3339), tt.span.End().UTC().Format(time.RFC3339); begin != tt.begin || end != tt.end {
			t.Errorf("%s to %s, want %s to %s", begin, end, tt.begin, tt.end)
		}
	}
}
