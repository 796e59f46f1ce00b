package embedded

import (
	"cmp"
	"slices"

	"partant/internal/search"
)

// The orders that are kept ready: the live rows, first to last.
const (
	byUpdated = iota
	byCreated
	byName
	byFollowers
	orders
)

// orderOf returns the kept order that a sort follows when there is no text and no distance to sort by.
func orderOf(s search.Sort) int {
	switch s {
	case search.ByCreated:
		return byCreated
	case search.ByName:
		return byName
	case search.ByFollowers:
		return byFollowers
	}
	return byUpdated
}

// compare says which of two rows comes first in an order; ties go by id.
func (t *table) compare(order int, a, b uint32) int {
	first, second := &t.rows[a], &t.rows[b]
	n := 0
	switch order {
	case byUpdated:
		n = cmp.Compare(second.updated, first.updated)
	case byCreated:
		n = cmp.Compare(second.created, first.created)
	case byName:
		n = cmp.Compare(t.names[a], t.names[b])
	case byFollowers:
		n = cmp.Compare(second.followers, first.followers)
	}
	if n != 0 {
		return n
	}
	return cmp.Compare(t.ids[a], t.ids[b])
}

func (t *table) sortOrders() {
	all := make([]uint32, 0, t.live)
	for rid := range t.rows {
		if t.rows[rid].live {
			all = append(all, uint32(rid))
		}
	}
	for order := range t.orders {
		rids := slices.Clone(all)
		slices.SortFunc(rids, func(a, b uint32) int { return t.compare(order, a, b) })
		t.orders[order] = rids
	}
}

// place returns where rid is, or would be, in an order.
func (t *table) place(order int, rid uint32) (int, bool) {
	return slices.BinarySearchFunc(t.orders[order], rid, func(a, b uint32) int { return t.compare(order, a, b) })
}

func (t *table) leaveOrders(rid uint32) {
	for order, rids := range t.orders {
		if at, found := t.place(order, rid); found {
			t.orders[order] = slices.Delete(rids, at, at+1)
		}
	}
}

func (t *table) joinOrders(rid uint32) {
	for order, rids := range t.orders {
		at, _ := t.place(order, rid)
		t.orders[order] = slices.Insert(rids, at, rid)
	}
}
