package event_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"partant/internal/calendar"
	"partant/internal/event"
	"partant/internal/fault"
)

// planned are the dates of a plan for an event that begins and ends so: day and hour as clocks in Paris show them.
func (r *rig) planned(t *testing.T, d event.Draft, p event.Season) (all []string, err error) {
	t.Helper()
	e := r.announced(t, d)
	dates, err := r.Season(t.Context(), member("h"), e.Slug, p)
	for _, one := range dates {
		said := one.Start.Format("2006-01-02 15:04")
		if one.Lost != "" {
			said = one.Day + " !"
		}
		all = append(all, said)
	}
	return all, err
}

func TestPlan(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.Repeating(calendar.Repeat)
	for _, tt := range []struct {
		day, hour string
		plan      event.Season
		want, say string
	}{
		{"2027-03-16", "18:30", event.Season{Rhythm: event.Weekly, Times: "3"}, "2027-03-16 18:30, 2027-03-23 18:30, 2027-03-30 18:30", ""}, // summer has come
		{"2027-03-14", "02:30", event.Season{Rhythm: event.Fortnightly, Times: "3"}, "2027-03-14 02:30, 2027-03-28 !, 2027-04-11 02:30", ""},
		{"2027-10-24", "02:30", event.Season{Rhythm: event.Weekly, Times: "3"}, "2027-10-24 02:30, 2027-10-31 02:30, 2027-11-07 02:30", ""},
		{"2027-01-31", "18:30", event.Season{Rhythm: event.ByDate, Times: "3"}, "2027-01-31 18:30, 2027-03-31 18:30, 2027-05-31 18:30", ""},
		{"2027-01-31", "18:30", event.Season{Rhythm: event.AtMonthEnd, Times: "3"}, "2027-01-31 18:30, 2027-02-28 18:30, 2027-03-31 18:30", ""},
		{"2027-01-05", "18:30", event.Season{Rhythm: event.ByWeekday, Last: "2027-03-02"}, "2027-01-05 18:30, 2027-02-02 18:30, 2027-03-02 18:30", ""},
		{"2027-01-26", "18:30", event.Season{Rhythm: event.ByLast, Times: "3"}, "2027-01-26 18:30, 2027-02-23 18:30, 2027-03-30 18:30", ""},
		{"2027-01-05", "18:30", event.Season{Rhythm: event.Weekly, Times: "10000"}, "", "52 dates au plus"},
		{"2027-01-05", "18:30", event.Season{Rhythm: event.Weekly, Times: "99999999999999999999"}, "", "de 2 à 52"},
		{"2027-01-05", "18:30", event.Season{Rhythm: event.Weekly, Last: "2028-01-11"}, "", "plus de 52"},
		{"2027-01-05", "18:30", event.Season{Rhythm: event.Weekly, Last: "2027-01-04"}, "", "avant sa première date"},
		{"2027-01-05", "18:30", event.Season{Rhythm: event.Weekly, Last: "2027-01-05"}, "", "que la première date"},
		{"2027-01-05", "18:30", event.Season{Rhythm: "x", Times: "3"}, "", "comment il se répète"},
	} {
		d := draft()
		d.Day, d.Hour, d.EndDay, d.EndHour, d.Which = tt.day, tt.hour, "", "23:30", event.Unasked
		got, err := r.planned(t, d, tt.plan)
		var wrong fault.Fields
		if errors.As(err, &wrong); strings.Join(got, ", ") != tt.want || (err != nil) != (tt.say != "") || !strings.Contains(strings.Join(values(wrong), " "), tt.say) {
			t.Errorf("%s %s, %+v: %q, %v", tt.day, tt.hour, tt.plan, got, err)
		}
	}
}

func values(wrong fault.Fields) (all []string) {
	for _, said := range wrong {
		all = append(all, strings.ReplaceAll(said, "\u00a0", " "))
	}
	return all
}

// Each date keeps the hours that the clock on the wall shows, and until when one answers.
func TestDatesKeepTheirHours(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.Repeating(calendar.Repeat)
	d := draft()
	d.Day, d.EndDay, d.EndHour, d.UntilDay, d.UntilHour = "2027-03-23", "2027-03-24", "01:00", "2027-03-22", "12:00"
	e := r.announced(t, d)
	if err := errors.Join(r.AskHost(t.Context(), member("h"), e.Slug, "p-b"), r.AcceptHost(t.Context(), member("b"), e.Slug, "p-b")); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Recur(t.Context(), member("h"), e.Slug, event.Season{Rhythm: event.Weekly, Times: "2"}); err != nil {
		t.Fatal(err)
	}
	next, err := r.BySlug(t.Context(), member("h"), "atelier-2027-03-30")
	if err != nil || next.Start.Wall != "2027-03-30T18:30" || next.Start.At.Format(time.RFC3339) != "2027-03-30T16:30:00Z" || next.End.Wall != "2027-03-31T01:00" || next.Deadline.Format(time.RFC3339) != "2027-03-29T10:00:00Z" {
		t.Errorf("%+v %+v %s, %v", next.Start, next.End, next.Deadline, err)
	}
	if len(next.Hosts) > 0 {
		t.Errorf("%+v were asked for another day", next.Hosts)
	}
	if next.Owes.Has(event.OwesNews) || next.Owes.Has(event.OwesNaming) || !next.Owes.Has(event.OwesOver) {
		t.Errorf("it owes %+v", next.Owes)
	}
	dates, err := r.Siblings(t.Context(), member("x"), &next)
	if err != nil || len(dates) != 1 || dates[0].ID != e.ID {
		t.Errorf("%+v, %v", dates, err)
	}
	_, err = r.Recur(t.Context(), member("h"), next.Slug, event.Season{Rhythm: event.Weekly, Times: "2"})
	if !errors.Is(err, event.ErrSeries) {
		t.Errorf("a date repeats: %v", err)
	}
}
