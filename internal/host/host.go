// Package host reads the names of public hosts on the Internet, and gives each one spelling.
package host

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"partant/internal/fault"
)

// names maps what people type to what the DNS is asked (UTS 46): case, width, accents, the dots of other scripts.
var names = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true))

// closed are the last labels that lead to nobody, or inside a network: those that RFC 6761, 6762, 7686, 8375 and 9476
// and ICANN keep out of the public DNS, and those that routers and offices use by habit.
var closed = []string{"alt", "arpa", "corp", "example", "home", "internal", "intranet", "invalid", "lan", "local",
	"localdomain", "localhost", "mail", "onion", "private", "test"}

// longestTyped bounds what is looked at: no name of 253 bytes is longer in any spelling.
const longestTyped = 1024

// Parse returns the one spelling of a public host name: lower case, no dot at the end, letters beyond ASCII as punycode.
// It is fault.Invalid for anything else: an IP address in whatever notation, a name of one label or one that the public
// DNS does not have, and a name with a user, a port or a path.
func Parse(typed string) (string, error) {
	if len(typed) > longestTyped || !utf8.ValidString(typed) {
		return "", refusal(typed)
	}
	name, err := names.ToASCII(strings.TrimSuffix(typed, "."))
	if err != nil || !public(name) {
		return "", refusal(typed)
	}
	return name, nil
}

// public looks at the last label. Every notation of an IP address ends in a number; no top-level domain holds a digit,
// but for those in punycode.
func public(name string) bool {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return false
	}
	last := name[dot+1:]
	letters := last != "" && strings.Trim(last, "abcdefghijklmnopqrstuvwxyz") == ""
	return (letters || strings.HasPrefix(last, "xn--")) && !slices.Contains(closed, last)
}

// OfURL returns the host of an http or https address as Parse does. It is fault.Invalid for other addresses, for one
// with a user, and for one whose port is not its scheme's own.
func OfURL(web string) (string, error) {
	u, err := url.Parse(web)
	if err != nil || u.User != nil {
		return "", refusal(web)
	}
	own, known := map[string]string{"http": "80", "https": "443"}[u.Scheme]
	if port := u.Port(); !known || port != "" && port != own {
		return "", refusal(web)
	}
	return Parse(u.Hostname())
}

// Bare returns the name behind « www. », or "" when name has none that one owner can have.
func Bare(name string) string {
	rest, found := strings.CutPrefix(name, "www.")
	if !found || Suffix(rest) {
		return ""
	}
	return rest
}

// Suffix reports whether names below name belong to different owners, by the Public Suffix List: « fr », « asso.fr »,
// « github.io ». Name is as Parse returns it, or its end.
func Suffix(name string) bool {
	suffix, _ := publicsuffix.PublicSuffix(name)
	return suffix == name
}

func refusal(typed string) error {
	return fmt.Errorf("%.60q is not a public host: %w", typed, fault.Invalid)
}
