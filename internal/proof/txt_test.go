package proof_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/dns/dnsmessage"

	"partant/internal/fault"
	"partant/internal/proof"
)

func TestTXT(t *testing.T) {
	t.Parallel()
	good := entry{txt: [][]string{{"partant=" + token}}}
	txt := func(records ...string) (e entry) {
		for _, record := range records {
			e.txt = append(e.txt, []string{record})
		}
		return e
	}
	var many []string
	for i := range 300 {
		many = append(many, fmt.Sprintf("v=spf1 include:%d.exemple.fr", i))
	}
	bare := []string{"_partant.exemple.fr", "exemple.fr"}
	www := []string{"_partant.www.exemple.fr", "www.exemple.fr", "_partant.exemple.fr", "exemple.fr"}
	for name, test := range map[string]struct {
		host  string
		zone  map[string]entry
		want  error
		asked []string
	}{
		"beside the host":     {"exemple.fr", map[string]entry{"_partant.exemple.fr": good}, nil, bare[:1]},
		"at the host":         {"exemple.fr", map[string]entry{"exemple.fr": good}, nil, bare},
		"behind www":          {"www.exemple.fr", map[string]entry{"exemple.fr": good}, nil, www},
		"beside behind www":   {"www.exemple.fr", map[string]entry{"_partant.exemple.fr": good}, nil, www[:3]},
		"at www":              {"www.exemple.fr", map[string]entry{"www.exemple.fr": good}, nil, www[:2]},
		"capitals, last dot":  {"WWW.Exemple.fr.", map[string]entry{"exemple.fr": good}, nil, www},
		"accents":             {"château.fr", map[string]entry{"_partant.xn--chteau-xta.fr": good}, nil, []string{"_partant.xn--chteau-xta.fr"}},
		"in several strings":  {"exemple.fr", map[string]entry{"exemple.fr": {txt: [][]string{{"par", "tant=" + token[:5], token[5:]}}}}, nil, bare},
		"among many":          {"exemple.fr", map[string]entry{"exemple.fr": txt(append(many, "partant="+token)...)}, nil, bare},
		"after an older one":  {"exemple.fr", map[string]entry{"exemple.fr": txt("partant=abcdefghijklmnop", "partant="+token)}, nil, bare},
		"in quotation marks":  {"exemple.fr", map[string]entry{"exemple.fr": txt(` "partant= ` + token + `" `)}, nil, bare},
		"one place fails":     {"exemple.fr", map[string]entry{"_partant.exemple.fr": {code: dnsmessage.RCodeServerFailure}, "exemple.fr": good}, nil, bare},
		"no such name":        {"exemple.fr", nil, proof.Missing, bare},
		"no record":           {"exemple.fr", map[string]entry{"exemple.fr": {}}, proof.Missing, bare},
		"records of others":   {"exemple.fr", map[string]entry{"exemple.fr": txt("v=spf1 -all", token, "partante="+token, "")}, proof.Missing, bare},
		"another token":       {"www.exemple.fr", map[string]entry{"_partant.exemple.fr": txt("partant=" + strings.ToLower(token))}, proof.Other, www},
		"more than the token": {"exemple.fr", map[string]entry{"exemple.fr": txt("partant=" + token + " " + token)}, proof.Other, bare},
		"strings of two":      {"exemple.fr", map[string]entry{"exemple.fr": txt("partant=", token)}, proof.Other, bare},
		"at a name above":     {"a.exemple.fr", map[string]entry{"exemple.fr": good, "_partant.exemple.fr": good}, proof.Missing, []string{"_partant.a.exemple.fr", "a.exemple.fr"}},
		"at what nobody owns": {"www.asso.fr", map[string]entry{"asso.fr": good, "_partant.asso.fr": good}, proof.Missing, []string{"_partant.www.asso.fr", "www.asso.fr"}},
		"the DNS fails":       {"exemple.fr", map[string]entry{"exemple.fr": {code: dnsmessage.RCodeServerFailure}}, proof.Unreachable, bare},
		"the DNS refuses":     {"exemple.fr", map[string]entry{"_partant.exemple.fr": {code: dnsmessage.RCodeRefused}, "exemple.fr": txt("partant=abc")}, proof.Unreachable, bare},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			for name, e := range test.zone {
				w.dns.set(name, e)
			}
			p := w.open(t, sites{})
			if err := p.TXT(t.Context(), test.host, token); !errors.Is(err, test.want) || test.want == nil && err != nil {
				t.Errorf("got %v, want %v", err, test.want)
			}
			asked := w.dns.names()
			if diff := cmp.Diff(test.asked, slices.Compact(asked)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKindsOfTXT(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dns.set("panne.fr", entry{code: dnsmessage.RCodeServerFailure})
	p := w.open(t, sites{})
	for name, kind := range map[string]error{"exemple.fr": fault.NotFound, "panne.fr": fault.Unavailable, "localhost": fault.Invalid} {
		if err := p.TXT(t.Context(), name, token); !errors.Is(err, kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
