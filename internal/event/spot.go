package event

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/id"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Spot is where an event stands on the map, once that is known better than its commune. It is of a place in words: other words take it
// away.
type Spot struct {
	geo.Point
	By Located `json:"by"`
}

// Located is how a spot was found.
type Located string

// The ways.
const (
	AtAddress Located = "adresse" // by a service of addresses
	ByHand    Located = "main"    // shown on the map by who announces it
)

// FieldSpot is the form field of a spot, a key of fault.Fields.
const FieldSpot = "position"

// OwesPlace is the debt of asking a service of addresses where an event is: see package locate.
const OwesPlace = "lieu"

// Towns knows where communes are.
type Towns func(commune string) (geo.Point, bool)

// Mapped has events stand on the map: by hand and, with asks, by their address.
func (s *Service) Mapped(towns Towns, asks bool) *Service {
	s.towns, s.asks = towns, asks
	return s
}

// streets are words that begin the name of a way, folded.
const streets = `rue|avenue|av|boulevard|bd|place|pl|quai|mail|cours|chemin|route|allee|allees|impasse|passage|square|faubourg|fbg|esplanade|rond-point|sentier|venelle|promenade|zone|zi|za|zac|hameau|lieu-dit`

// address is a part of a place that a letter would arrive at: « 12 rue des Carmes », « place du Martroi ».
var address = regexp.MustCompile(`^(?:\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?,? )?(?:` + streets + `)\b`)

// Street is the part of the place that a service of addresses may understand; empty: none of it looks like an address.
func (e *Event) Street() string {
	numbered := regexpNumber.ReplaceAllString(e.Place, "$1 $2") // « 12, rue » is one part
	for _, part := range strings.FieldsFunc(numbered, func(r rune) bool { return strings.ContainsRune("\n,;()–", r) }) {
		if part = text.Line(part); address.MatchString(text.Fold(part)) {
			return part
		}
	}
	return ""
}

var regexpNumber = regexp.MustCompile(`(\d),\s*(\pL)`)

// SeeksPlace reports whether e may be placed better by its address: everybody may read it, and nothing better than its commune is known.
func (e *Event) SeeksPlace() bool {
	return e.Spot == nil && !e.Draft && !e.IsDeleted() && !e.IsCancelled() && !e.Over && e.For == Everybody && e.Commune != "" && e.Street() != ""
}

// owePlace records that e is to be placed by its address. What was owed for another is forgotten.
func (s *Service) owePlace(e *Event) {
	if e.Owes.Drop(OwesPlace); s.asks && s.towns != nil && e.SeeksPlace() {
		e.Owes.Owe(id.New(), OwesPlace, s.now())
	}
}

// moved takes the spot away once the place is another.
func (e *Event) moved(was *Event) {
	if e.Place != was.Place || e.Commune != was.Commune {
		e.Spot = nil
	}
}

// showsElse reports whether somebody shows on the map that e is held elsewhere than o stands.
func (e *Event) showsElse(o *Event) bool {
	return e.Spot != nil && e.Spot.By == ByHand && (o.Spot == nil || *o.Spot != *e.Spot)
}

// ShowAt puts the marker of an event where who announces it points on the map, "lat,lon"; empty: it is taken away, and the event is
// placed as if nobody had. Nobody is written to, and it reads no « Modifié »: its words say where it is. Errors: as Mine; ErrCancelled; fault.Fields.
func (s *Service) ShowAt(ctx context.Context, v viewer.Viewer, slug, at string) (_ Event, err error) {
	defer fault.Wrap(&err, "event.ShowAt(%.80q)", slug)
	was, err := s.Mine(ctx, v, slug)
	if err != nil {
		return was, err
	}
	return s.change(ctx, was.ID, func(e *Event) error {
		spot, err := s.pointed(e, at)
		switch {
		case err != nil:
			return err
		case e.IsCancelled():
			return ErrCancelled
		}
		e.Spot = spot
		s.owePlace(e)
		return nil
	})
}

// pointed reads where somebody points; nil for nowhere.
func (s *Service) pointed(e *Event, at string) (*Spot, error) {
	town, known := geo.Point{}, false
	if s.towns != nil {
		town, known = s.towns(e.Commune)
	}
	if !known {
		return nil, fault.Fields{FieldSpot: "Dites d'abord dans quelle commune : la carte s'ouvrira là."}
	}
	if at == "" {
		return nil, nil
	}
	point, err := geo.Parse(at)
	switch {
	case err != nil:
		return nil, fault.Fields{FieldSpot: "La position n'est pas lisible : placez le repère à nouveau."}
	case geo.Distance(point, town) > geo.ByHandMost:
		return nil, fault.Fields{FieldSpot: fmt.Sprintf("Ce point est à plus de %d kilomètres de la commune de l'événement : placez le repère à nouveau.", geo.ByHandMost/1000)}
	}
	return &Spot{Point: point.Fine(), By: ByHand}, nil
}

// Located pays a debt of kind OwesPlace: it puts the event where its address is known to be, unless somebody has changed the place or
// shown it since it was asked; nil: the address is not known. It is no new version: nobody's word changes. A missing event is no error.
func (s *Service) Located(ctx context.Context, asked *Event, paid debt.Debt, at *geo.Point) (err error) {
	defer fault.Wrap(&err, "event.Located(%s)", asked.ID)
	if at == nil {
		return s.store.SettleEvent(ctx, asked.ID, func(o *debt.Owes) { o.Clear(paid) })
	}
	_, err = s.store.UpdateEvent(ctx, asked.ID, func(e *Event) error {
		e.Owes.Clear(paid)
		if e.SeeksPlace() && e.Place == asked.Place && e.Commune == asked.Commune {
			e.Spot = &Spot{Point: at.Fine(), By: AtAddress}
		}
		return nil
	})
	return orGone(err)
}

// LocateLater notes that a debt of kind OwesPlace was tried in vain, and when to try again. A missing event is no error.
func (s *Service) LocateLater(ctx context.Context, event string, tried debt.Debt, due time.Time) error {
	return s.store.SettleEvent(ctx, event, func(o *debt.Owes) { o.Delay(tried.ID, due) })
}
