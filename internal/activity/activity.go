// Package activity knows what organisations do: the 732 activities of the French nomenclature (NAF rév. 2, Insee), the
// plain words people use for the commonest, the sectors they are gathered in, and the size bands.
package activity

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"partant/internal/table"
	"partant/internal/text"
)

//go:embed data
var embedded embed.FS

// Catalogue is the whole nomenclature. It never changes once it is loaded and is safe for concurrent use.
type Catalogue struct {
	activities []Activity // by code
	byCode     map[string]int
	sections   []Group
	divisions  []Group
	sectors    []Sector // by folded name
	bySlug     map[string]int
	sizes      []Size
	words      []word
}

// Activity is a sub-class of NAF rév. 2.
type Activity struct {
	Code     string   // "43.22A"
	Official string   // « Travaux d'installation d'eau et de gaz en tous locaux »
	Plain    string   // « Plomberie, chauffage au gaz »; the official label when we have no plainer one
	Words    []string // « plombier », « plombière », « fuite »…: what people type; the likeliest first
	Sector   string   // slug of its sector
	Section  string   // "F"
}

// Division returns the two digits of the division: "43".
func (a Activity) Division() string { return a.Code[:2] }

// Searchable is all the words that should find a page with this activity.
func (a Activity) Searchable() string {
	parts := []string{a.Plain}
	if a.Official != a.Plain {
		parts = append(parts, a.Official)
	}
	return strings.Join(append(parts, a.Words...), ", ")
}

// Group is a section or a division of the nomenclature.
type Group struct {
	Code    string
	Label   string
	Section string // of a division
}

// Sector gathers activities under a plain word, for facets.
type Sector struct {
	Slug string // "hotellerie-et-restauration"
	Name string // « Hôtellerie et restauration »
}

// Load reads the embedded tables once, in a few milliseconds. It panics when they are broken, which the tests would have
// seen.
var Load = sync.OnceValue(func() *Catalogue {
	files, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err)
	}
	c, err := load(files)
	if err != nil {
		panic(fmt.Errorf("embedded nomenclature: %w", err))
	}
	return c
})

func load(files fs.FS) (*Catalogue, error) {
	c := &Catalogue{byCode: map[string]int{}, bySlug: map[string]int{}}
	var owners map[string]string
	for _, step := range []func() error{
		func() (err error) { c.sections, err = readGroups(files, "sections.csv"); return err },
		func() (err error) { c.divisions, err = readGroups(files, "divisions.csv"); return err },
		func() (err error) { owners, err = c.readSectors(files); return err },
		func() error { return c.readClasses(files, owners) },
		func() error { return c.readTrades(files) },
		func() error { return c.readSizes(files) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	c.indexWords()
	return c, nil
}

func readGroups(files fs.FS, name string) (groups []Group, err error) {
	err = table.Read(files, name, []string{"code", "label"}, func(row table.Row) {
		groups = append(groups, Group{Code: row.Text("code"), Label: row.Text("label"), Section: row.Text("section")})
	})
	return groups, err
}

// readSectors returns the sector of each beginning of a code.
func (c *Catalogue) readSectors(files fs.FS) (owners map[string]string, err error) {
	owners = map[string]string{}
	err = table.Read(files, "sectors.csv", []string{"slug", "name", "codes"}, func(row table.Row) {
		s := Sector{Slug: row.Text("slug"), Name: row.Text("name")}
		c.sectors = append(c.sectors, s)
		for _, code := range row.Words("codes") {
			if other, taken := owners[code]; taken {
				row.Fail("%s is in %s and in %s", code, other, s.Slug)
			}
			owners[code] = s.Slug
		}
	})
	slices.SortFunc(c.sectors, func(a, b Sector) int { return cmp.Compare(text.Fold(a.Name), text.Fold(b.Name)) })
	for i, s := range c.sectors {
		c.bySlug[s.Slug] = i
	}
	return owners, err
}

func (c *Catalogue) readClasses(files fs.FS, owners map[string]string) error {
	sections := make(map[string]string, len(c.divisions))
	for _, d := range c.divisions {
		sections[d.Code] = d.Section
	}
	err := table.Read(files, "classes.csv", []string{"code", "label"}, func(row table.Row) {
		a := Activity{Code: row.Text("code"), Official: row.Text("label")}
		a.Plain, a.Section, a.Sector = strings.TrimSuffix(a.Official, " n.c.a."), sections[a.Code[:2]], owner(owners, a.Code)
		if a.Section == "" || a.Sector == "" {
			row.Fail("%s has no section or no sector", a.Code)
		}
		c.activities = append(c.activities, a)
	})
	slices.SortFunc(c.activities, func(a, b Activity) int { return cmp.Compare(a.Code, b.Code) })
	for i, a := range c.activities {
		c.byCode[a.Code] = i
	}
	return err
}

// owner returns what the longest beginning of a code belongs to.
func owner(owners map[string]string, code string) string {
	for n := len(code); n >= 2; n-- {
		if slug, ok := owners[code[:n]]; ok {
			return slug
		}
	}
	return ""
}

func (c *Catalogue) readTrades(files fs.FS) error {
	return table.Read(files, "trades.csv", []string{"code", "label", "words"}, func(row table.Row) {
		i, ok := c.byCode[row.Text("code")]
		if !ok {
			row.Fail("no activity %q", row.Text("code"))
			return
		}
		c.activities[i].Plain, c.activities[i].Words = row.Text("label"), row.List("words", ";")
	})
}

// All returns every activity, by code.
func (c *Catalogue) All() []Activity { return c.activities }

// Sections returns the 21 sections, A to U.
func (c *Catalogue) Sections() []Group { return c.sections }

// Divisions returns the 88 divisions, by code.
func (c *Catalogue) Divisions() []Group { return c.divisions }

// Sectors returns the sectors, by name.
func (c *Catalogue) Sectors() []Sector { return c.sectors }

// SectorBySlug finds a sector.
func (c *Catalogue) SectorBySlug(slug string) (Sector, bool) {
	i, ok := c.bySlug[slug]
	if !ok {
		return Sector{}, false
	}
	return c.sectors[i], true
}

// Get finds an activity by its code as the nomenclature writes it; Parse reads other writings.
func (c *Catalogue) Get(code string) (Activity, bool) {
	i, ok := c.byCode[code]
	if !ok {
		return Activity{}, false
	}
	return c.activities[i], true
}

// Parse reads a code as people write it: "43.22A", "4322a", " 43 22 A ".
func (c *Catalogue) Parse(typed string) (Activity, bool) {
	bare := strings.ToUpper(strings.NewReplacer(".", "", " ", "", "\u00a0", "", "\u202f", "").Replace(typed))
	if len(bare) != 5 {
		return Activity{}, false
	}
	return c.Get(bare[:2] + "." + bare[2:])
}
