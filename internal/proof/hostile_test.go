package proof_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/proof"
)

// Hosts that are no public names: nothing is asked of anybody, by name or by address.
func TestUnfitHosts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.open(t, sites{http: says(token), https: says(token)})
	for _, name := range []string{
		"", ".", "exemple", "localhost", "LocalHost", "localhost.", "a.localhost", "ｌｏｃａｌｈｏｓｔ", "imprimante.local", "metadata.google.internal",
		"a.invalid", "a.test", "a.example", "1.0.0.127.in-addr.arpa", "router.home.arpa", "freebox.lan", "intra.corp", "a.onion",
		"127.0.0.1", "127.1", "127.0.1", "127.0.0.1.", "127.0.0.2", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.0x1", "0177.0.0.1", "017700000001",
		"１２７．０．０．１", "①②⑦.⓪.⓪.①", "127。0。0。1", "0", "0.0.0.0", "10.0.0.1", "169.254.169.254", "2852039166", "0xa9fea9fe", "[::1]", "::1", "[::]",
		"::ffff:127.0.0.1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[fe80::1%25lo]", "[64:ff9b::7f00:1]",
		"moi@exemple.fr", "exemple.fr@127.0.0.1", "moi:secret@exemple.fr", "exemple.fr:80", "exemple.fr:443", "exemple.fr:6379", "exemple.fr/", "exemple.fr/../", `exemple.fr\@127.0.0.1`,
		"exemple.fr?127.0.0.1", "exemple.fr#@127.0.0.1", "exemple.fr%2f@127.0.0.1", "exemple.fr\r\nHost: 127.0.0.1", "exemple.fr\x00", " exemple.fr", "http://127.0.0.1/", "//127.0.0.1",
		strings.Repeat("a.", 126) + "fr", strings.Repeat("a", 64) + ".fr", strings.Repeat("é", 60) + ".fr",
	} {
		for how, look := range ways(p) {
			err := look(t.Context(), name, token)
			if !errors.Is(err, proof.Unfit) || !errors.Is(err, fault.Invalid) {
				t.Errorf("%s of %.60q: %v", how, name, err)
			}
		}
	}
	if w.sprung(t) || w.asked() != nil || w.dns.names() != nil {
		t.Errorf("sites were asked %q, the DNS %q", w.asked(), w.dns.names())
	}
}

// ways are both ways to look, which refuse alike.
func ways(p *proof.Prover) map[string]func(ctx context.Context, name, token string) error {
	return map[string]func(ctx context.Context, name, token string) error{"File": p.File, "TXT": p.TXT}
}

func TestBadTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dns.set("exemple.fr", entry{addrs: []string{outside}, txt: [][]string{{"partant="}, {"partant=abc"}}})
	p := w.open(t, sites{https: says("\n\nabc\n")})
	for _, bad := range []string{"", "abc", " ", "abc\nabcdefghijklmnopqrstuvw", strings.Repeat("a", 129)} {
		for how, look := range ways(p) {
			err := look(t.Context(), "exemple.fr", bad)
			if _, reason := errors.AsType[proof.Reason](err); !errors.Is(err, fault.Invalid) || reason {
				t.Errorf("%s of %q: %v", how, bad, err)
			}
		}
	}
	if w.asked() != nil || w.dns.names() != nil {
		t.Errorf("sites were asked %q, the DNS %q", w.asked(), w.dns.names())
	}
}

// Names that lead inside: the DNS is asked, and no connection is made.
func TestPrivateAddresses(t *testing.T) {
	t.Parallel()
	for _, addrs := range []string{
		"127.0.0.1", "127.255.255.254", "127.0.0.1 ::1", "::1", "0.0.0.0", "::", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.254", "169.254.169.254",
		"100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001::1", "2001:db8::1",
		"fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "10.0.0.1 192.168.0.1 fd00::1",
	} {
		t.Run(addrs, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.dns.set("exemple.fr", entry{addrs: strings.Fields(addrs)})
			err := w.open(t, sites{http: says(token), https: says(token)}).File(t.Context(), "exemple.fr", token)
			if errors.Is(err, syscall.EAFNOSUPPORT) {
				t.Skip("this machine has no IPv6")
			}
			if !errors.Is(err, proof.Private) || !errors.Is(err, fault.Forbidden) {
				t.Error(err)
			}
			if w.sprung(t) || w.asked() != nil {
				t.Errorf("somebody was connected to; sites were asked %q", w.asked())
			}
		})
	}
}

