package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/geo"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// bakery is a page of Pithiviers that nobody has placed.
func bakery(d *profile.Draft) {
	d.Name, d.Commune, d.Street, d.Postcode = "Boulangerie du Mail", "45252", "12 mail Ouest", "45300"
}

// spotted is where a drawn map has its marker, and how wide it is.
func spotted(t *testing.T, a *answer) (at geo.Point, wide string) {
	t.Helper()
	at, err := geo.Parse(a.value(".spot input[name=position]"))
	if err != nil {
		t.Fatal(err)
	}
	return at, a.value(".spot input[name=largeur]")
}

// press sends the map's form as the button that says so does.
func (a *answer) press(name, value string) *answer {
	a.t.Helper()
	return a.submit(".spot", url.Values{name: {value}}).is(http.StatusOK)
}

// touch sends it as a touch of the map, drawn at a size, does.
func (a *answer) touch(size, x, y int) *answer {
	a.t.Helper()
	name := fmt.Sprintf("ici%d", size)
	return a.submit(".spot", url.Values{name + ".x": {fmt.Sprint(x)}, name + ".y": {fmt.Sprint(y)}}).is(http.StatusOK)
}

// A baker finds their door by touches and buttons alone, keeps it, and takes it back.
func TestShowOnTheMap(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("odile", viewer.Member)
	p := h.page(b, bakery)
	path := "/fiches/" + p.Slug
	first := b.get(path)
	first.has(".facet-side", "le repère montre la commune", "Montrer l'endroit sur la carte")
	b.get(path+"/modifier").counts(`a[href="`+path+`/position"]`, 1)

	m := b.get(path + "/position").is(http.StatusOK)
	m.has("h1", "Où vous trouve-t-on ?")
	m.has(".where-now", "Le repère est à Pithiviers, au milieu de la commune.")
	at, wide := spotted(t, m)
	if wide != "8000" || geo.Distance(at, p.Place.Point) > 2 {
		t.Errorf("the map begins at %v, %s m wide", at, wide)
	}
	m = m.press("vers", "pres").press("vers", "pres") // 2 km
	m = m.touch(288, 216, 72)                         // a quarter to the right, a quarter up
	now, wide := spotted(t, m)
	if want := at.Moved(500, 500); wide != "2000" || geo.Distance(now, want) > 10 {
		t.Errorf("the touch led to %v, %s m wide; want %v", now, wide, want)
	}
	m.has(".where-now", "à 710 m au nord-est du milieu de la commune.")
	m = m.press("vers", "sud").press("vers", "ouest")
	after, _ := spotted(t, m)
	if want := now.Moved(-200, -200); geo.Distance(after, want) > 5 {
		t.Errorf("the buttons led to %v, want %v", after, want)
	}
	m.counts(`main form[method=post] input[name=position][value=""]`, 0)
	kept := m.submit("main form[method=post]", nil).leads(http.StatusSeeOther, path).follow()
	kept.has(".notice", "Le repère est en place")
	kept.has(".facet-side", "le repère a été placé à la main", "Déplacer le repère")
	again := b.get(path + "/position")
	if here, wide := spotted(t, again); here != after || wide != "2000" {
		t.Errorf("the map begins at %v, %s m wide", here, wide)
	}
	form := again.one(`main form[method=post]:has(input[name=position][value=""])`)
	b.post(attribute(form, "action"), filled(form)).leads(http.StatusSeeOther, path).follow().has(".facet-side", "le repère montre la commune")
}

// Whatever the size in which the map is drawn, a touch at a share of it means the same place; a key that presses the
// map, and what no browser sends, moves nothing.
func TestTouchesMeanTheSameAtEachSize(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("odile", viewer.Member)
	path := "/fiches/" + h.page(b, bakery).Slug + "/position"
	at, _ := spotted(t, b.get(path))
	for _, size := range views.SpotSizes {
		got, _ := spotted(t, b.get(path).touch(size, size*3/4, size*3/4))
		if want := at.Moved(-2000, 2000); geo.Distance(got, want) > 60 {
			t.Errorf("%d: %v, want %v", size, got, want)
		}
	}
	for _, odd := range []string{"ici288.x=0&ici288.y=0", "ici288.x=300&ici288.y=4", "ici288.x=-1&ici288.y=4", "ici288.x=4", "ici288.x=a&ici288.y=b", "ici289.x=4&ici289.y=4",
		"vers=haut", "position=ici", "position=NaN,2", "position=91,0", "largeur=large"} {
		if got, wide := spotted(t, b.get(path+"?"+odd).is(http.StatusOK)); got != at || wide != "8000" {
			t.Errorf("%s led to %v, %s m wide", odd, got, wide)
		}
	}
	for asked, want := range map[string]string{"1": "400", "400": "400", "401": "1000", "-5": "400", "99999999": "32000"} {
		if _, wide := spotted(t, b.get(path+"?largeur="+asked)); wide != want {
			t.Errorf("%s m became %s, want %s", asked, wide, want)
		}
	}
	b.get(path+"?largeur=400").counts(`button[value=pres][disabled]`, 1)
	b.get(path+"?largeur=32000").counts(`button[value=loin][disabled]`, 1)
	b.get(path+"?position=48.8566,2.3522").has(".where-now", "Le repère est en dehors du Loiret.")
	b.get(path+"?position=48.1900,2.2300").has(".where-now", "La page, elle, se dit à Pithiviers.")
	for _, extreme := range []string{"90,180", "-90,-180", "0,0"} {
		b.get(path + "?largeur=32000&position=" + extreme).is(http.StatusOK)
	}
}

