package account_test

import (
	"errors"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/viewer"
)

// looks lets package leave's turn come at an instant, for one account.
func (h *house) looks(t *testing.T, id string, at time.Time) account.Account {
	t.Helper()
	h.at = at
	due, err := h.TakeLeaving(t.Context(), time.Minute, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range due {
		if a.Owes.Has(account.OwesLapse) {
			for range 2 { // twice is once
				if err := h.LookAfter(t.Context(), a.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	a, err := h.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// told are the lines of a log that speak of an account that nobody uses.
func told(a account.Account) (lines []account.Line) {
	for _, l := range a.Log {
		if l.What == account.Lapsing || l.What == account.Lapsed || l.What == account.LapsingShut {
			lines = append(lines, l)
		}
	}
	return lines
}

func TestAnAccountThatNobodyUses(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	end := h.at.AddDate(account.LapseYears, 0, 0)
	first, last := end.AddDate(0, -account.LapseNotice, 0), end.AddDate(0, 0, -account.LapseReminder)
	for _, step := range []struct {
		at      time.Time
		letters int
		leaves  bool
	}{
		{first.Add(-time.Minute), 0, false}, {first.Add(time.Minute), 1, false}, {first.Add(time.Hour), 1, false}, {last.Add(-time.Minute), 1, false},
		{last.Add(time.Hour), 2, false}, {end.Add(-time.Minute), 2, false}, {end, 3, true}, {end.Add(time.Hour), 3, true},
	} {
		a = h.looks(t, a.ID, step.at)
		if got := told(a); len(got) != step.letters || a.Leaves() != step.leaves {
			t.Fatalf("at %v: leaves %v, told %+v", step.at, a.Leaves(), got)
		}
	}
	lines := told(a)
	if !lines[0].Until.Equal(end) || !lines[1].Until.Equal(end) || lines[2].What != account.Lapsed || !lines[2].Until.Equal(account.Until(end)) {
		t.Errorf("%+v", lines)
	}
	if !a.Leaving.Lapsed || !a.Leaving.Until.Equal(account.Until(end)) || a.Owes.Has(account.OwesLapse) || !a.Owes.Has(account.OwesHide) || !a.Owes.Has(account.OwesErase) {
		t.Errorf("%+v owes %+v", a.Leaving, a.Owes)
	}
}

// Whoever signs in is active again, at any moment until all is erased.
func TestSigningInKeepsAnAccount(t *testing.T) {
	t.Parallel()
	end := func(from time.Time) time.Time { return from.AddDate(account.LapseYears, 0, 0) }
	for name, stages := range map[string]int{"after the first letter": 1, "after the second": 2, "once it leaves": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			a := signUp(t, h)
			over := end(h.at)
			for _, at := range []time.Time{over.AddDate(0, -account.LapseNotice, 0), over.AddDate(0, 0, -account.LapseReminder), over}[:stages] {
				a = h.looks(t, a.ID, at)
			}
			if len(told(a)) != stages {
				t.Fatalf("%+v", told(a))
			}
			h.at = h.at.Add(13 * 24 * time.Hour)
			if _, err := h.Open(t.Context(), a, "Navigateur"); err != nil {
				t.Fatal(err)
			}
			at := h.at
			a = h.looks(t, a.ID, at.Add(40*24*time.Hour))
			if a.Leaves() || a.Lapse != nil || !a.Used.Equal(at) || len(told(a)) != stages || a.Owes.Has(account.OwesErase) {
				t.Errorf("%+v, %+v, %+v", a.Leaving, a.Lapse, a.Owes)
			}
			if a = h.looks(t, a.ID, end(at).AddDate(0, -account.LapseNotice, 0)); len(told(a)) != stages+1 {
				t.Errorf("the next two years: %+v", told(a))
			}
		})
	}
}

// A wish of their own is not taken back by signing in, and ends the looks until it is.
func TestAWishToLeaveStays(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	if _, err := h.Leave(t.Context(), a.ID, a.Email, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Open(t.Context(), a, ""); err != nil {
		t.Fatal(err)
	}
	if a = h.looks(t, a.ID, h.at); !a.Leaves() || a.Owes.Has(account.OwesLapse) {
		t.Errorf("%+v", a)
	}
	if a, err := h.Keep(t.Context(), a.ID, ""); err != nil || a.Leaves() || !a.Owes.Has(account.OwesLapse) {
		t.Errorf("%+v, %v", a, err)
	}
}

// A session that goes on is a use, and writes it once a week.
func TestUseIsWrittenOnceAWeek(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	secret, err := h.Open(t.Context(), a, "Navigateur")
	if err != nil {
		t.Fatal(err)
	}
	rev := func() int64 {
		a, err := h.Get(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		return a.Rev
	}
	was, begin := rev(), h.at
	for h.at.Sub(begin) < 20*24*time.Hour {
		h.at = h.at.Add(5 * time.Hour)
		if _, err := h.Resume(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
	}
	if n := rev() - was; n != 2 {
		t.Errorf("%d writes in twenty days, want 2", n)
	}
	if a, err := h.Get(t.Context(), a.ID); err != nil || h.at.Sub(a.Used) > 8*24*time.Hour {
		t.Errorf("used %v at %v, %v", a.Used, h.at, err)
	}
}

func TestTheOnlyAdministratorNeverLapses(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	e := entry()
	e.Email = "second@exemple.invalid"
	second, err := h.Admit(t.Context(), e, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{a.Email, e.Email} {
		if _, err := h.Grant(t.Context(), email, viewer.Admin); err != nil {
			t.Fatal(err)
		}
	}
	for range 5 * 12 {
		a = h.looks(t, a.ID, h.at.AddDate(0, 1, 0))
	}
	if second, err = h.Get(t.Context(), second.ID); err != nil || a.Leaves() == second.Leaves() {
		t.Errorf("leave: %v and %v, %v", a.Leaves(), second.Leaves(), err)
	}
	stays := a
	if a.Leaves() {
		stays = second
	}
	if n := len(told(stays)); n > 2 || stays.Lapse != nil || !stays.Owes.Has(account.OwesLapse) {
		t.Errorf("told %d times, %+v, %+v", n, stays.Lapse, stays.Owes)
	}
}

// A site that was away warns as long before as it says, however late.
func TestLateLettersPutTheEndOff(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	late := h.at.AddDate(account.LapseYears+1, 0, 0)
	a = h.looks(t, a.ID, late)
	if lines := told(a); len(lines) != 1 || !lines[0].Until.Equal(late.AddDate(0, account.LapseNotice, 0).Add(-12*time.Hour)) || a.Leaves() {
		t.Fatalf("%+v", lines)
	}
	later := late.AddDate(1, 0, 0)
	a = h.looks(t, a.ID, later)
	if lines := told(a); len(lines) != 2 || !lines[1].Until.Equal(later.AddDate(0, 0, account.LapseReminder).Add(-12*time.Hour)) || a.Leaves() {
		t.Fatalf("%+v", lines)
	}
	if a = h.looks(t, a.ID, later.AddDate(0, 0, account.LapseReminder)); !a.Leaves() {
		t.Errorf("%+v", a)
	}
}

// An account that is shut cannot be used: its letters say so, and opening it again gives it its time.
func TestASuspendedAccountLapses(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	moderator := viewer.Viewer{Account: "m", Role: viewer.Admin}
	if err := h.Suspend(t.Context(), moderator, a.ID, account.Grounds[0], "Trois cents lettres en une heure."); err != nil {
		t.Fatal(err)
	}
	end := h.at.AddDate(account.LapseYears, 0, 0)
	for _, at := range []time.Time{end.AddDate(0, -account.LapseNotice, 0), end.AddDate(0, 0, -account.LapseReminder), end} {
		a = h.looks(t, a.ID, at)
	}
	lines := told(a)
	if len(lines) != 3 || !a.Leaves() {
		t.Fatalf("%+v, %+v", lines, a.Leaving)
	}
	for _, l := range lines {
		if l.What != account.LapsingShut || !l.Until.Equal(a.Leaving.Until) {
			t.Errorf("%+v, erased %v", l, a.Leaving.Until)
		}
	}
	var barred account.Barred
	if _, err := h.Open(t.Context(), a, ""); !errors.As(err, &barred) {
		t.Errorf("it is open: %v", err)
	}
	if err := h.Restore(t.Context(), moderator, a.ID); err != nil {
		t.Fatal(err)
	}
	if a = h.looks(t, a.ID, h.at); a.Leaves() || !a.Used.Equal(h.at) || !a.Owes.Has(account.OwesShow) {
		t.Errorf("%+v", a)
	}
}
