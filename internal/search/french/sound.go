package french

import "strings"

var spelling = strings.NewReplacer(
	"eau", "o", "au", "o", "ph", "f", "th", "t", "rh", "r", "ch", "ch", "h", "",
	"qu", "k", "ck", "k", "ce", "se", "ci", "si", "cy", "si", "c", "k", "q", "k", "y", "i", "z", "s", "x", "ks",
	"ain", "in", "ein", "in", "an", "en", "am", "en", "em", "en",
)

// Sound returns a key that is the same for words that are written otherwise but said alike, near enough:
// zefirix and zephyrix, garrage and garage, fotographe and photographe.
func Sound(word string) string {
	word = spelling.Replace(word)
	var b strings.Builder
	for i := range len(word) {
		if i == 0 || word[i] != word[i-1] {
			b.WriteByte(word[i])
		}
	}
	return trim(b.String(), "s", "e", "t")
}
