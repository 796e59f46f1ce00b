package profile

import (
	"slices"
)

// Releases reports whether p goes back to its open data when those who own it leave or delete it, rather than being erased.
// A page that was renamed does not: its addresses are made of the words of its owner.
func (p *Profile) Releases() bool {
	return p.Source != nil && !p.Example && !slices.Contains(p.Owned, FieldName)
}

// keepGiven keeps what the source gave where an owner's word replaces it.
func (p *Profile) keepGiven(from Draft, fields []Field) {
	if p.Source == nil || len(fields) == 0 {
		return
	}
	given := Draft{}
	if p.Given != nil {
		given = *p.Given
	}
	for _, f := range fields {
		slots[f].copy(&given, &from)
	}
	p.Given = &given
}

// release makes p what its open data says, and nobody's; false where it cannot be.
func (s *Service) release(p *Profile) bool {
	if !p.Releases() {
		return false
	}
	given := Draft{Kind: p.Kind, Commune: p.Address.Commune}
	if slices.Contains(p.Owned, FieldCommune) {
		given.Commune = ""
	}
	if p.Given != nil {
		given = *p.Given
	}
	d := Filled(*p).keeping(given, p.Owned)
	q := *p
	q.Team, q.Owned, q.Given, q.Verified, q.Doubt, q.Entries, q.Acts, q.By = nil, nil, nil, nil, nil, nil, nil, ""
	q.NoQuestions = false
	q.Pictures = Pictures{}
	q.unhide(Leaving)
	if q.Place != nil && q.Place.By == ByHand {
		q.Place = nil
	}
	q.Owes = slices.Clone(p.Owes)
	q.Owes.Drop(OwesLetter)
	if err := s.fill(&q, d); err != nil {
		return false
	}
	*p = q
	return true
}
