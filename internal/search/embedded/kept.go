package embedded

import (
	"container/list"
	"slices"
	"sync"
)

// keptPostings remembers which rows have a word, for the words that are asked for often. What it remembers is never
// wrong: rows are only ever added, so an answer stays true of the rows it covers, and only newer ones are asked for.
type keptPostings struct {
	mu      sync.Mutex
	entries map[string]*list.Element
	recent  *list.List // of *posting, the last used first
	size    int
}

// posting is the rows, up to the row covers, that match. It does not change.
type posting struct {
	match  string
	rids   []uint32
	covers uint32
}

// mostKept bounds the rows remembered: 8 MB.
const mostKept = 2_000_000

func newKeptPostings() *keptPostings {
	return &keptPostings{entries: make(map[string]*list.Element), recent: list.New()}
}

// get returns the rows up to last that match, asking more for those after from that it does not know.
func (k *keptPostings) get(match string, last uint32, more func(from uint32) ([]uint32, error)) ([]uint32, error) {
	known := k.known(match)
	if known.covers > last {
		at, _ := slices.BinarySearch(known.rids, last+1)
		return known.rids[:at], nil
	}
	if known.covers == last {
		return known.rids, nil
	}
	rids, err := more(known.covers)
	if err != nil {
		return nil, err
	}
	at, _ := slices.BinarySearch(rids, last+1) // rows that are written, but not in the table yet
	known = &posting{match: match, rids: slices.Concat(known.rids, rids[:at]), covers: last}
	k.keep(known)
	return known.rids, nil
}

func (k *keptPostings) known(match string) *posting {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e := k.entries[match]; e != nil {
		k.recent.MoveToFront(e)
		return e.Value.(*posting)
	}
	return &posting{}
}

func (k *keptPostings) keep(p *posting) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if e := k.entries[p.match]; e != nil {
		k.forget(e)
	}
	k.entries[p.match] = k.recent.PushFront(p)
	k.size += cost(p)
	for k.size > mostKept && k.recent.Len() > 1 {
		k.forget(k.recent.Back())
	}
}

func (k *keptPostings) forget(e *list.Element) {
	p := k.recent.Remove(e).(*posting)
	delete(k.entries, p.match)
	k.size -= cost(p)
}

// cost is the rows of p, and what its text and the lists take, in rows.
func cost(p *posting) int { return len(p.rids) + len(p.match)/4 + 50 }
