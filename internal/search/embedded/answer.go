package embedded

import (
	"slices"

	"partant/internal/search"
)

// answer is a Result under way.
type answer struct {
	t      *table
	q      *search.Query
	sieve  *sieve
	found  *matched // nil without a text
	page   []uint32
	result search.Result
}

func (a *answer) make() {
	switch {
	case a.found == nil && a.sieve.open():
		a.ready(&a.t.counts.all)
	case a.found == nil && a.sieve.only != nil:
		a.ready(a.t.counts.of(a.t, *a.sieve.only))
	default:
		a.sift()
	}
	for _, rid := range a.page {
		a.result.Hits = append(a.result.Hits, search.Hit{ID: a.t.ids[rid], Distance: a.distance(rid)})
	}
}

// ready answers from counts that are kept.
func (a *answer) ready(y *tally) {
	a.result.Total = y.total
	a.facets(func(field int, open bool) []int32 {
		if open && a.sieve.active == 1<<field {
			return a.t.counts.all.counts[field]
		}
		return y.counts[field]
	})
	from, to := a.window(y.total)
	switch {
	case from == to:
	case a.q.Sort == search.ByDistance:
		a.byDistance(a.passing())
	case a.sieve.open():
		a.page = a.t.orders[orderOf(a.q.Sort)][from:to]
	case a.dense(y.total, to):
		a.walk(from, to)
	default:
		a.byOrder(a.passing())
	}
}

func (a *answer) facets(counts func(field int, open bool) []int32) {
	for _, facet := range a.q.Facets {
		field := slices.Index(facetFields[:], facet.Field)
		if field < 0 {
			continue
		}
		if a.result.Facets == nil {
			a.result.Facets = make(map[search.Field]search.Counts, len(a.q.Facets))
		}
		a.result.Facets[facet.Field] = a.t.distribution(field, counts(field, facet.Open))
	}
}

// candidates calls look with each row that the text finds, or each live one, and its place among them. It goes from row
// to row as they lie in memory: in another order it would take five times as long.
func (a *answer) candidates(look func(place int, rid uint32)) {
	if a.found != nil {
		for i, rid := range a.found.rids {
			look(i, rid)
		}
		return
	}
	for rid := range a.t.rows {
		if a.t.rows[rid].live {
			look(0, uint32(rid))
		}
	}
}

func (a *answer) passing() []uint32 {
	var rids []uint32
	a.candidates(func(_ int, rid uint32) {
		if a.sieve.fails(rid) == 0 {
			rids = append(rids, rid)
		}
	})
	return rids
}

// sift looks at every candidate once, for hits and counts.
func (a *answer) sift() {
	counting := a.counting()
	var hits []uint32
	var lacks []lack // of the hits
	a.candidates(func(place int, rid uint32) {
		fails := a.sieve.fails(rid)
		if fails == 0 {
			hits = append(hits, rid)
			if a.result.Relaxed {
				lacks = append(lacks, a.found.lacks[place])
			}
		}
		for i := range counting {
			if f := &counting[i]; fails&^f.ignores == 0 {
				f.see(a.t, &a.t.rows[rid])
			}
		}
	})
	a.result.Total = len(hits)
	a.facets(func(field int, _ bool) []int32 {
		at := slices.IndexFunc(counting, func(f counter) bool { return f.field == field })
		return counting[at].counts
	})
	a.sort(hits, lacks)
}

// counter counts the values of a field.
type counter struct {
	field   int
	ignores uint8 // the bit of the field itself, when the facet is open
	counts  []int32
}

func (f *counter) see(t *table, r *row) {
	if f.field < singles {
		f.counts[r.single[f.field]]++
		return
	}
	for _, value := range t.listOf(r, f.field-singles) {
		f.counts[value]++
	}
}

func (a *answer) counting() []counter {
	var counting []counter
	for _, facet := range a.q.Facets {
		field := slices.Index(facetFields[:], facet.Field)
		if field < 0 {
			continue
		}
		f := counter{field: field, counts: make([]int32, len(a.t.dicts[field].values))}
		if facet.Open {
			f.ignores = 1 << field
		}
		counting = append(counting, f)
	}
	return counting
}
