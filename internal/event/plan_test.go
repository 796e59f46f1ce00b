package event_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// planned is a draft that is to be announced by itself.
func planned(day, hour string) event.Draft {
	d := draft()
	d.Later, d.Planned, d.PlanDay, d.PlanHour = true, true, day, hour
	return d
}

func (r *rig) pay(t *testing.T, e event.Event) event.Event {
	t.Helper()
	if err := r.PayDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	e, err := r.store.Event(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestPlanRefused(t *testing.T) {
	t.Parallel()
	r := open(t)
	for _, c := range [][2]string{{"", ""}, {"24/11/2026", "08:30"}, {"2026-11-23", "12:59"}, {"2027-01-12", "18:30"}, {"2027-03-28", "02:30"}, {"2027-02-01", "08:00"}} {
		_, err := r.Announce(t.Context(), member("h"), planned(c[0], c[1]))
		var wrong fault.Fields
		if !errors.As(err, &wrong) || wrong[event.FieldPlanHour] == "" {
			t.Errorf("%v: %v", c, err)
		}
	}
	twice := planned("2027-10-31", "02:30")
	twice.Day = "2027-11-12"
	if _, err := r.Announce(t.Context(), member("h"), twice); err == nil {
		t.Error("an hour that comes twice is not asked for")
	}
	twice.PlanWhich = event.Second
	e := r.announced(t, twice)
	if again := event.Filled(e); again.PlanWhich != event.Second || !again.Planned || !again.Later || e.Planned().Format(time.RFC3339) != "2027-10-31T01:30:00Z" {
		t.Errorf("%+v", again)
	}
	late := planned("2027-01-10", "08:00")
	late.UntilDay, late.UntilHour = "2027-01-09", "12:00"
	if _, err := r.Announce(t.Context(), member("h"), late); err == nil {
		t.Error("it is announced once nobody may answer")
	}
}

// A plan is changed, taken back, or overtaken by who announces at once; what is announced is never planned.
func TestReplan(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := r.announced(t, planned("2026-11-27", "08:30"))
	d := event.Filled(e)
	d.PlanDay = "2026-11-28"
	e, err := r.Edit(t.Context(), member("h"), e.Slug, d)
	if err != nil || e.Planned().Day() != 28 || len(e.Owes) != 1 || e.Plan.Account != "h" {
		t.Fatalf("%+v, %v", e, err)
	}
	for range 2 {
		if e, err = r.Unplan(t.Context(), member("h"), e.Slug); err != nil || !e.Planned().IsZero() || len(e.Owes) != 0 {
			t.Fatalf("%+v, %v", e, err)
		}
	}
	if _, err := r.Unplan(t.Context(), member("x"), e.Slug); !errors.Is(err, fault.NotFound) {
		t.Errorf("others unplan: %v", err)
	}
	d = event.Filled(e)
	d.Later, d.Planned, d.PlanDay, d.PlanHour = true, true, "2026-11-29", "09:00"
	if e, err = r.Edit(t.Context(), member("h"), e.Slug, d); err != nil || e.Planned().IsZero() {
		t.Fatal(err)
	}
	d = event.Filled(e)
	d.Later, d.Planned = true, false // kept as a draft
	if e, err = r.Edit(t.Context(), member("h"), e.Slug, d); err != nil || e.Plan != nil || len(e.Owes) != 0 {
		t.Errorf("%+v, %v", e, err)
	}
	d = event.Filled(e)
	d.Later = false
	if e, err = r.Edit(t.Context(), member("h"), e.Slug, d); err != nil || e.Draft || e.Owes.Has(event.OwesAppear) {
		t.Errorf("%+v, %v", e, err)
	}
	d = event.Filled(e)
	d.Later, d.Planned, d.PlanDay, d.PlanHour = true, true, "2026-12-01", "09:00"
	if e, err = r.Edit(t.Context(), member("h"), e.Slug, d); err != nil || e.Draft || e.Plan != nil {
		t.Errorf("%+v, %v", e, err)
	}
	if _, err = r.Unplan(t.Context(), member("h"), e.Slug); !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
}

// What is planned is judged when it is to appear: by whose word, whether it is not too late, what its words say.
func TestPlanJudgedAgain(t *testing.T) {
	t.Parallel()
	gone := map[string]bool{}
	stands := func(_ context.Context, account string) (bool, error) { return !gone[account], nil }
	for name, c := range map[string]struct {
		before func(*rig)
		missed event.Missed
		held   bool
	}{
		"left":  {func(*rig) { gone["h"] = true }, event.MissedVoice, false},
		"begun": {func(r *rig) { r.pass(60 * 24 * time.Hour) }, event.MissedLate, false},
		"held": {func(r *rig) {
			r.Screen(func(_ context.Context, _ viewer.Viewer, w unseen.Words) (unseen.Verdict, error) {
				if w.By.Account != "h" {
					t.Errorf("judged as %v", w.By)
				}
				return unseen.Verdict{Mark: &unseen.Mark{At: noon, Held: true}}, nil
			})
		}, "", true},
	} {
		clear(gone)
		r := open(t)
		r.Scheduling(stands)
		e := r.announced(t, planned("2026-11-27", "08:30"))
		c.before(r)
		r.pass(4 * 24 * time.Hour)
		e = r.pay(t, e)
		if c.held {
			if e.Draft || e.Down == nil || e.Owes.Has(event.OwesNews) {
				t.Errorf("%s: %+v", name, e)
			}
			continue
		}
		if !e.Draft || e.Plan == nil || e.Plan.Missed != c.missed || !e.Planned().IsZero() || len(e.Owes) != 0 {
			t.Errorf("%s: %+v", name, e)
		}
		if d := event.Filled(e); d.Planned || d.PlanDay != "" {
			t.Errorf("%s: the form plans it again", name)
		}
	}
}
