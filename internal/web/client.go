package web

import (
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// client is the address of whoever asks: the peer, or, when the peer is a proxy of ours, the last address of
// X-Forwarded-For that is not. What stands further left was written by strangers.
func (s *site) client(c *fiber.Ctx) netip.Addr {
	peer, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	return forwarded(peer.Unmap(), c.Get("X-Forwarded-For"), s.Proxies)
}

func forwarded(peer netip.Addr, header string, proxies []netip.Prefix) netip.Addr {
	at := peer
	hops := strings.Split(header, ",")
	for i := len(hops) - 1; i >= 0 && trusted(at, proxies); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return at
		}
		at = hop.Unmap()
	}
	return at
}

func trusted(a netip.Addr, proxies []netip.Prefix) bool {
	for _, p := range proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
