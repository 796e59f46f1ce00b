package leave_test

import (
	"testing"
	"time"

	"partant/internal/account"
)

// lapses lets two years go by in which only one of two members comes by, until the account of the other leaves.
func (h *house) lapses(c cast) {
	h.t.Helper()
	end := h.now.AddDate(account.LapseYears, 0, 0)
	for _, at := range []time.Time{end.AddDate(-1, 0, 0), end.AddDate(0, -account.LapseNotice, 0), end.AddDate(0, 0, -account.LapseReminder), end} {
		h.pays(0, 0)
		h.sees(all)
		h.now = at
		_, err := h.service.Open(h.t.Context(), c.other, "Navigateur")
		h.ok(err)
	}
}

// The account of somebody who has not come by for two years goes the way of all others, and signing in brings it back.
func TestALapsedAccountIsHiddenAndErased(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, h *house) {
		c := h.gather()
		h.lapses(c)
		h.pays(0, 0)
		h.sees(left)
		_, err := h.service.Open(t.Context(), c.leaver, "Navigateur")
		h.ok(err)
		h.pays(0, 0)
		h.sees(all)

		h.lapses(c)
		h.pays(0, 0)
		h.sees(left)
		h.pays(account.LeaveDays*24*time.Hour-time.Minute, 0)
		h.pays(24*time.Hour, 1)
		h.gone(c)
	})
}

// Killed after any number of writes, the account of somebody who never came back ends the same once a process runs again.
func TestKilledWhileItLapses(t *testing.T) {
	t.Parallel()
	for n, finished := 0, false; !finished; n++ {
		h := open(t, onSQLite(t))
		c := h.gather()
		h.lapses(c)
		finished = h.dies(n, func() error { _, err := h.leave.Pay(t.Context()); return err })
		h.now = h.now.Add(2 * time.Minute) // leases end
		h.pays(0, 0)
		h.sees(left)
		a, err := h.service.Get(t.Context(), c.leaver.ID)
		h.ok(err)
		letters := 0
		for _, l := range a.Log {
			if l.What == account.Lapsing || l.What == account.Lapsed {
				letters++
			}
		}
		if letters != 3 || !a.Leaves() {
			t.Fatalf("killed after %d writes: %d letters, %+v", n, letters, a.Leaving)
		}
	}
}
