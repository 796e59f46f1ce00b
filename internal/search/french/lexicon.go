package french

import (
	"bufio"
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
)

//go:embed data
var data embed.FS

// Lexicon is the words a search knows something about: those it leaves out and those that stand for others.
// It never changes once made.
type Lexicon struct {
	stop     map[string]bool
	whole    map[string]bool
	synonyms map[string][]string
	plurals  [][2]string
}

// Directory returns the lexicon of the directory, from the data beside this file.
func Directory() *Lexicon {
	lex := &Lexicon{stop: make(map[string]bool), whole: make(map[string]bool), synonyms: make(map[string][]string)}
	for line := range lines("data/mots_vides.txt") {
		for _, word := range strings.Fields(line) {
			lex.stop[word] = true
		}
	}
	for line := range lines("data/mots_entiers.txt") {
		for _, word := range strings.Fields(line) {
			lex.whole[word] = true
		}
	}
	for line := range lines("data/synonymes.csv") {
		words := strings.Split(line, ",")
		lex.synonyms[words[0]] = words[1:]
	}
	for line := range lines("data/pluriels.csv") {
		singular, plural, _ := strings.Cut(line, ",")
		lex.plurals = append(lex.plurals, [2]string{singular, plural})
	}
	return lex
}

// lines yields the lines of an embedded file that say something.
func lines(name string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		f, err := data.Open(name)
		if err != nil {
			panic(fmt.Sprintf("the program was built without %s: %v", name, err))
		}
		defer f.Close()
		for scan := bufio.NewScanner(f); scan.Scan(); {
			if line := strings.TrimSpace(scan.Text()); line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// Stop reports whether a folded word is one of those a query leaves out.
func (l *Lexicon) Stop(word string) bool { return l.stop[word] }

// StopWords returns the words a query leaves out, in order, for engines that keep the list themselves.
func (l *Lexicon) StopWords() []string { return slices.Sorted(maps.Keys(l.stop)) }

// StandsFor returns what else a folded word stands for, one way; nil when nothing.
func (l *Lexicon) StandsFor(word string) []string { return l.synonyms[word] }

// Synonyms returns what each word, or two with a space between, stands for, one way: for engines that keep the list.
func (l *Lexicon) Synonyms() map[string][]string { return maps.Clone(l.synonyms) }

// Plurals returns pairs such as cheval, chevaux, for engines that do not stem French. Other plurals differ by one
// letter and need no list.
func (l *Lexicon) Plurals() [][2]string { return slices.Clone(l.plurals) }
