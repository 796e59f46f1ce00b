// Package proof looks for the sign that its owner put on a web site or in its domain.
//
// The names come from strangers, so nothing inside our network is ever asked: each address is checked at the moment it
// is connected to, whatever the DNS says before or after (SAFETY.md V1.3.6).
package proof

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

// Where the sign is. A token is 16 to 128 letters, digits, hyphens and underscores. Whoever reads the site reads it
// too: it must be of one account and one page, so that it is worth nothing to another.
const (
	Path   = "/.well-known/partant.txt" // the file, with the token on a line of its own
	Label  = "_partant"                 // what stands before the host for a TXT record
	Record = "partant="                 // begins the record; the token follows
)

// Limits of one search.
const (
	patience     = 5 * time.Second // all of it; connecting may take half
	longestHead  = 16 << 10
	longestFile  = 4 << 10 // what is read of the file
	mostRequests = 3       // one, and two redirects
)

// azure is a public address that belongs to the inside of a cloud.
var azure = netip.MustParsePrefix("168.63.129.16/32")

// Prover looks for signs. Safe for concurrent use. It keeps nothing: no connection, no cookie, no answer.
type Prover struct {
	resolver  *net.Resolver
	transport *http.Transport
	agent     string
	patience  time.Duration
}

// New returns a Prover that tells the sites it asks which one it belongs to, by the base URL.
func New(baseURL string) *Prover { return NewInLab(baseURL, Lab{}) }

// Lab is the small world of a test: it opens what New keeps shut, so nothing but tests may have one. The zero Lab is
// the real world.
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

// NewInLab returns a Prover for tests. Behind an https address it would let strangers look around: refuse it there.
func NewInLab(baseURL string, lab Lab) *Prover {
	lab = lab.filled()
	return &Prover{
		resolver: lab.Resolver,
		transport: &http.Transport{ // no proxy, and nothing of the default one
			DialContext:            lab.dial(),
			TLSClientConfig:        &tls.Config{RootCAs: lab.Roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    lab.Patience / 2,
			MaxResponseHeaderBytes: longestHead,
			DisableKeepAlives:      true,
			DisableCompression:     true,
		},
		agent:    "Partant (+" + baseURL + ")",
		patience: lab.Patience,
	}
}

func (l Lab) filled() Lab {
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
