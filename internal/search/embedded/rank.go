package embedded

import "cmp"

// What a word is worth by where it stands, and by how it stands there for the word that was typed.
var (
	worth = [segments]float32{inName: 4, inTags: 3, inLabel: 2.2, inPlace: 2.5, inOffers: 1.2}
	near  = [likenesses]float32{exact: 1, stem: .92, synonym: .85, start: .5, slip1: .45, slip2: .3}
)

const (
	// inBody is what a word is worth that stands in the description only: how it stands there is not kept.
	inBody = .6 * .9
	// wholeName is added when every word of the name was asked for, and its share when some were.
	wholeName = 1
)

// ranker gives rows their worth.
type ranker struct {
	t    *table
	m    *meaning
	best [maxColumns]float32
}

// maxColumns is french.MaxWords, as an array needs it.
const maxColumns = 10

// rank returns what a row is worth: for each word its best place, and how much of the name was asked for.
func (k *ranker) rank(rid uint32, has uint16) float32 {
	r := &k.t.rows[rid]
	best := k.best[:len(k.m.words)]
	for i := range best {
		best[i] = 0
		if has>>i&1 == 1 {
			best[i] = inBody
		}
	}
	asked := 0
	from := r.words
	for segment, n := range r.segment {
		for _, id := range k.t.words[from : from+uint32(n)] {
			if k.raise(best, id, segment) && segment == inName {
				asked++
			}
		}
		from += uint32(n)
	}
	sum := float32(0)
	if n := r.segment[inName]; n > 0 {
		sum = wholeName * float32(asked) / float32(n)
	}
	for _, value := range best {
		sum += value
	}
	return sum
}

// raise brings the words of the query to what a word of the document is worth, and reports whether it stands for any.
func (k *ranker) raise(best []float32, id uint32, segment int) bool {
	found := false
	for i, like := range k.m.like[int(id)*len(best):][:len(best)] {
		if like == 0 {
			continue
		}
		found = true
		best[i] = max(best[i], worth[segment]*near[like])
	}
	return found
}

// ranked is a row and its worth.
type ranked struct {
	rid   uint32
	worth float32
}

// before orders by worth, then by followers, then by id.
func (t *table) before(a, b ranked) int {
	if n := cmp.Compare(b.worth, a.worth); n != 0 {
		return n
	}
	return t.compare(byFollowers, a.rid, b.rid)
}
