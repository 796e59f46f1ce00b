package web

import (
	"partant/internal/clock"
	"partant/internal/directory"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// card is a profile in a list.
func (s *site) card(p *profile.Profile) views.Card {
	return views.Card{Slug: p.Slug, Kind: p.Kind, Name: p.Name, Logo: p.Pictures.Logo, Trade: s.Territory.Trade(p), Town: s.Territory.TownName(p.Address.Commune),
		Pitch: p.Pitch, Offers: p.Offers, Seeks: p.Seeks, Example: p.Example, Writable: p.Email.Value != "" && !p.Example, Verified: views.Verified(p.Verified, clock.Paris)}
}

func (s *site) cards(profiles []profile.Profile) []views.Card {
	cards := make([]views.Card, len(profiles))
	for i := range profiles {
		cards[i] = s.card(&profiles[i])
	}
	return cards
}

// ownPages are the pages of who looks, and what they are there.
func (s *site) ownPages(profiles []profile.Profile, v viewer.Viewer) []views.OwnPage {
	own := make([]views.OwnPage, len(profiles))
	for i := range profiles {
		own[i] = views.OwnPage{Card: s.card(&profiles[i]), Role: profiles[i].RoleOf(v.Account), Read: profiles[i].CanRead(v)}
	}
	return own
}

// found is a list of hits, with what makes each a hit.
func (s *site) found(hits []directory.Hit) []views.Card {
	cards := make([]views.Card, len(hits))
	for i := range hits {
		cards[i] = s.card(&hits[i].Profile)
		cards[i].Marks, cards[i].Distance = hits[i].Marks, views.Kilometres(hits[i].Distance)
	}
	return cards
}
