package web

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/directory"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/search"
	"partant/views"
)

// spot is where somebody points on the map.
type spot struct {
	at   geo.Point
	wide int // metres that the map is wide
}

// widths are how many metres wide the map may be. A quarter of each is a length that people read at once.
var widths = []int{400, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000}

const (
	widthFound   = 2_000 // the place is known: the map begins near
	widthUnknown = 8_000 // only the commune is
	riverFrom    = 4_000 // below, the sketch of the river is wrong by more than eyes forgive
)

// showSpot is the map on which those who may change a page show where it is. All that it does stands in its address.
func (s *site) showSpot(c *fiber.Ctx) error {
	p, err := s.Profiles.ForEdit(c.UserContext(), who(c).viewer(), c.Params("slug"))
	if err != nil {
		return err
	}
	query := func(name string) string { return c.Query(name) }
	return s.drawSpot(c, &p, s.spotOf(p.Address.Commune, foundAt(&p), query).touched(s, query).moved(query(views.FieldToward)), "")
}

// keepSpot puts the marker where it was shown, or takes it away when nothing is shown.
func (s *site) keepSpot(c *fiber.Ctx) error {
	ctx, v := c.UserContext(), who(c).viewer()
	shown := typed(c, string(profile.FieldPlace))
	p, err := s.Profiles.ShowAt(ctx, v, c.Params("slug"), shown)
	var wrong fault.Fields
	if errors.As(err, &wrong) {
		if p, err = s.Profiles.ForEdit(ctx, v, c.Params("slug")); err != nil {
			return err
		}
		c.Status(fiber.StatusUnprocessableEntity)
		return s.drawSpot(c, &p, s.spotOf(p.Address.Commune, foundAt(&p), func(name string) string { return typed(c, name) }), spotWrong(wrong))
	}
	if err != nil {
		return err
	}
	if shown == "" {
		s.say(c, views.ToneDone, "Le repère que vous aviez placé est retiré de la carte.")
	} else {
		s.say(c, views.ToneDone, "Le repère est en place : c'est là qu'on vous trouvera.")
	}
	return seeOther(c, "/fiches/"+url.PathEscape(p.Slug))
}

// spotWrong is what to say: of the place, or that another part of the page must be put right first.
func spotWrong(wrong fault.Fields) string {
	if said := wrong[string(profile.FieldPlace)]; said != "" {
		return said
	}
	for _, said := range wrong {
		return "La page a besoin d'une correction avant que le repère puisse être gardé : " + said
	}
	return ""
}

// foundAt is where a page is known to be, better than by its commune; nil: it is not.
func foundAt(p *profile.Profile) *geo.Point {
	if p.Place == nil || p.Place.By == profile.AtCommune {
		return nil
	}
	return &p.Place.Point
}

// spotOf reads where the marker stands. What says nothing is left to what is known: better than the commune, or the commune.
func (s *site) spotOf(commune string, known *geo.Point, read func(string) string) spot {
	is := spot{wide: widthUnknown}
	if town, ok := s.Territory.Region.Commune(commune); ok {
		is.at = town.At
	}
	if known != nil {
		is.at, is.wide = *known, widthFound
	}
	if at, err := geo.Parse(read(string(profile.FieldPlace))); err == nil {
		is.at = at
	}
	if wide, err := strconv.Atoi(read(views.FieldWidth)); err == nil {
		is.wide = widths[widthAt(wide)]
	}
	is.at = is.at.Fine()
	return is
}

// widthAt is which of the widths is asked for: the first that is as wide.
func widthAt(metres int) int {
	i, _ := slices.BinarySearch(widths, metres)
	return min(i, len(widths)-1)
}

// touched moves the marker to where the map was touched. A button that is pressed by a key says the corner: no touch.
func (is spot) touched(s *site, read func(string) string) spot {
	for _, size := range views.SpotSizes {
		name := views.FieldTouch + strconv.Itoa(size)
		x, errX := strconv.Atoi(read(name + ".x"))
		y, errY := strconv.Atoi(read(name + ".y"))
		if errX != nil || errY != nil || x == 0 && y == 0 || min(x, y) < 0 || max(x, y) > size {
			continue
		}
		box := s.spotBox(is)
		share := func(at int) float64 { return (float64(at) + .5) / float64(size) }
		is.at = s.Territory.Region.Map.Point(box.X+box.W*share(x), box.Y+box.H*share(y)).Fine()
	}
	return is
}

