package embedded

import (
	"math"
	"time"

	"partant/internal/search"
)

// elsewhere is the bit of the conditions that are not of a facet field.
const elsewhere = 1 << fields

// sieve is a Filter and a circle, ready to be asked of many rows.
type sieve struct {
	t         *table
	wanted    [fields][]bool // by value; only for the fields of active
	active    uint8
	followers int64
	updated   int64
	center    vector
	limit     float64 // as vector.apart; without a circle +Inf
	only      *facetValue
}

// facetValue is one value of a field.
type facetValue struct {
	field int
	value uint32
}

func (t *table) sieve(q *search.Query) *sieve {
	s := &sieve{t: t, followers: q.Filter.MinFollowers, updated: ceil(q.Filter.UpdatedFrom), limit: math.Inf(1)}
	for field := range fields {
		s.want(field, q.Filter.Values(facetFields[field]))
	}
	if q.Near != nil {
		s.center = vectorOf(q.Near.Center)
		if q.Near.Radius > 0 {
			s.limit = apartAt(q.Near.Radius)
		}
	}
	if s.followers > 0 || !q.Filter.UpdatedFrom.IsZero() || s.circled() {
		s.only = nil
	}
	return s
}

// want lets through only the rows that have one of values; unknown ones let nobody through.
func (s *sieve) want(field int, values []string) {
	if len(values) == 0 {
		return
	}
	dict := &s.t.dicts[field]
	s.wanted[field] = make([]bool, len(dict.values))
	for _, value := range values {
		if id := dict.ids[value]; id != 0 {
			s.wanted[field][id] = true
		}
	}
	if s.active == 0 && len(values) == 1 {
		s.only = &facetValue{field, dict.ids[values[0]]}
	} else {
		s.only = nil
	}
	s.active |= 1 << field
}

func (s *sieve) circled() bool { return !math.IsInf(s.limit, 1) }

// open reports whether everything passes.
func (s *sieve) open() bool {
	return s.active == 0 && s.followers <= 0 && s.updated == math.MinInt64 && !s.circled()
}

// fails returns a bit for each facet field whose condition the row does not meet, and elsewhere for the others.
func (s *sieve) fails(rid uint32) uint8 {
	var bits uint8
	r := &s.t.rows[rid]
	if r.followers < s.followers || r.updated < s.updated || s.circled() && (!r.placed || s.t.at[rid].apart(s.center) > s.limit) {
		bits = elsewhere
	}
	for field := 0; s.active>>field != 0; field++ {
		if s.active>>field&1 == 1 && !s.has(r, field) {
			bits |= 1 << field
		}
	}
	return bits
}

func (s *sieve) has(r *row, field int) bool {
	if field < singles {
		return s.wanted[field][r.single[field]]
	}
	for _, value := range s.t.listOf(r, field-singles) {
		if s.wanted[field][value] {
			return true
		}
	}
	return false
}

// ceil returns the first whole second not before from: rows keep no fractions.
func ceil(from time.Time) int64 {
	if from.IsZero() {
		return math.MinInt64
	}
	if from.Nanosecond() > 0 {
		return from.Unix() + 1
	}
	return from.Unix()
}
