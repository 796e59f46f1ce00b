package region

import (
	"slices"
	"strings"
	"unicode"

	"partant/internal/text"
)

const (
	wordsRead   = 12 // of a text: what follows is not looked at
	wordsOfName = 7  // of the longest name
	fewBegin    = 3  // more communes than that begin with a word: it says nothing (« Saint »)
)

// Inside finds the commune that a text names beside something else, and that something: « boulangerie à Pithiviers » is
// Pithiviers and « boulangerie ». Names are read whole, or their first words (« Sully »), or with a slip, or as a
// postcode; of several the longest counts, then the last. White space at the end of rest says that its last word is whole.
func (r *Region) Inside(typed string) (town Commune, rest string, ok bool) {
	words := wordsOf(typed)
	for _, read := range []func(key string) (int, bool){r.named, r.misnamed} {
		for n := min(wordsOfName, len(words)); n > 0; n-- {
			for from := len(words) - n; from >= 0; from-- {
				run := words[from : from+n]
				i, ok := read(nameKey(typed[run[0][0]:run[n-1][1]]))
				if !ok {
					continue
				}
				if rest = around(typed, words, from, from+n); strings.TrimSpace(rest) != "" {
					return r.Communes[i], rest, true
				}
			}
		}
	}
	return Commune{}, "", false
}

// wordsOf returns where the words of s begin and end, in bytes.
func wordsOf(s string) (words [][2]int) {
	start := -1
	for i, c := range s + " " {
		in := unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)
		switch {
		case in && start < 0:
			start = i
		case !in && start >= 0:
			words, start = append(words, [2]int{start, i}), -1
		}
	}
	return words[:min(len(words), wordsRead)]
}

// named reads a name, its first words or a postcode.
func (r *Region) named(key string) (commune int, ok bool) {
	if served := r.byPostcode[key]; len(served) > 0 {
		return served[0], true
	}
	var begun []int
	at, _ := slices.BinarySearchFunc(r.names, key, func(n name, key string) int { return strings.Compare(n.key, key) })
	for _, n := range r.names[at:] {
		switch {
		case n.key == key:
			return n.commune, true
		case !strings.HasPrefix(n.key, key):
			return r.fromFew(begun)
		case n.key[len(key)] == ' ' && len(key) >= 5 && !slices.Contains(begun, n.commune):
			begun = append(begun, n.commune)
		}
	}
	return r.fromFew(begun)
}

// fromFew picks the commune with the most people, unless there are so many that nobody can have meant one.
func (r *Region) fromFew(communes []int) (commune int, ok bool) {
	if len(communes) == 0 || len(communes) > fewBegin {
		return 0, false
	}
	r.mostPeopleFirst(communes)
	return communes[0], true
}

// misnamed reads a name with a slip in it, its first letter right.
func (r *Region) misnamed(key string) (commune int, ok bool) {
	if len(key) < 6 || strings.Count(key, " ") > 2 {
		return 0, false
	}
	var near []int
	for _, n := range r.names {
		if n.key[0] == key[0] && text.Edits(key, n.key, 1) == 1 && !slices.Contains(near, n.commune) {
			near = append(near, n.commune)
		}
	}
	return r.fromFew(near)
}

// links are the words that lead from what one looks for to where.
var links = []string{"a", "au", "aux", "autour", "cote", "d", "dans", "de", "des", "du", "en", "environs", "les", "pres", "proche", "sur", "vers"}

// around returns what stands before and after the words of a name, without what links them.
func around(typed string, words [][2]int, from, to int) string {
	before := from
	for before > 0 && slices.Contains(links, text.Fold(typed[words[before-1][0]:words[before-1][1]])) {
		before--
	}
	rest := ""
	if before > 0 {
		rest = text.Line(typed[:words[before-1][1]]) + " "
	}
	if to < len(words) {
		rest += typed[words[to][0]:]
	}
	return rest
}
