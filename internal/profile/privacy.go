package profile

import "partant/internal/viewer"

// fillPrivacy says who sees the street of a person. When not everybody does, nothing kept of the page is more precise than
// its commune: not the map, nor the index, nor what programs read.
func (d Draft) fillPrivacy(p *Profile, g Gazetteer) {
	if d.Door = audience(d.Door); p.Kind != Person || d.Door == ForAll {
		return
	}
	p.Address.For = d.Door
	if town, ok := g.Town(p.Address.Commune); ok {
		p.Place = &Place{Point: town.Point, By: AtCommune}
	}
}

// Street is the street of p as far as v may know it.
func (p *Profile) Street(v viewer.Viewer) string {
	if p.Address.For == "" {
		return p.Address.Street
	}
	return p.seenContact(v, Contact{Value: p.Address.Street, For: p.Address.For}).Value
}

// Discreet reports whether no place of p may be kept that is more precise than its commune.
func (p *Profile) Discreet() bool { return p.Address.For != "" }
