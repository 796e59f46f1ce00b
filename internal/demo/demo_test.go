package demo_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"partant/internal/activity"
	"partant/internal/demo"
	"partant/internal/geo"
	"partant/internal/region"
	"partant/internal/text"
)

func organisations(t *testing.T) []demo.Organisation {
	t.Helper()
	all, err := demo.Organisations()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestOrganisationsAreWhatTheDataSays(t *testing.T) {
	t.Parallel()
	r, a := region.Loiret(), activity.Load()
	for _, o := range organisations(t) {
		if o.Name == "" || o.Category == "" || o.Source.Name == "" || o.Source.Date == "" ||
			o.Source.Licence == "" && !strings.HasPrefix(o.Key, "institution:") || // names we know ourselves: nobody's data
			!slices.Contains([]string{"entreprise", "club", "institution"}, o.Kind) {
			t.Errorf("%+v lacks something", o)
		}
		if _, ok := a.Get(o.NAF); !ok && o.NAF != "" {
			t.Errorf("%s: no activity %s", o.Name, o.NAF)
		}
		if _, ok := a.Size(o.Size); !ok && o.Size != "" {
			t.Errorf("%s: no size band %s", o.Name, o.Size)
		}
		c, ok := r.Commune(o.Commune)
		if !ok && o.Commune != "" || ok && c.INSEE != o.Commune {
			t.Errorf("%s: no commune %s of today", o.Name, o.Commune)
		}
		if o.Postcode != "" && !slices.Contains(c.Postcodes, o.Postcode) {
			t.Errorf("%s: %s is no postcode of %s", o.Name, o.Postcode, c.Name)
		}
		if o.At != nil && geo.Distance(*o.At, c.At) > 12_000 {
			t.Errorf("%s is %.0f m away from %s", o.Name, geo.Distance(*o.At, c.At), c.Name)
		}
		if o.SIREN != "" && !luhn(o.SIREN) || o.SIRET != "" && (!luhn(o.SIRET) || o.SIRET[:9] != o.SIREN) || o.Founded == 1900 {
			t.Errorf("%s: SIREN %s, SIRET %s, founded in %d", o.Name, o.SIREN, o.SIRET, o.Founded)
		}
	}
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		n := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return sum%10 == 0
}

func TestOrganisationsStandOnce(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, o := range organisations(t) {
		for _, id := range []string{"key " + o.Key, "SIRET " + o.SIRET, "name " + text.Fold(o.Name) + " in " + o.Commune} {
			if other, twice := seen[id]; twice && id != "SIRET " {
				t.Errorf("%s: %s is also %s", o.Name, id, other)
			}
			seen[id] = o.Name
		}
	}
}

func TestOrganisationsCounted(t *testing.T) {
	t.Parallel()
	got := map[string]int{}
	shared := 0
	for _, o := range organisations(t) {
		got[o.Category]++
		if o.ShareAlike() {
			shared++
		}
	}
	for category, want := range map[string]int{"mairie": 325, "intercommunalité": 16, "hôtel": 66, "industrie": 116, "gare": 12, "cinéma": 11,
		"musée": 5, "restaurant": 25, "camping": 22, "France services": 17, "chambre consulaire": 3, "technopole": 1} {
		if got[category] != want {
			t.Errorf("%d of %s, want %d", got[category], category, want)
		}
	}
	if shared != got["gare"] {
		t.Errorf("%d records are under ODbL, want the %d stations", shared, got["gare"])
	}
}

func TestOrganisationsMerged(t *testing.T) {
	t.Parallel()
	byKey := map[string]demo.Organisation{}
	for _, o := range organisations(t) {
		byKey[o.Key] = o
	}
	o := byKey["irep:100.00802"] // an establishment and its legal unit
	if o.Name != "Antartic SAS" || o.Size != "32" || o.Founded != 1975 || !strings.Contains(o.Source.Name, " ; Index Egapro") {
		t.Errorf("%+v", o)
	}
	m := byKey["mairie:45089"] // a town hall whose address another source knows
	if m.Name != "Mairie de Chécy" || m.Street != "11 place du Cloître" || m.SIRET != "21450089400016" || m.At == nil {
		t.Errorf("%+v", m)
	}
	f := byKey["institution:cci-du-loiret"]
	if want := (demo.Organisation{Key: f.Key, Kind: "institution", Category: "chambre consulaire", Name: "CCI du Loiret", Commune: "45234",
		Source: f.Source}); !cmp.Equal(f, want) {
		t.Errorf("more than its name and commune is said of %+v", f)
	}
}

func TestNobodyIsNamed(t *testing.T) {
	t.Parallel()
	person := regexp.MustCompile(`(?i)\b(m\.|mme|monsieur|madame|mlle)\s`)
	service := regexp.MustCompile(`service|ccas|bus|fs\.|mdd`)
	for _, o := range organisations(t) {
		if person.MatchString(o.Name + " " + o.Facts) {
			t.Errorf("%s names somebody", o.Name)
		}
		if o.Email != "" && !service.MatchString(o.Email) {
			t.Errorf("%s: is %s the address of a person?", o.Name, o.Email)
		}
	}
}

func examples(t *testing.T) ([]demo.Example, []demo.Member) {
	t.Helper()
	companies, members, err := demo.Examples(region.Loiret())
	if err != nil {
		t.Fatal(err)
	}
	return companies, members
}

func TestExamplesAreMany(t *testing.T) {
	t.Parallel()
	companies, members := examples(t)
	trades := map[string]int{}
	for _, e := range companies {
		trades[e.NAF]++
	}
	if len(companies) < 300 || len(members) < 40 || len(trades) < 60 || len(demo.Communes(companies)) < 40 {
		t.Errorf("%d companies of %d trades in %d communes, %d members", len(companies), len(trades), len(demo.Communes(companies)), len(members))
	}
	if trades["43.22A"] < 6 || trades["10.71C"] < 5 {
		t.Errorf("few plumbers or bakers: %v", slices.Collect(maps.Values(trades)))
	}
}

// fiction is the numbers ARCEP keeps for works of fiction.
var fiction = regexp.MustCompile(`^(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d$`)

func TestExamplesAreMarkedAndHarmless(t *testing.T) {
	t.Parallel()
	companies, members := examples(t)
	for _, e := range companies {
		web := e.Web == "" || strings.HasPrefix(e.Web, "https://") && strings.HasSuffix(e.Web, ".invalid")
		if !strings.HasSuffix(e.Name, " (exemple)") || e.Tags[0] != demo.Mark || !strings.HasSuffix(e.Email, ".invalid") || !web ||
			!fiction.MatchString(e.Phone) || !strings.HasSuffix(e.About, "Page d'exemple : cette entreprise n'existe pas.") {
			t.Errorf("%+v", e)
		}
	}
	for _, m := range members {
		if !strings.HasSuffix(m.Name, " (exemple)") || m.Tags[0] != demo.Mark || !strings.HasSuffix(m.Email, ".invalid") ||
			!fiction.MatchString(m.Phone) || !strings.HasSuffix(m.About, "cette personne n'existe pas.") {
			t.Errorf("%+v", m)
		}
	}
}

func TestExamplesHoldTogether(t *testing.T) {
	t.Parallel()
	r, a := region.Loiret(), activity.Load()
	companies, members := examples(t)
	names := map[string]bool{}
	for _, e := range companies {
		names[e.Key] = true
		c, _ := r.Commune(e.Commune)
		_, known := a.Get(e.NAF)
		_, sized := a.Size(e.Size)
		if !known || !sized || !slices.Contains(c.Postcodes, e.Postcode) || e.Founded < 1980 || e.Founded > 2025 || geo.Distance(e.At, c.At) > 1000 {
			t.Errorf("%+v", e)
		}
		if len(e.Offers) < 2 || len(e.Seeks) == 0 || len(e.Tags) < 2 || text.Len(e.Pitch) > 160 || strings.ContainsAny(e.About, "{}") {
			t.Errorf("%s: offers %v, seeks %v, tags %v, « %s »", e.Name, e.Offers, e.Seeks, e.Tags, e.About)
		}
	}
	for _, m := range members {
		if !names[m.Company] || m.Commune == "" || m.Title == "" || text.Len(m.Pitch) > 160 || len(m.Offers) == 0 || len(m.Seeks) == 0 {
			t.Errorf("%+v", m)
		}
	}
	if len(names) != len(companies) {
		t.Errorf("%d keys for %d companies", len(names), len(companies))
	}
}

func TestExamplesDoNotRepeatThemselves(t *testing.T) {
	t.Parallel()
	companies, members := examples(t)
	seen := map[string]string{}
	once := func(what, name string) {
		if other, twice := seen[what]; twice {
			t.Errorf("%s and %s share « %s »", name, other, what)
		}
		seen[what] = name
	}
	for _, e := range companies {
		for _, what := range []string{e.Key, e.Pitch, e.About, e.Phone, e.Email, e.At.String()} {
			once(what, e.Name)
		}
	}
	for _, m := range members {
		for _, what := range []string{m.Key, m.Pitch, m.Phone, m.Email} {
			once(what, m.Name)
		}
	}
}

func TestExamplesAreAlwaysTheSame(t *testing.T) {
	t.Parallel()
	companies, members := examples(t)
	again, others := examples(t)
	if diff := cmp.Diff(companies, again) + cmp.Diff(members, others); diff != "" {
		t.Error(diff)
	}
	if e := companies[0]; e.Key != "exemple:entreprise:plomberie-sablonnet" {
		t.Errorf("the first example is %s: keys must not change, pages hang on them", e.Key)
	}
}

func TestNoTradeStandsTwiceInACommune(t *testing.T) {
	t.Parallel()
	companies, _ := examples(t)
	seen := map[string]bool{}
	for _, e := range companies {
		if e.NAF != "43.22A" {
			continue
		}
		if seen[e.Commune] {
			t.Errorf("two plumbers in %s", e.Commune)
		}
		seen[e.Commune] = true
	}
}

func TestExamplesAreAtHomeInTheLoiret(t *testing.T) {
	t.Parallel()
	other, err := region.Load(fstest.MapFS{
		"region.json":  {Data: []byte(`{"name":"Yonne","departement":"Yonne","code":"89","of":"de l'Yonne","in":"dans l'Yonne"}`)},
		"communes.csv": {Data: []byte("insee,name,slug,postcodes,lat,lon\n89024,Auxerre,auxerre,89000,47.8,3.57\n")},
		"outlines.topojson": {Data: []byte(`{"type":"Topology","objects":{"o":{"geometries":[{"type":"Polygon","properties":{"code":"89024"},
			"arcs":[[0]]}]}},"arcs":[[[3,47],[4,47],[4,48],[3,47]]]}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := demo.Examples(other); err == nil || !strings.Contains(err.Error(), "at home in the Loiret") {
		t.Errorf("got %v", err)
	}
}

func TestSourcesStandOnce(t *testing.T) {
	t.Parallel()
	dates := map[string]string{}
	for _, s := range demo.Sources() {
		if _, twice := dates[s.Name]; twice || strings.Contains(s.Name+s.Date, ";") || s.Licence == "" {
			t.Errorf("%+v", s)
		}
		dates[s.Name] = s.Date
	}
	for name, want := range map[string]string{
		"Conseillers numériques (ANCT)": "2021-05-05", "Base nationale des intercommunalités (DGCL)": "2026",
		"Atout France, hébergements classés": "2026-04-21",
	} {
		if dates[name] != want {
			t.Errorf("%s: %q, want the newest, %s", name, dates[name], want)
		}
	}
	if _, ours := dates["Institutions citées en décembre 2007"]; ours {
		t.Error("a list of ours stands among open data")
	}
}
