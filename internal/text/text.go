// Package text folds, slugs, cuts and cleans what people write.
package text

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var ligatures = strings.NewReplacer("œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae", "ß", "ss", "ø", "o", "Ø", "o", "’", "'", "ʼ", "'")

// Fold returns s in lower case, without accents, ligatures opened, typographic apostrophes straight,
// and every run of white space as one space. Two names that a French reader takes for the same fold alike;
// stores sort and compare folded columns instead of trusting a collation.
func Fold(s string) string {
	if strings.ContainsFunc(s, beyondLatin) {
		s = norm.NFD.String(ligatures.Replace(s))
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = b.Len() > 0
			continue
		}
		if space && !unicode.Is(unicode.Mn, r) {
			b.WriteByte(' ')
			space = false
		}
		if beyondLatin(r) {
			b.WriteString(folded(r))
		} else {
			b.WriteString(latin[r])
		}
	}
	return b.String()
}

// latin is what each letter of western Europe folds to: hardly a name here has others, and these need no table of all writing.
var latin = func() (all [0x180]string) {
	for r := range all {
		for _, part := range norm.NFD.String(ligatures.Replace(string(rune(r)))) {
			all[r] += folded(part)
		}
	}
	return all
}()

func beyondLatin(r rune) bool { return int(r) >= len(latin) }

// folded is what one character folds to once it is taken apart: an accent, to nothing.
func folded(r rune) string {
	if unicode.Is(unicode.Mn, r) {
		return ""
	}
	return string(unicode.ToLower(r))
}

// MaxSlug is the longest slug, in bytes.
const MaxSlug = 80

// Slug returns s as it may stand in a URL: a-z, 0-9 and single hyphens, at most MaxSlug bytes, cut at a word.
// It is empty when s holds no Latin letter or digit.
func Slug(s string) string {
	var b strings.Builder
	for _, r := range Fold(s) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-")
	if len(slug) <= MaxSlug {
		return slug
	}
	slug = slug[:MaxSlug]
	if i := strings.LastIndexByte(slug, '-'); i > MaxSlug/2 {
		slug = slug[:i]
	}
	return strings.Trim(slug, "-")
}

// Line cleans one line of input: valid UTF-8, NFC, no control characters, white space single and trimmed.
func Line(s string) string {
	return strings.Join(strings.Fields(strings.Map(printable, norm.NFC.String(strings.ToValidUTF8(s, "")))), " ")
}

// Lines cleans a text of several lines: as Line, but line ends stay (as \n) and at most one empty line follows another.
func Lines(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, ""))
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return printable(r)
	}, s)
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(s)
}

// printable drops control characters and the marks that reorder or hide text (bidirectional overrides, zero width).
func printable(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200B, r == 0xFEFF:
		return -1
	}
	return r
}

// Cut returns s in at most n characters, cut at a word and followed by an ellipsis when it was longer.
func Cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)
	cut := string(runes[:n-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 && runes[n-1] != ' ' {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.-–—") + "…"
}

// Number writes n as French does, thousands apart: « 10 000 ».
func Number(n int) string {
	s, sign := strconv.Itoa(n), ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return sign + s
}

// Len counts the characters of s as a person does, near enough: code points.
func Len(s string) int { return utf8.RuneCountInString(s) }

// Digits returns the digits 0 to 9 of s: what was typed of a code, spaces and signs left out.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
