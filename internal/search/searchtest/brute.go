package searchtest

import (
	"cmp"
	"math"
	"slices"

	"partant/internal/geo"
	"partant/internal/search"
	"partant/internal/text"
)

// world answers queries without text the slow way, by looking at every document: what engines are compared with.
type world []search.Document

// result returns what q must find. Hits carry IDs and distances only.
func (w world) result(q search.Query) search.Result {
	var found []*search.Document
	for i := range w {
		if passes(&w[i], q.Filter) && within(&w[i], q.Near) {
			found = append(found, &w[i])
		}
	}
	by := order(q)
	slices.SortFunc(found, func(a, b *search.Document) int { return by(*a, *b) })
	result := search.Result{Total: len(found)}
	for _, facet := range q.Facets {
		if result.Facets == nil {
			result.Facets = make(map[search.Field]search.Counts)
		}
		result.Facets[facet.Field] = w.counts(q, facet)
	}
	from := max(0, q.Page.Number-1) * q.Page.Size
	for _, d := range found[min(from, len(found)):min(from+q.Page.Size, len(found))] {
		result.Hits = append(result.Hits, search.Hit{ID: d.ID, Distance: distance(d, q.Near)})
	}
	return result
}

func (w world) counts(q search.Query, facet search.Facet) search.Counts {
	filter := q.Filter
	if facet.Open {
		filter = filter.Without(facet.Field)
	}
	counts := make(search.Counts)
	for i := range w {
		d := &w[i]
		if passes(d, filter) && within(d, q.Near) {
			for _, value := range distinct(values(d, facet.Field)) {
				counts[value]++
			}
		}
	}
	return counts
}

func distinct(list []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// fields are those that facets count and filters compare.
var fields = []search.Field{
	search.Kind, search.Sector, search.Commune, search.EPCI, search.Tag, search.Offer, search.Seek,
}

// values returns what a document has in a field; an empty value is none.
func values(d *search.Document, field search.Field) []string {
	switch field {
	case search.Kind:
		return single(d.Kind)
	case search.Sector:
		return single(d.Sector)
	case search.Commune:
		return single(d.Commune)
	case search.EPCI:
		return single(d.EPCI)
	case search.Tag:
		return d.Tags
	case search.Offer:
		return d.Offers
	}
	return d.Seeks
}

func single(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

func passes(d *search.Document, f search.Filter) bool {
	for _, field := range fields {
		wanted := f.Values(field)
		has := func(value string) bool { return slices.Contains(wanted, value) }
		if len(wanted) > 0 && !slices.ContainsFunc(values(d, field), has) {
			return false
		}
	}
	return d.Followers >= f.MinFollowers && !d.UpdatedAt.Before(f.UpdatedFrom)
}

func within(d *search.Document, near *search.Near) bool {
	if near == nil || near.Radius == 0 {
		return true
	}
	return d.At != nil && geo.Distance(*d.At, near.Center) <= near.Radius
}

// distance is what Hit.Distance must be: 0 without a centre, -1 for a document that is nowhere.
func distance(d *search.Document, near *search.Near) float64 {
	switch {
	case near == nil:
		return 0
	case d.At == nil:
		return -1
	}
	return geo.Distance(*d.At, near.Center)
}

// order returns how the documents of q are sorted, when it has no text.
func order(q search.Query) func(a, b search.Document) int {
	by := func(a, b search.Document) int { return b.UpdatedAt.Compare(a.UpdatedAt) }
	switch q.Sort {
	case search.ByDistance:
		by = func(a, b search.Document) int { return cmp.Compare(far(a, q.Near), far(b, q.Near)) }
	case search.ByCreated:
		by = func(a, b search.Document) int { return b.CreatedAt.Compare(a.CreatedAt) }
	case search.ByName:
		by = func(a, b search.Document) int { return cmp.Compare(text.Fold(a.Name), text.Fold(b.Name)) }
	case search.ByFollowers:
		by = func(a, b search.Document) int { return cmp.Compare(b.Followers, a.Followers) }
	}
	return func(a, b search.Document) int { return cmp.Or(by(a, b), cmp.Compare(a.ID, b.ID)) }
}

func far(d search.Document, near *search.Near) float64 {
	if d.At == nil {
		return math.Inf(1)
	}
	return geo.Distance(*d.At, near.Center)
}
