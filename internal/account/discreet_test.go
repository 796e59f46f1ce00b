package account_test

import (
	"errors"
	"testing"

	"partant/internal/fault"
)

func TestSetDiscreet(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	if a.Discreet {
		t.Error("to begin with they are not seen")
	}
	for _, discreet := range []bool{true, true, false} {
		if err := h.SetDiscreet(t.Context(), a.ID, discreet); err != nil || h.account(t, a).Discreet != discreet {
			t.Errorf("%v: %v", discreet, err)
		}
	}
	if err := h.SetDiscreet(t.Context(), "rien", true); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}
