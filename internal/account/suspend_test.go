package account_test

import (
	"errors"
	"strings"
	"testing"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/viewer"
)

var (
	judge = viewer.Viewer{Account: "m-1", Role: viewer.Moderator}
	chief = viewer.Viewer{Account: "c-1", Role: viewer.Admin}
)

const facts = "Trois cents lettres en une heure."

func TestSuspend(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	secret, err := h.Open(t.Context(), a, "Navigateur")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Suspend(t.Context(), judge, a.ID, account.Grounds[2], facts); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Resume(t.Context(), secret); !errors.Is(err, fault.SignedOut) {
		t.Errorf("the session goes on: %v", err)
	}
	in, err := h.SignIn(t.Context(), a.Email, phrase)
	if err != nil {
		t.Fatal(err) // the right first factor is right
	}
	var shut account.Barred
	if _, err := h.Open(t.Context(), in, "Navigateur"); !errors.As(err, &shut) || !errors.Is(err, fault.Forbidden) || shut.Reason != facts || shut.Ground != account.Grounds[2] {
		t.Errorf("%v", err)
	}
	if _, err := h.SignIn(t.Context(), a.Email, "une autre phrase"); errors.As(err, &shut) || !errors.Is(err, fault.Invalid) {
		t.Errorf("a stranger is told: %v", err)
	}
	if err := h.Suspend(t.Context(), judge, a.ID, account.Grounds[0], facts); !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
	got, err := h.Look(t.Context(), judge, a.ID)
	line := got.Log[len(got.Log)-1]
	if err != nil || line.What != account.Suspended || !strings.Contains(line.Reason, facts) || !strings.Contains(line.Reason, account.Grounds[2]) || len(got.Owes) == 0 {
		t.Errorf("%+v, %v", line, err)
	}
	if all, err := h.SuspendedOnes(t.Context(), judge); err != nil || len(all) != 1 {
		t.Errorf("%d, %v", len(all), err)
	}
	for range 2 {
		if err := h.Restore(t.Context(), judge, a.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Open(t.Context(), in, "Navigateur"); err != nil {
		t.Error(err)
	}
	got, err = h.Look(t.Context(), judge, a.ID)
	if restored := got.Log[len(got.Log)-2]; err != nil || restored.What != account.Restored {
		t.Errorf("%+v, %v", restored, err)
	}
}

func TestWhoMaySuspend(t *testing.T) {
	t.Parallel()
	of := func(id string, role viewer.Role) account.Account { return account.Account{ID: id, Role: role} }
	for _, c := range []struct {
		a    account.Account
		v    viewer.Viewer
		want bool
	}{
		{of("a-1", viewer.Member), judge, true}, {of("a-1", viewer.Member), chief, true}, {of("m-2", viewer.Moderator), chief, true},
		{of("m-2", viewer.Moderator), judge, false}, {of("m-1", viewer.Moderator), judge, false}, {of("c-2", viewer.Admin), judge, false}, {of("c-2", viewer.Admin), chief, false}, {of("c-1", viewer.Admin), chief, false},
		{of("a-1", viewer.Member), viewer.Viewer{}, false}, {of("a-1", viewer.Member), viewer.Viewer{Account: "a-2", Role: viewer.Member}, false},
	} {
		if got := c.a.CanSuspend(c.v); got != c.want {
			t.Errorf("%s suspends %s (%s): %v", c.v.Account, c.a.ID, c.a.Role, got)
		}
	}
	h := open(t)
	a := signUp(t, h)
	mate := viewer.Viewer{Account: "a-2", Role: viewer.Member}
	_, find := h.Find(t.Context(), mate, a.Email)
	_, look := h.Look(t.Context(), mate, a.ID)
	_, list := h.SuspendedOnes(t.Context(), mate)
	for name, err := range map[string]error{"suspend": h.Suspend(t.Context(), mate, a.ID, account.Grounds[0], facts), "restore": h.Restore(t.Context(), mate, a.ID), "find": find, "look": look, "list": list} {
		if !errors.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range [][2]string{{"", facts}, {"inventé", facts}, {account.Grounds[0], ""}, {account.Grounds[0], "court"}, {account.Grounds[0], strings.Repeat("x", 1001)}} {
		if err := h.Suspend(t.Context(), judge, a.ID, c[0], c[1]); !errors.Is(err, fault.Invalid) {
			t.Errorf("%.30q: %v", c, err)
		}
	}
}
