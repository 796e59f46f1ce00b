package directory

import (
	"context"

	"partant/internal/search"
	"partant/internal/viewer"
)

// Wider is what a larger circle would find.
type Wider struct {
	Radius float64 // metres; 0: the whole territory
	Found
}

// widerRadii are tried in turn, in metres; 0 is the whole territory.
var widerRadii = [...]float64{20_000, 50_000, 0}

// Wider looks further round the place of a question that found nothing. It returns nil when there is no place in it,
// or nothing further away either.
func (s *Service) Wider(ctx context.Context, v viewer.Viewer, ask Ask) (*Wider, error) {
	near := ask.Near
	if near == nil && len(ask.Communes) > 0 {
		if _, at, ok := s.names.CommuneCode(ask.Communes[0]); ok {
			near = &search.Near{Center: at}
		}
	}
	if near == nil {
		return nil, nil
	}
	ask.Communes, ask.EPCIs, ask.Page, ask.Facets = nil, nil, 1, false
	for _, radius := range widerRadii {
		if radius != 0 && radius <= near.Radius {
			continue
		}
		ask.Near = &search.Near{Center: near.Center, Radius: radius}
		ask.Sort = search.ByDistance
		found, err := s.Search(ctx, v, ask)
		if err != nil || found.Total > 0 {
			return &Wider{Radius: radius, Found: found}, err
		}
	}
	return nil, nil
}
