package id_test

import (
	"testing"

	"partant/internal/id"
)

func TestNewSorts(t *testing.T) {
	last := ""
	for range 1000 {
		n := id.New()
		if n <= last || !id.Valid(n) {
			t.Fatalf("%q does not follow %q", n, last)
		}
		last = n
	}
}

func TestNamedIsStable(t *testing.T) {
	a, b := id.Named("demo", "mairie:45234"), id.Named("demo", "mairie:45234")
	if a != b || a == id.Named("demo", "mairie:45235") || !id.Valid(a) {
		t.Errorf("got %q and %q", a, b)
	}
}

func TestSecret(t *testing.T) {
	a, b := id.Secret(), id.Secret()
	if a == b || len(a) != 43 {
		t.Errorf("secrets %q %q", a, b)
	}
	if d := id.Digest(a); len(d) != 64 || d == id.Digest(b) {
		t.Errorf("digest %q", d)
	}
}

func TestValidRefuses(t *testing.T) {
	for _, s := range []string{"", "x", "{0190f6f0-0000-7000-8000-000000000000}", "0190F6F0-0000-7000-8000-000000000000"} {
		if id.Valid(s) {
			t.Errorf("%q is not canonical", s)
		}
	}
}
