package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"partant/internal/contact"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
)

// Contacts runs the suite of the ports of exchanges. open gives a fresh, empty store.
func Contacts(t *testing.T, open func(t *testing.T) contact.Stores) {
	for name, check := range map[string]func(*testing.T, contact.Stores){
		"Code": codeKept, "Exchange": exchangeKept, "Parallel": exchangeParallel, "Lists": exchangesListed, "Due": exchangesDue, "Sweep": exchangesSwept,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// A code leads to its account until it has another, or none; nobody has that of somebody else.
func codeKept(t *testing.T, s contact.Stores) {
	by := func(word string) contact.Code {
		c, err := s.CodeBy(t.Context(), word)
		return must(t, c, err)
	}
	one := contact.Code{ID: "a-1", Rev: 1, Word: "un", Made: noon}
	ok(t, s.PutCode(t.Context(), one))
	same(t, by("un"), one)
	wantErr(t, s.PutCode(t.Context(), contact.Code{ID: "a-2", Word: "un", Made: noon}), fault.Taken{Field: "code"})
	_, err := s.CodeOf(t.Context(), "a-2")
	wantErr(t, err, fault.NotFound)
	two := contact.Code{ID: "a-1", Word: "deux", Made: noon.Add(time.Hour)}
	ok(t, s.PutCode(t.Context(), two))
	two.Rev = 2
	same(t, by("deux"), two)
	got, err := s.CodeOf(t.Context(), "a-1")
	same(t, must(t, got, err), two)
	_, err = s.CodeBy(t.Context(), "un")
	wantErr(t, err, fault.NotFound)
	ok(t, s.PutCode(t.Context(), contact.Code{ID: "a-2", Word: "un", Made: noon}))
	for range 2 {
		ok(t, s.RemoveCode(t.Context(), "a-1"))
	}
	_, err = s.CodeBy(t.Context(), "deux")
	wantErr(t, err, fault.NotFound)
	same(t, by("un").ID, "a-2")
}

// fullExchange leaves no field zero.
func fullExchange(id string) contact.Exchange {
	return contact.Exchange{ID: id, Rev: 1, From: contact.Side{Account: "a-1", Gives: contact.Card{Name: "Émile", Page: "p-1", Email: "emile@exemple.fr", Phone: "+33238000000"}, Note: "Vu au salon", Gone: noon},
		To: contact.Side{Account: "a-2", Gives: contact.Card{Name: "Ada", Page: "p-2", Email: "ada@exemple.fr", Phone: "+33238000001"}, Note: "Rappeler", Gone: noon.Add(time.Minute)}, State: contact.Agreed,
		Created: noon, Agreed: noon.Add(time.Hour), Event: "e-1", Expires: noon.AddDate(0, 1, 0), Owes: debt.Owes{{ID: "o-1", Kind: contact.OwesOffer, Due: noon, Tries: 1}}}
}

func exchangeKept(t *testing.T, s contact.Stores) {
	full := fullExchange("x-1")
	for _, want := range []contact.Exchange{full, {ID: "vide", Rev: 1}} {
		ok(t, s.InsertExchange(t.Context(), want))
		got, err := s.Exchange(t.Context(), want.ID)
		same(t, must(t, got, err), want)
	}
	wantErr(t, s.InsertExchange(t.Context(), contact.Exchange{ID: "x-1"}), fault.Taken{Field: "id"})
	got, err := s.UpdateExchange(t.Context(), "x-1", func(e *contact.Exchange) error { e.From, e.Owes = contact.Side{}, nil; return nil })
	full.Rev, full.From, full.Owes = 2, contact.Side{}, nil
	same(t, must(t, got, err), full)
	_, err = s.UpdateExchange(t.Context(), "x-1", func(e *contact.Exchange) error { e.State = ""; return errMine })
	wantErr(t, err, errMine)
	_, err = s.UpdateExchange(t.Context(), "rien", func(*contact.Exchange) error { return nil })
	wantErr(t, err, fault.NotFound)
	for range 2 {
		ok(t, s.RemoveExchange(t.Context(), "x-1"))
	}
	_, err = s.Exchange(t.Context(), "x-1")
	wantErr(t, err, fault.NotFound)
	list, err := s.ExchangesConcerning(t.Context(), contact.Contacts.Of("a-2"), page.Req{Limit: 5})
	same(t, must(t, list, err), page.Of[contact.Exchange]{})
}

// Two who say yes at once say it once.
func exchangeParallel(t *testing.T, s contact.Stores) {
	ok(t, s.InsertExchange(t.Context(), contact.Exchange{ID: "x-1", State: contact.Offered, From: contact.Side{Account: "a-1"}, To: contact.Side{Account: "a-2"}}))
	var group sync.WaitGroup
	var mu sync.Mutex
	agreed := 0
	for range 8 {
		group.Go(func() {
			_, err := s.UpdateExchange(t.Context(), "x-1", func(e *contact.Exchange) error {
				if e.State == contact.Agreed {
					return errMine
				}
				e.State, e.Agreed = contact.Agreed, noon
				return nil
			})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				agreed++
			} else if !errors.Is(err, errMine) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	same(t, agreed, 1)
}

// Each list of an account holds its own, the last first by what it came to be; who took the other out finds them no more.
func exchangesListed(t *testing.T, s contact.Stores) {
	put := func(n int, from, to string, state contact.State, gone bool) string {
		e := contact.Exchange{ID: fmt.Sprint("x-", n), From: contact.Side{Account: from}, To: contact.Side{Account: to}, State: state, Created: noon.Add(time.Duration(n/2) * time.Minute)}
		if state == contact.Agreed {
			e.Agreed = noon.Add(time.Duration(10-n) * time.Minute)
		}
		if gone {
			e.From.Gone = noon
		}
		ok(t, s.InsertExchange(t.Context(), e))
		return e.ID
	}
	put(0, "moi", "b", contact.Agreed, false)
	put(1, "c", "moi", contact.Agreed, false)
	put(2, "moi", "d", contact.Agreed, true)
	put(3, "moi", "e", contact.Offered, false)
	put(4, "moi", "f", contact.Refused, false)
	put(5, "moi", "g", contact.Refused, true)
	put(6, "h", "moi", contact.Offered, false)
	put(7, "i", "moi", contact.Offered, false)
	put(8, "j", "moi", contact.Refused, false)
	put(9, "k", "l", contact.Agreed, false)
	for _, c := range []struct {
		whom string
		want []string
	}{
		{contact.Contacts.Of("moi"), []string{"x-0", "x-1"}}, {contact.Received.Of("moi"), []string{"x-7", "x-6"}}, {contact.Sent.Of("moi"), []string{"x-4", "x-3"}},
		{contact.Contacts.Of("d"), []string{"x-2"}}, {contact.Received.Of("f"), nil}, {contact.Contacts.Of(""), nil}, {"compte:moi", []string{"x-0", "x-1", "x-2", "x-8", "x-7", "x-6", "x-5", "x-4", "x-3"}},
	} {
		for _, limit := range []int{1, 2, 50} {
			var ids []string
			for e, err := range page.All(limit, func(r page.Req) (page.Of[contact.Exchange], error) {
				return s.ExchangesConcerning(context.Background(), c.whom, r)
			}) {
				ids = append(ids, must(t, e, err).ID)
			}
			same(t, ids, c.want)
		}
	}
}

func exchangesDue(t *testing.T, s contact.Stores) {
	ok(t, s.InsertExchange(t.Context(), fullExchange("x-1")))
	take := func(now time.Time, kinds ...string) int {
		got, err := s.DueExchanges(t.Context(), now, 10*time.Minute, 9, kinds...)
		return len(must(t, got, err))
	}
	same(t, []int{take(noon.Add(-time.Second)), take(noon, contact.OwesForget), take(noon, contact.Notices...), take(noon), take(noon.Add(10 * time.Minute))}, []int{0, 0, 1, 0, 1})
	for _, one := range []string{"x-1", "rien"} {
		ok(t, s.SettleExchange(t.Context(), one, debt.Debt{ID: "o-1"}))
	}
	same(t, take(noon.Add(time.Hour)), 0)
}

func exchangesSwept(t *testing.T, s contact.Stores) {
	stays, goes := fullExchange("x-1"), fullExchange("x-2")
	stays.Expires = time.Time{}
	for _, e := range []contact.Exchange{stays, goes} {
		ok(t, s.InsertExchange(t.Context(), e))
	}
	ok(t, s.SweepExchanges(t.Context(), goes.Expires))
	_, err := s.Exchange(t.Context(), "x-2")
	ok(t, err)
	ok(t, s.SweepExchanges(t.Context(), goes.Expires.Add(time.Second)))
	_, err = s.Exchange(t.Context(), "x-2")
	wantErr(t, err, fault.NotFound)
	got, err := s.Exchange(t.Context(), "x-1")
	same(t, must(t, got, err), stays)
	due, err := s.DueExchanges(t.Context(), noon, time.Minute, 9)
	same(t, len(must(t, due, err)), 1)
}