// moved does what a button says.
func (is spot) moved(toward string) spot {
	step := views.Step(is.wide)
	switch toward {
	case views.TowardNorth:
		is.at = is.at.Moved(step, 0)
	case views.TowardSouth:
		is.at = is.at.Moved(-step, 0)
	case views.TowardEast:
		is.at = is.at.Moved(0, step)
	case views.TowardWest:
		is.at = is.at.Moved(0, -step)
	case views.TowardNearer:
		is.wide = widths[max(widthAt(is.wide)-1, 0)]
	case views.TowardWider:
		is.wide = widths[min(widthAt(is.wide)+1, len(widths)-1)]
	}
	is.at = is.at.Fine()
	return is
}

// spotBox is the square of the map that is shown, the marker in its middle.
func (s *site) spotBox(is spot) views.MapBox {
	side := float64(is.wide) / s.mapMetres
	x, y := s.Territory.Region.Map.XY(is.at)
	return views.MapBox{X: x - side/2, Y: y - side/2, W: side, H: side}
}

func (s *site) drawSpot(c *fiber.Ctx, p *profile.Profile, is spot, wrong string) error {
	page := views.SpotPage{Chrome: s.chrome(c, "Le repère de "+p.Name, views.NavNone), Of: "/fiches/" + url.PathEscape(p.Slug), Asks: "Où vous trouve-t-on ?", Name: p.Name, Wrong: wrong, ByHand: p.Place != nil && p.Place.By == profile.ByHand}
	if p.Discreet() {
		page.Shut = "Tout le monde ne voit pas le numéro et la rue de cette page : sur la carte, le repère montre la commune et rien de plus précis. Pour le placer ailleurs, montrez d'abord la rue à tout le monde."
	}
	return s.drawGround(c, &page, p.Address.Commune, p.ID, is)
}

// drawGround draws the map round a marker: of a commune, without the page of that id, if there is one, among what is near.
func (s *site) drawGround(c *fiber.Ctx, page *views.SpotPage, commune, but string, is spot) error {
	page.At, page.Metres, page.Nearer, page.Wider, page.Fallen = is.at, is.wide, is.wide > widths[0], is.wide < widths[len(widths)-1], "la commune"
	page.Chrome.NoIndex = true
	town, ok := s.Territory.Region.Commune(commune)
	if !ok {
		page.Shut = "Dites d'abord dans quelle commune : la carte s'ouvrira là."
	}
	if page.Shut != "" {
		return show(c, views.Spot(*page))
	}
	page.Town = town.In()
	if inside, ok := s.Territory.Region.At(is.at); ok {
		page.Inside, page.Off, page.Wind = inside.In(), geo.Distance(inside.At, is.at), geo.Toward(inside.At, is.at)
	}
	if err := s.fillSpotMap(c, page, but, is); err != nil {
		return err
	}
	page.Map.Areas = s.areaOf(town.INSEE)
	return show(c, views.Spot(*page))
}

const (
	landmarksFound = 100 // of those near: many stand at their commune only
	landmarksShown = 8   // on the map, if there is room
	landmarksSaid  = 3   // in words
)

// fillSpotMap draws the surroundings: the communes, and the pages whose place is known better than their commune.
func (s *site) fillSpotMap(c *fiber.Ctx, page *views.SpotPage, but string, is spot) error {
	corner := float64(is.wide) * .71
	page.Map = views.SpotMap{Base: baseMapURL, Box: s.spotBox(is), River: is.wide >= riverFrom, Towns: s.townNames(is.at, corner)}
	found, err := s.find(c, directory.Ask{Near: &search.Near{Center: is.at, Radius: corner}, Sort: search.ByDistance, Size: landmarksFound, Page: 1})
	if err != nil || found.Down {
		return err // without its index the directory does not know what is near
	}
	for i := range found.Hits {
		other := &found.Hits[i].Profile
		if other.ID == but || other.Place == nil || other.Place.By == profile.AtCommune || len(page.Map.Landmarks) == landmarksShown {
			continue
		}
		x, y := s.Territory.Region.Map.XY(other.Place.Point)
		page.Map.Landmarks = append(page.Map.Landmarks, views.MapName{X: x, Y: y, Text: other.Name})
		if len(page.Near) < landmarksSaid {
			page.Near = append(page.Near, views.SpotLandmark{Name: other.Name, Metres: geo.Distance(is.at, other.Place.Point), Wind: geo.Toward(is.at, other.Place.Point)})
		}
	}
	return nil
}

// townNames are the communes round a point, the largest first.
func (s *site) townNames(at geo.Point, metres float64) (names []views.MapName) {
	near := s.Territory.Region.Within(at, metres)
	slices.SortStableFunc(near, func(a, b region.Near) int { return b.Population - a.Population })
	for _, town := range near {
		x, y := s.Territory.Region.Map.XY(town.At)
		names = append(names, views.MapName{X: x, Y: y, Text: town.Name})
	}
	return names
}
