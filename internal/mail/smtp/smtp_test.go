package smtp_test

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/mail/eml"
	"partant/internal/mail/mailtest"
	"partant/internal/mail/smtp"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func writer(t *testing.T) *eml.Writer {
	t.Helper()
	w, err := eml.New(eml.Config{From: mail.Address{Name: "Réseau", Email: "partant@exemple.invalid"}, Now: clock.At(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// open returns the carrier of url; whatever its host is called, server answers.
func open(t *testing.T, url string, roots *x509.CertPool, server *mailtest.Server) *smtp.Carrier {
	t.Helper()
	c, err := smtp.Open(smtp.Config{URL: url, Roots: roots, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Addr)
	}}, writer(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// to returns the carrier to a server.
func to(t *testing.T, s *mailtest.Server) *smtp.Carrier { return open(t, s.URL(), s.Roots(), s) }

func TestCarriers(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]mailtest.Options{
		"clear": {}, "clear with password": {Auth: true}, "STARTTLS": {Security: mailtest.StartTLS, Auth: true},
		"smtps": {Security: mailtest.TLS, Auth: true}, "smtps for all": {Security: mailtest.TLS, UTF8: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mailtest.Carriers(t, func(t *testing.T) mailtest.Opened {
				s := mailtest.Start(t, options)
				return mailtest.Opened{Carrier: open(t, s.URLAt(hostFor(options)), s.Roots(), s), Arrived: s.Received}
			})
		})
	}
}

// hostFor calls the server by a name of the world where there is TLS, so that TLS must be.
func hostFor(o mailtest.Options) string {
	if o.Security == mailtest.Clear {
		return "127.0.0.1"
	}
	return mailtest.Host
}

// unavailable checks that err asks for another try, says words in one line, and tells no secret.
func unavailable(t *testing.T, name string, err error, words string) {
	t.Helper()
	if !errors.Is(err, fault.Unavailable) || errors.As(err, new(mail.Refused)) {
		t.Errorf("%s: %v, want another try", name, err)
		return
	}
	if s := err.Error(); !strings.Contains(s, words) || strings.Contains(s, "\n") || len(s) > 400 || strings.Contains(s, "s3cret") {
		t.Errorf("%s: %q, want one line with %q", name, s, words)
	}
}

// No letter and no password leaves this machine but over TLS, to a server that somebody vouches for.
func TestTLSMustBe(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		security mailtest.Security
		host     string
		trusted  bool
		says     string
	}{
		"no STARTTLS":                 {mailtest.Clear, mailtest.Host, true, "STARTTLS"},
		"nobody vouches, STARTTLS":    {mailtest.StartTLS, mailtest.Host, false, "certificate"},
		"nobody vouches, smtps":       {mailtest.TLS, mailtest.Host, false, "certificate"},
		"nobody vouches, smtps, here": {mailtest.TLS, "127.0.0.1", false, "certificate"},
		"another name, STARTTLS":      {mailtest.StartTLS, "autre.exemple.invalid", true, "certificate"},
		"another name, smtps":         {mailtest.TLS, "autre.exemple.invalid", true, "certificate"},
	} {
		s := mailtest.Start(t, mailtest.Options{Security: tt.security, Auth: true})
		roots := x509.NewCertPool()
		if tt.trusted {
			roots = s.Roots()
		}
		unavailable(t, name, open(t, s.URLAt(tt.host), roots, s).Carry(t.Context(), mailtest.Letter("a")), tt.says)
		if n := len(s.Received()); n > 0 {
			t.Errorf("%s: %d letters went out", name, n)
		}
	}
	speaksTLS, speaksClear := mailtest.Start(t, mailtest.Options{Security: mailtest.TLS}), mailtest.Start(t)
	early, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	unavailable(t, "smtp:// for smtps://", open(t, "smtp://"+speaksTLS.Addr, nil, speaksTLS).Carry(early, mailtest.Letter("a")), "")
	unavailable(t, "smtps:// for smtp://", open(t, "smtps://"+speaksClear.Addr, nil, speaksClear).Carry(t.Context(), mailtest.Letter("a")), "")
}

// On this machine a server may have no TLS, or a certificate of its own making: it is used all the same.
func TestOnThisMachine(t *testing.T) {
	t.Parallel()
	for security, secret := range map[mailtest.Security]bool{mailtest.Clear: false, mailtest.StartTLS: true} {
		for _, host := range []string{"127.0.0.1", "localhost", "::1"} {
			s := mailtest.Start(t, mailtest.Options{Security: security, Auth: true})
			if err := open(t, s.URLAt(host), nil, s).Carry(t.Context(), mailtest.Letter("a")); err != nil {
				t.Errorf("%s: %v", host, err)
			}
			if got := s.Received(); len(got) != 1 || got[0].TLS != secret || got[0].From != "partant@exemple.invalid" {
				t.Errorf("%s: %d letters came", host, len(got))
			}
		}
	}
	for host, want := range map[string]bool{"localhost": true, "LOCALHOST": true, "127.0.0.2": true, "::1": true, "127.0.0.1.exemple.invalid": false,
		"localhost.exemple.invalid": false, "192.0.2.1": false, "": false, "0.0.0.0": false} {
		if smtp.Local(host) != want {
			t.Errorf("%q on this machine: %v", host, !want)
		}
	}
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	asks := mailtest.Start(t, mailtest.Options{Security: mailtest.TLS, Auth: true})
	asksNobody := mailtest.Start(t, mailtest.Options{Security: mailtest.TLS})
	wrong := strings.Replace(asks.URL(), "s3cret", "s3cret-and-wrong", 1)
	_, bare, _ := strings.Cut(asks.URL(), "@")
	for name, tt := range map[string]struct {
		url    string
		server *mailtest.Server
		says   string
	}{
		"wrong":        {wrong, asks, "does not accept our user name and password: 535 5.7.8 Authentication failed"},
		"missing":      {"smtps://" + bare, asks, "530 5.7.0 Authentication required"},
		"of no use":    {strings.Replace(asks.URL(), asks.Addr, asksNobody.Addr, 1), asksNobody, "offers no way"},
		"empty":        {"smtps://partant@" + bare, asks, "does not accept our user name and password"},
		"of two lines": {"smtps://partant:a%0D%0ARSET@" + bare, asks, "does not accept our user name and password"},
	} {
		unavailable(t, name, open(t, tt.url, tt.server.Roots(), tt.server).Carry(t.Context(), mailtest.Letter("a")), tt.says)
	}
	asks.Misbehave(mailtest.Faults{RefuseAuth: true})
	unavailable(t, "refused", to(t, asks).Carry(t.Context(), mailtest.Letter("a")), "535")
	asks.Misbehave(mailtest.Faults{})
	if err := to(t, asks).Carry(t.Context(), mailtest.Letter("a")); err != nil {
		t.Errorf("after it was put right: %v", err)
	}
}

func TestAddressesWithAccents(t *testing.T) {
	t.Parallel()
	m := mailtest.Letter("a")
	m.To.Email = "hélène@été.exemple.invalid"
	able, unable := mailtest.Start(t, mailtest.Options{UTF8: true}), mailtest.Start(t)
	if err := to(t, able).Carry(t.Context(), m); err != nil {
		t.Error(err)
	}
	if got := able.Received(); len(got) != 1 || got[0].To != "hélène@xn--t-9fab.exemple.invalid" || got[0].Wrong != nil {
		t.Errorf("%+v", got)
	}
	if err := to(t, unable).Carry(t.Context(), m); !errors.As(err, new(mail.Refused)) {
		t.Errorf("%v", err)
	}
	m.To.Email = "helene@été.exemple.invalid"
	if err := to(t, unable).Carry(t.Context(), m); err != nil {
		t.Error(err)
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"smtp://me:s3cret@post.exemple.invalid:2525": "post.exemple.invalid:2525", "smtp://post.exemple.invalid": "post.exemple.invalid:587",
		"smtps://post.exemple.invalid": "post.exemple.invalid:465", "smtp://[::1]:25": "[::1]:25",
	} {
		c, err := smtp.Open(smtp.Config{URL: url}, writer(t))
		if err != nil || c.Server() != want {
			t.Errorf("%s: %v", url, err)
		}
	}
	for _, url := range []string{"", "post.exemple.invalid:587", "me:s3cret@post.exemple.invalid", "http://me:s3cret@post.exemple.invalid",
		"smtp://", "smtp://:25", "smtp://me:s3cret@", "smtp://me:s3cret%zz@post.exemple.invalid", "smtp://me:s3cret@post.exemple.invalid:x"} {
		if _, err := smtp.Open(smtp.Config{URL: url}, writer(t)); !errors.Is(err, fault.Invalid) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", url, err)
		}
	}
}
