package notify_test

import (
	"testing"
	"time"

	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/notify"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
)

// That a membership ends is told once a month before and once on the last day, though who tells it dies; not when it was late for that, and not to who
// does not want it.
func TestMembershipsEnd(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h, ctx, last := open(t), t.Context(), time.Date(2026, 12, 30, 23, 0, 0, 0, time.UTC)
	for _, m := range []club.Member{{Account: "m-1", Paid: last}, {Account: "m-2", Paid: last.AddDate(1, 0, 0)}, {Account: "m-3", Paid: last, Unasked: true}, {Account: "m-4", Paid: last}} {
		m.ID, m.Club, m.State, m.Name = club.IDOf("p-1", m.Account), "p-1", club.In, m.Account
		m.Owes = debt.Owes{{ID: "soon-" + m.Account, Kind: club.OwesEnding, Due: m.RemindAt(club.OwesEnding)}, {ID: "last-" + m.Account, Kind: club.OwesEnds, Due: m.RemindAt(club.OwesEnds)}}
		h.ok(db.Clubs().InsertMember(ctx, m))
	}
	h.Worker = h.worker(&mortal{Due: notify.MemberBox{All: db.Clubs(), Owners: h}})
	told := func(at time.Time, n int) {
		t.Helper()
		for h.at = at; h.at.Before(at.Add(20 * time.Minute)); h.at = h.at.Add(2 * time.Minute) {
			h.Pay(ctx) // it fails now and then
		}
		h.unread("m-1", n)
		h.unread("m-3", 0)
	}
	told(time.Date(2026, 12, 1, 7, 30, 0, 0, time.UTC), 0)
	told(time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC), 1)
	told(time.Date(2026, 12, 31, 8, 0, 0, 0, time.UTC), 2)
	told(time.Date(2027, 1, 20, 8, 0, 0, 0, time.UTC), 2)
	h.unread("m-2", 0)
	m, err := db.Clubs().Member(ctx, club.IDOf("p-1", "m-1"))
	if h.ok(err); len(m.Owes) > 0 {
		t.Errorf("%+v", m.Owes)
	}
}
