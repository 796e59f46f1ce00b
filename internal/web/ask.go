package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"partant/internal/directory"
	"partant/internal/geo"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/search"
	"partant/internal/text"
	"partant/views"
)

const (
	cardsPerPage  = 20
	maxRadius     = 100 // km
	maxTextLength = 300
	maxFilters    = 40
)

// question is what the URL of the directory asks, for the service and for the page.
type question struct {
	ask     directory.Ask
	view    views.Ask
	unknown []views.Unknown // what was left out
}

// leave notes a value that was left out, for the notice of the page and the refusal of the programming interface.
func (q *question) leave(p views.Param, value string) {
	if value = text.Line(value); value != "" {
		q.unknown = append(q.unknown, views.Unknown{Param: p, Value: text.Cut(value, mostQuoted)})
	}
}

// mostQuoted is how much of a value is said again.
const mostQuoted = 60

var sorts = map[views.Sort]search.Sort{
	views.SortRelevance: search.ByRelevance, views.SortDistance: search.ByDistance,
	views.SortNewest: search.ByCreated, views.SortName: search.ByName,
}

// question reads the URL. What it does not know it leaves out, and says so: a shared link never fails.
func (s *site) question(c *fiber.Ctx) question {
	q := question{ask: directory.Ask{Size: cardsPerPage, Facets: true}}
	if q.ask.Text = words(c); q.ask.Text == "" {
		q.leave(views.ParamText, c.Query(string(views.ParamText)))
	}
	q.view.Text = strings.TrimSuffix(q.ask.Text, " ")
	s.readFilters(c, &q)
	s.readNear(c, &q)
	q.ask.Marks = q.ask.Text != ""
	q.view.Sort = views.Sort(c.Query(string(views.ParamSort)))
	sort, known := sorts[q.view.Sort]
	if !known {
		q.leave(views.ParamSort, string(q.view.Sort))
	}
	if !known || sort == search.ByDistance && q.ask.Near == nil {
		q.view.Sort, sort = views.SortRelevance, search.ByRelevance
	}
	q.ask.Sort = s.usualSort(q, sort)
	q.readPage(c, cardsPerPage)
	q.view.Map = c.Query(string(views.ParamView)) == views.ViewMap
	if !q.view.Map {
		q.leave(views.ParamView, c.Query(string(views.ParamView)))
	}
	return q
}

// readPage reads the page asked for, from 1; one more than there may be when it is any deeper.
func (q *question) readPage(c *fiber.Ctx, size int) {
	typed := c.Query(string(views.ParamPage))
	n, err := strconv.Atoi(typed)
	if err != nil && !errors.Is(err, strconv.ErrRange) || n < 1 {
		q.leave(views.ParamPage, typed)
	}
	q.view.Page = min(max(n, 1), directory.MaxPage(size)+1)
	q.ask.Page = q.view.Page
}

// usualSort is what "relevance" means without a text: the nearest first when there is a place.
func (s *site) usualSort(q question, sort search.Sort) search.Sort {
	if sort == search.ByRelevance && q.ask.Text == "" && q.ask.Near != nil {
		return search.ByDistance
	}
	return sort
}

// readFilters reads each kind of filter, given once or several times.
func (s *site) readFilters(c *fiber.Ctx, q *question) {
	for _, f := range []struct {
		param views.Param
		into  *[]string
		read  func(value string) (key, words string) // no words: not known, left out
	}{
		{views.ParamSector, &q.ask.Sectors, func(v string) (string, string) { return v, s.Territory.SectorName(v) }},
		{views.ParamCommune, &q.ask.Communes, func(v string) (string, string) { town, _ := s.townCalled(v); return town.Slug, town.Name }},
		{views.ParamEPCI, &q.ask.EPCIs, func(v string) (string, string) { e, _ := s.Territory.Region.EPCIBySlug(v); return v, e.Name }},
		{views.ParamTag, &q.ask.Tags, asWritten},
		{views.ParamOffer, &q.ask.Offers, asWritten},
		{views.ParamSeek, &q.ask.Seeks, asWritten},
	} {
		for _, value := range q.values(c, f.param) {
			key, words := f.read(value)
			if words == "" {
				q.leave(f.param, value)
			} else if !slices.Contains(*f.into, key) {
				*f.into = append(*f.into, key)
				q.view.Filters = append(q.view.Filters, views.Filter{Param: f.param, Value: key, Text: words})
			}
		}
	}
	for _, value := range q.values(c, views.ParamKind) {
		kind := profile.Kind(value)
		if !kind.Valid() {
			q.leave(views.ParamKind, value)
			continue
		}
		q.ask.Kinds = append(q.ask.Kinds, kind)
		q.view.Filters = append(q.view.Filters, views.Filter{Param: views.ParamKind, Value: value, Text: views.Kinds(kind)})
	}
}

