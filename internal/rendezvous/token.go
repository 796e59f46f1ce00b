package rendezvous

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"partant/internal/text"
)

// token is a word, a number or a sign of a text.
type token struct {
	from, to int    // bytes of the text
	word     string // folded
}

func (t token) isNumber() bool { return t.word != "" && t.word[0] >= '0' && t.word[0] <= '9' }

// class parts words from numbers and signs; each sign and each end of a line is a token of its own.
func class(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return 1
	case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
		return 2
	case r == '\n':
		return 3
	case unicode.IsSpace(r):
		return 0
	}
	return 4
}

// split parts a text into tokens: « 18h30 » is three, « l'ECG » too.
func split(words string) (all []token) {
	for at := 0; at < len(words); {
		r, size := utf8.DecodeRuneInString(words[at:])
		kind, end := class(r), at+size
		for kind == 1 || kind == 2 {
			r, size := utf8.DecodeRuneInString(words[end:])
			if end == len(words) || class(r) != kind {
				break
			}
			end += size
		}
		if kind != 0 {
			all = append(all, token{at, end, folded(words[at:end])})
		}
		at = end
	}
	return all
}

func folded(s string) string {
	switch s {
	case "\n":
		return s
	case "–", "—", "−", "→", "‑":
		return "-"
	}
	return text.Fold(s)
}

// numbers are the numbers that people write in letters, where they name days and hours.
var numbers = map[string]int{"un": 1, "une": 1, "premier": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
	"onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "trente": 30}

// number reads a number from a token on: « 8 », « huit », « vingt-trois »; its end is 0 when there is none.
func (r *reader) number(at int) (n, end int) {
	if r.at(at).isNumber() {
		for _, digit := range r.at(at).word[:min(len(r.at(at).word), 5)] {
			n = n*10 + int(digit-'0')
		}
		return n, at + 1
	}
	n, known := numbers[r.word(at)]
	if !known {
		return 0, 0
	}
	end = at + 1
	if n != 10 && n != 20 && n != 30 {
		return n, end
	}
	next := end
	for r.word(next) == "-" || r.word(next) == "et" && n != 10 {
		next++
	}
	if more := numbers[r.word(next)]; next > end && more > 0 && more < 10 { // « dix-sept », « vingt et un », « trente-et-un »
		return n + more, next + 1
	}
	return n, end
}

// at is a token, the zero token past the end.
func (r *reader) at(i int) token {
	if i < 0 || i >= len(r.tokens) {
		return token{}
	}
	return r.tokens[i]
}

func (r *reader) word(i int) string { return r.at(i).word }

// is reports whether the words from a token on are these.
func (r *reader) is(at int, words ...string) bool {
	for i, w := range words {
		if r.word(at+i) != w {
			return false
		}
	}
	return true
}

// ends reports whether a sentence ends before a token.
func (r *reader) ends(at int) bool {
	w := r.word(at)
	return at >= len(r.tokens) || strings.Contains(".!?;…\n", w) && w != ""
}
