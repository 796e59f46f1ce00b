package notify_test

import (
	"context"
	"fmt"
	"iter"
	"testing"
	"time"

	"partant/internal/club"
	"partant/internal/debt"
	"partant/internal/notify"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
)

// boards are those of each room: « bureau » of « c-1 » is « b-c-1 ».
type boards struct{}

func (boards) Leaders(_ context.Context, of string) ([]string, error) {
	return []string{"b-" + of}, nil
}
func (boards) Boards(context.Context, string) ([]string, error) { return nil, nil }
func (boards) Everybody(context.Context, string) iter.Seq2[club.Member, error] {
	return func(func(club.Member, error) bool) {}
}

// Each side hears what the other did about their bond, once, though who tells it dies; of what was taken back meanwhile nobody hears.
func TestBondsAreTold(t *testing.T) {
	t.Parallel()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h, ctx := open(t), t.Context()
	for i, c := range []struct {
		state club.State
		tell  string
		owed  bool
	}{
		{club.Asked, club.OwesNetwork, true}, {club.Invited, club.OwesClub, true}, {club.In, club.OwesClub, true}, {club.Left, club.OwesNetwork, true},
		{club.Refused, club.OwesClub, true}, {"", club.OwesClub, false}, {club.Asked, club.OwesClub, false},
	} {
		r := club.Room{ID: fmt.Sprint("c-", i), Opened: h.at, Bonds: []club.Bond{{Network: "p-1", State: c.state, At: h.at}}, Owes: debt.Owes{{ID: fmt.Sprint("d-", i), Kind: c.tell, Due: h.at, From: "p-1"}}}
		h.ok(db.Clubs().InsertRoom(ctx, r))
	}
	box := &mortal{Due: notify.NetworkBox{All: db.Clubs(), Clubs: boards{}, Owners: h}}
	h.Worker = h.worker(box)
	for range 40 {
		h.Pay(ctx) // it fails now and then
		h.at = h.at.Add(2 * time.Minute)
	}
	h.unread("b-p-1", 2)
	for i, want := range []int{0, 1, 1, 0, 1, 0, 0} {
		id := fmt.Sprint("c-", i)
		h.unread("b-"+id, want)
		if r, err := db.Clubs().Room(ctx, id); err != nil || len(r.Owes) > 0 {
			t.Errorf("%s owes %+v, %v", id, r.Owes, err)
		}
	}
}
