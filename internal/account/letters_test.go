package account_test

import (
	"errors"
	"testing"

	"partant/internal/account"
	"partant/internal/fault"
)

func TestSetLetters(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	if a.Letters != account.LettersFromAll {
		t.Errorf("to begin with: %q", a.Letters)
	}
	for _, from := range []account.Letters{account.LettersFromMembers, account.LettersFromNobody, account.LettersFromAll} {
		if err := h.SetLetters(t.Context(), a.ID, from); err != nil || h.account(t, a).Letters != from {
			t.Errorf("%q: %v", from, err)
		}
	}
	if err := h.SetLetters(t.Context(), a.ID, "amis"); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if err := h.SetLetters(t.Context(), "rien", account.LettersFromAll); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}
