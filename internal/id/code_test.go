package id_test

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"partant/internal/id"
)

func TestDigits(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 6, 8, 100} {
		if got := id.Digits(n); len(got) != n || strings.Trim(got, "0123456789") != "" {
			t.Errorf("%d digits: %q", n, got)
		}
	}
	if a, b := id.Digits(40), id.Digits(40); a == b {
		t.Errorf("%q twice", a)
	}
}

// even fails when one of the signs comes up more or less often than chance allows: seven standard deviations, which a
// fair draw exceeds once in thousands of millions of runs, and a byte taken modulo 10 or 31 in each.
func even(t *testing.T, drawn, alphabet string) {
	t.Helper()
	p := 1 / float64(len(alphabet))
	mean := float64(len(drawn)) * p
	most := 7 * math.Sqrt(mean*(1-p))
	for _, sign := range alphabet {
		if n := strings.Count(drawn, string(sign)); math.Abs(float64(n)-mean) > most {
			t.Errorf("%c came up %d times of %d, %.0f ± %.0f are fair", sign, n, len(drawn), mean, most)
		}
	}
}

const signs = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

func TestNoSignIsMoreLikely(t *testing.T) {
	t.Parallel()
	even(t, id.Digits(4_000_000), "0123456789")
	var codes strings.Builder
	for range 200_000 {
		codes.WriteString(strings.ReplaceAll(id.Rescue(), "-", ""))
	}
	even(t, codes.String(), signs)
}

func TestRescue(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[` + signs + `]{5}-[` + signs + `]{5}$`)
	seen := map[string]bool{}
	for range 1000 {
		code := id.Rescue()
		if !form.MatchString(code) || seen[code] {
			t.Fatalf("code %q", code)
		}
		if got := id.RescueForm(code); got != code {
			t.Fatalf("%q is read as %q", code, got)
		}
		seen[code] = true
	}
	if bits := 10 * math.Log2(float64(len(signs))); bits < 48 {
		t.Errorf("only %.1f bits", bits)
	}
}

func TestRescueForm(t *testing.T) {
	t.Parallel()
	const code = "7KQ2M-XH4WD"
	for typed, want := range map[string]string{
		code: code, "7kq2m-xh4wd": code, "7KQ2MXH4WD": code, " 7kq2m xh4wd\n": code, "7 K Q 2 M - X H 4 W D": code,
		"7KQ2M\u00a0–\u202fXH4WD": code, "7KQ2M‑XH4WD": code, "7KQ2M--XH4WD": code,
		"": "", "-": "", "7KQ2M-XH4W": "", "7KQ2M-XH4WDD": "", "0KQ2M-XH4WD": "", "OKQ2M-XH4WD": "", "1KQ2M-XH4WD": "", "lkq2m-xh4wd": "",
		"7KQ2M_XH4WD": "", "７KQ2M-XH4WD": "", "ßKQ2M-XH4WD": "", "7KQ2M-XH4WD\x00": "", strings.Repeat("7", 1000): "",
		"\xff7KQ2M-XH4WD": "", "7\u212aQ2M-XH4WD": "", // the sign of the kelvin is not the letter
	} {
		if got := id.RescueForm(typed); got != want {
			t.Errorf("RescueForm(%q) = %q, want %q", typed, got, want)
		}
	}
}

func FuzzRescueForm(f *testing.F) {
	for _, s := range []string{"7KQ2M-XH4WD", "7kq2m xh4wd", "", "0O1IL", "\xff", "ſ7kq2mxh4w"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got := id.RescueForm(typed)
		if got == "" {
			return
		}
		if again := id.RescueForm(got); again != got || len(got) != 11 || strings.Trim(got, signs+"-") != "" {
			t.Errorf("%q is read as %q, then as %q", typed, got, again)
		}
	})
}
