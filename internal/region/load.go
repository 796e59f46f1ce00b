package region

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"partant/internal/geo"
	"partant/internal/table"
	"partant/internal/text"
)

// The files of a territory; docs/region.md tells what stands in each.
const (
	configFile   = "region.json"
	communesFile = "communes.csv"
	namesFile    = "names.csv"
	epciFile     = "epci.csv"
	outlinesFile = "outlines.topojson"
	riverFile    = "river.csv"
)

// Load reads a territory. Its error names the file, the line and what is wrong there.
func Load(files fs.FS) (*Region, error) {
	r := &Region{byINSEE: map[string]int{}, bySlug: map[string]int{}, byPostcode: map[string][]int{},
		bySIREN: map[string]int{}, epciBySlug: map[string]int{}}
	var river string
	for _, step := range []func() error{
		func() (err error) { river, err = r.readConfig(files); return err },
		func() error { return r.readCommunes(files) },
		func() error { return r.readNames(files) },
		func() error { return r.readEPCIs(files) },
		func() error { return r.readOutlines(files, river) },
		r.check,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	r.indexPostcodes()
	r.indexNames()
	return r, nil
}

var (
	hexColour = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
	property  = regexp.MustCompile(`^[a-z][a-z-]*$`)
)

func (r *Region) readConfig(files fs.FS) (river string, err error) {
	data, err := fs.ReadFile(files, configFile)
	if err != nil {
		return "", err
	}
	var c struct {
		Name, Departement, Code, Of, In, Capital, River string
		Colours                                         map[string]Colour
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return "", fmt.Errorf("%s: %w", configFile, err)
	}
	if c.Name == "" || c.Departement == "" || c.Code == "" || c.Of == "" || c.In == "" {
		return "", fmt.Errorf("%s: name, departement, code, of and in are required", configFile)
	}
	for name, colour := range c.Colours { // they go into a style sheet
		if !property.MatchString(name) || !hexColour.MatchString(colour.Light) || !hexColour.MatchString(colour.Dark) {
			return "", fmt.Errorf("%s: colour %q: want light and dark as #RRGGBB", configFile, name)
		}
	}
	r.Name, r.Departement, r.Code, r.Of, r.In = c.Name, c.Departement, c.Code, c.Of, c.In
	r.Capital, r.Colours = c.Capital, c.Colours
	return c.River, nil
}

func (r *Region) readCommunes(files fs.FS) error {
	err := table.Read(files, communesFile, []string{"insee", "name", "slug", "postcodes", "lat", "lon"}, func(row table.Row) {
		c := Commune{INSEE: row.Text("insee"), Name: row.Text("name"), Slug: row.Text("slug"), SIREN: row.Text("siren"),
			Postcodes: row.Words("postcodes"), Population: row.Int("population"),
			At: geo.Point{Lat: row.Float("lat"), Lon: row.Float("lon")}, EPCI: row.Text("epci")}
		if c.INSEE == "" || c.Name == "" || c.Slug != text.Slug(c.Slug) || c.Slug == "" || !c.At.Valid() {
			row.Fail("commune %q %q: insee, name, slug and a point on the globe are required", c.INSEE, c.Name)
		}
		r.Communes = append(r.Communes, c)
	})
	if err != nil {
		return err
	}
	slices.SortFunc(r.Communes, func(a, b Commune) int { return cmp.Compare(text.Fold(a.Name), text.Fold(b.Name)) })
	for i, c := range r.Communes {
		if _, taken := r.byINSEE[c.INSEE]; taken {
			return fmt.Errorf("%s: commune %s stands twice", communesFile, c.INSEE)
		}
		if _, taken := r.bySlug[c.Slug]; taken {
			return fmt.Errorf("%s: slug %s stands twice", communesFile, c.Slug)
		}
		r.byINSEE[c.INSEE], r.bySlug[c.Slug] = i, i
	}
	return nil
}

// readNames reads former communes and other names; a territory without the file has none.
func (r *Region) readNames(files fs.FS) error {
	err := table.Read(files, namesFile, []string{"name", "commune"}, func(row table.Row) {
		i, ok := r.byINSEE[row.Text("commune")]
		if !ok {
			row.Fail("no commune %q", row.Text("commune"))
			return
		}
		r.names = append(r.names, name{key: nameKey(row.Text("name")), commune: i, other: true})
		if row.Text("kind") == "old" {
			r.Communes[i].Formerly = append(r.Communes[i].Formerly, row.Text("name"))
		}
		if old := row.Text("insee"); old != "" {
			r.byINSEE[old] = i
		}
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (r *Region) readEPCIs(files fs.FS) error {
	err := table.Read(files, epciFile, []string{"siren", "slug", "name", "official"}, func(row table.Row) {
		e := EPCI{SIREN: row.Text("siren"), Slug: row.Text("slug"), Name: row.Text("name"), Official: row.Text("official"),
			Kind: row.Text("kind"), Population: row.Int("population"), Total: row.Int("communes")}
		if e.SIREN == "" || e.Name == "" || e.Slug == "" || e.Slug != text.Slug(e.Slug) {
			row.Fail("intercommunalité %q: siren, name and slug are required", e.SIREN)
		}
		r.EPCIs = append(r.EPCIs, e)
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	slices.SortFunc(r.EPCIs, func(a, b EPCI) int { return cmp.Compare(text.Fold(a.Name), text.Fold(b.Name)) })
	for i, e := range r.EPCIs {
		r.bySIREN[e.SIREN], r.epciBySlug[e.Slug] = i, i
	}
	return nil
}

// check looks at what joins the files.
func (r *Region) check() error {
	if _, ok := r.byINSEE[r.Capital]; r.Capital != "" && !ok {
		return fmt.Errorf("%s: no commune %q for capital", configFile, r.Capital)
	}
	if len(r.bySIREN) < len(r.EPCIs) || len(r.epciBySlug) < len(r.EPCIs) {
		return fmt.Errorf("%s: a SIREN or a slug stands twice", epciFile)
	}
	for _, c := range r.Communes {
		i, ok := r.bySIREN[c.EPCI]
		if !ok && c.EPCI != "" {
			return fmt.Errorf("%s: commune %s: no intercommunalité %q", communesFile, c.INSEE, c.EPCI)
		}
		if ok {
			r.EPCIs[i].Communes = append(r.EPCIs[i].Communes, c.INSEE)
		}
	}
	return nil
}

func (r *Region) indexPostcodes() {
	for i, c := range r.Communes {
		for _, p := range c.Postcodes {
			r.byPostcode[p] = append(r.byPostcode[p], i)
		}
	}
	for _, served := range r.byPostcode {
		slices.SortStableFunc(served, func(a, b int) int {
			return cmp.Compare(r.Communes[b].Population, r.Communes[a].Population)
		})
	}
}

// indexNames readies the names Find looks through, those with an article a second time without it.
func (r *Region) indexNames() {
	for i, c := range r.Communes {
		r.names = append(r.names, name{key: nameKey(c.Name), commune: i})
	}
	for _, n := range r.names {
		if bare := withoutArticle(n.key); bare != n.key {
			r.names = append(r.names, name{key: bare, commune: n.commune, other: n.other})
		}
	}
	slices.SortStableFunc(r.names, func(a, b name) int { return strings.Compare(a.key, b.key) })
}
