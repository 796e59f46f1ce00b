package embedded

import (
	"partant/internal/search/french"
	"partant/internal/text"
)

// table is the part of the index that lives in memory: one row for each document by rid, the words that rank it, and
// what is kept ready. The Index guards it.
type table struct {
	lex    *french.Lexicon
	rows   []row    // by rid; rows[0] is nobody's, and replaced documents leave dead rows
	ids    []string // by rid
	names  []string // by rid, folded
	at     []vector // by rid
	words  []uint32
	values []uint32
	live   int
	dicts  [fields]dictionary
	vocab  vocabulary
	orders [orders][]uint32
	counts tallies
}

func newTable(lex *french.Lexicon) *table {
	t := &table{lex: lex, rows: make([]row, 1), ids: make([]string, 1), names: make([]string, 1), at: make([]vector, 1), vocab: newVocabulary()}
	for f := range t.dicts {
		t.dicts[f] = newDictionary()
	}
	return t
}

// change is one document written: the rid it has now (0 when it was deleted) and the one it had (0 when it is new).
// They are equal when nothing changed that words are drawn from.
type change struct {
	now, before uint32
	id, name    string
	packed      packed
	used        []uint32 // every word of the document, when they are new
}

// load adds a document without putting it in order: settle does, once for all.
func (t *table) load(rid uint32, id, name string, p *packed) {
	for uint32(len(t.rows)) <= rid {
		t.rows, t.at = append(t.rows, row{}), append(t.at, vector{})
		t.ids, t.names = append(t.ids, ""), append(t.names, "")
	}
	r := p.row
	r.words, r.values = uint32(len(t.words)), uint32(len(t.values))
	t.words, t.values = append(t.words, p.words...), append(t.values, p.values...)
	t.rows[rid], t.at[rid] = r, vectorOf(p.point)
	t.ids[rid], t.names[rid] = id, text.Fold(name)
	t.live++
}

// drop forgets a document whose orders are not kept yet.
func (t *table) drop(rid uint32) {
	t.rows[rid].live = false
	t.ids[rid], t.names[rid] = "", ""
	t.live--
}

// settle makes ready what is kept ready, when all is loaded.
func (t *table) settle() {
	t.vocab.sort()
	t.sortOrders()
	t.counts.reset(t)
}

// apply brings one write into a settled table.
func (t *table) apply(c *change) {
	if c.before != 0 {
		t.counts.count(t, c.before, -1)
		t.leaveOrders(c.before)
	}
	switch {
	case c.now == 0:
		t.drop(c.before)
	case c.now == c.before:
		t.edit(c.now, &c.packed)
	default:
		if c.before != 0 {
			t.drop(c.before)
		}
		t.load(c.now, c.id, c.name, &c.packed)
	}
	for _, word := range c.used {
		t.vocab.used[word]++
	}
	if c.now != 0 {
		t.joinOrders(c.now)
		t.counts.count(t, c.now, 1)
	}
}

// edit changes what no word is drawn from, in place.
func (t *table) edit(rid uint32, p *packed) {
	words, values := t.rows[rid].words, t.rows[rid].values
	t.rows[rid], t.at[rid] = p.row, vectorOf(p.point)
	t.rows[rid].words, t.rows[rid].values = words, values
}

// garbage is how many rows are dead.
func (t *table) garbage() int { return len(t.rows) - 1 - t.live }

// segmentOf returns the words of one part of a document.
func (t *table) segmentOf(r *row, segment int) []uint32 {
	from := r.words
	for _, n := range r.segment[:segment] {
		from += uint32(n)
	}
	return t.words[from : from+uint32(r.segment[segment])]
}

// valuesOf calls yield with each value a document has in a field.
func (t *table) valuesOf(r *row, field int, yield func(value uint32)) {
	if field < singles {
		if value := r.single[field]; value != 0 {
			yield(value)
		}
		return
	}
	for _, value := range t.listOf(r, field-singles) {
		yield(value)
	}
}

func (t *table) listOf(r *row, list int) []uint32 {
	from := r.values
	for _, n := range r.list[:list] {
		from += uint32(n)
	}
	return t.values[from : from+uint32(r.list[list])]
}
