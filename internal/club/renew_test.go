package club_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/club"
	"partant/internal/fault"
	"partant/internal/page"
)

// owed is what a membership is reminded of, and when.
func (h *house) owed(account string) map[string]string {
	h.t.Helper()
	m, err := h.store.Member(h.t.Context(), idOf(account))
	h.ok(err)
	got := map[string]string{}
	for _, d := range m.Owes {
		if slices.Contains(club.Reminders, d.Kind) {
			got[d.Kind] = d.Due.Format(time.RFC3339)
		}
	}
	return got
}

func (h *house) renews(account, last string) {
	h.t.Helper()
	h.ok(h.Renew(h.t.Context(), as("chef"), cb45, idOf(account), club.Renewal{Paid: last}))
}

// Who is « à jour » is reminded a month before the last day and on it; another day, no day, the wish not to be, and leaving end it.
func TestReminders(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a")
	for _, c := range []struct {
		last string
		want map[string]string
	}{
		{"2027-07-31", map[string]string{club.OwesEnding: "2027-07-01T07:00:00Z", club.OwesEnds: "2027-07-31T07:00:00Z"}},
		{"2027-04-10", map[string]string{club.OwesEnding: "2027-03-11T08:00:00Z", club.OwesEnds: "2027-04-10T07:00:00Z"}}, // clocks change between
		{"2026-12-10", map[string]string{club.OwesEnds: "2026-12-10T08:00:00Z"}},
		{"2026-11-27", map[string]string{}}, // at nine it is past
		{"", map[string]string{}},
	} {
		h.renews("a", c.last)
		if diff := cmp.Diff(c.want, h.owed("a")); diff != "" {
			t.Errorf("%q: %s", c.last, diff)
		}
	}
	h.renews("a", "2027-07-31")
	was := h.owed("a")
	h.ok(h.Choose(t.Context(), as("a"), cb45, club.Wishes{Unasked: true}))
	if got := h.owed("a"); len(got) > 0 {
		t.Errorf("who does not want it is reminded: %v", got)
	}
	h.ok(h.Choose(t.Context(), as("a"), cb45, club.Wishes{}))
	if diff := cmp.Diff(was, h.owed("a")); diff != "" {
		t.Error(diff)
	}
	h.ok(h.Remove(t.Context(), as("chef"), cb45, idOf("a"), "N'est plus du métier."))
	if got := h.owed("a"); len(got) > 0 {
		t.Errorf("who was taken out is reminded: %v", got)
	}
	h.ok(h.Lift(t.Context(), as("chef"), cb45, idOf("a")))
}

// A letter that leaves late asks whether it is still true.
func TestRenewing(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a")
	h.renews("a", "2026-12-31")
	reminds := func(now time.Time) (kinds []string) {
		h.now = now
		for _, kind := range club.Reminders {
			if _, err := h.Renewing(t.Context(), "a", cb45, kind); err == nil {
				kinds = append(kinds, kind)
			}
		}
		return kinds
	}
	day := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, time.UTC)
	}
	for _, c := range []struct {
		now  time.Time
		want []string
	}{{day(12, 1, 7), nil}, {day(12, 1, 8), []string{club.OwesEnding}}, {day(12, 31, 7), []string{club.OwesEnding}}, {day(12, 31, 8), []string{club.OwesEnds}}} {
		if diff := cmp.Diff(c.want, reminds(c.now)); diff != "" {
			t.Errorf("%v: %s", c.now, diff)
		}
	}
	h.renews("a", "2027-12-31")
	if got := reminds(h.now); got != nil {
		t.Error("who has renewed is reminded", got)
	}
	h.ok(h.Leave(t.Context(), as("a"), cb45))
	if got := reminds(day(12, 31, 9)); got != nil {
		t.Error("who left is reminded", got)
	}
}

// The board reads who is to renew: those of the month to come, and those whose day has passed.
func TestEnding(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.begins(club.Open, "a", "b", "c", "d")
	for account, last := range map[string]string{"a": "2026-12-20", "b": "2026-10-31", "c": "2027-02-01"} {
		h.renews(account, last)
	}
	list, err := h.Ending(t.Context(), as("chef"), cb45, page.Req{})
	h.ok(err)
	var got []string
	for _, m := range list.Items {
		got = append(got, m.Account)
	}
	if diff := cmp.Diff([]string{"b", "a"}, got); diff != "" {
		t.Error(diff)
	}
	_, err = h.Ending(t.Context(), as("a"), cb45, page.Req{})
	h.fails(err, fault.Forbidden)
}
