// Package region knows the territory Partant serves: its communes, old names, intercommunalités, outlines and colours.
//
// A territory is a folder of files (docs/region.md); the Loiret is built in. A Region never changes once it is loaded
// and is safe for concurrent use; what its methods return is shared, so callers leave it as it is.
package region

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"partant/internal/geo"
)

// BuiltIn is the name Open takes for the territory that the binary holds.
const BuiltIn = "loiret"

//go:embed loiret
var embedded embed.FS

// Region is one territory.
type Region struct {
	Name        string            // « Loiret »
	Departement string            // the département it lies in: « Loiret »
	Code        string            // of the département: "45"
	Of          string            // « du Loiret »
	In          string            // « dans le Loiret »
	Capital     string            // INSEE code of the chief town
	Colours     map[string]Colour // by the name of the custom property of public/css they replace
	Communes    []Commune         // in the order of their folded names
	EPCIs       []EPCI            // in the order of their folded names
	Map         Map

	byINSEE    map[string]int // old codes too
	bySlug     map[string]int
	byPostcode map[string][]int // the most people first
	bySIREN    map[string]int   // of EPCIs
	epciBySlug map[string]int
	neighbours map[string][]string
	names      []name
}

// Colour is a CSS colour, #RRGGBB, for the light and the dark theme.
type Colour struct{ Light, Dark string }

// Commune is a town or a village.
type Commune struct {
	INSEE      string
	Name       string // « Châlette-sur-Loing »
	Slug       string // "chalette-sur-loing"
	SIREN      string // of the town as a public body; empty when the files do not say
	Postcodes  []string
	Population int
	At         geo.Point // a point well inside the outline: where a page with no better place stands
	EPCI       string    // SIREN of its intercommunalité; empty for the very few that have none
	Formerly   []string  // the communes it was made of, and its own old names
}

// EPCI is an intercommunalité: communes that run services together.
type EPCI struct {
	SIREN      string
	Slug       string
	Name       string // short, for facets and chips: « Val de Sully »
	Official   string // « Communauté de communes du Val de Sully »
	Kind       string // « communauté de communes », « métropole »…
	Population int    // of all its communes, those outside the territory too
	Total      int    // of communes, those outside the territory too
	Communes   []string
}

// Open returns the built-in territory by its name, else the one in a folder of files (setting PARTANT_REGION).
func Open(nameOrFolder string) (*Region, error) {
	if nameOrFolder == "" || nameOrFolder == BuiltIn {
		return Loiret(), nil
	}
	return Load(os.DirFS(nameOrFolder))
}

// Loiret returns the built-in territory, read once. It panics when the embedded files are broken, which the tests would
// have seen.
var Loiret = sync.OnceValue(func() *Region {
	files, err := fs.Sub(embedded, BuiltIn)
	if err != nil {
		panic(err)
	}
	r, err := Load(files)
	if err != nil {
		panic(fmt.Errorf("built-in territory: %w", err))
	}
	return r
})

// Commune finds a commune by its INSEE code; the code of a commune that has been merged leads to the one it is part of.
func (r *Region) Commune(insee string) (Commune, bool) { return r.pick(r.byINSEE, insee) }

// BySlug finds a commune by its slug.
func (r *Region) BySlug(slug string) (Commune, bool) { return r.pick(r.bySlug, slug) }

func (r *Region) pick(index map[string]int, key string) (Commune, bool) {
	i, ok := index[key]
	if !ok {
		return Commune{}, false
	}
	return r.Communes[i], true
}

// ByPostcode returns the communes a postcode serves, the largest first.
func (r *Region) ByPostcode(postcode string) []Commune { return r.communes(r.byPostcode[postcode]) }

func (r *Region) communes(indexes []int) []Commune {
	found := make([]Commune, len(indexes))
	for i, at := range indexes {
		found[i] = r.Communes[at]
	}
	return found
}

// EPCI finds an intercommunalité by its SIREN.
func (r *Region) EPCI(siren string) (EPCI, bool) { return r.pickEPCI(r.bySIREN, siren) }

// EPCIBySlug finds an intercommunalité by its slug.
func (r *Region) EPCIBySlug(slug string) (EPCI, bool) { return r.pickEPCI(r.epciBySlug, slug) }

func (r *Region) pickEPCI(index map[string]int, key string) (EPCI, bool) {
	i, ok := index[key]
	if !ok {
		return EPCI{}, false
	}
	return r.EPCIs[i], true
}
