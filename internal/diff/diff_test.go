package diff_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/diff"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		was, is string
		want    []diff.Part
	}{
		"nothing":  {"", "", nil},
		"the same": {"Venez samedi.", "Venez samedi.", []diff.Part{{diff.Same, "Venez samedi."}}},
		"a word":   {"Venez samedi à dix heures.", "Venez dimanche à dix heures.", []diff.Part{{diff.Same, "Venez "}, {diff.Gone, "samedi"}, {diff.New, "dimanche"}, {diff.Same, " à dix heures."}}},
		"the end":  {"Venez.", "Venez. Tous !", []diff.Part{{diff.Same, "Venez."}, {diff.New, " Tous !"}}},
		"all":      {"Non", "Oui", []diff.Part{{diff.Gone, "Non"}, {diff.New, "Oui"}}},
		"accents":  {"le café", "le cafe", []diff.Part{{diff.Same, "le "}, {diff.Gone, "café"}, {diff.New, "cafe"}}},
		"html":     {"<b>x", "<b>y", []diff.Part{{diff.Same, "<b>"}, {diff.Gone, "x"}, {diff.New, "y"}}},
	} {
		if diff := cmp.Diff(c.want, diff.Words(c.was, c.is)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// holds asserts that the parts make both texts again.
func holds(t *testing.T, was, is string) {
	t.Helper()
	var before, after strings.Builder
	for _, p := range diff.Words(was, is) {
		if p.Kind != diff.New {
			before.WriteString(p.Text)
		}
		if p.Kind != diff.Gone {
			after.WriteString(p.Text)
		}
	}
	if before.String() != was || after.String() != is {
		t.Errorf("%q and %q become %q and %q", was, is, before.String(), after.String())
	}
}

// More different words than there are letters before the gap of UTF-16.
func TestManyWords(t *testing.T) {
	t.Parallel()
	var was, is strings.Builder
	for n := range 40_000 {
		fmt.Fprintf(&was, "a%d ", n)
		if n%10_000 == 0 {
			fmt.Fprintf(&is, "b%d ", n)
		} else {
			fmt.Fprintf(&is, "a%d ", n)
		}
	}
	for n := range 20_000 {
		fmt.Fprintf(&is, "c%d ", n)
	}
	holds(t, was.String(), is.String())
}

func FuzzWords(f *testing.F) {
	f.Add("Venez samedi", "Venez dimanche, tous !")
	f.Add("a\xffb", "\u0000 é’x")
	f.Fuzz(func(t *testing.T, was, is string) { holds(t, was, is) })
}
