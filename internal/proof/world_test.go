package proof_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/proof"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The addresses of a world: sites are at one, which may be connected to; behind the other is a trap.
const (
	outside = "127.0.0.2"
	inside  = "127.0.0.1"
)

// world is an Internet on loopback: a DNS, one machine for all sites, and a trap on the same ports inside.
type world struct {
	dns   *dns
	lab   proof.Lab
	traps map[string]net.Listener // by scheme; those of IPv6 by "http6" and "https6"
	at    map[string]net.Listener // of the sites, by scheme

	mu       sync.Mutex
	requests []*http.Request
}

// newWorld opens a world whose every listener is closed when the test ends.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{dns: newDNS(t), traps: map[string]net.Listener{}, at: map[string]net.Listener{}}
	w.lab = proof.Lab{
		Resolver: w.dns.resolver(),
		Networks: []netip.Prefix{netip.MustParsePrefix(outside + "/32")},
		Ports:    proof.Ports{HTTP: w.listen(t, "http"), HTTPS: w.listen(t, "https")},
		Patience: time.Minute, // the slowest machine is no reason to fail
	}
	return w
}

// listen takes one port outside and inside, and returns it.
func (w *world) listen(t *testing.T, scheme string) uint16 {
	t.Helper()
	for range 50 {
		trap, err := net.Listen("tcp", net.JoinHostPort(inside, "0"))
		if err != nil {
			t.Fatal(err)
		}
		port := trap.Addr().(*net.TCPAddr).Port
		site, err := net.Listen("tcp", net.JoinHostPort(outside, strconv.Itoa(port)))
		if err != nil {
			trap.Close()
			continue
		}
		t.Cleanup(func() { trap.Close(); site.Close() })
		w.traps[scheme], w.at[scheme] = trap, site
		if six, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(port))); err == nil { // not every machine has IPv6
			t.Cleanup(func() { six.Close() })
			w.traps[scheme+"6"] = six
		}
		return uint16(port)
	}
	t.Fatal("no port is free at both addresses")
	return 0
}

// sprung reports whether anybody connected to a trap. Connections wait in line to be accepted: when the first one in
// line is our own, there was no other.
func (w *world) sprung(t *testing.T) bool {
	t.Helper()
	caught := false
	for _, trap := range w.traps {
		own, err := net.Dial("tcp", trap.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer own.Close()
		first, err := trap.Accept()
		if err != nil {
			t.Fatal(err)
		}
		defer first.Close()
		caught = caught || first.RemoteAddr().String() != own.LocalAddr().String()
	}
	return caught
}

// sites are what answers outside: nothing listens where a handler is nil.
type sites struct {
	http, https http.Handler
	certificate *tls.Certificate // nil: a good one for exemple.fr and names below
	silent      bool             // the port of https is open, and nobody speaks
}

// open starts the sites and returns a Prover of this world.
func (w *world) open(t *testing.T, s sites) *proof.Prover {
	t.Helper()
	if s.certificate == nil {
		s.certificate = certificate(t, time.Now().Add(time.Hour), "exemple.fr", "*.exemple.fr", "xn--chteau-xta.fr")
	}
	w.serve(t, w.at["http"], s.http)
	if !s.silent {
		w.serve(t, tls.NewListener(w.at["https"], &tls.Config{Certificates: []tls.Certificate{*s.certificate}}), s.https)
	}
	w.lab.Roots = x509.NewCertPool()
	w.lab.Roots.AddCert(authority().cert)
	return proof.NewInLab("https://partant.fr", w.lab)
}

func (w *world) serve(t *testing.T, l net.Listener, h http.Handler) {
	t.Helper()
	if h == nil {
		l.Close()
		return
	}
	server := &http.Server{ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.requests = append(w.requests, r)
		w.mu.Unlock()
		h.ServeHTTP(rw, r)
	})}
	var done sync.WaitGroup
	done.Go(func() { _ = server.Serve(l) })
	t.Cleanup(func() { server.Close(); done.Wait() })
}

// seen lists the requests that reached the sites.
func (w *world) seen() []*http.Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.requests)
}

// asked lists what the sites were asked, as URLs.
func (w *world) asked() (urls []string) {
	for _, r := range w.seen() {
		scheme := "http"
		if r.TLS != nil {
			scheme = "https"
		}
		urls = append(urls, scheme+"://"+r.Host+r.RequestURI)
	}
	return urls
}

// says answers every request with a text.
func says(text string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
}

// signer signs the certificates of all worlds.
type signer struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

var authority = sync.OnceValue(func() signer {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Tests"}, NotBefore: time.Now().Add(-24 * time.Hour),
		NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return signer{cert, key}
})

func certificate(t *testing.T, until time.Time, names ...string) *tls.Certificate {
	t.Helper()
	ca := authority()
	template := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: until, DNSNames: names,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, ca.cert, ca.key.Public(), ca.key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: ca.key}
}
