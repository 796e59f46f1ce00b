package embedded

import (
	"math"
	"slices"

	"partant/internal/search"
)

// stage numbers the words and values that a transaction brings. The table takes them only once it is committed.
type stage struct {
	t          *table
	words      []string
	wordIDs    map[string]uint32
	firstWord  uint32
	values     [fields][]string
	valueIDs   [fields]map[string]uint32
	firstValue [fields]uint32
}

func newStage(t *table) *stage {
	s := &stage{t: t, wordIDs: make(map[string]uint32), firstWord: uint32(len(t.vocab.words))}
	for field := range fields {
		s.valueIDs[field] = make(map[string]uint32)
		s.firstValue[field] = uint32(len(t.dicts[field].values))
	}
	return s
}

func (s *stage) word(word string) uint32 {
	if id, ok := s.t.vocab.ids[word]; ok {
		return id
	}
	id, ok := s.wordIDs[word]
	if !ok {
		id = s.firstWord + uint32(len(s.words))
		s.wordIDs[word], s.words = id, append(s.words, word)
	}
	return id
}

func (s *stage) value(field int, value string) uint32 {
	if id, ok := s.t.dicts[field].ids[value]; ok {
		return id
	}
	id, ok := s.valueIDs[field][value]
	if !ok {
		id = s.firstValue[field] + uint32(len(s.values[field]))
		s.valueIDs[field][value], s.values[field] = id, append(s.values[field], value)
	}
	return id
}

// pack numbers all there is in a document.
func (s *stage) pack(d *search.Document, a *analysis) packed {
	p := packed{row: row{live: true, followers: d.Followers, created: d.CreatedAt.Unix(), updated: d.UpdatedAt.Unix()}}
	for field, value := range [singles]string{d.Kind, d.Sector, d.Commune, d.EPCI} {
		p.single[field] = s.value(field, value)
	}
	for i, list := range [lists][]string{d.Tags, d.Offers, d.Seeks} {
		before := len(p.values)
		for _, value := range list {
			id := s.value(singles+i, value)
			if id != 0 && len(p.values)-before < math.MaxUint8 && !slices.Contains(p.values[before:], id) {
				p.values = append(p.values, id)
			}
		}
		p.list[i] = uint8(len(p.values) - before)
	}
	for segment, words := range a.segments {
		p.segment[segment] = uint8(len(words))
		for _, word := range words {
			p.words = append(p.words, s.word(word))
		}
	}
	if d.At != nil {
		p.placed, p.point = true, *d.At
	}
	return p
}

// used returns the number of every word of a document.
func (s *stage) used(a *analysis) []uint32 {
	ids := make([]uint32, 0, len(a.all))
	for _, word := range a.all {
		ids = append(ids, s.word(word))
	}
	return ids
}

// commit gives the table the new words and values.
func (s *stage) commit(settled bool) {
	for _, word := range s.words {
		if settled {
			s.t.vocab.insert(word)
		} else {
			s.t.vocab.add(word, 0)
		}
	}
	for field, values := range s.values {
		for _, value := range values {
			s.t.dicts[field].add(value)
		}
	}
}
