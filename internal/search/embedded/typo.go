package embedded

import (
	"cmp"
	"math/bits"
	"slices"

	"partant/internal/search/french"
	"partant/internal/text"
)

// nearest is how many words of the vocabulary a misspelt one may stand for.
const nearest = 20

// slip is a word that somebody may have meant, and how many letters it differs by.
type slip struct {
	id    uint32
	edits int
}

// near returns the words that a misspelt one may stand for, the likeliest first: at most w.Slips() letters wrong, the
// first one right; or said alike. An open word with none may be the beginning of one.
func (v *vocabulary) near(w french.Word) []slip {
	most := w.Slips()
	if most == 0 {
		return nil
	}
	slips := v.misspelt(w.Text, most)
	if len(slips) == 0 && w.Open {
		slips = v.begun(w.Text)
	}
	slices.SortFunc(slips, func(a, b slip) int {
		return cmp.Or(a.edits-b.edits, cmp.Compare(v.used[b.id], v.used[a.id]), cmp.Compare(v.words[a.id], v.words[b.id]))
	})
	return v.closest(slips)
}

// closest keeps the nearest of the words, and the next ones too when the first is so rare that it may be a chance.
func (v *vocabulary) closest(slips []slip) []slip {
	const rare = 3
	for i, s := range slips {
		if i == nearest || s.edits > slips[0].edits && v.used[slips[0].id] >= rare {
			return slips[:i]
		}
	}
	return slips
}

// heard is how many signs a sound needs to say which word was meant: « zzzz » sounds like s, and is none of the words that do.
const heard = 3

func (v *vocabulary) misspelt(word string, most int) []slip {
	var slips []slip
	bag, sound, says := bagOf(word), soundOf(word), len(french.Sound(word)) >= heard
	for id := 1; id < len(v.words); id++ {
		alike := says && v.sounds[id] == sound
		other := v.bags[id]
		if !alike && (bits.OnesCount64(bag&^other) > most || bits.OnesCount64(other&^bag) > most || v.words[id][0] != word[0]) {
			continue // counting edits costs a hundred times more
		}
		if n := text.Edits(word, v.words[id], most); n <= most || alike {
			slips = append(slips, slip{uint32(id), n})
		}
	}
	return slips
}

// begun returns the words whose beginning is word but for one letter.
func (v *vocabulary) begun(word string) []slip {
	var slips []slip
	bag := bagOf(word)
	for _, id := range v.startingWith(word[:1]) {
		if bits.OnesCount64(bag&^v.bags[id]) <= 1 && text.EditsToStart(word, v.words[id], 1) <= 1 {
			slips = append(slips, slip{id, 2})
		}
	}
	return slips
}
