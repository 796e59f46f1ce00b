package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// Who came to the events of a page is summed for who may speak for it, on a page and in a table; nobody else reads it.
func TestAttendanceJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, p, _ := h.speaker("Dumont")
	reader, other, first, second := h.join("rita", viewer.Member), h.join("marion", viewer.Member), h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member)
	h.mateOf(p, reader, profile.Reader)
	at := "/fiches/" + p.Slug + "/chiffres"
	host.get(at).is(http.StatusOK).counts(`a[href="`+at+`/evenements"]`, 1)
	host.get(at+"/evenements").is(http.StatusOK).has("main", "Aucun événement n'a eu lieu dans ces 12", "mois")

	path := host.announces(func(f url.Values) {
		tomorrow("5")(f)
		f.Set(event.FieldTitle, "=Salon")
	})
	first.answers(path, event.Partant, "1").is(http.StatusSeeOther)
	second.answers(path, event.Partant, "0").is(http.StatusSeeOther)
	h.hands.set(evening)
	host.notes(path, "loiseau", event.Enter, "1").is(http.StatusSeeOther)
	host.get(at+"/evenements").has("main", "Aucun événement n'a eu lieu")
	h.hands.pass(24 * time.Hour)
	read := host.get(at + "/evenements").is(http.StatusOK)
	read.has(".worth", "Événements", "Partants", "3", "Venus", "1", "Absents", "67", "2", "sur 3 attendues", "Nouvelles têtes", "Habitués")
	read.has(".comers", "=Salon", "3", "partants", "1", "venu", "2", "absents", "1", "nouvelle tête")
	read.hides("Loiseau") // came once
	table := host.get(at + "/evenements.csv?periode=3").is(http.StatusOK)
	if got := string(table.body); !strings.HasPrefix(got, "\uFEFFjour;événement;adresse;") || !strings.Contains(got, "\n2026-11-24;'=Salon;http") || !strings.Contains(got, ";oui;3;1;2;1\n") || strings.Contains(got, "Loiseau") ||
		!strings.HasPrefix(table.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the table:\n%s", got)
	}
	for _, bad := range []string{"?periode=7", "?periode=x", "?periode=-3"} {
		host.get(at + "/evenements" + bad).is(http.StatusNotFound)
	}
	for _, file := range []string{"", ".csv"} {
		other.get(at + "/evenements" + file).is(http.StatusForbidden)
		reader.get(at + "/evenements" + file).is(http.StatusForbidden) // who came is no figure of theirs
		h.visit().get(at + "/evenements" + file).is(http.StatusSeeOther)
		host.get("/fiches/rien/chiffres/evenements" + file).is(http.StatusNotFound)
	}
	reader.get(at).is(http.StatusOK).counts(`a[href="`+at+`/evenements"]`, 0)
}
