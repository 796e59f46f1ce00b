package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// Who comes reads whom to meet there, and why; who does not come reads it not, and who is blocked is in nobody's list.
func TestEventMeet(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(func(f url.Values) { f.Set(event.FieldPlaces, "") })
	at := path + "/rencontrer"
	wants := func(b *browser, name, offers, seeks string) profile.Profile {
		p := h.page(b, func(d *profile.Draft) {
			d.Kind, d.Name, d.Offers, d.Seeks = profile.Person, name, offers, seeks
		})
		if _, err := h.Accounts.Embody(t.Context(), b.account.ID, p.ID, p.Slug); err != nil {
			t.Fatal(err)
		}
		return p
	}
	seeks, offers, shy := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member), h.join("Petit", viewer.Member)
	mine := wants(seeks, "Nina Loiseau", "un local", "Photographie")
	wants(offers, "Omar Berger", "photographie", "un local")
	wants(shy, "Paul Petit", "photographie", "")
	seeks.get(at).leads(http.StatusSeeOther, path+"#partant")
	for b, listed := range map[*browser]string{seeks: "", offers: "oui", shy: ""} {
		b.get(path).submit(".partant form", url.Values{event.FieldSays: {string(event.Partant)}, event.FieldListed: {listed}}).is(http.StatusSeeOther)
	}
	seeks.get(path).counts(`a[href="`+at+`"]`, 1)
	offers.get(path).counts(`a[href="`+at+`"]`, 0) // nobody else shows themselves
	seeks.get(at).is(http.StatusOK).shows(".met", "Omar Berger", "Propose : Photographie, que vous cherchez.", "Cherche : un local, que vous proposez.").hides("Paul Petit")
	offers.get(at).shows(".empty", "Personne d'autre ne se montre")
	if err := h.Distances.Keep(t.Context(), offers.account.Viewer(), mine.ID, distance.Block); err != nil {
		t.Fatal(err)
	}
	seeks.get(at).is(http.StatusOK).hides("Omar Berger")
}

// Where an event is held is shown on the map: its commune, until who announces it shows the place. Search engines, programs and calendars
// are told, and the map of events has it.
func TestEventOnTheMap(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	other, visitor := h.join("Loiseau", viewer.Member), h.visit()
	path := host.announces(nil)
	at, slug := path+"/position", strings.TrimPrefix(path, "/evenements/")
	visitor.get(path).shows(".ground-of", "Le repère montre la commune").counts(".ground-of .map .narrow .pin", 1).hides("GeoCoordinates")
	visitor.get("/api/v1/events/" + slug).holds(`"precision":"commune"`)
	other.get(at).is(http.StatusForbidden)
	host.get(path).shows(".ground-of", "Montrer l'endroit sur la carte")
	m := host.get(at).is(http.StatusOK).shows("h1", "Où se retrouve-t-on ?").press(views.FieldToward, views.TowardNorth)
	shown, _ := spotted(t, m)
	other.post(at, url.Values{views.FieldToken: {other.token()}, event.FieldSpot: {shown.String()}}).is(http.StatusForbidden)
	host.post(at, url.Values{views.FieldToken: {host.token()}, event.FieldSpot: {"48.85,2.35"}}).is(http.StatusUnprocessableEntity).shows("main .notice", "kilomètres de la commune")
	m.submit("main form[method=post]", nil).leads(http.StatusSeeOther, path)
	read := visitor.get(path).shows(".ground-of", "placé par ceux qui organisent", "Y aller")
	read.hides("Modifié le")
	if !contains([]byte(read.one(`script[type="application/ld+json"]`).FirstChild.Data), `"geo":{"@type":"GeoCoordinates"`) {
		t.Error("search engines are not told where it is")
	}
	visitor.get("/api/v1/events/" + slug).holds(`"precision":"main"`)
	visitor.get(path + ".ics").holds("GEO:" + strings.Replace(shown.String(), ",", ";", 1) + "\r\n")
	visitor.get("/evenements/carte?commune=gien").shows("main", "Chaque repère est un événement").counts(`.map .wide a.pin[href="`+path+`"]`, 1).counts(".map .dot", 0)
	visitor.get("/evenements/carte").counts(".map .wide .dot", 1).counts(".map .pin", 0)
	host.get(path+"/modifier").submit("main form[method=post]", url.Values{event.FieldPlace: {"Ailleurs"}}).leads(http.StatusSeeOther, path)
	visitor.get(path).shows(".ground-of", "Le repère montre la commune")
}
