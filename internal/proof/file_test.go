package proof_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/fault"
	"partant/internal/proof"
)

// known is a world where the DNS knows the site with and without « www. », and a name with an accent.
func known(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	for _, name := range []string{"exemple.fr", "www.exemple.fr", "xn--chteau-xta.fr"} {
		w.dns.set(name, entry{addrs: []string{outside}})
	}
	return w
}

// urls are requests for the file at addresses such as "https://exemple.fr".
func urls(of ...string) (list []string) {
	for _, at := range of {
		list = append(list, at+proof.Path)
	}
	return list
}

func status(code int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code); _, _ = w.Write([]byte(token)) })
}

// sends redirects requests for a host and scheme, and answers the others with the token.
func sends(to map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme := "http://"
		if r.TLS != nil {
			scheme = "https://"
		}
		if location, ok := to[scheme+r.Host]; ok {
			http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
			w.Header().Set("Location", location)
			w.WriteHeader(http.StatusMovedPermanently)
			return
		}
		_, _ = w.Write([]byte(token + "\n"))
	})
}

func TestFile(t *testing.T) {
	t.Parallel()
	other := strings.ToLower(token)
	for name, test := range map[string]struct {
		host  string
		sites sites
		want  error
		asked []string
	}{
		"https":                         {"exemple.fr", sites{https: says(token), http: says("")}, nil, urls("https://exemple.fr")},
		"www":                           {"www.exemple.fr", sites{https: says(token)}, nil, urls("https://www.exemple.fr")},
		"capitals":                      {"Exemple.FR.", sites{https: says(token)}, nil, urls("https://exemple.fr")},
		"accents":                       {"Château.fr", sites{https: says(token)}, nil, urls("https://xn--chteau-xta.fr")},
		"accents, the other way":        {"xn--chteau-xta.fr", sites{https: says(token)}, nil, urls("https://xn--chteau-xta.fr")},
		"a file of Windows":             {"exemple.fr", sites{https: says("\uFEFFPartant\r\n" + token + "\r\n")}, nil, urls("https://exemple.fr")},
		"http alone":                    {"exemple.fr", sites{http: says(token)}, nil, urls("http://exemple.fr")},
		"http behind the port of https": {"exemple.fr", sites{http: says(token), https: raw("")}, nil, urls("https://exemple.fr", "http://exemple.fr")},
		"nothing":                       {"exemple.fr", sites{}, proof.Unreachable, nil},
		"no such name":                  {"autre.fr", sites{https: says(token)}, proof.Unreachable, nil},
		"no file":                       {"exemple.fr", sites{https: status(404), http: says(token)}, proof.Missing, urls("https://exemple.fr")},
		"a file that is gone":           {"exemple.fr", sites{https: status(410), http: says(token)}, proof.Missing, urls("https://exemple.fr")},
		"another token":                 {"exemple.fr", sites{https: says(other), http: says(token)}, proof.Other, urls("https://exemple.fr")},
		"an empty file":                 {"exemple.fr", sites{https: says("")}, proof.Other, urls("https://exemple.fr")},
		"a page":                        {"exemple.fr", sites{https: says("<p>" + token + "</p>")}, proof.Other, urls("https://exemple.fr")},
		"forbidden":                     {"exemple.fr", sites{https: status(403), http: says(token)}, proof.Refused, urls("https://exemple.fr")},
		"out of order":                  {"exemple.fr", sites{https: status(500), http: says(token)}, proof.Refused, urls("https://exemple.fr")},
		"created":                       {"exemple.fr", sites{https: status(201)}, proof.Refused, urls("https://exemple.fr")},
		"a redirect to nowhere":         {"exemple.fr", sites{https: status(302), http: says(token)}, proof.Redirected, urls("https://exemple.fr")},
		"unchanged":                     {"exemple.fr", sites{https: status(304)}, proof.Refused, urls("https://exemple.fr")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := known(t)
			p := w.open(t, test.sites)
			if err := p.File(t.Context(), test.host, token); !errors.Is(err, test.want) || test.want == nil && err != nil {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if diff := cmp.Diff(test.asked, w.asked()); diff != "" || w.sprung(t) {
				t.Error(diff)
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		to    map[string]string
		want  error
		asked []string
	}{
		"to www": {map[string]string{"https://exemple.fr": "https://www.exemple.fr" + proof.Path}, nil, urls("https://exemple.fr", "https://www.exemple.fr")},
		"two":    {map[string]string{"https://exemple.fr": proof.Path + "#1", "https://www.exemple.fr": ""}, proof.Redirected, urls("https://exemple.fr", "https://exemple.fr", "https://exemple.fr")},
		"a loop": {map[string]string{"https://exemple.fr": "https://www.exemple.fr" + proof.Path, "https://www.exemple.fr": "https://exemple.fr" + proof.Path},
			proof.Redirected, urls("https://exemple.fr", "https://www.exemple.fr", "https://exemple.fr")},
		"to http":             {map[string]string{"https://exemple.fr": "http://exemple.fr" + proof.Path}, proof.Redirected, urls("https://exemple.fr")},
		"to another site":     {map[string]string{"https://exemple.fr": "https://xn--chteau-xta.fr" + proof.Path}, proof.Redirected, urls("https://exemple.fr")},
		"to the front page":   {map[string]string{"https://exemple.fr": "/"}, proof.Redirected, urls("https://exemple.fr")},
		"inside":              {map[string]string{"https://exemple.fr": "http://127.0.0.1" + proof.Path}, proof.Redirected, urls("https://exemple.fr")},
		"inside, as IPv6":     {map[string]string{"https://exemple.fr": "https://[::1]" + proof.Path}, proof.Redirected, urls("https://exemple.fr")},
		"to the metadata":     {map[string]string{"https://exemple.fr": "http://169.254.169.254/latest/meta-data/"}, proof.Redirected, urls("https://exemple.fr")},
		"to a name inside":    {map[string]string{"https://exemple.fr": "https://localhost" + proof.Path}, proof.Redirected, urls("https://exemple.fr")},
		"to another port":     {map[string]string{"https://exemple.fr": "https://exemple.fr:6379" + proof.Path}, proof.Redirected, urls("https://exemple.fr")},
		"to another protocol": {map[string]string{"https://exemple.fr": "gopher://exemple.fr" + proof.Path}, proof.Redirected, urls("https://exemple.fr")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := known(t)
			p := w.open(t, sites{https: sends(test.to), http: says(token)})
			if err := p.File(t.Context(), "exemple.fr", token); !errors.Is(err, test.want) || test.want == nil && err != nil {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if diff := cmp.Diff(test.asked, w.asked()); diff != "" || w.sprung(t) {
				t.Error(diff)
			}
			for _, r := range w.seen() {
				if len(r.Cookies()) > 0 || r.Referer() != "" {
					t.Errorf("sent with the request: %v", r.Header)
				}
			}
		})
	}
}

// From http, a site may send to https and to « www. », one after the other. The port of https answers at the second try.
func TestRedirectToHTTPS(t *testing.T) {
	t.Parallel()
	w := known(t)
	var again atomic.Bool
	https := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !again.Swap(true) {
			raw("")(rw, r)
			return
		}
		sends(map[string]string{"https://exemple.fr": "https://www.exemple.fr" + proof.Path}).ServeHTTP(rw, r)
	})
	p := w.open(t, sites{https: https, http: sends(map[string]string{"http://exemple.fr": "https://exemple.fr" + proof.Path})})
	if err := p.File(t.Context(), "exemple.fr", token); err != nil {
		t.Error(err)
	}
	want := urls("https://exemple.fr", "http://exemple.fr", "https://exemple.fr", "https://www.exemple.fr")
	if diff := cmp.Diff(want, w.asked()); diff != "" {
		t.Error(diff)
	}
}

// A certificate that is wrong is never passed by, over http least of all.
func TestCertificates(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		certificate func(t *testing.T) *tls.Certificate
		stranger    bool
	}{
		"of another name": {certificate: func(t *testing.T) *tls.Certificate { return certificate(t, time.Now().Add(time.Hour), "autre.fr") }},
		"too old":         {certificate: func(t *testing.T) *tls.Certificate { return certificate(t, time.Now().Add(-time.Hour), "exemple.fr") }},
		"of a stranger":   {certificate: func(t *testing.T) *tls.Certificate { return certificate(t, time.Now().Add(time.Hour), "exemple.fr") }, stranger: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := known(t)
			p := w.open(t, sites{https: says(token), http: says(token), certificate: test.certificate(t)})
			if test.stranger {
				w.lab.Roots = nil // those of the system
				p = proof.NewInLab("https://partant.fr", w.lab)
			}
			err := p.File(t.Context(), "exemple.fr", token)
			if !errors.Is(err, proof.Untrusted) || !errors.Is(err, fault.Unavailable) || w.asked() != nil {
				t.Errorf("%v; asked %q", err, w.asked())
			}
		})
	}
}