// The trap works: where the inside is permitted, it is sprung.
func TestTrap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dns.set("exemple.fr", entry{addrs: []string{inside}})
	w.lab.Networks = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	p := w.open(t, sites{})
	done := make(chan error)
	go func() { done <- p.File(t.Context(), "exemple.fr", token) }()
	for _, scheme := range []string{"https", "http"} {
		caught, err := w.traps[scheme].Accept()
		if err != nil {
			t.Fatal(err)
		}
		caught.Close()
	}
	if err := <-done; !errors.Is(err, proof.Unreachable) {
		t.Error(err)
	}
	somebody, err := net.Dial("tcp", w.traps["http"].Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer somebody.Close()
	if !w.sprung(t) {
		t.Error("nobody was caught")
	}
}

// Names whose address changes between two questions, or has two at once.
func TestRebinding(t *testing.T) {
	t.Parallel()
	toWWW := http.RedirectHandler("https://www.exemple.fr"+proof.Path, http.StatusFound)
	for name, test := range map[string]struct {
		entry entry
		sites sites
		want  error
		asked []string
	}{
		"inside for the second request": {entry{turns: [][]string{{outside}, {inside}}}, sites{http: says(token)}, proof.Private, nil},
		"inside for the first request":  {entry{turns: [][]string{{inside}, {outside}}}, sites{http: says(token), https: says(token)}, proof.Private, nil},
		"inside for the redirect": {entry{turns: [][]string{{outside}, {inside, "::1"}}}, sites{https: toWWW}, proof.Private,
			[]string{"https://exemple.fr" + proof.Path}},
		"inside and outside": {entry{addrs: []string{inside, outside, "::1"}}, sites{https: says(token)}, nil,
			[]string{"https://exemple.fr" + proof.Path}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.dns.set("exemple.fr", test.entry)
			w.dns.set("www.exemple.fr", entry{addrs: []string{inside}})
			p := w.open(t, test.sites)
			if err := p.File(t.Context(), "exemple.fr", token); !errors.Is(err, test.want) {
				t.Error(err)
			}
			if w.sprung(t) || !slices.Equal(w.asked(), test.asked) {
				t.Errorf("sites were asked %q", w.asked())
			}
		})
	}
}

// Sites that answer with too much, too slowly, or with what is no answer.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   proof.Reason
		brief  bool // the answer has no end: be patient for a moment only
	}{
		"endless body":      {endless(64<<10, 0), proof.Other, false},
		"endless slow body": {endless(1, 10*time.Millisecond), proof.Unreachable, true},
		"endless silence":   {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, proof.Unreachable, true},
		"body shorter than said": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "400")
			_, _ = io.WriteString(w, token)
		}, proof.Unreachable, false},
		"long header": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("a", 20<<10)) }, proof.Unreachable, false},
		"many headers": {func(w http.ResponseWriter, _ *http.Request) {
			for range 2000 {
				w.Header().Add("Set-Cookie", "abcdefghijklmnop")
			}
		}, proof.Unreachable, false},
		"no HTTP":        {raw("SSH-2.0-OpenSSH\r\n"), proof.Unreachable, false},
		"bad status":     {raw("HTTP/1.1 999999 \r\n\r\n"), proof.Unreachable, false},
		"other protocol": {raw("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: ws\r\n\r\n" + token + "\n"), proof.Refused, false},
		"hints without end": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				w.WriteHeader(http.StatusEarlyHints)
			}
		}, proof.Unreachable, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.dns.set("exemple.fr", entry{addrs: []string{outside}})
			if test.brief {
				w.lab.Patience = time.Second
			}
			err := w.open(t, sites{https: test.answer}).File(t.Context(), "exemple.fr", token)
			if reason, _ := errors.AsType[proof.Reason](err); reason != test.want {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if w.sprung(t) {
				t.Error("somebody was connected to")
			}
		})
	}
}

// endless writes n bytes again and again until nobody reads them.
func endless(n int, pause time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write([]byte(strings.Repeat("a", n))); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			time.Sleep(pause)
		}
	}
}

// raw writes bytes and hangs up.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, answer)
	}
}
