package territory_test

import (
	"testing"

	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/search"
	"partant/internal/territory"
)

func TestActivity(t *testing.T) {
	t.Parallel()
	all := territory.New(region.Loiret())
	for typed, want := range map[string]string{
		"43.22A": "43.22A", "4322a": "43.22A", "43.22A Plomberie": "43.22A", "plombier": "43.22A", "Boulangerie": "10.71C", "zzzqqq": "", "": "",
	} {
		code, sector, ok := all.Activity(typed)
		if code != want || ok != (want != "") || ok == (sector == "") {
			t.Errorf("Activity(%q) = %q, %q, %v; want %q", typed, code, sector, ok, want)
		}
	}
}

// Every name that the index may hold must lead back to the slug it came from: facets are links.
func TestNamesAndSlugsAgree(t *testing.T) {
	t.Parallel()
	all := territory.New(region.Loiret())
	for _, c := range all.Region.Communes {
		if all.Slug(search.Commune, c.Name) != c.Slug || all.Name(search.Commune, c.Slug) != c.Name {
			t.Errorf("commune %s: slug %s, name %s", c.Name, c.Slug, all.Name(search.Commune, c.Slug))
		}
	}
	for _, e := range all.Region.EPCIs {
		if all.Slug(search.EPCI, e.Name) != e.Slug {
			t.Errorf("intercommunalité %s: slug %s", e.Name, e.Slug)
		}
	}
	for _, s := range all.Activities.Sectors() {
		if all.Slug(search.Sector, s.Name) != s.Slug {
			t.Errorf("sector %s: slug %s", s.Name, s.Slug)
		}
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	all := territory.New(region.Loiret())
	p := &profile.Profile{Activity: "43.22A", Address: profile.Address{Commune: "45232"}}
	words := all.Labels(p)
	if words.Commune != "Olivet" || words.EPCI == "" || words.Sector != "Construction" || words.Trade == "" {
		t.Errorf("%+v", words)
	}
	if nothing := all.Labels(&profile.Profile{}); nothing != (territory.Labels{}) {
		t.Errorf("%+v", nothing)
	}
}
