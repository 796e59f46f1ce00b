package territory

import (
	"partant/internal/profile"
)

// Labels are the words for the codes that a profile holds, as the index keeps them.
type Labels struct {
	Commune string // name
	EPCI    string // name of the intercommunalité
	Sector  string // in plain words
	Trade   string // official label, plain label and trade words of the activity
}

// Labels finds the words of a profile.
func (t *Territory) Labels(p *profile.Profile) Labels {
	var words Labels
	if c, ok := t.Region.Commune(p.Address.Commune); ok {
		words.Commune = c.Name
		e, _ := t.Region.EPCI(c.EPCI)
		words.EPCI = e.Name
	}
	if a, ok := t.Activities.Get(p.Activity); ok {
		words.Sector, words.Trade = t.SectorName(a.Sector), a.Searchable()
	}
	return words
}
