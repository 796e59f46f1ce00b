package limit_test

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/limit"
	"partant/internal/limit/limittest"
	"partant/internal/limit/memory"
)

func addr(s string) limit.Who { return limit.Visitor(netip.MustParseAddr(s)) }

// pass returns how often in a row the rule lets somebody pass, and the refusal.
func pass(t *testing.T, s *limit.Service, r limit.Rule, who limit.Who) (times int, wait time.Duration) {
	t.Helper()
	for ; times < 10_000; times++ {
		err := s.Allow(t.Context(), r, who)
		if err == nil {
			continue
		}
		var tooMany fault.TooManyFor
		if !errors.As(err, &tooMany) || !errors.Is(err, fault.TooMany) {
			t.Fatalf("error is %v", err)
		}
		return times, tooMany.Wait
	}
	return times, 0
}

func TestRules(t *testing.T) {
	t.Parallel()
	type stage struct {
		move  time.Duration
		times int
		wait  time.Duration
	}
	for name, test := range map[string]struct {
		rule   limit.Rule
		stages []stage
	}{
		"Read":         {limit.Read, []stage{{0, 60, 10 * time.Second}, {10 * time.Second, 60, 10 * time.Second}}},
		"ReadAsMember": {limit.ReadAsMember, []stage{{0, 1500, 5 * time.Minute}, {5 * time.Minute, 1500, 5 * time.Minute}}},
		"Search":       {limit.Search, []stage{{0, 30, 5 * time.Second}, {5 * time.Second, 30, 5 * time.Second}}},
		"SignIn": {limit.SignIn, []stage{
			{0, 10, time.Minute}, {time.Minute, 10, time.Minute}, {time.Minute, 5, 3 * time.Minute}, {3 * time.Minute, 10, time.Minute}}},
		"Letter":   {limit.Letter, []stage{{0, 25, 5 * time.Minute}}},
		"LetterTo": {limit.LetterTo, []stage{{0, 5, 30 * time.Minute}, {30 * time.Minute, 5, 30 * time.Minute}}},
		"SignUp":   {limit.SignUp, []stage{{0, 5, 30 * time.Minute}, {29 * time.Minute, 0, time.Minute}, {time.Minute, 5, 30 * time.Minute}}},
		"NewPage":  {limit.NewPage, []stage{{0, 20, 24 * time.Hour}, {24 * time.Hour, 20, 24 * time.Hour}}},
		"Reveal":   {limit.Reveal, []stage{{0, 60, time.Hour}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := limittest.Start()
			s := limit.New(memory.New(1000, clock.Now))
			for i, stage := range test.stages {
				clock.Move(stage.move)
				if times, wait := pass(t, s, test.rule, limit.Member("m")); times != stage.times || wait != stage.wait {
					t.Errorf("stage %d: %d pass, then a wait of %v; want %d and %v", i, times, wait, stage.times, stage.wait)
				}
			}
		})
	}
}

func TestWho(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		a, b limit.Who
		same bool
	}{
		"one IPv6 network":         {addr("2001:db8:1:2::1"), addr("2001:db8:1:2:ffff::9"), true},
		"two IPv6 networks":        {addr("2001:db8:1:2::1"), addr("2001:db8:1:3::1"), false},
		"two IPv4 addresses":       {addr("192.0.2.1"), addr("192.0.2.2"), false},
		"IPv4 written as IPv6":     {addr("192.0.2.1"), addr("::ffff:192.0.2.1"), true},
		"another zone":             {addr("fe80::1%eth0"), addr("fe80::1%eth1"), true},
		"members":                  {limit.Member("a"), limit.Member("b"), false},
		"a member and a visitor":   {limit.Member("a"), addr("192.0.2.1"), false},
		"no address is one of all": {limit.Visitor(netip.Addr{}), limit.Visitor(netip.Addr{}), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := limit.New(memory.New(1000, limittest.Start().Now))
			pass(t, s, limit.SignUp, test.a)
			if stopped := s.Allow(t.Context(), limit.SignUp, test.b) != nil; stopped != test.same {
				t.Errorf("counted as one: %v", stopped)
			}
		})
	}
}

func TestRulesAreApart(t *testing.T) {
	t.Parallel()
	s := limit.New(memory.New(1000, limittest.Start().Now))
	pass(t, s, limit.SignUp, addr("192.0.2.1"))
	if err := s.Allow(t.Context(), limit.SignIn, addr("192.0.2.1")); err != nil {
		t.Error(err)
	}
}

func TestSpared(t *testing.T) {
	t.Parallel()
	s := limit.New(memory.New(1000, limittest.Start().Now), netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32"))
	for who, spared := range map[limit.Who]bool{
		addr("192.0.2.77"): true, addr("::ffff:192.0.2.77"): true, addr("2001:db8::1"): true,
		addr("198.51.100.1"): false, limit.Member("m"): false,
	} {
		if times, _ := pass(t, s, limit.SignUp, who); (times == 10_000) != spared {
			t.Errorf("%v passes %d times", who, times)
		}
	}
}
