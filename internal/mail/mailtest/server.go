// Package mailtest holds the suite of mail.Carrier, and a mail server for tests that keeps what it gets and fails as it is
// told to.
package mailtest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"maps"
	"net"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// Security is how a server wants to be spoken to.
type Security int

// The kinds of Security.
const (
	Clear    Security = iota // no TLS at all
	StartTLS                 // in clear first, then TLS
	TLS                      // TLS from the start
)

// Host is a name, besides those of this machine, that the certificate of a Server is for. It leads nowhere: give the
// program a way to dial Server.Addr instead.
const Host = "post.exemple.invalid"

// User and Password open a Server that asks for them.
const User, Password = "partant", "s3cret phrase"

// Options say what a Server is like. The zero value speaks in clear and asks nobody for a password.
type Options struct {
	Security Security
	Auth     bool // User and Password are asked for
	UTF8     bool // addresses may have accents (SMTPUTF8)
}

// Server is a mail server on loopback, in the process of the test. Safe for concurrent use.
type Server struct {
	Addr string // host:port

	options Options
	roots   *x509.CertPool
	smtp    *smtp.Server
	ended   chan struct{}

	mu       sync.Mutex
	open     map[net.Conn]bool
	faults   Faults
	cuts     int            // how many connections were cut
	putOff   map[string]int // how often, by recipient
	received []Received
}

// Start starts a server that the test ends.
func Start(t testing.TB, options ...Options) *Server {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Addr: ln.Addr().String(), ended: make(chan struct{}), open: map[net.Conn]bool{}, putOff: map[string]int{}}
	for _, o := range options {
		s.options = o
	}
	s.smtp = smtp.NewServer(smtp.BackendFunc(s.newSession))
	s.smtp.Domain, s.smtp.AllowInsecureAuth, s.smtp.EnableSMTPUTF8 = Host, true, s.options.UTF8
	s.smtp.ErrorLog = log.New(io.Discard, "", 0)
	ln = listener{ln, s}
	if s.options.Security != Clear {
		var certificate tls.Certificate
		certificate, s.roots = selfMade(t)
		s.smtp.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	}
	if s.options.Security == TLS {
		ln = tls.NewListener(ln, s.smtp.TLSConfig)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := s.smtp.Serve(ln); err != nil {
			t.Errorf("the mail server: %v", err)
		}
	})
	t.Cleanup(func() {
		s.end(t)
		ln.Close() // it may not have begun to serve
		serving.Wait()
	})
	return s
}

// patience is how long the end of a server may take.
const patience = 30 * time.Second

// end closes everything and waits until nothing of the server runs.
func (s *Server) end(t testing.TB) {
	close(s.ended)
	for _, conn := range s.connections() {
		conn.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := s.smtp.Shutdown(ctx); err != nil {
		t.Errorf("the mail server does not end: %v", err)
	}
}

func (s *Server) connections() []net.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.open))
}

// URL is the address of the server as PARTANT_SMTP takes it, with the password when one is asked for.
func (s *Server) URL() string { return s.URLAt("127.0.0.1") }

// URLAt is URL with another name for the host, such as Host.
func (s *Server) URLAt(host string) string {
	_, port, _ := net.SplitHostPort(s.Addr)
	u := url.URL{Scheme: "smtp", Host: net.JoinHostPort(host, port)}
	if s.options.Security == TLS {
		u.Scheme = "smtps"
	}
	if s.options.Auth {
		u.User = url.UserPassword(User, Password)
	}
	return u.String()
}

// Roots are the authorities that vouch for the server; nil when it has no TLS.
func (s *Server) Roots() *x509.CertPool { return s.roots }

// Received lists what the server has taken charge of, oldest first. Twice the same when it came twice.
func (s *Server) Received() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// Connections counts those that are open.
func (s *Server) Connections() int { return len(s.connections()) }

// listener tells the server of its connections, and lets none in while it is down.
type listener struct {
	net.Listener
	server *Server
}

// Accept implements net.Listener.
func (l listener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if c := (&connection{Conn: conn, server: l.server}); l.server.admit(c) {
			return c, nil
		}
		conn.Close()
	}
}

func (s *Server) admit(c *connection) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.Down || s.over() {
		return false
	}
	s.open[c] = true
	return true
}

func (s *Server) over() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// connection tells the server when it ends.
type connection struct {
	net.Conn
	server *Server
}

// Close implements net.Conn.
func (c *connection) Close() error {
	c.server.forget(c)
	return c.Conn.Close()
}

func (s *Server) forget(c *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, c)
}
