package profile

import (
	"context"
	"errors"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/id"
	"partant/internal/viewer"
)

// outside is how far from the commune's point nothing that is known otherwise than by hand can be right, in metres.
const outside = 15_000

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
	case geo.Distance(*shown, town.Point) > geo.ByHandMost:
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

// same reports whether post arrives at the same door.
func (a Address) same(b Address) bool {
	return a.Street == b.Street && a.Postcode == b.Postcode && a.Commune == b.Commune
}

// Retract has each page that is erased owe OwesWords.
func (s *Service) Retract() *Service { s.words = true; return s }

// TellHidden has each page that is hidden, or shown again, owe OwesSaid.
func (s *Service) TellHidden() *Service { s.said = true; return s }

// turn dates a change of whether p is seen, and records what follows from it.
func (s *Service) turn(p *Profile) {
	s.touch(p)
	if s.said {
		p.Owes.Owe(id.New(), OwesSaid, s.now())
	}
}

// PlaceAddresses makes the Service record, with each change, that a service of addresses is to be asked where the page is.
func (s *Service) PlaceAddresses() *Service { s.places = true; return s }

// SeeksPlace reports whether p may be placed better by its address: it has one that anybody may read, and nothing better
// than its commune is known. Examples have addresses that are none.
func (p *Profile) SeeksPlace() bool {
	return p.Place != nil && p.Place.By == AtCommune && p.Address.Street != "" && !p.Discreet() && !p.Example
}

// owePlace records that p is to be placed by its address. What was owed for another is forgotten.
func (s *Service) owePlace(p *Profile) {
	p.Owes.Drop(OwesPlace)
	if s.places && p.SeeksPlace() {
		p.owe(OwesPlace, s.now())
	}
}

// Placed pays a debt of kind OwesPlace: it puts the page where its address is known to be, unless somebody has changed the
// address or placed the page since it was asked; nil: the address is not known. It is no new version of the page, since
// nobody's word changes, and no edit under way is disturbed. An erased page is no error.
func (s *Service) Placed(ctx context.Context, asked Profile, paid debt.Debt, at *geo.Point) (err error) {
	defer fault.Wrap(&err, "profile.Placed(%s)", asked.ID)
	_, err = s.store.Update(ctx, asked.ID, func(p *Profile) error {
		p.Owes.Clear(paid)
		if at == nil || !p.SeeksPlace() || !p.Address.same(asked.Address) {
			return nil
		}
		p.Place = &Place{Point: at.Fine(), By: AtAddress}
		p.owe(OwesIndex, s.now())
		p.owe(OwesIndex, s.now().Add(again))
		return nil
	})
	if err == nil && at != nil {
		s.wake()
	}
	return unlessGone(err)
}

// again is when the index hears of a place once more. Another copy of the program may be making the index anew from what
// it read before, and versions alone would not tell it.
const again = time.Hour

// PlaceLater notes that a debt of kind OwesPlace was tried in vain, and when to try again. An erased page is no error.
func (s *Service) PlaceLater(ctx context.Context, pageID string, tried debt.Debt, due time.Time) (err error) {
	defer fault.Wrap(&err, "profile.PlaceLater(%s)", pageID)
	_, err = s.store.Update(ctx, pageID, func(p *Profile) error { p.Owes.Delay(tried.ID, due); return nil })
	return unlessGone(err)
}

func unlessGone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
