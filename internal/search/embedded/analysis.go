package embedded

import (
	"encoding/binary"
	"hash/fnv"
	"slices"

	"partant/internal/search"
	"partant/internal/search/french"
)

// The parts of a document whose words are kept in memory, for ranking; the description's are in the postings only.
const (
	inName = iota
	inTags
	inLabel
	inPlace
	inOffers
	inOther // the postcode, and words written as one: they are no share of a name
	segments
)

const (
	longestSegment = 255  // words of one part: the length is kept in a byte
	longestBody    = 2000 // words of a description
)

// analysis is what the index keeps of a document's text.
type analysis struct {
	segments [segments][]string // different words, without the stop words
	all      []string           // every different word
	sum      uint64             // of every text that is searched: equal sums need no new postings
}

// analyser cuts documents into words. It is not safe for concurrent use.
type analyser struct {
	lex  *french.Lexicon
	seen map[string]bool
}

func (a *analyser) analyse(d *search.Document) analysis {
	clear(a.seen)
	var out analysis
	out.add(a, inName, d.Name)
	out.add(a, inTags, d.Tags...)
	out.add(a, inLabel, d.NAFLabel, d.Sector)
	out.add(a, inPlace, d.Commune)
	out.add(a, inOther, d.Postcode)
	out.add(a, inOffers, d.Offers...)
	out.add(a, inOffers, d.Seeks...)
	out.body(a, d.Description)
	out.sum = sumOf(d)
	return out
}

// add puts the words of one part. Stop words are found in names only, so that somebody called "Nous" is.
func (out *analysis) add(a *analyser, segment int, texts ...string) {
	for _, text := range texts {
		for _, token := range french.Tokens(text) {
			stop := a.lex.Stop(token.Word)
			if segment == inName || !stop {
				out.see(a, token.Word)
			}
			switch {
			case stop:
			case token.Joined:
				out.put(inOther, token.Word)
			default:
				out.put(segment, token.Word)
			}
		}
	}
}

func (out *analysis) put(segment int, word string) {
	words := out.segments[segment]
	if len(words) < longestSegment && !slices.Contains(words, word) {
		out.segments[segment] = append(words, word)
	}
}

func (out *analysis) body(a *analyser, description string) {
	tokens := french.Tokens(description)
	for _, token := range tokens[:min(len(tokens), longestBody)] {
		if !token.Joined && !a.lex.Stop(token.Word) {
			out.see(a, token.Word)
		}
	}
}

func (out *analysis) see(a *analyser, word string) {
	if !a.seen[word] {
		a.seen[word] = true
		out.all = append(out.all, word)
	}
}

// sumOf hashes the texts of d with their lengths, so that no text can be taken for two.
func sumOf(d *search.Document) uint64 {
	h := fnv.New64a()
	var size [8]byte
	for _, list := range [][]string{{d.Name, d.NAFLabel, d.Sector, d.Commune, d.Postcode, d.Description}, d.Tags, d.Offers, d.Seeks} {
		binary.LittleEndian.PutUint64(size[:], uint64(len(list)))
		h.Write(size[:])
		for _, text := range list {
			binary.LittleEndian.PutUint64(size[:], uint64(len(text)))
			h.Write(size[:])
			h.Write([]byte(text))
		}
	}
	return h.Sum64()
}
