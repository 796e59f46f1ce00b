package limit_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/limit/memory"
)

// watch is a clock that tests move.
type watch struct{ at time.Time }

func (w *watch) now() time.Time { return w.at }

func service(w *watch, free ...string) *limit.Service {
	var prefixes []netip.Prefix
	for _, f := range free {
		prefixes = append(prefixes, netip.MustParsePrefix(f))
	}
	return limit.New(memory.New(w.now), prefixes)
}

var twice = limit.Rule{Name: "essai", Windows: []limit.Window{{Count: 2, Per: time.Minute}}}

func TestAllow(t *testing.T) {
	t.Parallel()
	w := &watch{at: time.Now()}
	s := service(w)
	for i, want := range []error{nil, nil, fault.TooMany, fault.TooMany} {
		if err := s.Allow(t.Context(), twice, "192.0.2.1"); !errors.Is(err, want) {
			t.Errorf("try %d: %v", i+1, err)
		}
	}
	var over limit.Over
	w.at = w.at.Add(20 * time.Second)
	if err := s.Allow(t.Context(), twice, "192.0.2.1"); !errors.As(err, &over) || over.Wait != 40*time.Second {
		t.Errorf("wait is %v", over.Wait)
	}
	if err := s.Allow(t.Context(), twice, "192.0.2.2"); err != nil {
		t.Errorf("another address: %v", err)
	}
	w.at = w.at.Add(41 * time.Second)
	if err := s.Allow(t.Context(), twice, "192.0.2.1"); err != nil {
		t.Errorf("after the window: %v", err)
	}
}

func TestAddressesOfOneHousehold(t *testing.T) {
	t.Parallel()
	s := service(&watch{at: time.Now()})
	for i, c := range []struct {
		key  string
		want error
	}{
		{"2001:db8:1:2::1", nil}, {"2001:db8:1:2:ffff::9", nil}, {"2001:db8:1:2::3", fault.TooMany}, {"2001:db8:1:3::1", nil},
		{"::ffff:192.0.2.7", nil}, {"192.0.2.7", nil}, {"192.0.2.7", fault.TooMany}, {"an account", nil},
	} {
		if err := s.Allow(t.Context(), twice, c.key); !errors.Is(err, c.want) {
			t.Errorf("%d: %s gives %v", i, c.key, err)
		}
	}
}

func TestFreeAddresses(t *testing.T) {
	t.Parallel()
	s := service(&watch{at: time.Now()}, "192.0.2.0/24")
	for range 50 {
		if err := s.Allow(t.Context(), twice, "192.0.2.1"); err != nil {
			t.Fatal(err)
		}
	}
}

type broken struct{}

func (broken) Add(context.Context, string, time.Duration) (int, time.Duration, error) {
	return 0, 0, fault.Unavailable
}

func TestCounterAway(t *testing.T) {
	t.Parallel()
	s := limit.New(broken{}, nil)
	if err := s.Allow(t.Context(), limit.Visit, "192.0.2.1"); err != nil {
		t.Errorf("reading must go on: %v", err)
	}
	if err := s.Allow(t.Context(), limit.SignIn, "192.0.2.1"); !errors.Is(err, fault.Unavailable) {
		t.Errorf("signing in must not go unguarded: %v", err)
	}
}
