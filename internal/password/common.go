package password

import (
	_ "embed"
	"strings"
	"sync"

	"partant/internal/text"
)

// The passwords everybody tries, of eight characters and more (SecLists, MIT), and French and local ones.
var (
	//go:embed data/communs.txt
	communs string
	//go:embed data/locaux.txt
	locaux string
)

// local words make a password a guess when little else is left of it.
var local = []string{"partant", "loiret", "orleans", "montargis", "pithiviers", "gien", "motdepasse", "azerty", "password", "bonjour"}

// Common returns a function that reports whether a folded password is one that everybody tries: listed, made of one
// character, or a local word with a few signs round it.
func Common() func(folded string) bool {
	known := listed()
	return func(folded string) bool {
		return known[folded] || strings.Trim(folded, folded[:min(1, len(folded))]) == "" || aroundLocal(folded)
	}
}

// listed reads the lists once.
var listed = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for line := range strings.Lines(communs + "\n" + locaux) {
		known[text.Fold(line)] = true
	}
	return known
})

// aroundLocal reports whether nothing but digits and signs surrounds a local word: « Orleans2026! ».
func aroundLocal(folded string) bool {
	for _, word := range local {
		if rest, found := strings.CutPrefix(folded, word); found && !strings.ContainsFunc(rest, isLetter) {
			return true
		}
		if rest, found := strings.CutSuffix(folded, word); found && !strings.ContainsFunc(rest, isLetter) {
			return true
		}
	}
	return false
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r > 127 }
