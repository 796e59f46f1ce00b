// Package catalog keeps the search index in step with the store: it makes documents of profiles and pays the debts
// that each change of a profile records.
package catalog

import (
	"strings"

	"partant/internal/profile"
	"partant/internal/search"
	"partant/internal/territory"
	"partant/internal/text"
)

// Gazetteer finds the words for the codes that a profile holds.
type Gazetteer interface {
	Labels(p *profile.Profile) territory.Labels
}

// Document is what the index may know of p: only what an anonymous visitor may read.
func Document(p *profile.Profile, words territory.Labels) search.Document {
	d := search.Document{
		ID: p.ID, Name: p.Name, Kind: string(p.Kind), NAF: p.Activity, NAFLabel: words.Trade, Sector: words.Sector,
		Commune: words.Commune, EPCI: words.EPCI, Postcode: p.Address.Postcode,
		Description: strings.TrimSpace(p.Pitch + "\n" + text.Cut(p.About.Text, 2000)),
		Tags:        p.Tags, Offers: p.Offers, Seeks: p.Seeks,
		CreatedAt: p.Created, UpdatedAt: p.Updated,
	}
	if p.Place != nil {
		at := p.Place.Point
		d.At = &at
	}
	return d
}
