package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"partant/internal/event"
)

// Who held a breakfast holds it again: all is there but the day.
func TestEventAgain(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(nil)
	host.get(path).is(http.StatusOK).counts(`aside a[href$="/reprendre"]`, 1)
	form := host.get(path + "/reprendre").is(http.StatusOK)
	form.has(".notice", "Repris de", "Premier atelier")
	if form.value("#champ-jour") != "" || form.value("#champ-heure") != "18:30" || form.value("#champ-lieu") == "" {
		t.Error("the form is not filled as it should")
	}
	form.submit("main form[method=post]", nil).is(http.StatusUnprocessableEntity).shows("#champ-heure-erreur", "Choisissez un jour")
	again := form.submit("main form[method=post]", url.Values{event.FieldDay: {"2027-02-09"}}).is(http.StatusSeeOther).Header.Get("Location")
	if again != "/evenements/premier-atelier-2027-02-09" {
		t.Errorf("it is at %s", again)
	}
	host.get(again).has(".facts", "mardi 9 février 2027", "L'ECG")
	host.get(path).has(".facts", "mardi 12 janvier 2027")
}
