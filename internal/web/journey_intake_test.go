package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"partant/internal/calendar"
	"partant/internal/config"
	"partant/internal/event"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// season is a calendar of breakfasts: three to come, one that was, one of which the day cannot be read.
const season = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" +
	"BEGIN:VEVENT\r\nUID:pdj@club.example\r\nSUMMARY:Petit déjeuner\r\nDESCRIPTION:Se connaître.\r\nLOCATION:L'ECG\\, 12 rue des Carmes\\, 45000 Orléans\\, France\r\nDTSTART;TZID=Europe/Paris:20270112T083000\r\nDTEND;TZID=Europe/Paris:20270112T100000\r\nRRULE:FREQ=MONTHLY;COUNT=3\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:vieux@club.example\r\nSUMMARY:Un vieux\r\nDTSTART:20200112T083000Z\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:faux@club.example\r\nSUMMARY:Un faux\r\nDTSTART:20271399T083000Z\r\nEND:VEVENT\r\n" +
	"END:VCALENDAR\r\n"

// imports sends a calendar for a page and returns what it would bring.
func (b *browser) imports(p profile.Profile, file string, fill url.Values) *answer {
	b.h.t.Helper()
	form := filled(b.get("/evenements/importer").is(http.StatusOK).one("main form[method=post]"))
	form.Set(viewer.FieldVoice, p.ID)
	for name, v := range fill {
		form[name] = v
	}
	var files []attached
	if file != "" {
		files = []attached{{views.FieldFile, "agenda.ics", []byte(file)}}
	}
	return b.send("/evenements/importer", form, files)
}

// takes presses a button below what was seen.
func (a *answer) takes(do string, keys ...string) *answer {
	a.t.Helper()
	form := filled(a.one("main form[method=post]"))
	form.Set(views.FieldDo, do)
	form.Del(views.FieldPreview)
	form.Del(views.FieldTake)
	for _, box := range a.all(`input[name="` + views.FieldTake + `"]`) {
		if key := attribute(box, "value"); len(keys) == 0 || strings.Contains(strings.Join(keys, " "), key) {
			form.Add(views.FieldTake, key)
		}
	}
	return a.from.send("/evenements/importer", form, nil)
}

// A calendar is seen first, then becomes drafts or events, and is there once however often it comes.
func TestIntakeJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	h.verified(company, host)
	host.get("/evenements/nouveau").counts(`main a[href="/evenements/importer"]`, 1)
	seen := host.imports(company, season, nil).is(http.StatusOK)
	seen.shows("#essai + p", "3", "peuvent devenir des événements", "Rien n'est fait encore")
	seen.counts(`input[name="prendre"][checked]`, 3)
	seen.shows(".arrivals", "Petit déjeuner", "mardi 12 janvier 2027", "ligne 3", "Un faux", "ligne 17", "20271399T083000Z")
	seen.shows("main", "1", "rendez-vous est passé")
	h.visit().get("/evenements").hides("Petit déjeuner")

	none := seen.one("main form[method=post]")
	form := filled(none)
	form.Set(views.FieldDo, views.DoDraft)
	form.Del(views.FieldTake)
	host.send("/evenements/importer", form, nil).is(http.StatusUnprocessableEntity).shows("#champ-prendre-erreur", "Cochez au moins un")

	done := seen.takes(views.DoDraft).is(http.StatusOK)
	done.shows("h1", "3", "brouillons gardés")
	done.counts(`.arrivals a[href^="/evenements/petit-dejeuner"]`, 3)
	h.visit().get("/evenements").hides("Petit déjeuner")
	host.get("/evenements/petit-dejeuner").is(http.StatusOK).shows(".event > .notice", "brouillon").shows(".facts", "mardi 12 janvier 2027, de 8", "Orléans", "Se connaître.")
	host.get("/fiches/"+company.Slug).counts("#vos-brouillons ~ .meet", 3)
	h.visit().get("/fiches/" + company.Slug).hides("Petit déjeuner")

	again := host.imports(company, strings.Replace(season, "083000", "090000", 1), nil).is(http.StatusOK)
	again.shows("#essai + p", "Rien de nouveau").counts(`input[name="prendre"]`, 0)
	again.shows(".arrivals", "déjà là", "autre heure")
}

