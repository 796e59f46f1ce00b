package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/profile"
	"partant/internal/viewer"
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