// What is packed stays packed: a bomb weighs what was read of it.
func TestPacked(t *testing.T) {
	t.Parallel()
	pack := func(text string) http.Handler {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(text))
		_ = z.Close()
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(b.Bytes())
		})
	}
	for name, text := range map[string]string{"the token": token, "a bomb": token + "\n" + strings.Repeat("\n", 20<<20)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := known(t).open(t, sites{https: pack(text)}).File(t.Context(), "exemple.fr", token); !errors.Is(err, proof.Other) {
				t.Error(err)
			}
		})
	}
}

func TestRequest(t *testing.T) {
	w := known(t)
	for _, variable := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"} {
		t.Setenv(variable, "http://"+w.traps["https"].Addr().String())
	}
	if err := w.open(t, sites{https: says(token)}).File(t.Context(), "exemple.fr", token); err != nil || w.sprung(t) {
		t.Fatal(err)
	}
	r := w.seen()[0]
	want := http.Header{"User-Agent": {"Partant (+https://partant.fr)"}, "Accept": {"text/plain, */*;q=0.1"}, "Connection": {"close"}}
	if diff := cmp.Diff(want, r.Header); diff != "" || r.Method != http.MethodGet || r.ProtoMajor != 1 || r.TLS.ServerName != "exemple.fr" {
		t.Errorf("%s %s to %s: %s", r.Method, r.Proto, r.TLS.ServerName, diff)
	}
}

