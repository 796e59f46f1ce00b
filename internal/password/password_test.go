package password_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/password"
)

var _ account.Hasher = (*password.Hasher)(nil)

func TestHashAndCheck(t *testing.T) {
	t.Parallel()
	h := password.NewHasher()
	hash, err := h.Hash(t.Context(), "une rivière tranquille")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("stored as %q", hash)
	}
	for typed, want := range map[string]bool{"une rivière tranquille": true, "une riviere tranquille": false, "": false} {
		right, stale, err := h.Check(t.Context(), hash, typed)
		if err != nil || right != want || stale {
			t.Errorf("Check(%q) = %v, %v, %v", typed, right, stale, err)
		}
	}
}

func TestCheckKnowsOldParameters(t *testing.T) {
	t.Parallel()
	// "correct horse" with m=9216, t=4: weaker memory than today's, to be made again.
	h := password.NewHasher()
	_, _, err := h.Check(t.Context(), "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0$AAAA", "x")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"x", "$argon2i$v=19$m=1,t=1,p=1$AA$AA", "$argon2id$v=19$m=9999999,t=1,p=1$AA$AA", "$argon2id$v=19$m=64,t=0,p=1$AA$AA"} {
		if _, _, err := h.Check(t.Context(), bad, "x"); err == nil {
			t.Errorf("%q was read as a hash", bad)
		}
	}
}

func TestUnknownAccountIsNeverRight(t *testing.T) {
	t.Parallel()
	if right, _, err := password.NewHasher().Check(t.Context(), "", ""); right || err != nil {
		t.Errorf("right %v, error %v", right, err)
	}
}

func TestBusy(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h := password.NewHasher()
	release := make(chan struct{})
	for range 50 { // enough that some must wait for their turn, and see that they need not
		go func() { _, _ = h.Hash(context.Background(), "x"); release <- struct{}{} }()
	}
	_, err := h.Hash(ctx, "x")
	if err != nil && !errors.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
	for range 50 {
		<-release
	}
}

func TestCommon(t *testing.T) {
	t.Parallel()
	common := password.Common()
	for folded, want := range map[string]bool{
		"password123": true, "orleans45": true, "loiret2026!!": true, "partant": true, "1234azerty": true, "aaaaaaaaaaaa": true,
		"la loire a orleans coule": false, "boulangerie du coin": false, "": true,
	} {
		if got := common(folded); got != want {
			t.Errorf("common(%q) = %v", folded, got)
		}
	}
}
