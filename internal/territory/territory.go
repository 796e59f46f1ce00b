// Package territory joins the region and the nomenclature of activities for those who need words for codes.
package territory

import (
	"strings"

	"partant/internal/activity"
	"partant/internal/geo"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/search"
	"partant/internal/text"
)

// Territory is a profile.Gazetteer and a directory.Names, and gives the catalog its words. It never changes.
type Territory struct {
	Region     *region.Region
	Activities *activity.Catalogue
	slugs      map[string]string // by the names that the index holds
}

// New returns the territory of a region.
func New(r *region.Region) *Territory {
	t := &Territory{Region: r, Activities: activity.Load(), slugs: map[string]string{}}
	for _, c := range r.Communes {
		t.slugs[c.Name] = c.Slug
	}
	for _, e := range r.EPCIs {
		t.slugs[e.Name] = e.Slug
	}
	for _, s := range t.Activities.Sectors() {
		t.slugs[s.Name] = s.Slug
	}
	return t
}

// Town implements profile.Gazetteer.
func (t *Territory) Town(insee string) (profile.Town, bool) {
	c, ok := t.Region.Commune(insee)
	return profile.Town{Name: c.Name, Point: c.At, Postcodes: c.Postcodes}, ok
}

// Activity implements profile.Gazetteer: it reads a code, with or without words behind it, or a trade as people say it.
func (t *Territory) Activity(typed string) (code, sector string, ok bool) {
	first, _, _ := strings.Cut(text.Line(typed), " ")
	a, ok := t.Activities.Parse(first)
	if !ok {
		if likely := t.Activities.Find(typed); len(likely) > 0 {
			a, ok = likely[0], true
		}
	}
	return a.Code, a.Sector, ok
}

// SizeBand implements profile.Gazetteer.
func (t *Territory) SizeBand(code string) bool {
	_, ok := t.Activities.Size(code)
	return ok
}

// Trade is what a page does in plain words; empty when it does not say.
func (t *Territory) Trade(p *profile.Profile) string {
	a, _ := t.Activities.Get(p.Activity)
	return a.Plain
}

// TownName is the name of a commune; empty when it is not known.
func (t *Territory) TownName(insee string) string {
	c, _ := t.Region.Commune(insee)
	return c.Name
}

// SectorName is the name of a sector by its slug; empty when there is none.
func (t *Territory) SectorName(slug string) string {
	s, _ := t.Activities.SectorBySlug(slug)
	return s.Name
}

// Name implements directory.Names.
func (t *Territory) Name(f search.Field, slug string) string {
	name := ""
	switch f {
	case search.Sector:
		name = t.SectorName(slug)
	case search.Commune:
		c, _ := t.Region.BySlug(slug)
		name = c.Name
	case search.EPCI:
		e, _ := t.Region.EPCIBySlug(slug)
		name = e.Name
	}
	if name == "" {
		return slug
	}
	return name
}

// Slug implements directory.Names.
func (t *Territory) Slug(f search.Field, name string) string {
	switch f {
	case search.Sector, search.Commune, search.EPCI:
		if slug, ok := t.slugs[name]; ok {
			return slug
		}
	}
	return name
}

// CommuneCode implements directory.Names.
func (t *Territory) CommuneCode(slug string) (insee string, at geo.Point, ok bool) {
	c, ok := t.Region.BySlug(slug)
	return c.INSEE, c.At, ok
}

// TownIn implements directory.Names.
func (t *Territory) TownIn(text string) (slug, rest string, ok bool) {
	c, rest, ok := t.Region.Inside(text)
	return c.Slug, rest, ok
}
