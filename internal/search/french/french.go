// Package french reads French text as a search does: it cuts it into words that compare alike however they were typed
// (accents, ligatures, elisions, St for Saint), finds their stems and plans a query.
//
// Every driver plans queries with it; the embedded one also analyses documents with it.
package french

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"partant/internal/text"
)

// Token is one word of a text, or two written as one ("auto-école" also gives "autoecole").
type Token struct {
	Word       string // folded: lower case, no accents, ligatures opened, at most maxRunes long
	Start, End int    // where it stands in the text, in bytes
	Joined     bool   // made of neighbours that are tokens too
}

// maxRunes bounds a word: nobody types more, and a page of text without spaces must not become one word.
const maxRunes = 40

// Tokens returns the words of s in order, elided articles left out, then the joined ones.
// Everything but letters and digits parts words.
func Tokens(s string) []Token {
	pieces := cut(s)
	tokens := make([]Token, 0, len(pieces)+len(pieces)/4)
	for _, p := range pieces {
		tokens = append(tokens, p.Token)
	}
	for i := 0; i < len(pieces); {
		n := joins(pieces, i)
		if n > 1 {
			tokens = append(tokens, join(pieces[i:i+n]))
		}
		i += n
	}
	return tokens
}

// piece is a token and the mark that ties it to the next one: an apostrophe, a hyphen, a full stop, or 0.
type piece struct {
	Token
	tie byte
}

func cut(s string) []piece {
	pieces := make([]piece, 0, len(s)/6+1)
	for i := 0; i < len(s); {
		start, end := nextWord(s, i)
		if start == end {
			break
		}
		mark, width := utf8.DecodeRuneInString(s[end:])
		i = end + width
		word := fold(s[start:end])
		if word == "" || apostrophe(mark) && elided(word) {
			continue
		}
		pieces = append(pieces, piece{Token{Word: word, Start: start, End: end}, tie(mark, s[i:])})
	}
	return pieces
}

// nextWord returns the bounds of the first word of s at or after from; equal bounds when there is none.
func nextWord(s string, from int) (start, end int) {
	start = len(s)
	for i, r := range s[from:] {
		if inWord(r) {
			start = from + i
			break
		}
	}
	for i, r := range s[start:] {
		if !inWord(r) {
			return start, start + i
		}
	}
	return start, len(s)
}

// inWord reports whether r is part of a word. Combining accents are: a decomposed é must not part its word.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return !apostrophe(r) && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

func apostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == '´'
}

// tie returns the kind of mark between a word and rest; 0 when no word begins there at once.
func tie(mark rune, rest string) byte {
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case !inWord(next):
		return 0
	case apostrophe(mark):
		return '\''
	case mark == '-' || mark == '‐' || mark == '‑':
		return '-'
	case mark == '.':
		return '.'
	}
	return 0
}

func elided(word string) bool {
	switch word {
	case "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu":
		return true
	}
	return false
}

// fold returns the word as it is compared.
func fold(word string) string {
	if !lower(word) {
		word = unaccented(word)
	}
	if len(word) > maxRunes && utf8.RuneCountInString(word) > maxRunes {
		word = string([]rune(word)[:maxRunes])
	}
	return canonical(word)
}

// lower reports whether word is folded already, as most are.
func lower(word string) bool {
	for i := range len(word) {
		if c := word[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return false
		}
	}
	return true
}

// latin holds text.Fold of the letters of western Europe: it is what most of the time of indexing went to.
var latin = func() (folded [0x180]string) {
	for r := range folded {
		folded[r] = text.Fold(string(rune(r)))
	}
	return folded
}()

func unaccented(word string) string {
	var b strings.Builder
	b.Grow(len(word))
	for _, r := range word {
		if int(r) >= len(latin) {
			return text.Fold(word)
		}
		b.WriteString(latin[r])
	}
	return b.String()
}

// canonical writes out the two abbreviations that half of the communes of France carry.
func canonical(word string) string {
	switch word {
	case "st":
		return "saint"
	case "ste":
		return "sainte"
	}
	return word
}

// joins returns how many pieces from i on are also one word: letters with stops (A.B.C.), a clipped word (p'tits)
// or a pair with a hyphen (auto-école); 1 when none.
func joins(pieces []piece, i int) int {
	switch pieces[i].tie {
	case '.':
		return initials(pieces, i)
	case '\'':
		return min(2, len(pieces)-i)
	case '-':
		after := i+1 < len(pieces) && pieces[i+1].tie == '-'
		before := i > 0 && pieces[i-1].tie == '-'
		if !after && !before && i+1 < len(pieces) {
			return 2
		}
	}
	return 1
}

func initials(pieces []piece, i int) int {
	n := 0
	for ; i+n < len(pieces) && utf8.RuneCountInString(pieces[i+n].Word) == 1; n++ {
		if pieces[i+n].tie != '.' {
			return n + 1
		}
	}
	return max(1, n)
}

func join(pieces []piece) Token {
	var word strings.Builder
	for _, p := range pieces {
		word.WriteString(p.Word)
	}
	last := len(pieces) - 1
	return Token{Word: fold(word.String()), Start: pieces[0].Start, End: pieces[last].End, Joined: true}
}
