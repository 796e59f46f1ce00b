package public

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var token = regexp.MustCompile(`--([a-z-]+):\s*(#[0-9a-f]{3,6});`)

// palettes reads the colours of the style sheet: light, and dark over it.
func palettes(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	css := files().byName[sheet].body
	roots := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(css), -1)
	light, dark = map[string]string{}, map[string]string{}
	for _, m := range token.FindAllStringSubmatch(roots[0][1], -1) {
		light[m[1]], dark[m[1]] = m[2], m[2]
	}
	for _, m := range token.FindAllStringSubmatch(roots[1][1], -1) {
		dark[m[1]] = m[2]
	}
	return light, dark
}

// TestContrast holds the palette to WCAG AA: 4.5 for text, 3 for the edges of controls.
func TestContrast(t *testing.T) {
	t.Parallel()
	light, dark := palettes(t)
	pairs := []struct {
		on, what string
		least    float64
	}{
		{"paper", "ink soft loire vermillon vert rouge", 4.5}, {"card", "ink soft loire vermillon vert rouge", 4.5}, {"sand", "ink soft loire", 4.5},
		{"loire-tint", "ink loire", 4.5}, {"safran-tint", "ink", 4.5}, {"rouge-tint", "ink rouge", 4.5}, {"safran", "on-safran", 4.5}, {"loire", "on-loire", 4.5}, {"rouge", "on-loire", 4.5},
		{"deep", "on-deep", 4.5}, {"land", "ink", 4.5}, {"dawn", "ink soft", 4.5}, {"paper", "edge", 3}, {"card", "edge loire", 3}, {"sand", "loire", 3},
	}
	for scheme, palette := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, pair := range pairs {
			for what := range strings.FieldsSeq(pair.what) {
				got := contrast(t, palette[what], palette[pair.on])
				if got < pair.least {
					t.Errorf("%s: %s on %s has a contrast of %.2f, want %.1f", scheme, what, pair.on, got, pair.least)
				}
			}
		}
	}
}

// TestTints holds the initials to the same measure on the eight tints.
func TestTints(t *testing.T) {
	t.Parallel()
	css := files().byName[sheet].body
	tints := regexp.MustCompile(`--a: (#[0-9a-f]{6}); --b: (#[0-9a-f]{6});`).FindAllStringSubmatch(string(css), -1)
	if len(tints) != 16 {
		t.Fatalf("%d tints, want 8 in light and 8 in dark", len(tints))
	}
	for _, m := range tints {
		if got := contrast(t, m[1], m[2]); got < 4.5 {
			t.Errorf("%s on %s has a contrast of %.2f", m[2], m[1], got)
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + .05) / (math.Min(x, y) + .05)
}

// luminance is the relative luminance of WCAG 2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 4 {
		hex = "#" + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:3], 2) + strings.Repeat(hex[3:4], 2)
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		v, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatalf("colour %q: %v", hex, err)
		}
		c := float64(v) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// TestStylesAskNobody checks that styles and scripts name no other machine.
func TestStylesAskNobody(t *testing.T) {
	t.Parallel()
	for _, name := range []string{sheet, "js/partant.js", "js/direct.js", "js/directory.js", "js/names.js", "js/passkey.js", "js/door.js", "js/door-worker.js", "js/signout.js"} {
		b := files().byName[name].body
		if m := regexp.MustCompile(`(?i)https?://|url\(["']?//|@import|\beval\(|new Function|innerHTML`).Find(b); m != nil {
			t.Errorf("%s holds %s", name, m)
		}
	}
}