// A site whose port of https is behind a wall that swallows all still has time to answer over http.
func TestSilentHTTPS(t *testing.T) {
	t.Parallel()
	w := known(t)
	w.lab.Patience = 10 * time.Second
	if err := w.open(t, sites{http: says(token), silent: true}).File(t.Context(), "exemple.fr", token); err != nil || !slices.Equal(w.asked(), urls("http://exemple.fr")) {
		t.Errorf("%v; asked %q", err, w.asked())
	}
}

func TestImpatience(t *testing.T) {
	t.Parallel()
	w := known(t)
	w.dns.set("muet.exemple.fr", entry{silent: true})
	p := w.open(t, sites{https: says(token)})
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for how, look := range ways(p) {
		if err := look(ended, "exemple.fr", token); !errors.Is(err, proof.Unreachable) || !errors.Is(err, fault.Unavailable) {
			t.Errorf("%s after the end: %v", how, err)
		}
	}
	w.lab.Patience = 500 * time.Millisecond
	for how, look := range ways(proof.NewInLab("https://partant.fr", w.lab)) {
		if err := look(t.Context(), "muet.exemple.fr", token); !errors.Is(err, proof.Unreachable) {
			t.Errorf("%s of a silent DNS: %v", how, err)
		}
	}
}

// Where a lab leads every name, no DNS is asked; the guard still judges.
func TestLead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.lab.Lead = netip.MustParseAddr(outside)
	if err := w.open(t, sites{http: says(token)}).File(t.Context(), "exemple.fr", token); err != nil || w.dns.names() != nil {
		t.Errorf("%v; the DNS was asked %q", err, w.dns.names())
	}
	w.lab.Lead = netip.MustParseAddr(inside)
	if err := proof.NewInLab("", w.lab).File(t.Context(), "exemple.fr", token); !errors.Is(err, proof.Private) || w.sprung(t) {
		t.Error(err)
	}
}
