package embedded

import (
	"slices"
	"strings"

	"partant/internal/search/french"
)

// likeness is how a word of a document stands for a word of the query, the nearest first; 0 is not at all.
type likeness = uint8

const (
	exact likeness = iota + 1
	stem
	synonym
	start
	slip1
	slip2
	likenesses
)

// meaning is what each word of a query may stand for among the words of the index.
type meaning struct {
	words []wordMeaning
	like  []likeness // by word of the vocabulary, then by word of the query
}

// wordMeaning is what one word of the query may stand for.
type wordMeaning struct {
	french.Word
	ids    []uint32 // to look up one by one
	begun  []uint32 // those that it begins, when it is open
	slips  bool     // misspellings are among the ids
	column int      // which word of the query it is
}

// understand finds what the words of a plan may stand for. A word that nobody has is taken for a misspelt one at once.
func (t *table) understand(plan []french.Word) *meaning {
	m := &meaning{words: make([]wordMeaning, len(plan)), like: make([]likeness, len(plan)*len(t.vocab.words))}
	for i, word := range plan {
		w := &m.words[i]
		*w = wordMeaning{Word: word, column: i}
		m.addAlike(t, w, word.Text, exact, stem)
		for _, other := range slices.Concat(word.Synonyms, word.Joined) {
			m.addAlike(t, w, other, synonym, synonym)
		}
		if word.Open {
			w.begun = t.vocab.startingWith(word.Typed)
			for _, id := range w.begun {
				m.set(w, id, start)
			}
		}
		if len(w.ids) == 0 && len(w.begun) == 0 && word.Bare != "" {
			m.addAlike(t, w, word.Bare, synonym, synonym)
		}
		if len(w.ids) == 0 && len(w.begun) == 0 {
			m.addSlips(t, w)
		}
	}
	return m
}

// addAlike adds the word as it is written and those of its stem.
func (m *meaning) addAlike(t *table, w *wordMeaning, word string, as, asStem likeness) {
	if id := t.vocab.ids[word]; id != 0 {
		m.add(w, id, as)
	}
	for _, id := range t.vocab.ofStem(french.Stem(word)) {
		m.add(w, id, asStem)
	}
}

// addSlips adds what a misspelt word may stand for, and reports whether there was anything new.
func (m *meaning) addSlips(t *table, w *wordMeaning) bool {
	if w.slips {
		return false
	}
	w.slips = true
	before := len(w.ids)
	slips := t.vocab.near(w.Word)
	if t.vocab.ids[w.Text] == 0 { // "auo ecole"
		for _, joined := range w.Joined {
			slips = append(slips, t.vocab.near(french.Word{Text: joined})...)
		}
	}
	for _, s := range slips {
		as := slip1
		if s.edits > 1 {
			as = slip2
		}
		m.add(w, s.id, as)
		for _, other := range t.lex.StandsFor(t.vocab.words[s.id]) {
			m.addAlike(t, w, other, slip2, slip2)
		}
	}
	return len(w.ids) > before
}

func (m *meaning) add(w *wordMeaning, id uint32, as likeness) {
	if m.of(w.column, id) == 0 {
		w.ids = append(w.ids, id)
	}
	m.set(w, id, as)
}

// set notes a likeness unless a nearer one is known.
func (m *meaning) set(w *wordMeaning, id uint32, as likeness) {
	at := &m.like[int(id)*len(m.words)+w.column]
	if *at == 0 || as < *at {
		*at = as
	}
}

// of returns how a word of the vocabulary stands for a word of the query.
func (m *meaning) of(column int, id uint32) likeness { return m.like[int(id)*len(m.words)+column] }

// completes reports whether the word completes in every field, and has something to complete.
func (w *wordMeaning) completes() bool { return len(w.begun) > 0 && w.Everywhere() }

// match is the question to the postings; empty when there is nothing to ask. Every word of it comes from the vocabulary
// or is made of letters and digits, so that no quote can end the quotes.
func (w *wordMeaning) match(v *vocabulary) string {
	var b strings.Builder
	or := func(word, suffix string) {
		if b.Len() > 0 {
			b.WriteString(" OR ")
		}
		b.WriteString(`"` + word + `"` + suffix)
	}
	prefix := w.completes()
	if prefix {
		or(w.Typed, "*")
	}
	for _, id := range w.ids {
		if word := v.words[id]; !prefix || !strings.HasPrefix(word, w.Typed) {
			or(word, "")
		}
	}
	return b.String()
}
