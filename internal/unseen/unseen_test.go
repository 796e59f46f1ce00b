package unseen_test

import (
	"errors"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// What was taken down was there once; what is held was never seen.
func TestOf(t *testing.T) {
	t.Parallel()
	if err := unseen.Of(nil, "fiche", "p-1"); err != nil {
		t.Error(err)
	}
	down, held := unseen.Of(&unseen.Mark{At: time.Unix(1, 0)}, "fiche", "p-1"), unseen.Of(&unseen.Mark{Held: true}, "fiche", "p-1")
	if !errors.Is(down, fault.Gone) || errors.Is(held, fault.Gone) || !errors.Is(held, fault.NotFound) {
		t.Error(down, held)
	}
	if down.Error() != "fiche p-1 is taken down by moderation" || held.Error() != "fiche p-1 is held" {
		t.Error(down, held)
	}
}

func TestNoScreen(t *testing.T) {
	t.Parallel()
	got, err := unseen.Screen(nil).Look(t.Context(), viewer.Viewer{}, unseen.Words{})
	if got != (unseen.Verdict{}) || err != nil {
		t.Error(got, err)
	}
}
