// Package limit counts how often one visitor or member does a thing, and says when it is too often.
package limit

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// Counter counts in windows of time, one after the other.
type Counter interface {
	// Add counts one more under key in the present window of that length. It returns how many the window holds with
	// it, and how long the window still lasts: more than nothing, the whole window at most. Counts of another key or
	// of another length are apart. fault.Unavailable when it cannot count.
	Add(ctx context.Context, key string, window time.Duration) (count int, left time.Duration, err error)
}

// Who is counted: an address or a member.
type Who struct {
	key  string
	addr netip.Addr
}

// Visitor is whoever comes from an address. One household or office has a whole /64 of IPv6, and is one visitor.
func Visitor(addr netip.Addr) Who {
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		return Who{key: netip.PrefixFrom(addr, 64).Masked().String(), addr: addr}
	}
	return Who{key: addr.String(), addr: addr}
}

// Member is the account with an id.
func Member(account string) Who { return Who{key: account} }

// Mailbox is whoever reads the letters of an address, however it is written. The address itself is not kept.
func Mailbox(email string) Who { return Who{key: "boite:" + id.Digest(text.Fold(email))} }

// Thing is whatever has an id: a page that letters go to, a link that answers go through.
func Thing(id string) Who { return Who{key: "objet:" + id} }

// Service applies rules.
type Service struct {
	counter Counter
	spared  []netip.Prefix
}

// New returns a Service. Visitors from the spared networks are never stopped: the one address that everybody at an
// event shares.
func New(counter Counter, spared ...netip.Prefix) *Service {
	return &Service{counter: counter, spared: spared}
}

// Key is another word for each who.
func (w Who) Key() string { return w.key }

// Spares reports whether who is never stopped.
func (s *Service) Spares(who Who) bool {
	return slices.ContainsFunc(s.spared, func(net netip.Prefix) bool { return net.Contains(who.addr) })
}

// lenientWait bounds how long a lenient rule waits for its count.
const lenientWait = 250 * time.Millisecond

// Allow counts one act of who and returns nil when the rule lets it pass, else fault.TooManyFor with the time to wait.
// When nothing can be counted it returns nil for a lenient rule, fault.Unavailable for another.
func (s *Service) Allow(ctx context.Context, r Rule, who Who) error {
	if s.Spares(who) {
		return nil
	}
	if r.Lenient {
		var cancel context.CancelFunc
		ctx, cancel = clock.Within(ctx, lenientWait)
		defer cancel()
	}
	for _, c := range r.Caps {
		count, left, err := s.counter.Add(ctx, r.Name+"|"+who.key, c.In)
		switch {
		case err != nil && r.Lenient:
			return nil
		case err != nil:
			return err
		case count > c.Most:
			return fault.TooManyFor{Most: c.Most, Wait: left}
		}
	}
	return nil
}
