package web

import (
	"bytes"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// client is the address of whoever asks: the peer, or, when the peer is a proxy of ours, the last address of
// X-Forwarded-For that is not. What stands further left was written by strangers.
func (s *site) client(c *fiber.Ctx) netip.Addr {
	peer, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	lines := c.Request().Header.PeekAll("X-Forwarded-For") // a proxy may add a line of its own below that of a stranger
	return forwarded(peer.Unmap(), string(bytes.Join(lines, []byte(","))), s.Proxies)
}

func forwarded(peer netip.Addr, header string, proxies []netip.Prefix) netip.Addr {
	at := peer
	hops := strings.Split(header, ",")
	for i := len(hops) - 1; i >= 0 && trusted(at, proxies); i-- {
		hop, ok := address(strings.TrimSpace(hops[i]))
		if !ok {
			return at
		}
		at = hop
	}
	return at
}

// address reads an address as proxies write it, some with a port.
func address(s string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(s)
	if err != nil {
		var with netip.AddrPort
		with, err = netip.ParseAddrPort(s)
		a = with.Addr()
	}
	return a.Unmap().WithZone(""), err == nil
}

func trusted(a netip.Addr, proxies []netip.Prefix) bool {
	for _, p := range proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
