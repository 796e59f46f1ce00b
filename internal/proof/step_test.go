package proof

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"partant/internal/fault"
)

func TestStep(t *testing.T) {
	t.Parallel()
	const file = "/.well-known/partant.txt"
	for _, test := range []struct{ from, location, want string }{
		{"http://exemple.fr", "https://exemple.fr" + file, "https://exemple.fr" + file},
		{"http://exemple.fr", "https://www.exemple.fr" + file, "https://www.exemple.fr" + file},
		{"https://exemple.fr", "https://www.exemple.fr" + file, "https://www.exemple.fr" + file},
		{"https://www.exemple.fr", "https://exemple.fr" + file, "https://exemple.fr" + file},
		{"https://www.exemple.fr", "//exemple.fr" + file, "https://exemple.fr" + file},
		{"http://exemple.fr", "HTTPS://EXEMPLE.FR:443" + file + "#la", "https://exemple.fr" + file},
		{"http://exemple.fr", file, "http://exemple.fr" + file}, // a loop: the count of requests ends it
		{"https://exemple.fr", "http://exemple.fr" + file, ""},
		{"https://exemple.fr", "http://www.exemple.fr" + file, ""},
		{"https://exemple.fr", "https://autre.fr" + file, ""},
		{"https://exemple.fr", "https://m.exemple.fr" + file, ""},
		{"https://exemple.fr", "https://exemple.fr.autre.fr" + file, ""},
		{"https://exemple.fr", "https://www.www.exemple.fr" + file, ""},
		{"https://exemple.fr", "https://wwwexemple.fr" + file, ""},
		{"https://exemple.fr", "https://exemple.fr/", ""},
		{"https://exemple.fr", "https://exemple.fr" + file + "/", ""},
		{"https://exemple.fr", "https://exemple.fr" + file + "?page=2", ""},
		{"https://exemple.fr", "https://exemple.fr/a/.." + file, "https://exemple.fr" + file}, // resolved before it is judged
		{"https://exemple.fr", "https://exemple.fr//.well-known/partant.txt", ""},
		{"https://exemple.fr", "https://exemple.fr:8443" + file, ""},
		{"http://exemple.fr", "http://exemple.fr:443" + file, ""},
		{"https://exemple.fr", "https://a:b@exemple.fr" + file, ""},
		{"https://exemple.fr", "https://exemple.fr\\@autre.fr" + file, ""},
		{"https://exemple.fr", "https://127.0.0.1" + file, ""},
		{"https://exemple.fr", "http://[::1]" + file, ""},
		{"https://exemple.fr", "https://[::ffff:127.0.0.1]" + file, ""},
		{"https://exemple.fr", "https://2130706433" + file, ""},
		{"https://exemple.fr", "http://169.254.169.254/latest/meta-data/", ""},
		{"https://exemple.fr", "https://localhost" + file, ""},
		{"https://exemple.fr", "file:///etc/passwd", ""},
		{"https://exemple.fr", "gopher://exemple.fr" + file, ""},
		{"https://exemple.fr", "javascript:alert(1)", ""},
		{"https://exemple.fr", "https://exemple.fr\r\nX: y" + file, ""},
		{"https://exemple.fr", "%", ""},
	} {
		from, _ := url.Parse(test.from + file)
		got, err := step(from, test.location)
		switch {
		case test.want == "" && (got != nil || !errors.Is(err, Redirected) || !errors.Is(err, fault.NotFound)):
			t.Errorf("from %s to %q: %v, %v", from, test.location, got, err)
		case test.want != "" && (err != nil || got.String() != test.want):
			t.Errorf("from %s to %q: %v, %v; want %s", from, test.location, got, err, test.want)
		}
	}
}

func TestKindsOfReasons(t *testing.T) {
	t.Parallel()
	for reason, kind := range map[Reason]error{
		Missing: fault.NotFound, Other: fault.NotFound, Redirected: fault.NotFound, Refused: fault.Unavailable,
		Unreachable: fault.Unavailable, Untrusted: fault.Unavailable, Private: fault.Forbidden, Unfit: fault.Invalid,
	} {
		if !errors.Is(reason, kind) {
			t.Errorf("%v is not %v", reason, kind)
		}
		if got, ok := errors.AsType[Reason](explain(reason)); !ok || got != Unreachable {
			t.Errorf("explained, %v is %v", reason, got)
		}
	}
}

// However a site redirects, the next request is for the same file of the same site, and never less safe.
func FuzzStep(f *testing.F) {
	for _, seed := range []string{"https://www.exemple.fr" + Path, "//a@exemple.fr:443" + Path, "http://[::1]" + Path, "../a?b", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, location string) {
		for _, scheme := range []string{"http", "https"} {
			to, err := step(address(scheme, "exemple.fr"), location)
			if err != nil {
				if to != nil || !errors.Is(err, Redirected) {
					t.Errorf("%q: %v, %v", location, to, err)
				}
				continue
			}
			rest, safe := strings.CutPrefix(to.String(), "https://")
			rest, plain := strings.CutPrefix(rest, "http://")
			if rest = strings.TrimPrefix(rest, "www."); rest != "exemple.fr"+Path || !safe && (!plain || scheme == "https") {
				t.Errorf("from %s, %q leads to %s", scheme, location, to)
			}
		}
	})
}
