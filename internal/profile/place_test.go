package profile_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/profile"
	"partant/internal/viewer"
)

const bridge = "47.68553,2.63001" // of Gien

// shop is a page of Gien that nobody has placed.
func shop() profile.Draft {
	d := bakery()
	d.Commune, d.Postcode, d.Place, d.SIRET = "45155", "45500", "", ""
	return d
}

func TestShowAt(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, shop())
	town, _ := place.Town("45155")
	if p.Place.By != profile.AtCommune || p.Place.Point != town.Point {
		t.Fatalf("%+v", p.Place)
	}
	shown, err := h.ShowAt(t.Context(), claude, p.Slug, bridge)
	if err != nil || shown.Place.By != profile.ByHand || shown.Place.Point.String() != bridge || shown.Pitch != p.Pitch || shown.By != claude.Account {
		t.Errorf("%+v, %v", shown, err)
	}
	_, changes, err := h.HistoryOf(t.Context(), claude, p.Slug)
	if err != nil || len(changes) != 2 || len(changes[0].Fields) != 1 || changes[0].Fields[0] != profile.FieldPlace {
		t.Errorf("the history tells %+v, %v", changes, err)
	}
	back, err := h.ShowAt(t.Context(), claude, p.Slug, "")
	if err != nil || back.Place.By != profile.AtCommune || back.Place.Point != town.Point {
		t.Errorf("%+v, %v", back.Place, err)
	}
}

// What is shown on the map obeys the rules of the form, in the same words.
func TestShowAtRefuses(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, shop())
	for at, want := range map[string]string{
		"48.8566,2.3522": "loin de la commune", "47.6": "pas lisible", "NaN,2": "pas lisible", "91,2": "pas lisible", "ici": "pas lisible",
	} {
		_, err := h.ShowAt(t.Context(), claude, p.Slug, at)
		var wrong fault.Fields
		if !errors.As(err, &wrong) || !strings.Contains(wrong[string(profile.FieldPlace)], want) {
			t.Errorf("%s: %v", at, err)
		}
		d := shop()
		d.Place = at
		_, err = h.Create(t.Context(), claude, d)
		var form fault.Fields
		if !errors.As(err, &form) || form[string(profile.FieldPlace)] != wrong[string(profile.FieldPlace)] {
			t.Errorf("%s: the form says %v", at, err)
		}
	}
	for _, c := range []struct {
		v    viewer.Viewer
		slug string
		want error
	}{{viewer.Viewer{}, p.Slug, fault.SignedOut}, {dany, p.Slug, fault.Forbidden}, {claude, "nulle-part", fault.NotFound}} {
		if _, err := h.ShowAt(t.Context(), c.v, c.slug, bridge); !errors.Is(err, c.want) {
			t.Errorf("%v on %s: %v", c.v, c.slug, err)
		}
	}
	if _, err := h.ShowAt(t.Context(), judge, p.Slug, bridge); err != nil {
		t.Errorf("a moderator: %v", err)
	}
}

// Somebody whose street not everybody sees is at their commune, whatever is shown.
func TestShowAtKeepsAStreetDiscreet(t *testing.T) {
	t.Parallel()
	h := open(t)
	town, _ := place.Town("45155")
	for _, audience := range []profile.Audience{profile.ForMembers, profile.ForTeam} {
		d := shop()
		d.Kind, d.Door, d.Place = profile.Person, audience, bridge
		p := create(t, h, claude, d)
		if !p.Discreet() || p.Place.By != profile.AtCommune {
			t.Fatalf("%+v", p)
		}
		_, err := h.ShowAt(t.Context(), claude, p.Slug, bridge)
		var wrong fault.Fields
		if !errors.As(err, &wrong) || wrong[string(profile.FieldPlace)] == "" {
			t.Errorf("%s: %v", audience, err)
		}
		if p, err := h.ForEdit(t.Context(), claude, p.Slug); err != nil || p.Place.Point != town.Point {
			t.Errorf("%s: %+v, %v", audience, p.Place, err)
		}
	}
	d := shop()
	d.Kind, d.Door = profile.Company, profile.ForTeam // nobody hides a shop
	if p := create(t, h, claude, d); p.Discreet() {
		t.Error("a company is discreet")
	}
}

// Two people of a team change a page at once: neither loses what they did.
func TestShowAtBesideAnEdit(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, shop())
	var all sync.WaitGroup
	all.Go(func() {
		for range 8 {
			if _, err := h.ShowAt(t.Context(), claude, p.Slug, bridge); err != nil {
				t.Error(err)
			}
		}
	})
	all.Go(func() {
		for range 8 {
			d := profile.Filled(mustGet(t, h, p.ID))
			d.Pitch = "Autre chose"
			if _, err := h.Edit(t.Context(), judge, p.ID, d); err != nil && !errors.Is(err, fault.Conflict) {
				t.Error(err)
			}
		}
	})
	all.Wait()
	is := mustGet(t, h, p.ID)
	if is.Place.By != profile.ByHand || geo.Distance(is.Place.Point, geo.Point{Lat: 47.68553, Lon: 2.63001}) > 1 {
		t.Errorf("%+v", is.Place)
	}
}

func mustGet(t *testing.T, h *house, id string) profile.Profile {
	t.Helper()
	p, err := h.store.Get(t.Context(), id)
	if err != nil {
		t.Error(err)
	}
	return p
}
