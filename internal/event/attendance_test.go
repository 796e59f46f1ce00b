package event_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/id"
)

// evening is an event of p-h on a day, to which these are partant; those at the door are noted, and it ends.
func (r *rig) evening(t *testing.T, day string, partants []string, came ...string) event.Event {
	t.Helper()
	d := draft()
	d.Day, d.Places, d.With = day, "50", "2"
	e := r.announced(t, d)
	for _, one := range partants {
		if _, err := r.Say(t.Context(), member(one), e.Slug, event.Reply{Says: string(event.Partant), With: "1"}); err != nil {
			t.Fatal(err)
		}
	}
	r.pass(e.Start.At.Sub(r.Now()))
	for _, one := range came {
		if one == "?" {
			r.admits(t, e, event.Gesture{ID: id.New(), Name: "Une voisine", People: 3})
			continue
		}
		r.admits(t, e, event.Gesture{ID: id.New(), Code: r.code(t, e, one), People: 1})
	}
	r.pass(e.End.At.Add(time.Minute).Sub(r.Now()))
	return e
}

// Who came is summed over the events of a page, to who may speak for it; who came before the period is no new face, and what nobody noted
// has nobody missing.
func TestAttendance(t *testing.T) {
	t.Parallel()
	r := open(t)
	ask := func(months int) event.Attendance {
		t.Helper()
		a, err := r.Attendance(t.Context(), host, "p-h", months)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if got := ask(12); len(got.Events) > 0 || got.Sum.Came > 0 {
		t.Errorf("nothing yet: %+v", got)
	}
	r.evening(t, "2026-12-01", []string{"b", "c"}, "b")
	r.evening(t, "2027-06-01", []string{"b", "c"}, "b", "c", "?")
	r.evening(t, "2027-07-01", []string{"b", "d"}, "b")
	r.evening(t, "2027-08-01", []string{"b"})
	last := r.evening(t, "2027-09-01", []string{"b", "c", "d"}, "b", "d")
	d := draft()
	d.Day, d.Places = "2027-10-01", "50"
	cancelled, soon := r.announced(t, d), r.announced(t, d)
	if _, err := r.Cancel(t.Context(), host, cancelled.Slug, "La neige"); err != nil {
		t.Fatal(err)
	}
	r.says(t, soon, "b", event.Partant)

	got := ask(6)
	var lines []string
	for _, one := range append(got.Events, got.Sum) {
		lines = append(lines, fmt.Sprintf("%.10s placed %d came %d missed %d new %d noted %v", one.Event.Start.Wall, one.Placed, one.Came, one.Missed, one.New, one.Noted))
	}
	if want := []string{
		"2027-09-01 placed 6 came 2 missed 4 new 1 noted true", "2027-08-01 placed 2 came 0 missed 0 new 0 noted false",
		"2027-07-01 placed 4 came 1 missed 3 new 0 noted true", "2027-06-01 placed 4 came 5 missed 2 new 1 noted true",
		" placed 16 came 8 missed 9 new 2 noted true"}; !slices.Equal(lines, want) {
		t.Errorf("got %q", lines)
	}
	if got.Noted != 3 || got.Expected != 14 || got.People != 3 || got.Often != 1 || got.More {
		t.Errorf("%+v", got)
	}
	if len(got.Regulars) != 1 || got.Regulars[0].Answer.Account != "b" || got.Regulars[0].Times != 3 || got.Regulars[0].Answer.Event != last.ID {
		t.Errorf("regulars: %+v", got.Regulars)
	}
	if got := ask(12); len(got.Events) != 5 || got.Regulars[0].Times != 4 || got.Sum.New != 3 {
		t.Errorf("of a year: %d events, %+v, %d new", len(got.Events), got.Regulars, got.Sum.New)
	}
	if got := ask(3); len(got.Events) != 3 || got.Sum.New != 1 || got.Often != 0 {
		t.Errorf("of three months: %d events, %d new, %d often", len(got.Events), got.Sum.New, got.Often)
	}
	for who, want := range map[string]error{"b": fault.Forbidden, "": fault.SignedOut} {
		if _, err := r.Attendance(t.Context(), member(who), "p-h", 12); !errors.Is(err, want) {
			t.Errorf("%q is told %v", who, err)
		}
	}
	for _, months := range []int{0, -3, 7, 1200} {
		if _, err := r.Attendance(t.Context(), host, "p-h", months); !errors.Is(err, fault.NotFound) {
			t.Errorf("%d months: %v", months, err)
		}
	}
	if err := r.Forget(t.Context(), "b", nil, nil); err != nil {
		t.Fatal(err)
	}
	if got := ask(6); got.Often != 0 || got.People != 2 || len(got.Regulars) != 0 {
		t.Errorf("who left is still known: %+v", got)
	}
}

// A page that hosts the event of another reads of it too, once it has accepted.
func TestAttendanceOfHosts(t *testing.T) {
	t.Parallel()
	r := open(t)
	d := draft()
	d.Day, d.Places = "2026-12-01", "50"
	e := r.announced(t, d)
	count := func() int {
		t.Helper()
		a, err := r.Attendance(t.Context(), member("k"), "p-k", 12)
		if err != nil {
			t.Fatal(err)
		}
		return len(a.Events)
	}
	if err := r.AskHost(t.Context(), host, e.Slug, "p-k"); err != nil {
		t.Fatal(err)
	}
	asked := count()
	if err := r.AcceptHost(t.Context(), member("k"), e.Slug, "p-k"); err != nil {
		t.Fatal(err)
	}
	before := count()
	r.pass(e.End.At.Add(time.Minute).Sub(r.Now()))
	if got := count(); asked != 0 || before != 0 || got != 1 {
		t.Errorf("asked %d, before it took place %d, after %d", asked, before, got)
	}
}
