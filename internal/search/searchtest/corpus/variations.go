package corpus

import (
	"iter"
	"math/rand/v2"
	"slices"
	"strings"

	"partant/internal/text"
)

// Variation is a text that somebody may type who is after a trade, made by rule: a second set of questions, which no
// engine was tuned to.
type Variation struct {
	Category string
	Text     string
	Trade    string
	Commune  string // empty: anywhere
	Surname  string // empty: anybody
}

// variationCommunes are the first of the list, where there is somebody of every trade.
const variationCommunes = 12

// Variations yields about a thousand texts, the same ones for a seed.
func (c *Corpus) Variations(seed uint64) iter.Seq[Variation] {
	r := rand.New(rand.NewPCG(seed, 0))
	return func(yield func(Variation) bool) {
		for _, t := range c.lists.trades {
			for _, v := range c.variations(r, t) {
				if !yield(v) {
					return
				}
			}
		}
	}
}

func (c *Corpus) variations(r *rand.Rand, t trade) []Variation {
	town := c.lists.communes[r.IntN(variationCommunes)].name
	surname := c.lists.surnames[r.IntN(20)]
	word, activity := t.words[0], t.activity
	list := []Variation{
		{Category: "alone", Text: word},
		{Category: "activity", Text: activity},
		{Category: "plural", Text: t.many},
		{Category: "town", Text: word + " " + town, Commune: town},
		{Category: "trade-town", Text: strings.ToLower(t.one) + " " + town, Commune: town},
		{Category: "activity-town", Text: strings.ToLower(activity) + " à " + strings.ToLower(town), Commune: town},
		{Category: "plain", Text: text.Fold(activity) + " " + text.Fold(town), Commune: town},
		{Category: "hyphen", Text: strings.ReplaceAll(strings.Replace(town, "Saint", "St", 1), "-", " ") + " " + word, Commune: town},
		{Category: "surname", Text: activity + " " + surname, Surname: surname},
		{Category: "no-space-yet", Text: activity + " " + town[:len(town)*2/3], Commune: town},
	}
	if folded := text.Fold(word); len(folded) >= 6 {
		list = append(list,
			Variation{Category: "prefix", Text: folded[:len(folded)*2/3]},
			Variation{Category: "typo", Text: misspelt(r, folded)},
			Variation{Category: "typo-town", Text: misspelt(r, folded) + " " + text.Fold(town), Commune: town})
	}
	for i := range list {
		list[i].Trade = t.key
	}
	return list
}

// misspelt drops, doubles, swaps or changes one letter, never the first.
func misspelt(r *rand.Rand, word string) string {
	letters := []byte(word)
	at := 1 + r.IntN(len(letters)-2)
	switch r.IntN(4) {
	case 0:
		letters = slices.Delete(letters, at, at+1)
	case 1:
		letters[at], letters[at+1] = letters[at+1], letters[at]
	case 2:
		letters = slices.Insert(letters, at, letters[at])
	default:
		letters[at] = "aeiourstln"[r.IntN(10)]
	}
	return string(letters)
}
