package config_test

import (
	"errors"
	"testing"
	"time"

	"partant/internal/clock"
	"partant/internal/config"
	"partant/internal/fault"
)

// Where every site is looked for in a trial is this machine, and never the setting of a site that the public sees.
func TestProofAt(t *testing.T) {
	t.Parallel()
	for at, base := range map[string]string{"": "https://partant.example", "127.0.0.1:8099": "http://localhost:4545", "[::1]:8099": ""} {
		cfg := config.Config{Addr: ":4545", ProofAt: at, BaseURL: base}
		if got, err := cfg.Proof(); err != nil || got.IsValid() != (at != "") {
			t.Errorf("%q under %q: %v, %v", at, base, got, err)
		}
	}
	for at, base := range map[string]string{"127.0.0.1:8099": "https://partant.example", "192.168.1.2:80": "", "localhost:8099": "", "127.0.0.1": "", "0.0.0.0:80": "", "8.8.8.8:80": ""} {
		cfg := config.Config{Addr: ":4545", ProofAt: at, BaseURL: base}
		if got, err := cfg.Proof(); !errors.Is(err, fault.Invalid) || got.IsValid() {
			t.Errorf("%q under %q: %v, %v", at, base, got, err)
		}
		if err := cfg.Check(); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q under %q passes the check", at, base)
		}
	}
}

// The clock of a trial runs ahead by as much as is asked, and that of a site that the public sees is the machine's.
func TestAhead(t *testing.T) {
	t.Parallel()
	for _, ahead := range []time.Duration{0, 26 * time.Hour} {
		now, err := config.Config{Addr: ":4545", Ahead: ahead}.Clock()
		if err != nil {
			t.Fatal(err)
		}
		least := clock.System().Add(ahead)
		if at := now(); at.Before(least) || at.After(clock.System().Add(ahead)) || !at.Equal(at.Truncate(time.Millisecond)) {
			t.Errorf("%v ahead of %v it is %v", ahead, least, at)
		}
	}
	for base, ahead := range map[string]time.Duration{"https://partant.example": time.Hour, "http://localhost:4545": -time.Hour} {
		cfg := config.Config{Addr: ":4545", Ahead: ahead, BaseURL: base}
		if _, err := cfg.Clock(); !errors.Is(err, fault.Invalid) {
			t.Errorf("%v under %q: %v", ahead, base, err)
		}
		if err := cfg.Check(); !errors.Is(err, fault.Invalid) {
			t.Errorf("%v under %q passes the check", ahead, base)
		}
	}
}
