package embedded

import "cmp"

// What a word is worth by where it stands, and by how it stands there for the word that was typed.
var (
	worth    = [segments]float32{inName: 3.5, inTags: 3, inLabel: 2.2, inPlace: 2.5, inOffers: 1.2, inOther: 2.5}
	nearness = [likenesses]float32{exact: 1, stem: .92, synonym: .85, start: .5, slip1: .45, slip2: .3}
)

const (
	// inBody is what a word is worth that stands in the description only: how it stands there is not kept.
	inBody = .5
	// again is how much of its worth a word keeps in its other places: a boucherie whose tags say boucher is one;
	// somebody whose name is Boucher may not be.
	again = .5
	// wholeName is added when every word of the name was asked for, and its share when some were; wholePlace is the
	// same for the commune, so that Gien comes before Poilly-lez-Gien.
	wholeName  = 1
	wholePlace = 2
)

// maxColumns is french.MaxWords, as an array needs it, and none is the column that no word has.
const (
	maxColumns = 10
	none       = -1
)

// ranker gives rows their worth.
type ranker struct {
	t    *table
	m    *meaning
	best [maxColumns][segments]float32
}

// rank returns what a row is worth that has all words but the one of the column lacks.
func (k *ranker) rank(rid uint32, lacks int) float32 {
	r := &k.t.rows[rid]
	best := k.best[:len(k.m.words)]
	clear(best)
	sum := float32(0)
	from := r.words
	for segment, n := range r.segment {
		asked := 0
		for _, id := range k.t.words[from : from+uint32(n)] {
			if k.raise(best, id, segment) {
				asked++
			}
		}
		switch {
		case n == 0:
		case segment == inName:
			sum += wholeName * float32(asked) / float32(n)
		case segment == inPlace:
			sum += wholePlace * float32(asked) / float32(n)
		}
		from += uint32(n)
	}
	for column := range best {
		if column != lacks {
			sum += together(&best[column])
		}
	}
	return sum
}

// raise brings the words of the query to what a word of the document is worth, and reports whether it stands for any.
func (k *ranker) raise(best [][segments]float32, id uint32, segment int) bool {
	found := false
	for i, like := range k.m.like[int(id)*len(best):][:len(best)] {
		if like != 0 {
			found = true
			best[i][segment] = max(best[i][segment], worth[segment]*nearness[like])
		}
	}
	return found
}

// together is what a word is worth in all its places. That of the commune says nothing more in the name.
func together(places *[segments]float32) float32 {
	most, sum := float32(0), float32(0)
	if places[inPlace] > 0 {
		places[inName] = 0
	}
	for _, value := range places {
		most, sum = max(most, value), sum+value
	}
	if most == 0 {
		return inBody
	}
	return most + again*(sum-most)
}

// ranked is a row, its worth, and how common the word is that it lacks.
type ranked struct {
	rid   uint32
	worth float32
	lacks int32
}

// before orders by worth, then by followers, then by id. The commonest words are let go first.
func (t *table) before(a, b ranked) int {
	if n := cmp.Or(cmp.Compare(b.lacks, a.lacks), cmp.Compare(b.worth, a.worth)); n != 0 {
		return n
	}
	return t.compare(byFollowers, a.rid, b.rid)
}
