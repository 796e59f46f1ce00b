package embedded

import (
	"slices"
	"sync"

	"partant/internal/search"
)

// tally is how many documents of some set have each value of each field.
type tally struct {
	total  int
	counts [fields][]int32 // by value; shorter than the dictionary while its last values are unseen
}

// add counts a row in (1) or out (-1).
func (y *tally) add(t *table, r *row, delta int32) {
	y.total += int(delta)
	for field := range fields {
		t.valuesOf(r, field, func(value uint32) { y.see(field, value, delta) })
	}
}

func (y *tally) see(field int, value uint32, delta int32) {
	for len(y.counts[field]) <= int(value) {
		y.counts[field] = append(y.counts[field], make([]int32, int(value)+1-len(y.counts[field]))...)
	}
	y.counts[field][value] += delta
}

// counts returns what the port calls a distribution: the values that somebody has.
func (t *table) distribution(field int, counts []int32) search.Counts {
	out := make(search.Counts)
	for value, n := range counts {
		if n > 0 && value > 0 {
			out[t.dicts[field].values[value]] = int(n)
		}
	}
	return out
}

// tallies are the counts that are kept ready and follow every write: of all documents, and of those that have one
// value, once somebody asked.
type tallies struct {
	all tally
	mu  sync.Mutex // guards one against searches; the Index keeps writers away
	one map[facetValue]*tally
}

// mostTallies bounds what the tallies of single values may cost: a few hundred KB.
const mostTallies = 256

func (k *tallies) reset(t *table) {
	k.all, k.one = tally{}, make(map[facetValue]*tally)
	for i := range t.rows {
		if r := &t.rows[i]; r.live {
			k.all.add(t, r, 1)
		}
	}
}

// count brings a row in or out of every tally that it belongs to.
func (k *tallies) count(t *table, rid uint32, delta int32) {
	r := &t.rows[rid]
	k.all.add(t, r, delta)
	if len(k.one) == 0 {
		return
	}
	for field := range fields {
		t.valuesOf(r, field, func(value uint32) {
			if y := k.one[facetValue{field, value}]; y != nil {
				y.add(t, r, delta)
			}
		})
	}
}

// of returns the tally of the documents that have a value.
func (k *tallies) of(t *table, v facetValue) *tally {
	k.mu.Lock()
	defer k.mu.Unlock()
	if y := k.one[v]; y != nil {
		return y
	}
	y := &tally{}
	for i := range t.rows {
		if r := &t.rows[i]; r.live && t.hasValue(r, v) {
			y.add(t, r, 1)
		}
	}
	if len(k.one) >= mostTallies {
		clear(k.one)
	}
	k.one[v] = y
	return y
}

func (t *table) hasValue(r *row, v facetValue) bool {
	if v.field < singles {
		return r.single[v.field] == v.value
	}
	return slices.Contains(t.listOf(r, v.field-singles), v.value)
}
