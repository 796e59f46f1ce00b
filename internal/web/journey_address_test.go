package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"partant/internal/config"
	"partant/internal/geo"
	"partant/internal/geocode/geocodetest"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// A page with a street is placed by the service of addresses once it answers, says so, and is found there; nobody waits
// for a service that is away.
func TestAnAddressIsPlaced(t *testing.T) {
	t.Parallel()
	s := geocodetest.Start(t)
	s.Answers(geocodetest.Status(503))
	h := open(t, func(c *config.Config) { c.Geocoder = s.URL })
	b := h.join("odile", viewer.Member)
	typed := url.Values{"type": {"entreprise"}, "nom": {"Boulangerie du Mail"}, "commune": {"Pithiviers"}, "adresse": {"12 mail Ouest"}, "code_postal": {"45300"}}
	b.get("/fiches/nouvelle").submit("main form", typed).leads(http.StatusSeeOther, "/fiches/boulangerie-du-mail")
	b.get("/fiches/boulangerie-du-mail").has(".facet-side", "le repère montre la commune", "Montrer l'endroit sur la carte")
	h.expectQuestion(s, 1)
	s.Answers(geocodetest.Place(geocodetest.Found{At: geo.Point{Lat: 48.16501, Lon: 2.26001}, Commune: "45252", Kind: "housenumber", Score: 0.95}))
	h.until("the page is at its address", func() bool { // whenever the first try has put it off to
		h.hands.pass(time.Minute)
		h.Locator.Wake()
		p, err := h.Profiles.BySlug(t.Context(), viewer.Viewer{}, "boulangerie-du-mail")
		return err == nil && p.Place.By == profile.AtAddress
	})
	h.visit().get("/fiches/boulangerie-du-mail").has(".facet-side", "placé d'après l'adresse, par la Base adresse nationale")
	b.get("/fiches/boulangerie-du-mail").has(".facet-side", "Déplacer le repère")
	h.settle()
	h.visit().get("/annuaire?pres=48.165,2.26&rayon=5").counts(`.card a[href="/fiches/boulangerie-du-mail"]`, 1)
	h.visit().get("/sources").has("main", "Base adresse nationale", "tenues à jour par leur source")
	b.get("/fiches/boulangerie-du-mail/modifier").submit("main form", url.Values{"accroche": {"Pain"}}).leads(http.StatusSeeOther, "/fiches/boulangerie-du-mail")
	b.get("/fiches/boulangerie-du-mail").has(".facet-side", "placé d'après l'adresse")
}

// Without the setting nobody is asked and nothing is said.
func TestNoGeocoder(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("odile", viewer.Member)
	p := h.page(b, bakery)
	if len(p.Owes) != 1 || p.Owes[0].Kind != profile.OwesIndex {
		t.Errorf("it owes %+v", p.Owes)
	}
	if page := h.visit().get("/sources"); contains(page.body, "Base adresse") {
		t.Error("a source that is not used is named")
	}
}

// expectQuestion waits until a service was asked so often.
func (h *house) expectQuestion(s *geocodetest.Server, times int) {
	h.t.Helper()
	h.until("the service is asked", func() bool { return len(s.Asked()) >= times })
}

func (h *house) until(what string, holds func() bool) {
	h.t.Helper()
	for end := time.Now().Add(time.Minute); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatalf("after a minute still not: %s", what)
		}
	}
}
