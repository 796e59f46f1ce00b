package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"partant/internal/text"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"  Châlette-sur-Loing ":    "chalette-sur-loing",
		"CŒUR  de\tLoire":          "coeur de loire",
		"L’Œnothèque":              "l'oenotheque",
		"Orle\u0301ans":            "orleans",
		"Saint-Pryvé-Saint-Mesmin": "saint-pryve-saint-mesmin",
		"Þ \u00a0 ÇA":              "þ ca",
	} {
		if got := text.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

// What needs no table of all writing folds to the same with it: an accent at the end, which folds to nothing, asks for the table.
func TestFoldLatin(t *testing.T) {
	for r := rune(1); r < 0x250; r++ {
		s := "un " + string(r) + " E" + string(r) + "É"
		if got, want := text.Fold(s), text.Fold(s+"\u0301"); got != want {
			t.Errorf("Fold(%q) = %q, and with the table %q", s, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"L'Imprimerie du Coq Bleu": "l-imprimerie-du-coq-bleu",
		"  --É.T.S. & Fils !! ":    "e-t-s-fils",
		"日本":                       "",
		"..":                       "",
	} {
		if got := text.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
	if got := text.Slug(strings.Repeat("boulangerie ", 20)); len(got) > text.MaxSlug || strings.HasSuffix(got, "-") {
		t.Errorf("long slug %q", got)
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("Œuf à la coque")
	f.Add("\xff\x00/../")
	f.Fuzz(func(t *testing.T, s string) {
		slug := text.Slug(s)
		if len(slug) > text.MaxSlug || strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" ||
			strings.Contains(slug, "--") || strings.Trim(slug, "-") != slug {
			t.Fatalf("Slug(%q) = %q", s, slug)
		}
		if text.Slug(slug) != slug {
			t.Fatalf("Slug is not stable on %q", slug)
		}
	})
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		" Dupont\x00  et\r\nfils ": "Dupont et fils",
		"a\u202Eb\u200Bc":          "abc",
		"bad\xffbytes":             "badbytes",
		"e\u0301":                  "é",
	} {
		if got := text.Line(in); got != want {
			t.Errorf("Line(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	if got, want := text.Lines("\r\na\r\n\r\n\r\n\r\nb\x07\rc  "), "a\n\nb\nc"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{
		{"court", 10, "court"},
		{"un texte un peu long", 12, "un texte un…"},
		{"éééééééééé", 5, "éééé…"},
	} {
		if got := text.Cut(c.in, c.n); got != c.want || utf8.RuneCountInString(got) > c.n {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

func TestDigits(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"123 456": "123456", "\u00a012-34.56 ": "123456", "code": "", "١٢٣": ""} {
		if got := text.Digits(typed); got != want {
			t.Errorf("Digits(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1\u202f000", 10_000: "10\u202f000", 1_234_567: "1\u202f234\u202f567", -1000: "−1\u202f000"} {
		if got := text.Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}
