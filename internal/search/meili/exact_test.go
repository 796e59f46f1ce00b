package meili

import (
	"cmp"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func FuzzExactKeepsIdentityAndOrder(f *testing.F) {
	f.Add("Bio", "bio")
	f.Add("", "a")
	f.Add("é", "\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		if back, ok := inexact(exact(a)); !ok || back != a {
			t.Errorf("%q comes back as %q, %v", a, back, ok)
		}
		if folded := strings.TrimSpace(strings.ToLower(norm.NFKD.String(exact(a)))); folded != exact(a) {
			t.Errorf("the server makes %q of %q", folded, exact(a))
		}
		if orderly(a) && orderly(b) && cmp.Compare(exact(a), exact(b)) != cmp.Compare(a, b) {
			t.Errorf("%q and %q change their order", a, b)
		}
	})
}

// orderly reports whether exact promises to keep the order of s.
func orderly(s string) bool {
	return strings.TrimSpace(s) == s && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' })
}

func TestExact(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"": "", "orleans": "orleans", "Orléans": ":orl~c3~a9ans", "a b": "a b", " a ": "~20a~20", ":": "::", "@;": ":@:;", "~": "~7e", `"\`: `"\`,
	} {
		if got := exact(value); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
	for _, form := range []string{"~", "~4", "~zz", ":", "a:"} {
		if got, ok := inexact(form); ok {
			t.Errorf("%q is taken for %q", form, got)
		}
	}
}

func TestEmptyValuesAreLeftOut(t *testing.T) {
	t.Parallel()
	if diff := gocmp.Diff([]string{"a", ":b"}, exacts("", "a", "B")); diff != "" {
		t.Error(diff)
	}
	if got := exacts(""); got != nil {
		t.Errorf("%q", got)
	}
}
