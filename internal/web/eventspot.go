package web

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/views"
)

// atCommune is how a place is known that is the middle of its commune.
const atCommune = "commune"

// spotOfEvent is where an event stands on the map, and how that is known; false: it is held on the Web alone, or nobody knows the commune.
func (s *site) spotOfEvent(e *event.Event) (at geo.Point, by string, ok bool) {
	if e.Spot != nil {
		return e.Spot.Point, string(e.Spot.By), true
	}
	town, ok := s.Territory.Region.Commune(e.Commune)
	return town.At, atCommune, ok && e.Place != ""
}

// groundWide is how much of the land the map of an event shows round it, in metres.
const groundWide = 6_000

// fillGround adds the map of where an event is held.
func (s *site) fillGround(c *fiber.Ctx, e *event.Event, p *views.EventPage) {
	at, by, ok := s.spotOfEvent(e)
	if !ok {
		return
	}
	p.Ground.By = event.Located(by)
	p.Ground.Was = s.fragment(c, "ground\x00"+e.ID, func() (templ.Component, error) { return views.GroundMap(s.groundMap(e, at)), nil })
	if e.Spot != nil {
		p.Ground.At = &e.Spot.Point
	}
}

// groundMap is the map of where an event is held.
func (s *site) groundMap(e *event.Event, at geo.Point) views.MapView {
	m := s.around(at, groundWide, "Sur la carte : "+e.Title)
	m.Areas, m.Names = s.areaOf(e.Commune), s.townNames(at, 2*groundWide)
	x, y := s.Territory.Region.Map.XY(at)
	m.Pins = []views.Pin{{X: x, Y: y, Name: e.Title, URL: views.Nowhere}}
	return m
}

// showEventSpot is the map on which who announces an event shows where it is held. All that it does stands in its address.
func (s *site) showEventSpot(c *fiber.Ctx) error {
	e, err := s.changeable(c)
	if err != nil {
		return err
	}
	query := func(name string) string { return c.Query(name) }
	return s.drawEventSpot(c, &e, s.spotOf(e.Commune, spotted(&e), query).touched(s, query).moved(query(views.FieldToward)), "")
}

func spotted(e *event.Event) *geo.Point {
	if e.Spot == nil {
		return nil
	}
	return &e.Spot.Point
}

func (s *site) drawEventSpot(c *fiber.Ctx, e *event.Event, is spot, wrong string) error {
	page := views.SpotPage{Chrome: s.chrome(c, "Le repère de l'événement", views.NavEvents), Of: meetPath(e.Slug), Asks: "Où se retrouve-t-on ?", Name: e.Title, Wrong: wrong, ByHand: e.Spot != nil && e.Spot.By == event.ByHand}
	return s.drawGround(c, &page, e.Commune, "", is)
}

// keepEventSpot puts the marker where it was shown, or takes it away when nothing is shown.
func (s *site) keepEventSpot(c *fiber.Ctx) error {
	shown := typed(c, event.FieldSpot)
	e, err := s.Events.ShowAt(c.UserContext(), who(c).viewer(), c.Params("slug"), shown)
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		if e, err = s.changeable(c); err != nil {
			return err
		}
		c.Status(fiber.StatusUnprocessableEntity)
		return s.drawEventSpot(c, &e, s.spotOf(e.Commune, spotted(&e), func(name string) string { return typed(c, name) }), wrong[event.FieldSpot])
	}
	if err != nil {
		return err
	}
	if shown == "" {
		s.say(c, views.ToneDone, "Le repère que vous aviez placé est retiré de la carte.")
	} else {
		s.say(c, views.ToneDone, "Le repère est en place : c'est là qu'on se retrouvera.")
	}
	return seeOther(c, meetPath(e.Slug))
}
