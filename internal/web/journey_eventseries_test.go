package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/event"
	"partant/internal/viewer"
	"partant/views"
)

// asksDates sends the form of a series.
func (b *browser) asksDates(path, do string, form url.Values) *answer {
	b.h.t.Helper()
	form.Set(views.FieldDo, do)
	form.Set(views.FieldToken, b.token())
	return b.post(path+"/serie", form)
}

// An event becomes a season of breakfasts: seen first, one date left out, one moved alone, what follows changed with one, and ended.
func TestSeriesJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	guest, stranger := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member)
	guest.get("/fiches/"+company.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	path := host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Petit déjeuner") })
	stranger.get(path + "/serie").is(http.StatusForbidden)
	h.visit().get(path + "/serie").is(http.StatusSeeOther)
	page := host.get(path).shows(".facet-side", "Répéter")
	page.counts(".others", 0)
	host.get(path+"/serie").is(http.StatusOK).shows("h1", "Répéter").shows("select", "Chaque semaine, le mardi", "Chaque mois, le 2e mardi")

	weekly := func(times, last string) url.Values {
		return url.Values{event.FieldRhythm: {string(event.Weekly)}, event.FieldTimes: {times}, event.FieldLast: {last}}
	}
	for _, wrong := range []struct {
		form url.Values
		says string
	}{
		{weekly("", ""), "combien de fois"}, {weekly("10000", ""), "52 dates au plus"}, {weekly("1", ""), "de 2 à 52"}, {weekly("javascript:alert(1)", ""), "de 2 à 52"},
		{weekly("", "2027-01-01"), "avant sa première date"}, {weekly("", "2029-01-01"), "plus de 52"}, {weekly("", "2099-01-01"), "trois ans"}, {weekly("", "demain"), "Choisissez un jour"},
		{weekly("", "2027-01-14"), "que la première date"}, {url.Values{event.FieldRhythm: {"siecle"}, event.FieldTimes: {"3"}}, "comment il se répète"},
	} {
		host.asksDates(path, views.DoForesee, wrong.form).is(http.StatusUnprocessableEntity).shows("main", wrong.says)
	}
	host.asksDates(path, views.DoForesee, weekly("5", "")).is(http.StatusOK).counts("input[name=dates][checked]", 4).shows("main", "Rien n'est annoncé encore", "mardi 9 février 2027 à 18")
	host.asksDates(path, views.DoRepeat, weekly("5", "")).is(http.StatusUnprocessableEntity).shows("main", "au moins une autre date")
	form := weekly("5", "")
	form[event.FieldDates] = []string{"2027-01-19", "2027-01-26", "2027-02-09"} // not the 2nd of February
	host.asksDates(path, views.DoRepeat, form).leads(http.StatusSeeOther, path+"/serie")
	host.asksDates(path, views.DoRepeat, form).leads(http.StatusSeeOther, path+"/serie")
	host.get(path+"/serie").counts(".dates li", 4).hides("2 février")
	second, third, last := "/evenements/petit-dejeuner-2027-01-19", "/evenements/petit-dejeuner-2027-01-26", "/evenements/petit-dejeuner-2027-02-09"
	h.visit().get(path).counts(".others > ul li", 3).counts(`.others a[href="`+second+`"]`, 1)
	h.visit().get(second).shows("h1", "Petit déjeuner").counts(`.others a[href="`+path+`"]`, 1)
	if all := h.visit().get("/fiches/" + company.Slug + ".ics").is(http.StatusOK); strings.Count(string(all.body), "BEGIN:VEVENT") != 4 || strings.Contains(string(all.body), "RRULE:FREQ=WEEKLY") {
		t.Errorf("%s", all.body)
	}
	h.settle()
	if told := guest.get("/notifications").is(http.StatusOK); strings.Count(string(told.body), "Petit déjeuner") != 1 {
		t.Errorf("who follows is told %d times", strings.Count(string(told.body), "Petit déjeuner"))
	}

	guest.answers(second, event.Partant, "").is(http.StatusSeeOther)
	guest.answers(last, event.Partant, "").is(http.StatusSeeOther)
	h.letter(guest.account.Email, "Vous êtes partant")
	host.get(third+"/modifier").submit("main form[method=post]", url.Values{event.FieldDay: {"2027-01-27"}}).leads(http.StatusSeeOther, third)
	host.get(second+"/modifier").submit("main form[method=post]", url.Values{event.FieldHour: {"19:00"}, event.FieldEndHour: {"20:30"}}).leads(http.StatusSeeOther, second)
	host.get(last).shows(".facts", "de 18")
	stranger.asksDates(second, views.DoAfter, url.Values{}).is(http.StatusForbidden)
	host.asksDates(second, views.DoAfter, url.Values{}).leads(http.StatusSeeOther, second+"/serie")
	host.get(last).shows(".facts", "mardi 9 février 2027, de 19")
	host.get(third).shows(".facts", "mercredi 27 janvier 2027, de 18")
	host.get(path).shows(".facts", "mardi 12 janvier 2027, de 18")
	host.get(second+"/serie").shows(".dates", "Changé seul")

	stranger.asksDates(second, views.DoEnd, url.Values{event.FieldReason: {"Non"}}).is(http.StatusForbidden)
	host.asksDates(third, views.DoEnd, url.Values{}).is(http.StatusUnprocessableEntity).shows("main", "Dites pourquoi")
	host.asksDates(third, views.DoEnd, url.Values{event.FieldReason: {"La salle ferme."}}).leads(http.StatusSeeOther, third+"/serie")
	for at, off := range map[string]bool{path: false, second: false, third: true, last: true} {
		if got := strings.Contains(string(h.visit().get(at).is(http.StatusOK).body), "La salle ferme."); got != off {
			t.Errorf("%s is cancelled: %t", at, got)
		}
	}
	if out := h.letter(guest.account.Email, "Annulé"); out.Method != "CANCEL" || !strings.Contains(out.Subject, "mardi 9 février 2027") {
		t.Errorf("taken back by %q: %s", out.Method, out.Subject)
	}
	draft := host.announcesFor(company, func(f url.Values) { f.Set(event.FieldTitle, "Un brouillon"); f.Set(views.FieldDo, views.DoDraft) })
	host.get(draft + "/serie").is(http.StatusConflict)
	host.get(draft+"/saison").leads(http.StatusSeeOther, draft+"/serie")

	stranger.get(second + "/saison").is(http.StatusForbidden)
	host.get(second).counts(`aside a[href="`+second+`/saison"]`, 1)
	host.get(last+"/serie").counts(`main a[href$="/saison"]`, 1)
	again := host.get(second+"/saison").is(http.StatusOK).shows("main .notice", "Une autre saison de Petit déjeuner")
	if again.value("#champ-jour") != "2027-01-26" || again.value("#champ-heure") != "19:00" || again.value("#champ-titre") != "Petit déjeuner" {
		t.Errorf("it begins on %s at %s", again.value("#champ-jour"), again.value("#champ-heure"))
	}
	again = again.submit("main form[method=post]", url.Values{event.FieldTitle: {""}}).is(http.StatusUnprocessableEntity).shows("main", "Une autre saison.")
	next := again.submit("main form[method=post]", url.Values{event.FieldTitle: {"Petit déjeuner d'hiver"}})
	first := "/evenements/petit-dejeuner-d-hiver"
	next.leads(http.StatusSeeOther, first+"/serie?fois=2&repetition=semaine")
	plan := next.follow().is(http.StatusOK).shows(".flash, main .notice", "La première date est annoncée").counts("input[name=dates][checked]", 1).shows("main", "mardi 2 février 2027 à 19")
	plan.submit("main form[method=post]", url.Values{views.FieldDo: {views.DoRepeat}}).leads(http.StatusSeeOther, first+"/serie")
	host.get(first+"/serie").counts(".dates li", 2)
}

