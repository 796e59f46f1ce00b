package views

import (
	"strings"
	"testing"

	"partant/internal/geo"
	"partant/internal/profile"

	"github.com/a-h/templ"
)

func TestTo(t *testing.T) {
	t.Parallel()
	for _, u := range []string{"/", "/annuaire?q=a%20b", "/communes/gien", "https://exemple.fr/x?y=z", "http://exemple.fr"} {
		if got := to(u); got != templ.SafeURL(u) {
			t.Errorf("to(%q) = %q", u, got)
		}
	}
	for _, u := range []string{"", "//mal.invalid", "/\\mal.invalid", "\\\\mal.invalid", "/\t/mal.invalid", "/\n/mal.invalid", "javascript:alert(1)", " javascript:alert(1)", "JAVASCRIPT:alert(1)",
		"data:text/html,x", "vbscript:x", "mailto:x@y.fr", "ftp://x", "annuaire", "https:", "https:///x", "https:x", "http//x", "\x00/", "ht\ntp://x", "#x", "?x"} {
		if got := to(u); got != nowhere {
			t.Errorf("to(%q) = %q, want nowhere", u, got)
		}
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	place := &profile.Place{Point: geo.Point{Lat: 47.9025, Lon: 1.909}}
	for _, test := range []struct{ got, want templ.SafeURL }{
		{page("le-heron", ""), "/fiches/le-heron"},
		{page("a/b?c", "/modifier"), "/fiches/a%2Fb%3Fc/modifier"},
		{call("+33261910012"), "tel:+33261910012"},
		{call("javascript:1"), nowhere},
		{mailto("a@b.fr"), "mailto:a@b.fr"},
		{mailto("a@b.fr?bcc=x@y.fr&subject=z"), "mailto:a@b.fr%3Fbcc=x@y.fr&subject=z"},
		{signIn("/connexion", ""), "/connexion"},
		{signIn("/connexion", "/"), "/connexion"},
		{signIn("/connexion", "/fiches/x?y=1&z"), "/connexion?suite=%2Ffiches%2Fx%3Fy%3D1%26z"},
		{route(place), "https://www.openstreetmap.org/directions?to=47.9025%2C1.909"},
	} {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}

func TestHost(t *testing.T) {
	t.Parallel()
	for u, want := range map[string]string{"https://www.exemple.fr/page": "exemple.fr", "http://exemple.fr:8080": "exemple.fr", "pas une adresse": "pas une adresse"} {
		if got := host(u); got != want {
			t.Errorf("host(%q) = %q, want %q", u, got, want)
		}
	}
}

// FuzzTo checks that nothing but a local path or an http(s) address is ever followed.
func FuzzTo(f *testing.F) {
	f.Add("/annuaire")
	f.Add("//x")
	f.Add("javascript:alert(1)")
	f.Add("HTTPS://x")
	f.Fuzz(func(t *testing.T, u string) {
		got := string(to(u))
		low := strings.ToLower(got)
		local := strings.HasPrefix(got, "/") && !strings.HasPrefix(got, "//") && !strings.ContainsAny(got, "\\\t\n\r")
		if !local && got != string(nowhere) && !strings.HasPrefix(low, "http://") && !strings.HasPrefix(low, "https://") {
			t.Errorf("to(%q) = %q", u, got)
		}
	})
}
