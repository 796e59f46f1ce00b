package account_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/viewer"
)

func draft() account.ProgramDraft {
	return account.ProgramDraft{Key: id.New(), Name: "Mon site", Scope: account.ScopeWrite, Days: "30"}
}

// A key opens for its account until it is over or taken away; what is kept of it opens nothing.
func TestProgram(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	d := draft()
	key, err := h.AddProgram(t.Context(), a.ID, d, "Navigateur")
	if err != nil || !strings.HasPrefix(key, "partant_") {
		t.Fatalf("%q, %v", key, err)
	}
	got, p, err := h.OfProgram(t.Context(), key)
	if err != nil || got.ID != a.ID || p.Name != "Mon site" || !p.Writes || p.ID != d.Key {
		t.Fatalf("%+v, %v", p, err)
	}
	kept, err := h.Get(t.Context(), a.ID)
	if err != nil || len(kept.Programs) != 1 || strings.Contains(fmt.Sprintf("%+v", kept), key[len(key)-43:]) {
		t.Errorf("the key is kept: %+v, %v", kept.Programs, err)
	}
	if used := kept.Programs[0].Used; !used.Equal(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("used %v", used)
	}
	if did(&kept, account.ProgramAdded) != 1 || kept.Log[len(kept.Log)-1].Reason != "Mon site" {
		t.Errorf("%+v", kept.Log)
	}
	rev := kept.Rev
	if _, _, err = h.OfProgram(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	if kept, _ = h.Get(t.Context(), a.ID); kept.Rev != rev {
		t.Error("each use writes")
	}
	for _, wrong := range []string{"", "partant_", key + "x", key[:len(key)-1], "partant_" + id.New() + "_" + key[len(key)-43:], strings.ToUpper(key), "Bearer " + key, p.Digest, "partant_" + a.ID + "_" + p.Digest} {
		if _, _, err := h.OfProgram(t.Context(), wrong); !errors.Is(err, fault.SignedOut) {
			t.Errorf("%q opens: %v", wrong, err)
		}
	}
	h.at = h.at.AddDate(0, 0, 30)
	if _, _, err := h.OfProgram(t.Context(), key); !errors.Is(err, fault.SignedOut) {
		t.Errorf("a key that is over opens: %v", err)
	}
	h.at = h.at.AddDate(0, 0, -1)
	for range 2 {
		if err := h.RemoveProgram(t.Context(), a.ID, d.Key, "Navigateur"); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := h.OfProgram(t.Context(), key); !errors.Is(err, fault.SignedOut) {
		t.Errorf("a key that was taken away opens: %v", err)
	}
	if kept, _ = h.Get(t.Context(), a.ID); did(&kept, account.ProgramRemoved) != 1 {
		t.Error("its end is noted once")
	}
}

// No key has the rights of a role, nor opens for somebody who is suspended or leaves.
func TestProgramOfWhom(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	if _, err := h.store.Update(t.Context(), a.ID, func(a *account.Account) error { a.Role = viewer.Moderator; return nil }); err != nil {
		t.Fatal(err)
	}
	key, err := h.AddProgram(t.Context(), a.ID, draft(), "Navigateur")
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := h.OfProgram(t.Context(), key)
	if v := got.Viewer(); err != nil || v.Moderates() || v.Account != a.ID {
		t.Errorf("%+v, %v", v, err)
	}
	closed := func(why string) {
		t.Helper()
		if _, _, err := h.OfProgram(t.Context(), key); !errors.Is(err, fault.SignedOut) {
			t.Errorf("%s: %v", why, err)
		}
	}
	if err := h.Suspend(t.Context(), chief, a.ID, account.Grounds[0], facts); err != nil {
		t.Fatal(err)
	}
	closed("suspended")
	if err := h.Restore(t.Context(), chief, a.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.OfProgram(t.Context(), key); err != nil {
		t.Errorf("restored: %v", err)
	}
	if _, err := h.Leave(t.Context(), a.ID, a.Email, "Navigateur"); err != nil {
		t.Fatal(err)
	}
	closed("leaving")
	if err := h.store.Remove(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	closed("erased")
}

func TestProgramIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	for field, change := range map[string]func(*account.ProgramDraft){
		account.FieldProgram: func(d *account.ProgramDraft) { d.Name = " \n" },
		account.FieldScope:   func(d *account.ProgramDraft) { d.Scope = "tout" },
		account.FieldDays:    func(d *account.ProgramDraft) { d.Days = "3650" },
	} {
		d, wrong := draft(), fault.Fields{}
		change(&d)
		if _, err := h.AddProgram(t.Context(), a.ID, d, ""); !errors.As(err, &wrong) || wrong[field] == "" || len(wrong) != 1 {
			t.Errorf("%s: %v", field, err)
		}
	}
	d := draft()
	d.Name = strings.Repeat("é", account.MaxProgram+1)
	if _, err := h.AddProgram(t.Context(), a.ID, d, ""); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

// A form that is sent twice makes one program, whose last key opens; later it makes nothing.
func TestProgramTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	d := draft()
	first, err := h.AddProgram(t.Context(), a.ID, d, "")
	second, err2 := h.AddProgram(t.Context(), a.ID, d, "")
	if err != nil || err2 != nil || first == second {
		t.Fatal(err, err2)
	}
	if _, _, err := h.OfProgram(t.Context(), first); !errors.Is(err, fault.SignedOut) {
		t.Errorf("the key that nobody saw opens: %v", err)
	}
	if _, _, err := h.OfProgram(t.Context(), second); err != nil {
		t.Error(err)
	}
	if _, err := h.AddProgram(t.Context(), a.ID, d, ""); !errors.Is(err, account.ErrProgramMade) {
		t.Errorf("a key in use is made anew: %v", err)
	}
	if a, _ = h.Get(t.Context(), a.ID); len(a.Programs) != 1 || did(&a, account.ProgramAdded) != 1 {
		t.Errorf("%+v", a.Programs)
	}
	for range account.MostPrograms - 1 {
		if _, err := h.AddProgram(t.Context(), a.ID, draft(), ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.AddProgram(t.Context(), a.ID, draft(), ""); !errors.Is(err, account.ErrPrograms) || !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
	h.at = h.at.AddDate(0, 0, 31)
	if _, err := h.AddProgram(t.Context(), a.ID, draft(), ""); err != nil {
		t.Errorf("those that are over leave no room: %v", err)
	}
	if a, _ = h.Get(t.Context(), a.ID); len(a.Programs) != 1 {
		t.Errorf("%d are kept", len(a.Programs))
	}
}
