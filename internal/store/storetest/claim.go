package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"partant/internal/claim"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/profile"
)

// Claims runs the suite of the port of claims. open gives a fresh, empty store.
func Claims(t *testing.T, open func(t *testing.T) claim.Store) {
	for name, check := range map[string]func(*testing.T, claim.Store){
		"InsertGet": claimInsertGet, "InsertTaken": claimInsertTaken, "Missing": claimMissing, "Update": claimUpdate,
		"UpdateRefused": claimUpdateRefused, "UpdateParallel": claimUpdateParallel, "TakeDue": claimsDue,
		"OfPage": claimsOfPage, "Concerning": claimsConcerning, "Remove": claimRemove, "Waiting": claimsWaiting, "WaitingTies": claimsWaitingTies,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullClaim leaves no field zero.
func fullClaim() claim.Claim {
	return claim.Claim{ID: id.New(), Rev: 1, Page: "p-1", Account: "a-1", Role: profile.Owner, Title: "gérante", Means: claim.ByFile, Of: "exemple.fr",
		Token: "un-jeton-de-seize-signes", State: claim.Asked, Disputed: true, Replace: true, Reason: "une raison", Why: "une autre", Decider: "a-2", Verify: true,
		Statement: "C'est ma maison.", Answer: "Non, la mienne.", Waiting: noon.Add(time.Minute),
		Mail:    &claim.Mail{Email: "x@exemple.fr", Code: "c0de", Tries: 2, Expires: noon.Add(time.Hour), Sealed: "123456"},
		Created: noon, Decided: noon.Add(2 * time.Hour), Expires: noon.Add(time.Hour),
		Notices: []claim.Notice{{ID: "n-1", What: claim.TellCode, To: "a-3"}},
		Owes:    debt.Owes{{ID: "n-1", Kind: claim.OwesLetter, Due: noon, Tries: 1}}}
}

func claimInsertGet(t *testing.T, s claim.Store) {
	for _, want := range []claim.Claim{fullClaim(), {ID: id.New(), Rev: 1}} {
		ok(t, s.Insert(t.Context(), want))
		got, err := s.Get(t.Context(), want.ID)
		same(t, must(t, got, err), want)
	}
}

func claimInsertTaken(t *testing.T, s claim.Store) {
	c := fullClaim()
	ok(t, s.Insert(t.Context(), c))
	wantErr(t, s.Insert(t.Context(), claim.Claim{ID: c.ID}), fault.Taken{Field: "id"})
	got, err := s.Get(t.Context(), c.ID)
	same(t, must(t, got, err), c)
}

func claimMissing(t *testing.T, s claim.Store) {
	_, err := s.Get(t.Context(), id.New())
	wantErr(t, err, fault.NotFound)
	_, err = s.Update(t.Context(), id.New(), func(*claim.Claim) error { return nil })
	wantErr(t, err, fault.NotFound)
	for _, list := range claimLists(s) {
		got, err := list(page.Req{Limit: 5})
		same(t, must(t, got, err), page.Of[claim.Claim]{})
	}
}

func claimLists(s claim.Store) map[string]func(page.Req) (page.Of[claim.Claim], error) {
	return map[string]func(page.Req) (page.Of[claim.Claim], error){
		"OfPage": func(r page.Req) (page.Of[claim.Claim], error) { return s.OfPage(context.Background(), "p-1", r) },
		"Concerning": func(r page.Req) (page.Of[claim.Claim], error) {
			return s.Concerning(context.Background(), "compte:a-1", r)
		},
		"Waiting": func(r page.Req) (page.Of[claim.Claim], error) { return s.Waiting(context.Background(), r) },
	}
}

func claimUpdate(t *testing.T, s claim.Store) {
	c := fullClaim()
	ok(t, s.Insert(t.Context(), c))
	got, err := s.Update(t.Context(), c.ID, func(c *claim.Claim) error { c.State, c.Mail = claim.Refused, nil; return nil })
	must(t, got, err)
	stored, err := s.Get(t.Context(), c.ID)
	same(t, must(t, stored, err), got)
	if got.Rev != 2 || got.State != claim.Refused || got.Mail != nil || got.Token != c.Token {
		t.Errorf("after the update: %+v", got)
	}
}

func claimUpdateRefused(t *testing.T, s claim.Store) {
	c := fullClaim()
	ok(t, s.Insert(t.Context(), c))
	mine := errors.New("mine")
	_, err := s.Update(t.Context(), c.ID, func(c *claim.Claim) error { c.State = ""; return mine })
	wantErr(t, err, mine)
	got, err := s.Get(t.Context(), c.ID)
	same(t, must(t, got, err), c)
}

// Guesses at a code that come together are all counted.
func claimUpdateParallel(t *testing.T, s claim.Store) {
	c := fullClaim()
	c.Mail.Tries = 0
	ok(t, s.Insert(t.Context(), c))
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, err := s.Update(t.Context(), c.ID, func(c *claim.Claim) error { c.Mail.Tries++; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Get(t.Context(), c.ID)
	if must(t, got, err).Mail.Tries != 20 {
		t.Errorf("%d of 20 tries counted", got.Mail.Tries)
	}
}

func claimsDue(t *testing.T, s claim.Store) {
	var ids []string
	for _, due := range []time.Time{noon.Add(time.Minute), noon, noon.Add(time.Hour)} {
		c := fullClaim()
		c.Owes[0].Due = due
		ok(t, s.Insert(t.Context(), c))
		ids = append(ids, c.ID)
	}
	ok(t, s.Insert(t.Context(), claim.Claim{ID: id.New()}))
	take := func(now time.Time, limit int) (taken []string) {
		got, err := s.TakeDue(t.Context(), now, 10*time.Minute, limit)
		for _, c := range must(t, got, err) {
			taken = append(taken, c.ID)
		}
		return taken
	}
	same(t, take(noon.Add(-time.Second), 9), nil)
	same(t, take(noon, 1), ids[1:2])
	same(t, take(noon.Add(time.Minute), 9), ids[:1]) // the other is leased
	same(t, take(noon.Add(time.Minute), 9), nil)
	same(t, take(noon.Add(10*time.Minute), 9), ids[1:2]) // a lease that ended
}

// allOf reads a list page by page.
func allOf(t *testing.T, list func(page.Req) (page.Of[claim.Claim], error), limit int) (ids []string) {
	t.Helper()
	req := page.Req{Limit: limit}
	for range 20 {
		got, err := list(req)
		for _, c := range must(t, got, err).Items {
			ids = append(ids, c.ID)
		}
		if got.Next.IsZero() {
			return ids
		}
		req.Cursor = got.Next
	}
	t.Fatal("the list has no end")
	return nil
}

// several inserts claims, the later ones created later, two of them at one instant.
func several(t *testing.T, s claim.Store, change func(n int, c *claim.Claim)) (newest []string) {
	t.Helper()
	for n := range 6 {
		c := fullClaim()
		c.ID, c.Created = fmt.Sprintf("c-%d", n), noon.Add(time.Duration(n/2)*time.Minute)
		change(n, &c)
		ok(t, s.Insert(t.Context(), c))
		newest = append([]string{c.ID}, newest...)
	}
	return newest
}

func claimsOfPage(t *testing.T, s claim.Store) {
	newest := several(t, s, func(int, *claim.Claim) {})
	other := fullClaim()
	other.Page = "p-2"
	ok(t, s.Insert(t.Context(), other))
	for _, limit := range []int{1, 2, 4, 6, 50} {
		same(t, allOf(t, claimLists(s)["OfPage"], limit), newest)
	}
	for _, state := range []claim.State{claim.Granted, claim.Refused, claim.Withdrawn} { // what is closed is on the list no more
		_, err := s.Update(t.Context(), newest[0], func(c *claim.Claim) error { c.State = state; return nil })
		ok(t, err)
		newest = newest[1:]
		same(t, allOf(t, claimLists(s)["OfPage"], 2), newest)
	}
}

// A claim is found by everybody whom it concerns, as long as it does.
func claimsConcerning(t *testing.T, s claim.Store) {
	newest := several(t, s, func(n int, c *claim.Claim) {
		if n%2 == 0 {
			c.State = claim.Refused
		}
	})
	nobody := fullClaim()
	nobody.Account, nobody.Decider, nobody.Notices, nobody.Mail, nobody.Page = "", "", nil, nil, "p-9"
	ok(t, s.Insert(t.Context(), nobody))
	for _, whom := range []string{"compte:a-1", "compte:a-2", "compte:a-3", "boite:x@exemple.fr", "fiche:p-1"} {
		for _, limit := range []int{1, 4, 50} {
			same(t, allOf(t, func(r page.Req) (page.Of[claim.Claim], error) { return s.Concerning(context.Background(), whom, r) }, limit), newest)
		}
	}
	found := func(whom string) int {
		got, err := s.Concerning(t.Context(), whom, page.Req{Limit: 50})
		return len(must(t, got, err).Items)
	}
	_, err := s.Update(t.Context(), nobody.ID, func(c *claim.Claim) error { c.Account = "a-9"; return nil }) // an invitation is taken
	ok(t, err)
	same(t, []int{found("compte:a-9"), found("compte:"), found("boite:"), found("rien")}, []int{1, 0, 0, 0})
	_, err = s.Update(t.Context(), nobody.ID, func(c *claim.Claim) error { c.Account = ""; return nil })
	ok(t, err)
	same(t, found("compte:a-9"), 0)
}

func claimRemove(t *testing.T, s claim.Store) {
	c := fullClaim()
	ok(t, s.Insert(t.Context(), c))
	for range 2 {
		ok(t, s.Remove(t.Context(), c.ID))
	}
	_, err := s.Get(t.Context(), c.ID)
	wantErr(t, err, fault.NotFound)
	for name, list := range claimLists(s) {
		if got, err := list(page.Req{Limit: 5}); err != nil || len(got.Items) > 0 {
			t.Errorf("%s: %+v, %v", name, got.Items, err)
		}
	}
	ok(t, s.Insert(t.Context(), c)) // its id is free again
}

func claimsWaiting(t *testing.T, s claim.Store) {
	several(t, s, func(n int, c *claim.Claim) {
		c.Waiting = noon.Add(-time.Duration(n) * time.Minute)
		switch n {
		case 1:
			c.Waiting = time.Time{}
		case 2:
			c.State = claim.Granted
		}
	})
	oldest := []string{"c-5", "c-4", "c-3", "c-0"}
	for _, limit := range []int{1, 3, 4, 50} {
		same(t, allOf(t, claimLists(s)["Waiting"], limit), oldest)
	}
}

func claimsWaitingTies(t *testing.T, s claim.Store) {
	newest := several(t, s, func(int, *claim.Claim) {})
	slices.Reverse(newest)
	for _, limit := range []int{1, 2, 5} {
		same(t, allOf(t, claimLists(s)["Waiting"], limit), newest)
	}
}
