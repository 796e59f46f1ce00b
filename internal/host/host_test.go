package host_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"partant/internal/fault"
	"partant/internal/host"
)

func TestParse(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 63)
	for typed, want := range map[string]string{
		"exemple.fr":           "exemple.fr",
		"www.Exemple.FR":       "www.exemple.fr",
		"exemple.fr.":          "exemple.fr",
		"exemple。fr":           "exemple.fr",
		"ｅｘｅｍｐｌｅ.fr":           "exemple.fr",
		"exem\u00adple.fr":     "exemple.fr",
		"château.fr":           "xn--chteau-xta.fr",
		"CHÂTEAU.fr":           "xn--chteau-xta.fr",
		"cha\u0302teau.fr":     "xn--chteau-xta.fr",
		"xn--chteau-xta.fr":    "xn--chteau-xta.fr",
		"XN--CHTEAU-XTA.FR":    "xn--chteau-xta.fr",
		"société.орг":          "xn--socit-esab.xn--c1avg",
		"1.fr":                 "1.fr",
		"127.0.0.1.nip.io":     "127.0.0.1.nip.io", // a name like another: where it leads is for those who connect
		"2130706433.fr":        "2130706433.fr",
		"bücher.例え.テスト.jp":     "xn--bcher-kva.xn--r8jz45g.xn--zckzah.jp",
		"a." + long + ".fr":    "a." + long + ".fr",
		"localhost.exemple.fr": "localhost.exemple.fr",
	} {
		if got, err := host.Parse(typed); got != want || err != nil {
			t.Errorf("Parse(%q) = %q, %v; want %q", typed, got, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 63) + "."
	for _, typed := range []string{
		"", ".", "..", "fr", "exemple", "exemple.", ".fr", "a..fr", "exemple.fr..", "-a.fr", "a-.fr", "a_b.fr", "xn--.fr", "xn--a.fr",
		"xn--exemple-.fr", "localhost", "LOCALHOST.", "a.localhost", "ｌｏｃａｌｈｏｓｔ", "loc\u00adalhost", "imprimante.local", "metadata.google.internal",
		"a.invalid", "a.test", "a.example", "1.0.0.127.in-addr.arpa", "router.home.arpa", "a.onion", "freebox.lan", "intra.corp",
		"127.0.0.1", "127.1", "127.0.0.1.", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0x0.0x0.0x1", "0177.0.0.1", "017700000001", "1.0x7f",
		"１２７．０．０．１", "①②⑦.0.0.①", "127。0。0。1", "169.254.169.254", "0", "0.0.0.0", "[::1]", "::1", "[::ffff:127.0.0.1]", "::ffff:127.0.0.1", "[fe80::1%25eth0]",
		"a@exemple.fr", "a:b@exemple.fr", "exemple.fr:80", "exemple.fr:443", "exemple.fr:", "exemple.fr/", "exemple.fr/a", "exemple.fr?a", "exemple.fr#a", `exemple.fr\a`,
		"https://exemple.fr", " exemple.fr", "exemple.fr ", "exemple .fr", "exemple.fr\r\n", "exemple.fr\x00", "exem\tple.fr", "exemple%2efr", "*.exemple.fr", "\xff.fr", "a\u200db.fr",
		"\u202eexemple.fr", "exemple.c0m", long + long + long + long + "fr", strings.Repeat("a", 64) + ".fr", strings.Repeat("a.", 100_000) + "fr",
	} {
		if got, err := host.Parse(typed); got != "" || !errors.Is(err, fault.Invalid) {
			t.Errorf("Parse(%.80q) = %q, %v", typed, got, err)
		}
	}
}

func TestOfURL(t *testing.T) {
	t.Parallel()
	for web, want := range map[string]string{
		"https://www.exemple.fr":              "www.exemple.fr",
		"HTTP://Exemple.fr/nous?a=b#c":        "exemple.fr",
		"https://exemple.fr:443/":             "exemple.fr",
		"http://exemple.fr:80":                "exemple.fr",
		"http://exemple.fr:":                  "exemple.fr",
		"https://ch%C3%A2teau.fr":             "xn--chteau-xta.fr",
		"https://château.fr":                  "xn--chteau-xta.fr",
		"":                                    "",
		"exemple.fr":                          "",
		"//exemple.fr":                        "",
		"https:exemple.fr":                    "",
		"https:///exemple.fr":                 "",
		"ftp://exemple.fr":                    "",
		"https://exemple.fr:80":               "",
		"http://exemple.fr:443":               "",
		"http://exemple.fr:8080":              "",
		"http://a@exemple.fr":                 "",
		"http://exemple.fr@127.0.0.1":         "",
		"http://exemple.fr\\@127.0.0.1":       "",
		"http://127.0.0.1":                    "",
		"http://[::1]/":                       "",
		"http://[::ffff:127.0.0.1]:80/":       "",
		"http://2130706433/":                  "",
		"http://exemple.fr\n":                 "",
		"http://localhost:80":                 "",
		"http://%6c%6f%63alhost.exemple.fr":   "",
		"javascript://exemple.fr/%0aalert(1)": "",
	} {
		got, err := host.OfURL(web)
		if got != want || (want == "") != errors.Is(err, fault.Invalid) {
			t.Errorf("OfURL(%q) = %q, %v; want %q", web, got, err, want)
		}
	}
}

func TestBareAndSuffix(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"www.exemple.fr": "exemple.fr", "www.boutique.exemple.fr": "boutique.exemple.fr", "www.club.asso.fr": "club.asso.fr",
		"exemple.fr": "", "wwwexemple.fr": "", "www.fr": "", "www.asso.fr": "", "www.gouv.fr": "", "www.github.io": "", "w.www.exemple.fr": "",
	} {
		if got := host.Bare(name); got != want {
			t.Errorf("Bare(%q) = %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]bool{
		"fr": true, "asso.fr": true, "gouv.fr": true, "notaires.fr": true, "github.io": true, "exemple.fr": false, "a.github.io": false,
		"orange.fr": false, "xn--c1avg": true,
	} {
		if got := host.Suffix(name); got != want {
			t.Errorf("Suffix(%q) = %v", name, got)
		}
	}
}

// A name that is let through has one spelling, is no address, and can be put into a URL as it is.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"www.exemple.fr", "CHÂTEAU.fr", "127.1", "[::1]", "xn--a.fr", "a@b.fr:80/", "１２７．０．０．１", "localhost.", "exemple。fr"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		name, err := host.Parse(typed)
		if err != nil {
			if name != "" || !errors.Is(err, fault.Invalid) {
				t.Fatalf("%q: %q and %v", typed, name, err)
			}
			return
		}
		if again, err := host.Parse(name); again != name || err != nil {
			t.Errorf("%q becomes %q, then %q (%v)", typed, name, again, err)
		}
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" || len(name) > 253 || !strings.Contains(name, ".") {
			t.Errorf("%q becomes %q", typed, name)
		}
		if _, err := netip.ParseAddr(name); err == nil {
			t.Errorf("%q becomes the address %q", typed, name)
		}
		if of, err := host.OfURL("https://" + name + "/.well-known/partant.txt"); of != name || err != nil {
			t.Errorf("in a URL, %q is %q (%v)", name, of, err)
		}
	})
}
