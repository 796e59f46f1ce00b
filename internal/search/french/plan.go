package french

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxWords is how many words of a query count.
const MaxWords = 10

// Word is one word of a query and what may stand for it in a document.
type Word struct {
	Text     string   // folded, St written out
	Typed    string   // folded as typed: what Open completes
	Stem     string   // equal to Text when the word has no other
	Synonyms []string // one way; also those of the word with a neighbour: a "cabinet dentaire" is a dentist
	Joined   []string // the word with a neighbour as one, so that "auto école" finds "autoécole"
	Bare     string   // what is left of a word that may have swallowed its article ("lhotel"); empty: nothing
	Open     bool     // the last word, still being typed
}

// Everywhere reports whether an open word completes in every field. Shorter ones complete the name and the commune
// only: there would be too many in the descriptions, and they would mean nothing.
func (w Word) Everywhere() bool { return utf8.RuneCountInString(w.Typed) >= 3 }

// Slips returns how many letters of the word may be wrong.
func (w Word) Slips() int {
	n := utf8.RuneCountInString(w.Text)
	switch {
	case n < 4 || strings.ContainsAny(w.Text, "0123456789"):
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// Plan reads what a person typed: at most MaxWords words, each once, stop words left out unless there is nothing else.
// The last word is open unless white space follows it or it is known to be whole. Nothing in the text is an operator.
func (l *Lexicon) Plan(typed string) []Word {
	pieces := queryPieces(typed)
	if len(pieces) == 0 {
		return nil
	}
	last := pieces[len(pieces)-1]
	full := l.withoutStops(pieces)
	words := make([]Word, 0, min(len(full), MaxWords))
	for i, p := range full {
		if len(words) == MaxWords {
			break
		}
		word := l.word(p.Word)
		word.Open = i == len(full)-1 && p.End == last.End && !endsInSpace(typed) && !l.whole[p.Word]
		word.Typed = typedAs(typed, p, word.Open)
		l.pair(&word, full, i-1)
		l.pair(&word, full, i)
		if !has(words, word.Text) {
			words = append(words, word)
		}
	}
	return words
}

// queryPieces cuts a query; what a document keeps both apart and joined (A.B.C., p'tits) is only joined here,
// pairs with a hyphen excepted: those are more often written apart.
func queryPieces(typed string) []piece {
	pieces := cut(typed)
	var kept []piece
	for i := 0; i < len(pieces); {
		n := joins(pieces, i)
		if n == 1 || pieces[i].tie == '-' {
			kept = append(kept, pieces[i])
			i++
			continue
		}
		kept = append(kept, piece{join(pieces[i : i+n]), pieces[i+n-1].tie})
		i += n
	}
	return kept
}

func (l *Lexicon) withoutStops(pieces []piece) []piece {
	var full []piece
	for _, p := range pieces {
		if !l.stop[p.Word] {
			full = append(full, p)
		}
	}
	if full == nil {
		return pieces
	}
	return full
}

func (l *Lexicon) word(folded string) Word {
	return Word{Text: folded, Stem: Stem(folded), Synonyms: append([]string(nil), l.synonyms[folded]...), Bare: l.bare(folded)}
}

// bare returns a word without the l or d that people write without its apostrophe; empty when there is none.
func (l *Lexicon) bare(folded string) string {
	rest := strings.TrimLeft(folded[:1], "ld") + folded[1:]
	if len(rest) == len(folded) || len(rest) < shortest || !strings.ContainsRune("aeiouyh", rune(rest[0])) || l.stop[rest] || l.stop[folded] {
		return ""
	}
	return rest
}

// Parted puts an apostrophe behind each l and d that may have lost it, "lhotel" is "l'hotel": for engines that are asked
// by text. ok is false when there is none.
func (l *Lexicon) Parted(typed string) (parted string, ok bool) {
	var b strings.Builder
	at := 0
	for _, t := range Tokens(typed) {
		if t.Joined || l.bare(t.Word) == "" || fold(typed[t.Start:t.Start+1]) != t.Word[:1] {
			continue
		}
		b.WriteString(typed[at:t.Start+1] + "'")
		at, ok = t.Start+1, true
	}
	return b.String() + typed[at:], ok
}

// pair adds to word what it is together with its neighbour, as pieces i and i+1.
func (l *Lexicon) pair(word *Word, pieces []piece, i int) {
	if i < 0 || i+1 >= len(pieces) {
		return
	}
	word.Joined = append(word.Joined, join(pieces[i:i+2]).Word)
	word.Synonyms = append(word.Synonyms, l.synonyms[pieces[i].Word+" "+pieces[i+1].Word]...)
}

// typedAs returns the word before St was written out: "st" may also be the beginning of "studio".
func typedAs(typed string, p piece, open bool) string {
	if open && (p.Word == "saint" || p.Word == "sainte") {
		return strings.ToLower(typed[p.Start:p.End])
	}
	return p.Word
}

func endsInSpace(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsSpace(r)
}

func has(words []Word, text string) bool {
	for _, w := range words {
		if w.Text == text {
			return true
		}
	}
	return false
}
