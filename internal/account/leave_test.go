package account_test

import (
	"errors"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/viewer"
)

func TestLeaveWantsTheAddress(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	for _, typed := range []string{"", "claude", "autre@exemple.invalid", "claude@exemple.invalid.fr"} {
		var wrong fault.Fields
		if _, err := h.Leave(t.Context(), a.ID, typed, ""); !errors.As(err, &wrong) || wrong[account.FieldEmail] == "" {
			t.Errorf("%q: %v", typed, err)
		}
	}
	secret, err := h.Open(t.Context(), a, "Navigateur")
	if err != nil {
		t.Fatal(err)
	}
	a, err = h.Leave(t.Context(), a.ID, " CLAUDE@exemple.invalid\n", "Navigateur")
	if err != nil || !a.Leaves() || a.Leaving.Until.Sub(a.Leaving.Asked) < account.LeaveDays*24*time.Hour {
		t.Fatalf("%+v, %v", a.Leaving, err)
	}
	if _, err := h.Resume(t.Context(), secret); !errors.Is(err, fault.SignedOut) {
		t.Errorf("a session lives on: %v", err)
	}
	last := a.Log[len(a.Log)-1]
	if last.What != account.Closing || last.Agent != "Navigateur" {
		t.Errorf("%+v", last)
	}
}

func TestTheOnlyAdministratorStays(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	grant := func(email string) {
		if _, err := h.Grant(t.Context(), email, viewer.Admin); err != nil {
			t.Fatal(err)
		}
	}
	grant(a.Email)
	var wrong fault.Fields
	if _, err := h.Leave(t.Context(), a.ID, a.Email, ""); !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	e := entry()
	e.Email = "second@exemple.invalid"
	second, err := h.Admit(t.Context(), e, "")
	if err != nil {
		t.Fatal(err)
	}
	grant(e.Email)
	if _, err := h.Leave(t.Context(), a.ID, a.Email, ""); err != nil {
		t.Error(err)
	}
	if _, err := h.Leave(t.Context(), second.ID, second.Email, ""); !errors.As(err, &wrong) {
		t.Errorf("both leave: %v", err)
	}
}

// Who is the only administrator by the time all would be erased stays.
func TestTheLastAdministratorIsNotErased(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	e := entry()
	e.Email = "second@exemple.invalid"
	if _, err := h.Admit(t.Context(), e, ""); err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{a.Email, e.Email} {
		if _, err := h.Grant(t.Context(), email, viewer.Admin); err != nil {
			t.Fatal(err)
		}
	}
	a, err := h.Leave(t.Context(), a.ID, a.Email, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Grant(t.Context(), e.Email, viewer.Member); err != nil {
		t.Fatal(err)
	}
	h.at = a.Leaving.Until
	if _, err := h.BeginErase(t.Context(), a.ID, false); !errors.Is(err, account.ErrStays) {
		t.Fatal(err)
	}
	if a, err = h.Get(t.Context(), a.ID); err != nil || a.Leaves() || !a.Owes.Has(account.OwesShow) || a.Owes.Has(account.OwesErase) {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestKeepUntilTheNight(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	leave := func() account.Account {
		a, err := h.Leave(t.Context(), a.ID, a.Email, "")
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	until := leave().Leaving.Until
	if want := time.Date(2026, 12, 8, 3, 0, 0, 0, time.UTC); !until.Equal(want) {
		t.Errorf("until %v, want %v", until, want)
	}
	h.at = until.Add(-time.Millisecond)
	kept, err := h.Keep(t.Context(), a.ID, "")
	if err != nil || kept.Leaves() || kept.Log[len(kept.Log)-1].What != account.Kept {
		t.Fatalf("%+v, %v", kept, err)
	}
	for _, d := range kept.Owes {
		if d.Kind == account.OwesErase || d.Kind == account.OwesHide {
			t.Errorf("it still owes %+v", d)
		}
	}
	if again, err := h.Keep(t.Context(), a.ID, ""); err != nil || len(again.Log) != len(kept.Log) { // twice is once
		t.Errorf("%+v, %v", again, err)
	}
	if _, err := h.BeginErase(t.Context(), a.ID, true); !errors.Is(err, account.ErrStays) {
		t.Errorf("erasing one that stays: %v", err)
	}
	until = leave().Leaving.Until
	h.at = until.Add(-time.Millisecond)
	if _, err := h.BeginErase(t.Context(), a.ID, true); !errors.Is(err, account.ErrStays) {
		t.Errorf("erasing too early: %v", err)
	}
	h.at = until
	if _, err := h.Keep(t.Context(), a.ID, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("kept too late: %v", err)
	}
	for _, pages := range []bool{true, false} { // what was noted first counts
		if begun, err := h.BeginErase(t.Context(), a.ID, pages); err != nil || !begun.Leaving.Begun || !begun.Leaving.Pages {
			t.Errorf("%+v, %v", begun.Leaving, err)
		}
	}
}

func TestEraseTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	if _, err := h.Open(t.Context(), a, ""); err != nil {
		t.Fatal(err)
	}
	browser, _ := knock(t, h, account.Knock{Email: a.Email})
	for range 2 {
		if err := h.Erase(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.store.Ticket(t.Context(), id.Digest(browser)); !errors.Is(err, fault.NotFound) {
		t.Errorf("the ticket: %v", err)
	}
	if all, err := h.Sessions(t.Context(), a.ID); err != nil || len(all) > 0 {
		t.Errorf("%d sessions, %v", len(all), err)
	}
	if again := signUp(t, h); again.ID == a.ID { // the address is free
		t.Error("the account is back")
	}
}

func TestAgree(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	if !a.Agreed() {
		t.Errorf("a new account has not agreed: %+v", a)
	}
	_, err := h.store.Update(t.Context(), a.ID, func(a *account.Account) error { a.TermsVersion = "2007-12-01"; return nil })
	if err != nil {
		t.Fatal(err)
	}
	h.at = h.at.Add(time.Hour)
	for range 2 {
		if err := h.Agree(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
	}
	if a, err = h.Get(t.Context(), a.ID); err != nil || !a.Agreed() || !a.Terms.Equal(h.at) {
		t.Errorf("%+v, %v", a, err)
	}
}
