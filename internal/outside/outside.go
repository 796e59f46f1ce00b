// Package outside is the only way to sites that strangers name.
//
// Nothing inside our network is ever asked: each address is checked at the moment it is connected to, whatever the DNS
// says before or after (SAFETY.md V1.3.6).
package outside

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"code.dny.dev/ssrf"
)

// azure is a public address that belongs to the inside of a cloud.
var azure = netip.MustParsePrefix("168.63.129.16/32")

// longestHead bounds the head of an answer.
const longestHead = 16 << 10

// Lab is the small world of a test: it opens what is kept shut, so nothing but tests may have one. The zero Lab is the real
// world.
type Lab struct {
	Resolver *net.Resolver  // nil: the DNS of the system
	Lead     netip.Addr     // where every name leads, without DNS; invalid: where the DNS says
	Networks []netip.Prefix // may be connected to, besides the public Internet
	Ports    Ports
	Roots    *x509.CertPool // sign certificates; nil: those the system trusts
	Patience time.Duration  // 0: that of the real world
}

// Ports stand for those of http and https; 0 for the real one.
type Ports struct{ HTTP, HTTPS uint16 }

// One is the world in which every site is at one address: a trial on a laptop.
func One(at netip.AddrPort) Lab {
	return Lab{Lead: at.Addr(), Networks: []netip.Prefix{netip.PrefixFrom(at.Addr(), at.Addr().BitLen())}, Ports: Ports{at.Port(), at.Port()}}
}

// Filled is l with the real world's ports and resolver where it names none, and a patience.
func (l Lab) Filled(patience time.Duration) Lab {
	if l.Resolver == nil {
		l.Resolver = &net.Resolver{PreferGo: true}
	}
	if l.Ports.HTTP == 0 {
		l.Ports.HTTP = 80
	}
	if l.Ports.HTTPS == 0 {
		l.Ports.HTTPS = 443
	}
	if l.Patience == 0 {
		l.Patience = patience
	}
	return l
}

// Transport goes outside, in a Lab that is Filled. It follows nothing by itself, knows no proxy and keeps no connection.
func (l Lab) Transport() *http.Transport {
	return &http.Transport{
		DialContext:            l.dial(),
		TLSClientConfig:        &tls.Config{RootCAs: l.Roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    l.Patience / 2,
		MaxResponseHeaderBytes: longestHead,
		DisableKeepAlives:      true,
		DisableCompression:     true,
	}
}

// dial connects to names, which are taken as whole: the search list of the system would lead inside.
func (l Lab) dial() func(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: l.Patience / 2, KeepAlive: -1, Resolver: l.Resolver, Control: l.guard().Safe}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		name, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		return d.DialContext(ctx, network, l.route(name, port))
	}
}

// guard judges each address just before it is connected to.
func (l Lab) guard() *ssrf.Guardian {
	var v4, v6 []netip.Prefix
	for _, network := range l.Networks {
		if network.Addr().Is4() {
			v4 = append(v4, network)
		} else {
			v6 = append(v6, network)
		}
	}
	return ssrf.New(ssrf.WithPorts(l.Ports.HTTP, l.Ports.HTTPS), ssrf.WithDeniedV4Prefixes(azure),
		ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
}

func (l Lab) route(name, port string) string {
	number := l.Ports.HTTP
	if port == "443" {
		number = l.Ports.HTTPS
	}
	if l.Lead.IsValid() {
		return netip.AddrPortFrom(l.Lead, number).String()
	}
	return net.JoinHostPort(name+".", strconv.Itoa(int(number)))
}
