package french

import "strings"

// shortest is how much of a word a stem keeps at least.
const shortest = 3

// Stem returns what the singular, the plural, the masculine and the feminine of a folded word have in common,
// roughly: it is made for comparing, not for showing. A word with a digit is its own stem.
func Stem(word string) string {
	if len(word) <= shortest || strings.ContainsAny(word, "0123456789") {
		return word
	}
	if len(word) >= 5 && strings.HasSuffix(word, "aux") && !strings.HasSuffix(word, "eaux") {
		return word[:len(word)-3] + "al"
	}
	word = trim(word, "s", "x")
	word = masculine(word)
	word = trim(word, "ee", "e")
	return single(word)
}

// trim drops the first of the endings that word has, when enough of it remains.
func trim(word string, endings ...string) string {
	for _, ending := range endings {
		if short, ok := strings.CutSuffix(word, ending); ok && len(short) >= shortest {
			return short
		}
	}
	return word
}

// masculine turns the feminine endings of trades whose consonant changes; the others only lose their e.
func masculine(word string) string {
	for _, pair := range [...][2]string{{"trice", "teur"}, {"euse", "eur"}, {"ive", "if"}} {
		if short, ok := strings.CutSuffix(word, pair[0]); ok && len(short) >= shortest {
			return short + pair[1]
		}
	}
	return word
}

// single drops the second of two equal consonants at the end: professionnelle, professionnel.
func single(word string) string {
	n := len(word)
	if n > shortest && word[n-1] == word[n-2] && !strings.ContainsRune("aeiouy", rune(word[n-1])) {
		return word[:n-1]
	}
	return word
}
