package account_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/id"
)

// An account without factor asks for none; with one, the code of the application lets in, once.
func TestSecondStepByApp(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	secret, _ := h.withApp(t, a)
	browser := h.halfway(t, a)
	code := h.shows(t, secret)
	p, err := h.VerifyByCode(t.Context(), browser, code[:3]+" "+code[3:], "")
	if err != nil || p.Account.ID != a.ID || p.Next != "/annuaire" {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := h.VerifyByCode(t.Context(), browser, code, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("the same step again: %v", err)
	}
	if _, err := h.VerifyByCode(t.Context(), h.halfway(t, a), code, ""); !errors.Is(err, fault.Invalid) {
		t.Errorf("the same code again: %v", err)
	}
}

// Each printed code is good once, whoever tries at the same time, and the member is told.
func TestSecondStepByPrintedCode(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	_, rescue := h.withApp(t, a)
	var group sync.WaitGroup
	var mu sync.Mutex
	in := 0
	for range 5 {
		browser := h.halfway(t, a)
		group.Go(func() {
			if _, err := h.VerifyByCode(t.Context(), browser, strings.ToLower(rescue[3]), ""); err == nil {
				mu.Lock()
				in++
				mu.Unlock()
			} else if !errors.Is(err, fault.Invalid) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got := h.account(t, a)
	if in != 1 || len(got.Rescue) != 9 || did(got, account.RescueUsed) != 1 {
		t.Errorf("%d were let in, %d codes are left", in, len(got.Rescue))
	}
	fresh, err := h.PrintAgain(t.Context(), a.ID, "")
	if err != nil || len(fresh) != 10 || did(h.account(t, a), account.RescueMade) != 1 {
		t.Fatal(fresh, err)
	}
	if _, err := h.VerifyByCode(t.Context(), h.halfway(t, a), rescue[0], ""); !errors.Is(err, fault.Invalid) {
		t.Errorf("a code of before: %v", err)
	}
	if _, err := h.VerifyByCode(t.Context(), h.halfway(t, a), fresh[0], ""); err != nil {
		t.Error(err)
	}
}

// Who types a code that does not fit is told what to do about it: a printed one is followed by no other.
func TestWrongCodeSaysWhatNext(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	secret, _ := h.withApp(t, a)
	wrong := other(h.shows(t, secret))
	var said fault.Fields
	for typed, want := range map[string]string{wrong: "Attendez le suivant", "ABCDE-FGHJK": "un autre de votre liste"} {
		_, err := h.VerifyByCode(t.Context(), h.halfway(t, a), typed, "")
		if !errors.As(err, &said) || !strings.Contains(said[account.FieldCode], want) {
			t.Errorf("%s: %v, want %q", typed, err, want)
		}
	}
}

// Five guesses a step, all counted, and an account slows down whatever the number of steps that are begun.
func TestSecondStepIsNotGuessed(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	secret, _ := h.withApp(t, a)
	wrong := other(h.shows(t, secret))
	browser := h.halfway(t, a)
	for n, want := range []error{fault.Invalid, fault.Invalid, fault.Invalid, fault.Invalid, account.ErrOver, account.ErrOver} {
		if _, err := h.VerifyByCode(t.Context(), browser, wrong, ""); !errors.Is(err, want) {
			t.Errorf("guess %d: %v", n+1, err)
		}
	}
	browser = h.halfway(t, a)
	for range 5 {
		if _, err := h.VerifyByCode(t.Context(), browser, wrong, ""); err == nil {
			t.Fatal("let in")
		}
	}
	browser = h.halfway(t, a)
	if _, err := h.VerifyByCode(t.Context(), browser, h.shows(t, secret), ""); !errors.Is(err, fault.TooMany) {
		t.Errorf("the eleventh guess: %v", err)
	}
	h.at = h.at.Add(2 * time.Second)
	if _, err := h.VerifyByCode(t.Context(), browser, h.shows(t, secret), ""); err != nil {
		t.Errorf("the right one, later: %v", err)
	}
	if got := h.account(t, a); got.Missed.Count != 0 {
		t.Errorf("%+v", got.Missed)
	}
}

func TestSecondStepGrowsOld(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	secret, _ := h.withApp(t, a)
	browser := h.halfway(t, a)
	h.at = h.at.Add(5 * time.Minute)
	for name, browser := range map[string]string{"old": browser, "none": "", "invented": id.Secret()} {
		if _, err := h.VerifyByCode(t.Context(), browser, h.shows(t, secret), ""); !errors.Is(err, account.ErrOver) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := h.Verifying(t.Context(), browser); !errors.Is(err, account.ErrOver) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
