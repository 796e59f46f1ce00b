package web

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"partant/internal/directory"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/text"
	"partant/views"
)

// openapiDocument describes the programming interface; a test holds it against the answers.
//
//go:embed openapi.json
var openapiDocument []byte

func (s *site) openapi(c *fiber.Ctx) error {
	c.Set("Content-Type", "application/json")
	return c.Send(openapiDocument)
}

// apiList is a page of the directory.
type apiList struct {
	Items   []apiProfile `json:"items"`
	Total   int          `json:"total"` // -1: not known, the search engine is away
	Page    int          `json:"page"`
	Relaxed bool         `json:"relaxed,omitempty"`
	Degrade bool         `json:"degraded,omitempty"`
	Around  string       `json:"around,omitempty"` // INSEE code of the commune of q that was read as a place
}

// apiProfiles is /api/v1/profiles: the questions of /annuaire, answered for programs.
func (s *site) apiProfiles(c *fiber.Ctx) error {
	q := s.question(c)
	q.ask.Facets, q.ask.Marks = false, false
	wrong := refused(c, q)
	q.ask.Size = limitOf(c, wrong)
	q.readPage(c, q.ask.Size)
	if err := wrong.Err(); err != nil {
		return err
	}
	found, err := s.find(c, q.ask)
	if err != nil {
		return err
	}
	if found.Deep {
		return fault.Fields{"page": "Les pages s'arrêtent avant."}
	}
	list := apiList{Items: make([]apiProfile, len(found.Hits)), Total: found.Total, Page: q.ask.Page, Relaxed: found.Relaxed, Degrade: found.Down}
	if found.Town != nil {
		town, _ := s.Territory.Region.BySlug(found.Town.Slug)
		list.Around = town.INSEE
	}
	for i := range found.Hits {
		list.Items[i] = s.apiHit(&found.Hits[i])
	}
	return c.JSON(list)
}

// apiParams are the parameters of apiProfiles.
var apiParams = []views.Param{views.ParamText, views.ParamKind, views.ParamSector, views.ParamCommune, views.ParamEPCI, views.ParamTag,
	views.ParamOffer, views.ParamSeek, views.ParamNear, views.ParamRadius, views.ParamSort, views.ParamPage, paramLimit}

const paramLimit views.Param = "limit"

// refused is what a program asks wrongly. The page leaves it out and says so; a program would not read that.
func refused(c *fiber.Ctx, q question) fault.Fields {
	wrong := fault.Fields{}
	for _, u := range q.unknown {
		wrong.Add(string(u.Param), u.Say()+".")
	}
	for name := range c.Request().URI().QueryArgs().All() {
		if !slices.Contains(apiParams, views.Param(name)) {
			wrong.Add(text.Cut(text.Line(string(name)), mostQuoted), "Ce paramètre n'existe pas.")
		}
	}
	radius := c.Query(string(views.ParamRadius))
	if km, _ := strconv.Atoi(radius); km > maxRadius {
		wrong.Add(string(views.ParamRadius), fmt.Sprintf("La distance va jusqu'à %d km.", maxRadius))
	}
	if q.ask.Near == nil && radius != "" {
		wrong.Add(string(views.ParamRadius), "Une distance demande un lieu (pres).")
	}
	if q.ask.Near == nil && c.Query(string(views.ParamSort)) == string(views.SortDistance) {
		wrong.Add(string(views.ParamSort), "L'ordre par distance demande un lieu (pres).")
	}
	return wrong
}

// limitOf is how many things a program asks for.
func limitOf(c *fiber.Ctx, wrong fault.Fields) int {
	typed := c.Query(string(paramLimit))
	if typed == "" {
		return cardsPerPage
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > page.MaxLimit {
		wrong.Add(string(paramLimit), fmt.Sprintf("Demandez-en de 1 à %d.", page.MaxLimit))
		return cardsPerPage
	}
	return n
}

func (s *site) apiHit(h *directory.Hit) apiProfile {
	a := s.apiOf(&h.Profile)
	if h.Distance >= 0 {
		a.Distance = &h.Distance
	}
	return a
}
