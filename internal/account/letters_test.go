package account_test

import (
	"errors"
	"testing"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/lang"
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

func TestSetLanguage(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	if a.Language != lang.French {
		t.Errorf("to begin with: %q", a.Language)
	}
	for _, tag := range []lang.Tag{lang.English, lang.French} {
		if err := h.SetLanguage(t.Context(), a.ID, tag.String()); err != nil || h.account(t, a).Language != tag {
			t.Errorf("%q: %v", tag, err)
		}
	}
	for _, other := range []string{"", "de"} {
		if err := h.SetLanguage(t.Context(), a.ID, other); !errors.Is(err, fault.Invalid) {
			t.Error(err)
		}
	}
	if err := h.SetLanguage(t.Context(), "rien", "en"); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}
