package embedded

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"partant/internal/search"
)

// Search answers q. See search.Index.
func (ix *Index) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if err := q.Check(); err != nil {
		return search.Result{}, err
	}
	if err := errors.Join(ctx.Err(), ix.usable()); err != nil {
		return search.Result{}, err
	}
	result, err := ix.answer(ctx, &q)
	if err != nil {
		return search.Result{}, fmt.Errorf("searching: %w", ix.judge(ctx, err))
	}
	return result, nil
}

// answer holds the lock to the end, so that no write comes between the postings, the columns and the texts.
func (ix *Index) answer(ctx context.Context, q *search.Query) (search.Result, error) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	if ix.cur == nil {
		return search.Result{}, errClosed
	}
	return ix.cur.search(ctx, q)
}

func (c *content) search(ctx context.Context, q *search.Query) (search.Result, error) {
	a := &answer{t: c.t, q: q, sieve: c.t.sieve(q)}
	if plan := c.lex.Plan(q.Text); len(plan) > 0 {
		m, err := c.match(ctx, plan)
		if err != nil {
			return search.Result{}, err
		}
		a.found = m
		a.result.Relaxed = m.relaxed
	}
	a.make()
	if q.Marks {
		if err := c.mark(ctx, a); err != nil {
			return search.Result{}, err
		}
	}
	return a.result, nil
}

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

// ready answers from counts that are kept, and walks an order only as far as the page.
func (a *answer) ready(y *tally) {
	a.result.Total = y.total
	a.facets(func(field int, open bool) []int32 {
		if open && a.sieve.active == 1<<field {
			return a.t.counts.all.counts[field]
		}
		return y.counts[field]
	})
	if a.q.Sort == search.ByDistance {
		a.byDistance(a.passing())
		return
	}
	from, to := a.window(y.total)
	order := a.t.orders[orderOf(a.q.Sort)]
	if a.sieve.open() {
		a.page = order[from:to]
		return
	}
	seen := 0
	for _, rid := range order {
		if seen == to {
			break
		}
		if a.sieve.fails(&a.t.rows[rid]) == 0 {
			if seen++; seen > from {
				a.page = append(a.page, rid)
			}
		}
	}
}

// window returns which of total hits are on the page.
func (a *answer) window(total int) (from, to int) {
	page := a.q.Page
	from = min(max(0, page.Number-1)*page.Size, total)
	return from, min(from+page.Size, total)
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

// candidates are the rows that the text finds, or all in the order asked for.
func (a *answer) candidates() []uint32 {
	if a.found != nil {
		return a.found.rids
	}
	return a.t.orders[orderOf(a.q.Sort)]
}

func (a *answer) passing() []uint32 {
	var rids []uint32
	for _, rid := range a.candidates() {
		if a.sieve.fails(&a.t.rows[rid]) == 0 {
			rids = append(rids, rid)
		}
	}
	return rids
}

// sift looks at every candidate once, for hits and counts.
func (a *answer) sift() {
	counting := a.counting()
	candidates := a.candidates()
	var hits []uint32
	var places []int // of the hits among the candidates, for rows whose words differ
	for i, rid := range candidates {
		r := &a.t.rows[rid]
		fails := a.sieve.fails(r)
		if fails == 0 {
			hits = append(hits, rid)
			if a.found != nil && a.found.lacks != nil {
				places = append(places, i)
			}
		}
		for j := range counting {
			if f := &counting[j]; fails&^f.ignores == 0 {
				f.see(a.t, r)
			}
		}
	}
	a.result.Total = len(hits)
	a.facets(func(field int, _ bool) []int32 {
		at := slices.IndexFunc(counting, func(f counter) bool { return f.field == field })
		return counting[at].counts
	})
	a.sort(hits, places)
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

// sort brings the hits in order and takes the page.
func (a *answer) sort(hits []uint32, places []int) {
	from, to := a.window(len(hits))
	switch {
	case from == to:
	case a.q.Sort == search.ByDistance:
		a.byDistance(hits)
	case a.found == nil: // they are in order
		a.page = hits[from:to]
	case a.q.Sort == search.ByRelevance:
		a.byWorth(hits, places)
	default:
		order := orderOf(a.q.Sort)
		a.page = pick(hits, to, func(x, y uint32) int { return a.t.compare(order, x, y) })[from:]
	}
}

func (a *answer) byWorth(hits []uint32, places []int) {
	k := ranker{t: a.t, m: a.found.meaning}
	list := make([]ranked, len(hits))
	for i, rid := range hits {
		if places == nil {
			list[i] = ranked{rid: rid, worth: k.rank(rid, none)}
			continue
		}
		lack := a.found.lacks[places[i]]
		list[i] = ranked{rid: rid, worth: k.rank(rid, lack.column), lacks: lack.common}
	}
	from, to := a.window(len(hits))
	for _, hit := range pick(list, to, a.t.before)[from:] {
		a.page = append(a.page, hit.rid)
	}
}

// away is a row and how far it is, as vector.apart.
type away struct {
	rid   uint32
	apart float64
}

func (a *answer) byDistance(hits []uint32) {
	list := make([]away, len(hits))
	for i, rid := range hits {
		list[i] = away{rid, math.Inf(1)}
		if r := &a.t.rows[rid]; r.placed {
			list[i].apart = r.at.apart(a.sieve.center)
		}
	}
	from, to := a.window(len(hits))
	for _, hit := range pick(list, to, a.t.nearer)[from:] {
		a.page = append(a.page, hit.rid)
	}
}

func (t *table) nearer(a, b away) int {
	switch {
	case a.apart < b.apart:
		return -1
	case a.apart > b.apart:
		return 1
	case t.ids[a.rid] < t.ids[b.rid]:
		return -1
	case t.ids[a.rid] > t.ids[b.rid]:
		return 1
	}
	return 0
}

func (a *answer) distance(rid uint32) float64 {
	r := &a.t.rows[rid]
	switch {
	case a.q.Near == nil:
		return 0
	case !r.placed:
		return -1
	}
	return metres(r.at.apart(a.sieve.center))
}
