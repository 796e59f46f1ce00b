package activity_test

import (
	"slices"
	"strings"
	"testing"

	"partant/internal/activity"
	"partant/internal/text"
)

func TestTheNomenclatureIsWhole(t *testing.T) {
	t.Parallel()
	c := activity.Load()
	if len(c.All()) != 732 || len(c.Sections()) != 21 || len(c.Divisions()) != 88 || len(c.Sectors()) != 24 || len(c.Sizes()) != 16 {
		t.Errorf("%d activities, %d sections, %d divisions, %d sectors, %d size bands",
			len(c.All()), len(c.Sections()), len(c.Divisions()), len(c.Sectors()), len(c.Sizes()))
	}
	plain, used := 0, map[string]bool{}
	for _, a := range c.All() {
		used[a.Sector] = true
		if _, ok := c.SectorBySlug(a.Sector); !ok || a.Official == "" || a.Plain == "" || a.Section == "" {
			t.Errorf("%+v lacks something", a)
		}
		if len(a.Words) > 0 {
			plain++
		}
		if strings.Contains(a.Plain, "n.c.a") || len(a.Words) > 0 && text.Len(a.Plain) > 48 {
			t.Errorf("%s: « %s » is not plain", a.Code, a.Plain)
		}
	}
	if plain < 150 || len(used) != 24 {
		t.Errorf("%d activities have words, %d sectors have an activity", plain, len(used))
	}
	for _, s := range c.Sectors() {
		if s.Slug != text.Slug(s.Name) {
			t.Errorf("%s has the slug %s", s.Name, s.Slug)
		}
	}
}

func TestGetAndParse(t *testing.T) {
	t.Parallel()
	c := activity.Load()
	a, ok := c.Get("43.22A")
	if !ok || a.Plain != "Plomberie, chauffage au gaz" || a.Sector != "construction" || a.Section != "F" || a.Division() != "43" ||
		!slices.Contains(a.Words, "plombière") || !strings.Contains(a.Searchable(), "chauffe-eau") ||
		!strings.Contains(a.Searchable(), "tous locaux") {
		t.Errorf("%+v", a)
	}
	for _, typed := range []string{"43.22A", "4322a", " 43 22 A ", "43.22a"} {
		if got, ok := c.Parse(typed); !ok || got.Code != a.Code {
			t.Errorf("Parse(%q) = %v, %v", typed, got.Code, ok)
		}
	}
	for _, typed := range []string{"", "43", "43.22", "43.22AA", "99.99Z", "plombier", "é3.22A", "\xff\xff\xff\xff\xff"} {
		if got, ok := c.Parse(typed); ok {
			t.Errorf("Parse(%q) = %v", typed, got.Code)
		}
	}
	if _, ok := c.Get("4322A"); ok {
		t.Error("Get reads codes as they are written, no other way")
	}
}

func TestSectors(t *testing.T) {
	t.Parallel()
	c := activity.Load()
	for code, want := range map[string]string{
		"10.71C": "Alimentation", "47.22Z": "Alimentation", "47.71Z": "Commerce", "47.73Z": "Santé", "41.10A": "Immobilier",
		"41.20A": "Construction", "71.20A": "Automobile", "71.20B": "Ingénierie", "58.13Z": "Communication", "58.29C": "Numérique",
		"88.10A": "Services à la personne", "88.10C": "Action sociale", "85.52Z": "Culture", "85.59A": "Formation",
		"74.30Z": "Services aux entreprises", "74.90B": "Ingénierie", "94.11Z": "Vie associative", "84.11Z": "Administration",
	} {
		a, _ := c.Get(code)
		if s, _ := c.SectorBySlug(a.Sector); s.Name != want {
			t.Errorf("%s %s is in %s, want %s", code, a.Plain, s.Name, want)
		}
	}
	if _, ok := c.SectorBySlug("magie"); ok {
		t.Error("found a sector that is not there")
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	c := activity.Load()
	for i, s := range c.Sizes() {
		if i > 2 && s.From != c.Sizes()[i-1].To+1 {
			t.Errorf("%s does not follow the band before it", s.Label)
		}
	}
	if s, ok := c.Size("21"); !ok || s.Label != "50 à 99 salariés" || s.From != 50 {
		t.Errorf("%+v", s)
	}
	if _, ok := c.Size("99"); ok {
		t.Error("found a band that is not there")
	}
}
