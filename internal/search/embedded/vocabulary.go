package embedded

import (
	"hash/fnv"
	"slices"
	"sort"
	"strings"

	"partant/internal/search/french"
)

// vocabulary is every word of the index, numbered from 1. Words whose documents are gone stay until a Rebuild.
type vocabulary struct {
	words  []string
	ids    map[string]uint32
	used   []uint32 // in how many documents each word is, roughly: replaced ones are not taken off
	sounds []uint32 // a hash of how each word is said
	bags   []uint64 // which letters each word has
	sorted []uint32 // the words in order, for prefixes
}

func newVocabulary() vocabulary {
	return vocabulary{words: []string{""}, ids: make(map[string]uint32), used: []uint32{0}, sounds: []uint32{0}, bags: []uint64{0}}
}

// add gives word the next number, without putting it in order: sort or insert does.
func (v *vocabulary) add(word string, used uint32) uint32 {
	id := uint32(len(v.words))
	v.words = append(v.words, word)
	v.ids[word] = id
	v.used = append(v.used, used)
	v.sounds = append(v.sounds, soundOf(word))
	v.bags = append(v.bags, bagOf(word))
	return id
}

// sort puts all words in order.
func (v *vocabulary) sort() {
	v.sorted = make([]uint32, 0, len(v.words)+len(v.words)/8)
	for id := 1; id < len(v.words); id++ {
		v.sorted = append(v.sorted, uint32(id))
	}
	slices.SortFunc(v.sorted, func(a, b uint32) int { return strings.Compare(v.words[a], v.words[b]) })
}

// insert adds a word at its place in the order.
func (v *vocabulary) insert(word string) {
	at := v.search(word)
	v.sorted = slices.Insert(v.sorted, at, v.add(word, 0))
}

// search returns the place of the first word not before word.
func (v *vocabulary) search(word string) int {
	return sort.Search(len(v.sorted), func(i int) bool { return v.words[v.sorted[i]] >= word })
}

// startingWith returns the words that begin with prefix.
func (v *vocabulary) startingWith(prefix string) []uint32 {
	from := v.search(prefix)
	rest := v.sorted[from:]
	return rest[:sort.Search(len(rest), func(i int) bool { return !strings.HasPrefix(v.words[rest[i]], prefix) })]
}

// ofStem returns the words that have a stem. Endings that Stem changes leave all but its last letter, or the -eur that
// it makes of -rice.
func (v *vocabulary) ofStem(stem string) []uint32 {
	common := len(stem) - 1
	if strings.HasSuffix(stem, "teur") {
		common = len(stem) - len("eur")
	}
	if common < 2 {
		return nil // a word so short is its own stem
	}
	var mates []uint32
	for _, id := range v.startingWith(stem[:common]) {
		if french.Stem(v.words[id]) == stem {
			mates = append(mates, id)
		}
	}
	return mates
}

func soundOf(word string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(french.Sound(word)))
	return h.Sum32()
}

// bagOf sets a bit for each letter, digit or other character of word.
func bagOf(word string) uint64 {
	var bag uint64
	for i := range len(word) {
		switch c := word[i]; {
		case c >= 'a' && c <= 'z':
			bag |= 1 << (c - 'a')
		case c >= '0' && c <= '9':
			bag |= 1 << (26 + c - '0')
		default:
			bag |= 1 << (36 + c%28)
		}
	}
	return bag
}
