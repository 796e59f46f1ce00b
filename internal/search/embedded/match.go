package embedded

import (
	"context"
	"math/bits"
	"slices"

	"partant/internal/search/french"
)

// few is how many hits are so few that the words may be misspelt ones that happen to exist.
const few = 3

// matched is the live rows that a text finds.
type matched struct {
	rids    []uint32
	lacks   []lack // the word that each row has not, when one was let go
	meaning *meaning
	relaxed bool
}

// match finds the rows that have every word. It looks at the text alone, before any filter, so that what a count
// promises is what ticking it shows, and every page of a text has the same total.
func (c *content) match(ctx context.Context, plan []french.Word) (*matched, error) {
	m := &matched{meaning: c.t.understand(plan)}
	sets, err := c.sets(ctx, m.meaning)
	if err != nil {
		return nil, err
	}
	m.rids = c.t.alive(intersect(sets))
	if len(m.rids) < few && c.guess(m.meaning) {
		if sets, err = c.sets(ctx, m.meaning); err != nil {
			return nil, err
		}
		m.rids = c.t.alive(intersect(sets))
	}
	if len(m.rids) == 0 && len(sets) > 1 {
		m.rids, m.lacks = c.t.allButOne(sets)
		m.relaxed = len(m.rids) > 0
	}
	return m, nil
}

// guess takes every word for a misspelt one, and reports whether that means anything new.
func (c *content) guess(m *meaning) bool {
	more := false
	for i := range m.words {
		more = m.addSlips(c.t, &m.words[i]) || more
	}
	return more
}

// sets returns the rows of each word, in order, dead ones included.
func (c *content) sets(ctx context.Context, m *meaning) ([][]uint32, error) {
	sets := make([][]uint32, len(m.words))
	for i := range m.words {
		rids, err := c.rows(ctx, m, &m.words[i])
		if err != nil {
			return nil, err
		}
		sets[i] = rids
	}
	return sets, nil
}

func (c *content) rows(ctx context.Context, m *meaning, w *wordMeaning) ([]uint32, error) {
	last := uint32(len(c.t.rows) - 1)
	var rids []uint32
	if match := w.match(&c.t.vocab); match != "" {
		var err error
		rids, err = c.kept.get(match, last, func(from uint32) (found []uint32, err error) {
			err = c.pool.use(ctx, func(r *readConn) error {
				found, err = r.find(match, from)
				return err
			})
			return found, err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(w.begun) > 0 && !w.Everywhere() {
		begun, _ := c.kept.get("^"+w.Typed, last, func(from uint32) ([]uint32, error) { return c.t.beginning(w.begun, from), nil })
		rids = union(rids, begun)
	}
	return rids, nil
}

// beginning returns the rows after from whose name or place has one of the words that a short open one begins.
func (t *table) beginning(words []uint32, from uint32) []uint32 {
	begun := make([]bool, len(t.vocab.words))
	for _, id := range words {
		begun[id] = true
	}
	begins := func(id uint32) bool { return begun[id] }
	var rids []uint32
	for rid := from + 1; int(rid) < len(t.rows); rid++ {
		r := &t.rows[rid]
		if r.live && (slices.ContainsFunc(t.segmentOf(r, inName), begins) || slices.ContainsFunc(t.segmentOf(r, inPlace), begins) ||
			slices.ContainsFunc(t.segmentOf(r, inOther), begins)) {
			rids = append(rids, rid)
		}
	}
	return rids
}

// alive drops the dead rows.
func (t *table) alive(rids []uint32) []uint32 {
	live := make([]uint32, 0, len(rids))
	for _, rid := range rids {
		if t.rows[rid].live {
			live = append(live, rid)
		}
	}
	return live
}

// lack is a word of the query that a row has not, and how many rows have it.
type lack struct {
	column int
	common int32
}

// allButOne returns the live rows that lack one word, and which.
func (t *table) allButOne(sets [][]uint32) (rids []uint32, lacks []lack) {
	words := make(map[uint32]uint16)
	for i, set := range sets {
		for _, rid := range set {
			words[rid] |= 1 << i
		}
	}
	for rid, has := range words {
		if t.rows[rid].live && bits.OnesCount16(has) == len(sets)-1 {
			rids = append(rids, rid)
		}
	}
	slices.Sort(rids)
	for _, rid := range rids {
		column := bits.TrailingZeros16(^words[rid])
		lacks = append(lacks, lack{column, int32(len(sets[column]))})
	}
	return rids, lacks
}

// intersect returns what all sets have in common. Sets are in order.
func intersect(sets [][]uint32) []uint32 {
	sets = slices.Clone(sets)
	slices.SortFunc(sets, func(a, b []uint32) int { return len(a) - len(b) })
	common := sets[0]
	for _, set := range sets[1:] {
		common = both(common, set)
	}
	return common
}

// both returns what a short and a long set have in common.
func both(short, long []uint32) []uint32 {
	const muchLonger = 32
	var common []uint32
	for _, rid := range short {
		if len(long) > muchLonger*len(short) {
			at, found := slices.BinarySearch(long, rid)
			long = long[at:]
			if found {
				common = append(common, rid)
			}
			continue
		}
		for len(long) > 0 && long[0] < rid {
			long = long[1:]
		}
		if len(long) > 0 && long[0] == rid {
			common = append(common, rid)
		}
	}
	return common
}

func union(a, b []uint32) []uint32 {
	if len(a) == 0 {
		return b
	}
	all := make([]uint32, 0, len(a)+len(b))
	all = append(append(all, a...), b...)
	slices.Sort(all)
	return slices.Compact(all)
}
