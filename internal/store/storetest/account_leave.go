package storetest

import (
	"fmt"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
)

// A worker that takes one kind of debt must not keep those of another from theirs.
func accountsDueOfKind(t *testing.T, s AccountStore) {
	for n, owes := range []debt.Owes{
		{{ID: "n0", Kind: account.OwesNotice, Due: noon}, {ID: "e0", Kind: account.OwesErase, Due: noon.Add(time.Hour)}},
		{{ID: "h1", Kind: account.OwesHide, Due: noon}},
		{{ID: "n2", Kind: account.OwesNotice, Due: noon.Add(time.Hour)}},
		nil,
	} {
		ok(t, s.Insert(t.Context(), account.Account{ID: fmt.Sprint(n), Email: fmt.Sprint(n), Owes: owes}))
	}
	take := func(now time.Time, limit int, kinds ...string) (ids []string) {
		got, err := s.TakeDue(t.Context(), now, time.Minute, limit, kinds...)
		for _, a := range must(t, got, err) {
			ids = append(ids, a.ID)
		}
		return ids
	}
	same(t, take(noon, 9, account.OwesErase), nil)            // not due, though a notice of the same account is
	same(t, take(noon, 1, account.OwesNotice), []string{"0"}) // the hiding of another is not in the way
	same(t, take(noon, 9, account.OwesNotice), nil)           // leased
	same(t, take(noon, 9, account.OwesHide, account.OwesErase), []string{"1"})
	same(t, take(noon.Add(time.Minute-time.Millisecond), 9), nil)
	a, err := s.Get(t.Context(), "0")
	if must(t, a, err); !a.Owes[1].Due.Equal(noon.Add(time.Hour)) {
		t.Errorf("another kind was put off: %+v", a.Owes)
	}
	same(t, take(noon.Add(time.Hour), 9, account.OwesErase), []string{"0"})
	same(t, take(noon.Add(time.Hour), 9, account.OwesNotice), []string{"0", "2"})
}

func accountRemove(t *testing.T, s AccountStore) {
	a := fullAccount()
	ok(t, s.Insert(t.Context(), a))
	ok(t, s.Remove(t.Context(), a.ID))
	ok(t, s.Remove(t.Context(), a.ID))
	_, err := s.Get(t.Context(), a.ID)
	wantErr(t, err, fault.NotFound)
	_, err = s.ByEmail(t.Context(), a.Email)
	wantErr(t, err, fault.NotFound)
	ok(t, s.Insert(t.Context(), a)) // its names are free
	got, err := s.ByEmail(t.Context(), a.Email)
	same(t, must(t, got, err), a)
}

func ticketsEnd(t *testing.T, s AccountStore) {
	for n, owner := range []string{"a-1", "a-2", "a-1", ""} {
		ticket := fullTicket(fmt.Sprint(n))
		ticket.Account = owner
		ok(t, s.PutTicket(t.Context(), ticket))
	}
	ok(t, s.EndTickets(t.Context(), "a-1"))
	for n, gone := range []bool{true, false, true, false} {
		_, err := s.Ticket(t.Context(), fmt.Sprint(n))
		if gone {
			wantErr(t, err, fault.NotFound)
		} else {
			ok(t, err)
		}
	}
}
