// Package limit says how often things may be done: named rules as data, counted in memory on one machine, in the store on many.
package limit

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"partant/internal/fault"
)

// Window allows Count times in Per.
type Window struct {
	Count int
	Per   time.Duration
}

// Rule is what may be done how often; every window of it must have room.
type Rule struct {
	Name    string
	Windows []Window
	Strict  bool // when the counter is away: refuse (what guards passwords) instead of letting pass
}

// The rules in force (SAFETY.md a4). The key is an address, but where an account is named.
var (
	Visit   = Rule{Name: "visit", Windows: []Window{{60, 5 * time.Second}, {300, 5 * time.Minute}}}
	Member  = Rule{Name: "member", Windows: []Window{{1500, 5 * time.Minute}}} // by account
	Search  = Rule{Name: "search", Windows: []Window{{30, 3 * time.Second}, {120, time.Minute}}}
	SignIn  = Rule{Name: "sign-in", Windows: []Window{{10, time.Minute}, {25, 5 * time.Minute}}, Strict: true}
	SignUp  = Rule{Name: "sign-up", Windows: []Window{{5, 30 * time.Minute}}, Strict: true}
	Publish = Rule{Name: "publish", Windows: []Window{{3, 15 * time.Second}, {20, 24 * time.Hour}}} // by account
	Reveal  = Rule{Name: "reveal", Windows: []Window{{60, time.Hour}}}
)

// Counter counts events by key in fixed windows.
type Counter interface {
	// Add counts one event of key and returns how many the present window has, this one included, and when it ends.
	Add(ctx context.Context, key string, window time.Duration) (count int, left time.Duration, err error)
}

// Over is the fault.TooMany of a rule, with the time until there is room again.
type Over struct {
	Rule string
	Wait time.Duration
}

// Error names the rule.
func (o Over) Error() string { return fmt.Sprintf("limit %s reached, wait %v", o.Rule, o.Wait) }

// Is reports that every Over is a fault.TooMany.
func (o Over) Is(target error) bool { return target == fault.TooMany }

// Service applies rules.
type Service struct {
	counter Counter
	free    []netip.Prefix
}

// New returns a Service. Addresses inside free are not limited: the Wi-Fi of an event, where 1,800 people share one.
func New(counter Counter, free []netip.Prefix) *Service {
	return &Service{counter: counter, free: free}
}

// Allow counts one event and returns Over when a window of the rule is full. When the counter is away a Strict rule
// returns its error, the others let pass.
func (s *Service) Allow(ctx context.Context, r Rule, key string) error {
	key, limited := s.key(key)
	if !limited {
		return nil
	}
	for _, w := range r.Windows {
		count, left, err := s.counter.Add(ctx, r.Name+" "+w.Per.String()+" "+key, w.Per)
		if err != nil && r.Strict {
			return fmt.Errorf("counting %s: %w", r.Name, errors.Join(err, fault.Unavailable))
		}
		if err == nil && count > w.Count {
			return Over{Rule: r.Name, Wait: left}
		}
	}
	return nil
}

// key widens an IPv6 address to its /64, which one household has, and frees the addresses that are not limited.
func (s *Service) key(key string) (string, bool) {
	addr, err := netip.ParseAddr(key)
	if err != nil {
		return key, true // an account
	}
	addr = addr.Unmap()
	for _, p := range s.free {
		if p.Contains(addr) {
			return key, false
		}
	}
	if addr.Is6() {
		prefix, _ := addr.WithZone("").Prefix(64) // 64 always fits
		return prefix.String(), true
	}
	return addr.String(), true
}