// asWritten is a filter whose value is free.
func asWritten(value string) (key, words string) { return value, value }

// values are the distinct values of a parameter. One that is too long, or one too many, is left out.
func (q *question) values(c *fiber.Ctx, p views.Param) (all []string) {
	for _, raw := range c.Request().URI().QueryArgs().PeekMulti(string(p)) {
		switch v := text.Line(string(raw)); {
		case v == "" || slices.Contains(all, v):
		case text.Len(v) > maxTextLength || len(all) == maxFilters:
			q.leave(p, v)
		default:
			all = append(all, v)
		}
	}
	return all
}

// readNear reads the place: an INSEE code, "lat,lon", or a commune as people type it.
func (s *site) readNear(c *fiber.Ctx, q *question) {
	given, km := q.values(c, views.ParamNear), c.Query(string(views.ParamRadius))
	if len(given) == 0 && km == "" && s.readSentence(q) {
		return
	}
	if len(given) == 0 {
		q.leave(views.ParamRadius, km) // a distance from nowhere
		return
	}
	typed := given[0] // the form without scripts may send an empty one too
	near := &search.Near{}
	if at, err := geo.Parse(typed); err == nil {
		near.Center = at.Round()
		q.view.Near, q.view.NearText = near.Center.String(), "votre position"
	} else if towns := s.Territory.Region.Find(typed); len(towns) > 0 {
		near.Center = towns[0].At
		q.view.Near, q.view.NearText = s.nearKey(towns[0]), towns[0].Name
	} else {
		q.leave(views.ParamNear, typed)
		return
	}
	q.readRadius(km)
	near.Radius = float64(q.view.Radius) * 1000
	q.ask.Near = near
}

// readSentence reads a place and a distance that stand in the text: « plombier à moins de 10 km de Gien ».
func (s *site) readSentence(q *question) bool {
	rest, town, km, ok := s.Territory.Region.Around(q.view.Text)
	if !ok {
		return false
	}
	q.ask.Text, q.view.Text = rest, rest
	q.view.Near, q.view.NearText, q.view.Radius = s.nearKey(town), town.Name, min(km, maxRadius)
	q.ask.Near = &search.Near{Center: town.At, Radius: float64(q.view.Radius) * 1000}
	return true
}

// nearKey stands for a commune in an address: its INSEE code, or its name when people read that code as the postcode of
// another (45200 is Montargis to everybody, and Ménestreau-en-Villette to Insee).
func (s *site) nearKey(town region.Commune) string { return s.nearKeys[town.INSEE] }

// nearKeys are those of all communes, by INSEE code.
func nearKeys(r *region.Region) map[string]string {
	keys := make(map[string]string, len(r.Communes))
	for _, town := range r.Communes {
		keys[town.INSEE] = town.Name
		if read := r.Find(town.INSEE); len(read) > 0 && read[0].INSEE == town.INSEE {
			keys[town.INSEE] = town.INSEE
		}
	}
	return keys
}

// readRadius reads kilometres; 0, a centre to sort by and no limit, for anything that is not a number of them.
func (q *question) readRadius(typed string) {
	km, err := strconv.Atoi(typed)
	if err != nil || km < 0 {
		q.leave(views.ParamRadius, typed)
		km = 0
	}
	q.view.Radius = min(km, maxRadius)
}
