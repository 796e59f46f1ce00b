// Package smtp hands letters to a mail server.
package smtp

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	gosmtp "github.com/wneessen/go-mail/smtp"

	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/mail/eml"
)

// Config says which server, and how it is reached.
type Config struct {
	// URL is smtp://user:password@host:587, where TLS begins after a word in clear (STARTTLS) and must, or
	// smtps://user:password@host:465, where it begins at once. Without user nobody signs in. A smtp:// server on this
	// very machine may speak in clear.
	URL   string
	Roots *x509.CertPool                                                       // who vouches for servers; nil: the authorities that the system knows
	Dial  func(ctx context.Context, network, address string) (net.Conn, error) // nil: the network
}

const (
	dialPatience = 10 * time.Second // until the server is reached, TLS from the start included
	patience     = 30 * time.Second // for a whole letter
	farewell     = 2 * time.Second  // for a good-bye that changes nothing
)

// Carrier is a mail.Carrier. Safe for concurrent use: each letter has a connection of its own.
type Carrier struct {
	writer         *eml.Writer
	host, address  string
	user, password string
	asksUser       bool
	dial           func(ctx context.Context, network, address string) (net.Conn, error)
	fromTheStart   *tls.Config // nil: STARTTLS
	options        []gomail.Option
	patience       time.Duration
}

var _ mail.Carrier = (*Carrier)(nil)

// Open returns the Carrier of a server, which need not answer yet. fault.Invalid, for a bad URL, is the only error.
func Open(cfg Config, writer *eml.Writer) (*Carrier, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" { // err may hold a password
		return nil, fmt.Errorf("mail: the address of the mail server is not like smtp://user:password@host:587: %w", fault.Invalid)
	}
	c := &Carrier{writer: writer, host: u.Hostname(), dial: cfg.Dial, patience: patience, asksUser: u.User != nil, user: u.User.Username()}
	c.password, _ = u.User.Password()
	c.address = net.JoinHostPort(c.host, port(u))
	if c.dial == nil {
		c.dial = new(net.Dialer).DialContext
	}
	secure := &tls.Config{ServerName: c.host, RootCAs: cfg.Roots, MinVersion: tls.VersionTLS12}
	if u.Scheme == "smtps" {
		c.fromTheStart = secure
	}
	c.options = options(u.Scheme, c.host, secure)
	c.options = append(c.options, gomail.WithTimeout(c.patience), gomail.WithHELO(writer.Domain()))
	return c, nil
}

// port is that of the URL, or the usual one of its scheme.
func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "smtps":
		return "465"
	}
	return "587"
}

// options say when TLS begins.
func options(scheme, host string, secure *tls.Config) []gomail.Option {
	switch {
	case scheme == "smtps":
		return []gomail.Option{gomail.WithSSL()}
	case Local(host):
		// Nobody stands between: what would pass in clear gains by any certificate, and mail servers that are installed for
		// their own machine have one that nobody vouches for.
		secure = secure.Clone()
		secure.InsecureSkipVerify = true
		return []gomail.Option{gomail.WithTLSPolicy(gomail.TLSOpportunistic), gomail.WithTLSConfig(secure)}
	}
	return []gomail.Option{gomail.WithTLSPolicy(gomail.TLSMandatory), gomail.WithTLSConfig(secure)}
}

// Local reports whether a host is this very machine.
func Local(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// Server is the host and port that letters are handed to.
func (c *Carrier) Server() string { return c.address }

// Carry implements mail.Carrier. A letter that the server lost after it said yes is lost; one that it took without our
// hearing of it is told as fault.Unavailable, and comes twice, with the same Message-ID, when it is tried again.
// mail.Refused when the server will not have this letter; fault.Unavailable for all else, our own password included.
func (c *Carrier) Carry(ctx context.Context, m mail.Message) error {
	letter, err := c.writer.Write(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	conn, err := c.connect(ctx)
	if err != nil {
		return c.unavailable(ctx, err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	client, err := c.greet(ctx, conn)
	if err != nil {
		return c.unavailable(ctx, err)
	}
	if err := hand(client, letter); err != nil {
		return c.explain(ctx, err)
	}
	leave(client)
	return nil
}

// connect reaches the server.
func (c *Carrier) connect(ctx context.Context) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialPatience)
	defer cancel()
	conn, err := c.dial(ctx, "tcp", c.address)
	if err != nil || c.fromTheStart == nil {
		return conn, err
	}
	secret := tls.Client(conn, c.fromTheStart)
	if err := secret.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return secret, nil
}

// greet says who we are, begins TLS and signs in.
func (c *Carrier) greet(ctx context.Context, conn net.Conn) (*gosmtp.Client, error) {
	given := func(context.Context, string, string) (net.Conn, error) { return conn, nil }
	dialer, err := gomail.NewClient(c.host, append(slices.Clip(c.options), gomail.WithDialContextFunc(given))...)
	if err != nil {
		return nil, err
	}
	client, err := dialer.DialToSMTPClientWithContext(ctx)
	if err != nil || !c.asksUser {
		return client, err
	}
	return client, c.signIn(client)
}

// signIn gives the password in the first way that the server offers: TLS has made sure who gets it.
func (c *Carrier) signIn(client *gosmtp.Client) error {
	_, offered := client.Extension("AUTH")
	for _, way := range strings.Fields(offered) {
		var auth gosmtp.Auth
		switch way {
		case "PLAIN":
			auth = gosmtp.PlainAuth("", c.user, c.password, c.host, false)
		case "LOGIN":
			auth = gosmtp.LoginAuth(c.user, c.password, c.host, false)
		case "SCRAM-SHA-256":
			auth = gosmtp.ScramSHA256Auth(c.user, c.password)
		case "CRAM-MD5":
			auth = gosmtp.CRAMMD5Auth(c.user, c.password)
		default:
			continue
		}
		if err := client.Auth(auth); err != nil {
			return fmt.Errorf("it does not accept our user name and password: %w", err)
		}
		return nil
	}
	return fmt.Errorf("it offers no way to give our user name and password (it offers %.60q)", offered)
}
