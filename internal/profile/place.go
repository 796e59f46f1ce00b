package profile

import (
	"context"
	"errors"

	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/viewer"
)

const (
	farthest = 40_000 // metres from the commune's point to what is shown by hand
	outside  = 15_000 // metres from it where nothing known otherwise can be right
)

// shown is the point that the author gave by hand; nil when there is none, or none that can be read.
func (d Draft) shown(add adder) *geo.Point {
	if d.Place == "" {
		return nil
	}
	at, err := geo.Parse(d.Place)
	if err != nil {
		add(FieldPlace, "La position n'est pas lisible : placez le repère à nouveau.")
		return nil
	}
	return &at
}

// fillPlace puts p on the map: where its author shows, else where it is known to be, else at the commune.
func (p *Profile) fillPlace(shown *geo.Point, town Town, add adder) {
	switch {
	case shown == nil:
		p.Place = near(p.Place, town)
	case geo.Distance(*shown, town.Point) > farthest:
		add(FieldPlace, "Ce point est loin de la commune choisie : placez le repère à nouveau.")
	default:
		p.Place = &Place{Point: *shown, By: ByHand}
	}
}

// near keeps what is known better than the commune's middle while the page stays in the commune.
func near(was *Place, town Town) *Place {
	if was != nil && (was.By == BySource || was.By == AtAddress) && geo.Distance(was.Point, town.Point) < outside {
		return was
	}
	return &Place{Point: town.Point, By: AtCommune}
}

// ShowAt puts the marker of a page where somebody points on the map, "lat,lon"; empty: it is taken away, and the page is
// placed as if nobody had. What others change meanwhile stays. Errors: as ForEdit; fault.Fields.
// It is fault.Conflict only when the page never stands still.
func (s *Service) ShowAt(ctx context.Context, v viewer.Viewer, slug, at string) (_ Profile, err error) {
	defer fault.Wrap(&err, "profile.ShowAt(%.80q)", slug)
	for range 50 {
		p, err := s.ForEdit(ctx, v, slug)
		if err != nil {
			return Profile{}, err
		}
		if p.Discreet() {
			return Profile{}, fault.Fields{string(FieldPlace): "Tout le monde ne voit pas le numéro et la rue de cette page : sur la carte, le repère montre la commune et rien de plus précis."}
		}
		d := Filled(p)
		d.Place = at
		if p, err = s.Edit(ctx, v, p.ID, d); !errors.Is(err, fault.Conflict) {
			return p, err
		}
	}
	return Profile{}, fault.Conflict
}
