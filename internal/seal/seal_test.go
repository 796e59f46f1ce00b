package seal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"partant/internal/fault"
	"partant/internal/seal"
)

func key(t *testing.T) (seal.Public, seal.Private) {
	t.Helper()
	public, private, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	pub, err := seal.ParsePublic(public + "\n")
	if err != nil {
		t.Fatal(err)
	}
	priv, err := seal.ParsePrivate(" " + private)
	if err != nil {
		t.Fatal(err)
	}
	return pub, priv
}

func TestOnlyThePrivateHalfOpens(t *testing.T) {
	t.Parallel()
	pub, priv := key(t)
	_, other := key(t)
	for _, data := range [][]byte{nil, []byte("Zébulon Quartz"), bytes.Repeat([]byte("x"), 10_000)} {
		sealed, err := pub.Close(data)
		if err != nil || len(data) > 0 && bytes.Contains(sealed, data) {
			t.Fatalf("%q, %v", sealed, err)
		}
		if again, err := pub.Close(data); err != nil || bytes.Equal(again, sealed) {
			t.Errorf("closed twice it looks the same, %v", err)
		}
		if got, err := priv.Open(sealed); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%q, %v", got, err)
		}
		if _, err := other.Open(sealed); !errors.Is(err, fault.Invalid) {
			t.Errorf("another key opens it: %v", err)
		}
		sealed[len(sealed)-1] ^= 1
		if _, err := priv.Open(sealed); !errors.Is(err, fault.Invalid) {
			t.Errorf("changed, it opens: %v", err)
		}
	}
	if _, err := priv.Open([]byte("court")); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

// Neither half is taken for the other, nor anything else for one.
func TestHalvesAreNotConfused(t *testing.T) {
	t.Parallel()
	public, private, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"", "x", private, public[:len(public)-1], public + "A", strings.ToUpper(public), strings.TrimPrefix(public, "partant-public-")} {
		if _, err := seal.ParsePublic(wrong); !errors.Is(err, fault.Invalid) {
			t.Errorf("public %q: %v", wrong, err)
		}
	}
	for _, wrong := range []string{"", public, private[:len(private)-4], "partant-private-éé"} {
		if _, err := seal.ParsePrivate(wrong); !errors.Is(err, fault.Invalid) {
			t.Errorf("private %q: %v", wrong, err)
		}
	}
}
