package text

import (
	"html"
	"strings"
	"unicode"
)

// NothingShown is what somebody reads whose text shows nothing: see Shows.
const NothingShown = "Il ne reste rien à lire de ce texte : écrivez quelques mots, sans balises."

// Shows reports whether there is anything to read in HTML that was made of what somebody wrote, with its signs escaped: of a text
// that is tags, comments or rules alone nothing is left.
func Shows(made string) bool {
	var words strings.Builder
	tag := false
	for _, r := range made {
		switch {
		case r == '<' || r == '>':
			tag = r == '<'
		case !tag:
			words.WriteRune(r)
		}
	}
	return strings.ContainsFunc(html.UnescapeString(words.String()), visible)
}

// visible reports whether a character leaves a mark on the page.
func visible(r rune) bool {
	return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}