// What the form refuses the map refuses, in the same words, and the map is still where it was.
func TestTheMapRefusesWhatTheFormRefuses(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("odile", viewer.Member)
	path := "/fiches/" + h.page(b, bakery).Slug
	far := b.get(path + "/position?position=48.8566,2.3522&largeur=1000")
	refused := far.submit("main form[method=post]", nil).is(http.StatusUnprocessableEntity)
	form := b.get(path+"/modifier").submit("main form", url.Values{"position": {"48.8566,2.3522"}}).is(http.StatusUnprocessableEntity)
	said := "Ce point est loin de la commune choisie : placez le repère à nouveau."
	refused.has("[role=alert]", said)
	form.has("#champ-position-erreur", said)
	if at, wide := spotted(t, refused); at.String() != "48.8566,2.3522" || wide != "1000" {
		t.Errorf("%v, %s", at, wide)
	}
}

// The pages near, as anybody may know them, are the landmarks; those that stand at their commune are none.
func TestLandmarks(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("odile", viewer.Member)
	p := h.page(b, bakery)
	near := func(name, position string, change func(*profile.Draft)) {
		h.page(b, func(d *profile.Draft) {
			d.Name, d.Commune, d.Place = name, "45252", position
			if change != nil {
				change(d)
			}
		})
	}
	at := p.Place.Point
	near("Librairie des Écoles", at.Moved(0, 120).Fine().String(), nil)
	near("Garage Petit", at.Moved(-300, 0).Fine().String(), nil)
	near("Sans adresse", "", nil)
	near("Camille Discrète", at.Moved(60, 0).Fine().String(), func(d *profile.Draft) { d.Kind, d.Door, d.Street = profile.Person, profile.ForTeam, "3 rue Cachée" })
	h.settle()
	m := b.get("/fiches/" + p.Slug + "/position?largeur=1000")
	m.has(".landmarks", "Librairie des Écoles, à 120 m à l'est", "Garage Petit, à 300 m au sud")
	m.has(".ground", "Librairie des Écoles", "Garage Petit")
	for _, hidden := range []string{"Sans adresse", "Camille Discrète", "rue Cachée"} {
		if strings.Contains(m.main(), hidden) {
			t.Errorf("%s is a landmark", hidden)
		}
	}
	b.get("/fiches/"+p.Slug+"/position?largeur=1000&position=47.9,1.9").counts(".landmarks", 0)
}

// Somebody whose street is not for all has no map to point at, and nothing that is sent puts them on it.
func TestADiscreetStreetHasNoMap(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("odile", viewer.Member)
	p := h.page(b, func(d *profile.Draft) {
		d.Kind, d.Name, d.Commune, d.Street, d.Door = profile.Person, "Odile Lenoir", "45252", "3 rue des Tests", profile.ForMembers
	})
	path := "/fiches/" + p.Slug
	b.get(path).is(http.StatusOK).counts(`a[href$="/position"]`, 0)
	b.get(path+"/position").is(http.StatusOK).has("main", "le repère montre la commune et rien de plus précis")
	b.get(path+"/position").counts(".spot, .landmarks", 0)
	sent := url.Values{"position": {"48.17,2.25"}, views.FieldToken: {b.token()}}
	b.post(path+"/position", sent).is(http.StatusUnprocessableEntity).counts(".spot", 0)
	if is, err := h.Profiles.BySlug(t.Context(), viewer.Viewer{}, p.Slug); err != nil || is.Place.By != profile.AtCommune {
		t.Errorf("%+v, %v", is.Place, err)
	}
}
