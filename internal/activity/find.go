package activity

import (
	"cmp"
	"slices"
	"strings"

	"partant/internal/text"
)

// word is one thing people may type for an activity, folded and stripped of its plural.
type word struct {
	key      string
	activity int
	rank     int // of the word among those of its activity: the lower, the closer it says what it is
}

// The ranks of words: those of a phrase come after words that stand alone, those of the official label long after
// ours, for it has many that say little.
const (
	partRank     = 8
	plainRank    = 40
	officialRank = 60
)

var small = map[string]bool{"a": true, "au": true, "aux": true, "d": true, "de": true, "des": true, "du": true, "en": true, "et": true,
	"l": true, "la": true, "le": true, "les": true, "ou": true, "par": true, "pour": true, "sur": true}

// keys folds a text to the words that count.
func keys(s string) []string {
	words := strings.FieldsFunc(text.Fold(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	words = slices.DeleteFunc(words, func(w string) bool { return small[w] })
	for i, w := range words {
		if len(w) > 3 {
			words[i] = strings.TrimRight(w, "sx")
		}
	}
	return words
}

func (c *Catalogue) indexWords() {
	for i, a := range c.activities {
		add := func(key string, rank int) { c.words = append(c.words, word{key, i, rank}) }
		for n, phrase := range a.Words {
			parts := keys(phrase)
			add(strings.Join(parts, " "), n)
			for _, part := range parts[min(1, len(parts)):] {
				add(part, n+partRank)
			}
		}
		for _, w := range keys(a.Plain) {
			add(w, plainRank)
		}
		for _, w := range keys(a.Official) {
			add(w, officialRank)
		}
	}
}

// maxTyped is how much of what was typed counts, maxWords how many words of it.
const maxTyped, maxWords = 80, 6

// Find returns the activities that what was typed may mean, the likeliest first: a code or its beginning, a trade
// (« plombier »), a thing (« chauffe-eau »), words of a label, the beginning of any of them; and, only when nothing
// else fits, with a slip or two (« plonbier »). Every word must fit. It may be empty.
func (c *Catalogue) Find(typed string) []Activity {
	if runes := []rune(typed); len(runes) > maxTyped {
		typed = string(runes[:maxTyped])
	}
	if byCode := c.byStart(typed); len(byCode) > 0 {
		return byCode
	}
	wanted := keys(typed)
	if len(strings.Join(wanted, "")) < 2 {
		return nil
	}
	wanted = wanted[:min(len(wanted), maxWords)]
	ranks := c.rank(wanted, exactness)
	if len(ranks) == 0 {
		ranks = c.rank(wanted, slips)
	}
	found := make([]int, 0, len(ranks))
	for i := range ranks {
		found = append(found, i)
	}
	slices.SortFunc(found, func(a, b int) int { return cmp.Or(cmp.Compare(ranks[a], ranks[b]), cmp.Compare(a, b)) })
	out := make([]Activity, len(found))
	for n, i := range found {
		out[n] = c.activities[i]
	}
	return out
}

// byStart finds activities by the beginning of their code, two digits at least.
func (c *Catalogue) byStart(typed string) []Activity {
	bare := strings.ToUpper(strings.NewReplacer(".", "", " ", "").Replace(typed))
	if len(bare) < 2 || strings.Trim(bare[:2], "0123456789") != "" {
		return nil
	}
	var found []Activity
	for _, a := range c.activities {
		if strings.HasPrefix(a.Code[:2]+a.Code[3:], bare) {
			found = append(found, a)
		}
	}
	return found
}

// rank returns the rank of each activity all wanted words fit: the sum over the words of the best any of its own gets.
// The words joined together are tried as one first, for phrases.
func (c *Catalogue) rank(wanted []string, fit func(typed string, w word) int) map[int]int {
	total := c.best(strings.Join(wanted, " "), fit)
	if len(wanted) == 1 {
		return total
	}
	apart := c.best(wanted[0], fit)
	for _, one := range wanted[1:] {
		more := c.best(one, fit)
		for i := range apart {
			if rank, ok := more[i]; ok {
				apart[i] += rank
			} else {
				delete(apart, i)
			}
		}
	}
	for i, rank := range apart {
		if was, ok := total[i]; !ok || rank < was {
			total[i] = rank
		}
	}
	return total
}

func (c *Catalogue) best(typed string, fit func(typed string, w word) int) map[int]int {
	ranks := map[int]int{}
	for _, w := range c.words {
		rank := fit(typed, w)
		if was, seen := ranks[w.activity]; rank >= 0 && (!seen || rank < was) {
			ranks[w.activity] = rank
		}
	}
	return ranks
}

func exactness(typed string, w word) int {
	switch {
	case w.key == typed:
		return w.rank
	case strings.HasPrefix(w.key, typed):
		return w.rank + 15
	}
	return -1
}

// slips allows one slip in a word of four letters, two from eight on, and leaves the official labels alone.
func slips(typed string, w word) int {
	most := 1
	switch {
	case len(typed) < 4, w.rank >= officialRank, len(w.key)+2 < len(typed):
		return -1
	case len(typed) >= 8:
		most = 2
	}
	start := text.EditsToStart(typed, w.key, most) // never more than for the whole
	if start > most {
		return -1
	}
	if whole := text.Edits(typed, w.key, most); whole <= most {
		return w.rank + 100*whole
	}
	return w.rank + 100*start + 50
}
