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

// What a key makes of words is always the same, and of no other words, nor by another key.
func TestMark(t *testing.T) {
	t.Parallel()
	mark := id.Mark([]byte("clé"), "arret", "a-1")
	for _, other := range []string{id.Mark([]byte("autre"), "arret", "a-1"), id.Mark([]byte("clé"), "arreta", "-1"), id.Mark([]byte("clé"), "arret"), id.Mark([]byte("clé"), "arret", "a-2")} {
		if other == mark {
			t.Errorf("%q twice", mark)
		}
	}
	if again := id.Mark([]byte("clé"), "arret", "a-1"); again != mark || len(mark) != 43 {
		t.Errorf("%q, then %q", mark, again)
	}
}
