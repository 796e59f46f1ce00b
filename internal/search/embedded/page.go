package embedded

import (
	"cmp"
	"math"

	"partant/internal/search"
)

// window returns which of total hits are on the page.
func (a *answer) window(total int) (from, to int) {
	page := a.q.Page
	from = min(max(0, page.Number-1)*page.Size, total)
	return from, min(from+page.Size, total)
}

// sort brings the hits in order and takes the page.
func (a *answer) sort(hits []uint32, lacks []lack) {
	from, to := a.window(len(hits))
	switch {
	case from == to:
	case a.q.Sort == search.ByDistance:
		a.byDistance(hits)
	case a.found != nil && a.q.Sort == search.ByRelevance:
		a.byWorth(hits, lacks)
	case a.found == nil && a.dense(len(hits), to):
		a.walk(from, to)
	default:
		a.byOrder(hits)
	}
}

// dense reports whether the first hits are sooner found by walking an order than by picking them among all.
func (a *answer) dense(total, first int) bool { return first*a.t.live < total*total }

// walk follows an order as far as the page.
func (a *answer) walk(from, to int) {
	seen := 0
	for _, rid := range a.t.orders[orderOf(a.q.Sort)] {
		if a.sieve.fails(rid) != 0 {
			continue
		}
		if seen++; seen > from {
			a.page = append(a.page, rid)
		}
		if seen == to {
			return
		}
	}
}

// byOrder takes the page of hits in a kept order.
func (a *answer) byOrder(hits []uint32) {
	from, to := a.window(len(hits))
	order := orderOf(a.q.Sort)
	a.page = pick(hits, to, func(x, y uint32) int { return a.t.compare(order, x, y) })[from:]
}

func (a *answer) byWorth(hits []uint32, lacks []lack) {
	k := ranker{t: a.t, m: a.found.meaning}
	list := make([]ranked, len(hits))
	for i, rid := range hits {
		if lacks == nil {
			list[i] = ranked{rid: rid, worth: k.rank(rid, none)}
		} else {
			list[i] = ranked{rid: rid, worth: k.rank(rid, lacks[i].column), lacks: lacks[i].common}
		}
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
			list[i].apart = a.t.at[rid].apart(a.sieve.center)
		}
	}
	from, to := a.window(len(hits))
	for _, hit := range pick(list, to, a.t.nearer)[from:] {
		a.page = append(a.page, hit.rid)
	}
}

func (t *table) nearer(a, b away) int {
	return cmp.Or(cmp.Compare(a.apart, b.apart), cmp.Compare(t.ids[a.rid], t.ids[b.rid]))
}

func (a *answer) distance(rid uint32) float64 {
	r := &a.t.rows[rid]
	switch {
	case a.q.Near == nil:
		return 0
	case !r.placed:
		return -1
	}
	return metres(a.t.at[rid].apart(a.sieve.center))
}
