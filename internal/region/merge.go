package region

// dissolve merges areas by group and returns the rings of each group: the arcs that have it on one side only, joined
// end to end. Rings of one group may touch in a point; filled by the even-odd rule they show the same area anyhow.
func (t *topology) dissolve(groupOf map[string]string) map[string][][]int {
	edges := map[string][]int{}
	for _, code := range t.codes {
		for _, ring := range t.areas[code].rings {
			for _, ref := range ring {
				if t.outer(ref, groupOf) {
					edges[groupOf[code]] = append(edges[groupOf[code]], ref)
				}
			}
		}
	}
	merged := make(map[string][][]int, len(edges))
	for group, refs := range edges {
		merged[group] = t.joined(refs)
	}
	return merged
}

// outer reports whether an arc parts two groups, or a group from outside.
func (t *topology) outer(ref int, groupOf map[string]string) bool {
	s := t.sides[arcOf(ref)]
	return len(s) < 2 || groupOf[s[0]] != groupOf[s[1]]
}

// joined links directed arcs end to end into chains as long as they go, in an order that depends on refs alone. An arc
// given in both directions is taken in one of them.
func (t *topology) joined(refs []int) [][]int {
	from := map[[2]float64][]int{}
	for _, ref := range refs {
		from[t.start(ref)] = append(from[t.start(ref)], ref)
	}
	used := map[int]bool{}
	var chains [][]int
	for _, first := range refs {
		if used[first] {
			continue
		}
		var chain []int
		for ref, ok := first, true; ok; ref, ok = next(from[t.start(^ref)], used) {
			used[ref], used[^ref] = true, true
			chain = append(chain, ref)
		}
		chains = append(chains, chain)
	}
	return chains
}

func next(candidates []int, used map[int]bool) (int, bool) {
	for _, ref := range candidates {
		if !used[ref] {
			return ref, true
		}
	}
	return 0, false
}

// start is where a reference begins, in degrees: equal for arcs that meet there.
func (t *topology) start(ref int) [2]float64 {
	arc := t.lonlat[arcOf(ref)]
	if ref >= 0 {
		return arc[0]
	}
	return arc[len(arc)-1]
}

// borders returns the arcs between two areas that the test wants, joined into lines. Each is there once; where a line
// can run on through an arc in either direction, it does, for shorter paths.
func (t *topology) borders(want func(a, b string) bool) [][]int {
	var refs []int
	for i := range t.arcs {
		if s := t.sides[i]; len(s) == 2 && want(s[0], s[1]) {
			refs = append(refs, i, ^i)
		}
	}
	return t.joined(refs)
}