// The 31st repeats where there is one, and the page says where there is none.
func TestSeriesOfThe31st(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	path := host.announcesFor(company, func(f url.Values) { f.Set(event.FieldDay, "2027-01-31") })
	form := url.Values{event.FieldRhythm: {string(event.ByDate)}, event.FieldTimes: {"4"}}
	host.asksDates(path, views.DoForesee, form).is(http.StatusOK).shows(".notice", "pas de date en février 2027, avril 2027, juin 2027").shows("main", "31 juillet 2027")
	form[event.FieldDates] = []string{"2027-03-31"}
	host.asksDates(path, views.DoRepeat, form).leads(http.StatusSeeOther, path+"/serie")
	host.get(path+"/serie").counts(".dates li", 2)
}

// On their first day somebody reads, before they choose, that they announce one date at a time.
func TestSeriesOnTheFirstDay(t *testing.T) {
	t.Parallel()
	h := open(t)
	young := h.join("Noisette", viewer.Member)
	h.page(young, nil)
	path := young.announces(func(f url.Values) { f.Del(event.FieldOnline) })
	young.get(path) // reads that it is announced
	young.get(path+"/serie").is(http.StatusOK).shows(".notice", "le premier jour, on annonce une date à la fois").counts("select", 1)
	form := url.Values{event.FieldRhythm: {string(event.Weekly)}, event.FieldTimes: {"3"}}
	young.asksDates(path, views.DoRepeat, form).is(http.StatusUnprocessableEntity).shows(".wrong", "le premier jour, on annonce une date à la fois")
}
