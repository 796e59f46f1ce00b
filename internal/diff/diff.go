// Package diff shows what changed between two texts, by words.
package diff

import (
	"strings"
	"time"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Kind is what became of some words.
type Kind int

// What becomes of words.
const (
	Same Kind = iota
	Gone      // they were in the first text only
	New       // they are in the second only
)

// Part is a run of words, with the spaces between them, that share their fate.
type Part struct {
	Kind Kind
	Text string
}

// patience bounds how long the shortest way from one text to another is looked for: after that a longer one is good enough.
const patience = 200 * time.Millisecond

// Words returns what makes is of was. The parts that are not New are was, in order; those that are not Gone are is.
func Words(was, is string) []Part {
	var t table
	before, after := t.runes(was), t.runes(is)
	d := diffmatchpatch.New()
	d.DiffTimeout = patience
	var parts []Part
	for _, one := range d.DiffCleanupMerge(d.DiffMainRunes(before, after, false)) {
		if text := t.text(one.Text); text != "" {
			parts = append(parts, Part{kindOf(one.Type), text})
		}
	}
	return parts
}

func kindOf(o diffmatchpatch.Operation) Kind {
	switch o {
	case diffmatchpatch.DiffDelete:
		return Gone
	case diffmatchpatch.DiffInsert:
		return New
	}
	return Same
}

// table gives each word a letter of its own, since the library compares letters.
type table struct {
	words []string
	known map[string]rune
}

// gap is the letters that are no characters, which strings do not keep.
const (
	gapStart = 0xD800
	gapEnd   = 0xE000
)

// runes is a text with one letter for each word and for each run of anything else.
func (t *table) runes(text string) (letters []rune) {
	if t.known == nil {
		t.known = map[string]rune{}
	}
	for _, word := range split(text) {
		r, ok := t.known[word]
		if !ok {
			r = letter(len(t.words))
			t.known[word], t.words = r, append(t.words, word)
		}
		letters = append(letters, r)
	}
	return letters
}

func letter(n int) rune {
	if n+1 >= gapStart {
		n += gapEnd - gapStart
	}
	return rune(n + 1)
}

// text is what letters stand for.
func (t *table) text(letters string) string {
	var b strings.Builder
	for _, r := range letters {
		if r >= gapEnd {
			r -= gapEnd - gapStart
		}
		b.WriteString(t.words[r-1])
	}
	return b.String()
}

// split parts a text into words and what stands between them: nothing is lost.
func split(text string) (all []string) {
	start, kind := 0, -1
	for i, r := range text {
		k := kindOfRune(r)
		if i > start && (k != kind || k == sign) {
			all, start = append(all, text[start:i]), i
		}
		kind = k
	}
	if start < len(text) {
		all = append(all, text[start:])
	}
	return all
}

// The kinds of characters: signs stand alone.
const (
	inWord = iota
	space
	sign
)

func kindOfRune(r rune) int {
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\'' || r == '’':
		return inWord
	case unicode.IsSpace(r):
		return space
	}
	return sign
}
