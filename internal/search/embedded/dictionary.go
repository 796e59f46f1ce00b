package embedded

import "partant/internal/search"

// The fields that facets count: those with one value come first, then those with a list.
const (
	kind = iota
	sector
	commune
	epci
	tags
	offers
	seeks
	fields
	singles = tags
	lists   = fields - singles
)

// facetFields are the names of the fields.
var facetFields = [fields]search.Field{
	search.Kind, search.Sector, search.Commune, search.EPCI, search.Tag, search.Offer, search.Seek,
}

// dictionary numbers the values of a field from 1; 0 is no value. Values are never forgotten before a Rebuild.
type dictionary struct {
	values []string
	ids    map[string]uint32
}

func newDictionary() dictionary {
	return dictionary{values: []string{""}, ids: map[string]uint32{"": 0}}
}

// add gives value the next number.
func (d *dictionary) add(value string) {
	d.ids[value] = uint32(len(d.values))
	d.values = append(d.values, value)
}
