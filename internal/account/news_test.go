package account_test

import (
	"errors"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/viewer"
)

// owed returns the debts of a kind that an account has.
func owed(a *account.Account, kind string) (debts debt.Owes) {
	for _, d := range a.Owes {
		if d.Kind == kind {
			debts = append(debts, d)
		}
	}
	return debts
}

// digest returns the next digest of an account, in Paris.
func digest(t *testing.T, a *account.Account) (debt.Debt, time.Time) {
	t.Helper()
	debts := owed(a, account.OwesDigest)
	if len(debts) != 1 {
		t.Fatalf("%d digests are owed", len(debts))
	}
	return debts[0], debts[0].Due.In(clock.Paris)
}

// Digests leave in the morning of Paris, in summer and in winter, each day once.
func TestDigestsLeaveInTheMorning(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	seen := map[string]bool{}
	for range 400 { // a year, and both changes of the clocks
		d, at := digest(t, h.account(t, a))
		if minute := at.Hour()*60 + at.Minute(); minute < 7*60+30 || minute >= 8*60 {
			t.Fatalf("it leaves at %v", at)
		}
		if day := at.Format(time.DateOnly); seen[day] || seen[d.ID] {
			t.Fatalf("%s twice", day)
		} else {
			seen[day], seen[d.ID] = true, true
		}
		h.at = h.at.Add(d.Due.Sub(h.at) + time.Minute)
		if err := h.NewsSent(t.Context(), a.ID, d, h.at); err != nil {
			t.Fatal(err)
		}
		if err := h.NewsSent(t.Context(), a.ID, d, h.at.Add(time.Hour)); err != nil { // a worker that comes late
			t.Fatal(err)
		}
		if got := h.account(t, a).NewsTo; !got.Equal(h.at) {
			t.Fatalf("told until %v", got)
		}
	}
	if len(seen) != 800 {
		t.Errorf("%d digests in 400 days", len(seen)/2)
	}
}

// Each rhythm owes what it says, and nothing else.
func TestRhythms(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	if got, known := account.ParseRhythm(a.Rhythm.String()); got != account.Daily || !known || a.Rhythm != account.Daily {
		t.Errorf("to begin with: %q", a.Rhythm)
	}
	set := func(r account.Rhythm) *account.Account {
		t.Helper()
		if err := h.SetRhythm(t.Context(), a.ID, r.String()); err != nil {
			t.Fatal(err)
		}
		if got := h.account(t, a); got.Rhythm != r {
			t.Fatalf("%q is kept for %q", got.Rhythm, r)
		}
		return h.account(t, a)
	}
	ring := func(notification string) *account.Account {
		t.Helper()
		if err := h.Ring(t.Context(), a.ID, notification); err != nil {
			t.Fatal(err)
		}
		return h.account(t, a)
	}
	if got := owed(ring("n-0"), account.OwesWord); len(got) != 0 {
		t.Errorf("daily: %+v", got)
	}
	if _, at := digest(t, set(account.Weekly)); at.Weekday() != time.Monday || !at.After(h.at) {
		t.Errorf("weekly: %v", at)
	}
	if got := owed(ring("n-0"), account.OwesWord); len(got) != 0 {
		t.Errorf("weekly: %+v", got)
	}
	set(account.AtOnce)
	ring("n-1")
	h.at = h.at.Add(time.Minute)
	rung := ring("n-2")
	if got := owed(rung, account.OwesWord); len(got) != 1 || got[0].ID != "n-1" || !got[0].Due.Equal(h.at.Add(account.Hold-time.Minute)) {
		t.Errorf("at once: %+v", got)
	}
	digest(t, rung)
	was := rung.NewsTo
	if got := set(account.Never); len(owed(got, account.OwesWord))+len(owed(got, account.OwesDigest)) != 0 || !got.NewsTo.Equal(was) {
		t.Errorf("never: %+v", got.Owes)
	}
	h.at = h.at.Add(48 * time.Hour)
	if got := set(account.Daily); !got.NewsTo.Equal(h.at) {
		t.Errorf("what happened meanwhile would be told, from %v", got.NewsTo)
	}
	for _, word := range []string{"", "toujours"} {
		if err := h.SetRhythm(t.Context(), a.ID, word); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", word, err)
		}
	}
	for name, err := range map[string]error{"ring": h.Ring(t.Context(), "rien", "n"), "sent": h.NewsSent(t.Context(), "rien", debt.Debt{ID: "x"}, h.at)} {
		if err != nil {
			t.Errorf("%s of an account that is gone: %v", name, err)
		}
	}
}

// Nothing is written to who leaves, or is suspended.
func TestReachable(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*account.Account){
		"leaves": func(a *account.Account) { a.Leaving = &account.Leaving{} }, "suspended": func(a *account.Account) { a.Suspended = &account.Suspension{} },
		"never": func(a *account.Account) { a.Rhythm = account.Never },
	} {
		a := account.Account{Role: viewer.Member, Rhythm: account.AtOnce}
		if !a.Reachable() {
			t.Fatal("nobody is reachable")
		}
		if change(&a); a.Reachable() {
			t.Error(name)
		}
	}
}

// The link of a letter stops the letters of its own account, and of no other.
func TestStop(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	if _, err := h.Stoppable(t.Context(), a.ID+"."); !errors.Is(err, fault.NotFound) {
		t.Errorf("without a key: %v", err)
	}
	h.WithStops(id.Secret())
	link := h.StopLink(a.ID)
	for _, wrong := range []string{"", ".", a.ID, link + "x", link[1:], "x" + link[36:], h.StopLink("rien")} {
		if err := h.Stop(t.Context(), wrong); !errors.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if h.account(t, a).Rhythm != account.Daily {
		t.Fatal("a wrong link stopped the letters")
	}
	for range 2 {
		if err := h.Stop(t.Context(), link); err != nil || h.account(t, a).Rhythm != account.Never {
			t.Fatal(err)
		}
	}
	h.WithStops(id.Secret())
	if _, err := h.Stoppable(t.Context(), link); !errors.Is(err, fault.NotFound) {
		t.Errorf("with another key: %v", err)
	}
}