// What is taken in may be announced at once, by who is no newcomer; the stranger's page is not theirs to fill.
func TestIntakePublishes(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	other := h.join("Loiseau", viewer.Member)
	own := h.page(other, nil)
	h.visit().get("/evenements/importer").is(http.StatusSeeOther)
	early := other.imports(own, season, nil).takes(views.DoPublish).is(http.StatusOK)
	early.shows("main .notice", "Le premier jour").shows("h1", "brouillons")
	second := strings.ReplaceAll(season, "pdj@", "diner@")
	host.imports(company, strings.ReplaceAll(second, "Petit déjeuner", "Dîner"), nil).takes(views.DoPublish).is(http.StatusOK).shows("h1", "3", "événements annoncés")
	h.visit().get("/evenements").counts(".meet", 3)
	if all := h.visit().get("/fiches/" + company.Slug + ".ics").agenda(); len(all) != 1 { // three of one name
		t.Errorf("%d names", len(all))
	}
	other.imports(company, season, nil).is(http.StatusUnprocessableEntity).shows("main .notice[role=alert]", "Vous ne parlez plus au nom de cette page")
}

// What is wrong with a file, an address or what stands for all is said beside its field.
func TestIntakeRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	for _, c := range []struct {
		file string
		fill url.Values
		say  string
	}{
		{"", nil, "Choisissez un fichier"},
		{"<html>", nil, "aucun rendez-vous"},
		{"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", nil, "aucun rendez-vous"},
		{strings.Repeat("x", calendar.MostBytes+1), nil, "mégaoctet"},
		{"", url.Values{views.FieldCalendarURL: {"http://127.0.0.1:6379/"}}, "Il n'y a pas d'agenda"},
		{"", url.Values{views.FieldCalendarURL: {"file:///etc/passwd"}}, "Il n'y a pas d'agenda"},
		{"", url.Values{views.FieldCalendarURL: {h.Base.String() + "/evenements.ics"}}, "Il n'y a pas d'agenda"},
		{season, url.Values{event.FieldCommune: {"Atlantis"}}, "n'est pas du département"},
		{season, url.Values{event.FieldPlace: {strings.Repeat("a", event.MaxWords+1)}}, "trop long"},
	} {
		host.imports(company, c.file, c.fill).is(http.StatusUnprocessableEntity).shows(".wrong", c.say)
	}
	mute := strings.Replace(strings.Replace(season, "DESCRIPTION:Se connaître.\r\n", "", 1), "LOCATION:L'ECG\\, 12 rue des Carmes\\, 45000 Orléans\\, France\r\n", "", 1)
	seen := host.imports(company, mute, nil).is(http.StatusOK).shows(".arrivals", "refusé", "pour quoi l'on se retrouve")
	form := filled(seen.one("main form[method=post]"))
	form.Set(event.FieldPurpose, "Se connaître.")
	form.Set(event.FieldPlace, "L'ECG")
	form.Set(event.FieldCommune, "Gien")
	host.send("/evenements/importer", form, nil).is(http.StatusOK).counts(`input[name="prendre"]`, 3)
}

// A calendar comes from an address too, once, by the way that leads nowhere inside.
func TestIntakeFromAddress(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 9)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Host + r.URL.Path
		w.Write([]byte(season))
	}))
	defer server.Close()
	h := open(t, func(c *config.Config) { c.ProofAt = server.Listener.Addr().String() })
	host, _, company := h.speaker("Dumont")
	seen := host.imports(company, "", url.Values{views.FieldCalendarURL: {"http://club.exemple.fr/agenda.ics"}}).is(http.StatusOK)
	seen.counts(`input[name="prendre"]`, 3)
	seen.takes(views.DoDraft).is(http.StatusOK).shows("h1", "3")
	if n := len(asked); n != 1 || <-asked != "club.exemple.fr/agenda.ics" {
		t.Errorf("it was asked %d times", n)
	}
}

// Real calendars, and hostile ones, are read or refused with a line and a reason; none breaks the page.
func TestIntakeCorpus(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	files, err := filepath.Glob("../calendar/testdata/ics/*.ics")
	if err != nil || len(files) < 39 {
		t.Fatal(len(files), err)
	}
	h.hands.set(time.Date(2019, 1, 1, 12, 0, 0, 0, time.UTC)) // when more of them are to come
	for i, name := range files {
		if i%25 == 24 {
			h.hands.pass(2 * time.Hour)
		}
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		a := host.imports(company, string(file), url.Values{event.FieldPurpose: {"Se voir."}, event.FieldPlace: {"L'ECG"}, event.FieldCommune: {"Gien"}})
		if a.StatusCode != http.StatusOK && a.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
		if bytes.Contains(a.body, []byte("<script>alert")) || a.StatusCode == http.StatusOK && len(a.all("#essai")) != 1 {
			t.Errorf("%s: %s", name, fmt.Sprintf("%.300s", a.body))
		}
	}
}
