package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/viewer"
	"partant/views"
)

// Who follows a page is told that it announces an event, and by letter as often as they chose; a page that its words name is told too;
// of a draft nobody is told, until it is announced.
func TestEventNews(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	named, _, theirs := h.speaker("Loiseau")
	fan, daily, stranger := h.join("Berger", viewer.Member), h.join("Petit", viewer.Member), h.join("Moreau", viewer.Member)
	for _, b := range []*browser{fan, daily} {
		b.get("/fiches/"+company.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	}
	fan.rhythm(account.AtOnce)
	daily.rhythm(account.Daily)
	path := host.announces(func(form url.Values) {
		form.Set(event.FieldBody, "Avec @"+theirs.Slug)
		form.Set(views.FieldDo, views.DoDraft)
		form.Set(viewer.FieldVoice, company.ID)
	})
	h.digested(fan)
	if a := fan.get("/notifications").main(); strings.Contains(a, "Premier atelier") {
		t.Fatal("told of a draft")
	}
	form := host.get(path + "/modifier").is(http.StatusOK)
	form.submit("main form[method=post]", nil).leads(http.StatusSeeOther, path)
	h.notified(fan, "annonce l'événement")
	h.notified(named, "parle de vous dans")
	fan.get("/notifications").has(`main a[href="`+path+`"]`, "Premier atelier")
	stranger.get("/notifications").lacks("main", "Premier atelier")
	host.get("/notifications").lacks("main", "annonce")
	h.rung(fan, 1)
	h.hands.pass(account.Hold)
	h.digested(fan)
	if all := h.news(fan); len(all) != 1 || !strings.Contains(all[0].Subject, "annonce l'événement") || !strings.Contains(all[0].Text, "/evenements/premier-atelier") {
		t.Errorf("%d letters at once: %+v", len(all), all)
	}
	if all := h.news(daily); len(all) != 0 {
		t.Errorf("%d letters before the morning", len(all))
	}
	h.morning(fan, daily)
	if all := h.news(daily); len(all) != 1 || !strings.Contains(all[0].Text, "Premier atelier") {
		t.Errorf("%d letters in the morning: %+v", len(all), all)
	}
	if all := h.news(fan); len(all) != 1 {
		t.Errorf("%d letters at once", len(all))
	}

	host.get(path+"/supprimer").submit("main form", nil).is(http.StatusSeeOther)
	fan.get("/notifications").lacks("main", "Premier atelier")
}

// A page that somebody keeps at a distance tells them nothing.
func TestEventNewsDeaf(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	hears, deaf := h.join("Berger", viewer.Member), h.join("Petit", viewer.Member)
	for _, b := range []*browser{hears, deaf} {
		b.get("/fiches/"+company.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	}
	deaf.post("/fiches/"+company.Slug+"/distance", url.Values{views.FieldToken: {deaf.token()}, distance.FieldKind: {string(distance.Silence)}}).is(http.StatusSeeOther)
	host.announces(func(form url.Values) { form.Set(viewer.FieldVoice, company.ID) })
	h.notified(hears, "annonce l'événement")
	deaf.get("/notifications").lacks("main", "Premier atelier")
}

// subjects are those of the letters that somebody got and that hold some words.
func (h *house) subjects(b *browser, words string) (n int) {
	h.t.Helper()
	for _, l := range h.letters(b.account.Email) {
		if strings.Contains(l.Subject, words) {
			n++
		}
	}
	return n
}

// Who comes is reminded when they chose, by one letter and one notice, of the hour that the event has then; who comes no more is not.
func TestReminders(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	eve, hour, none, gone := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member), h.join("Petit", viewer.Member), h.join("Moreau", viewer.Member)
	path := host.announces(func(form url.Values) {
		form.Set(event.FieldDay, "2026-11-27")
		form.Set(event.FieldPlaces, "")
	})
	for b, remind := range map[*browser]event.Remind{eve: event.Eve, hour: event.HourBefore, none: event.Unreminded, gone: event.Eve} {
		b.get(path).is(http.StatusOK).submit(".partant form", url.Values{event.FieldSays: {string(event.Partant)}, event.FieldRemind: {string(remind)}}).is(http.StatusSeeOther)
		h.letter(b.account.Email, "Vous êtes partant")
	}
	eve.get(path).has(`select[name="`+event.FieldRemind+`"] option[selected]`, "la veille au soir")
	eve.get(path).submit(".partant form", url.Values{event.FieldSays: {string(event.Partant)}, event.FieldRemind: {"x"}}).is(http.StatusUnprocessableEntity).has(".wrong", "Choisissez quand")
	gone.answers(path, event.No, "").is(http.StatusSeeOther)
	h.letter(gone.account.Email, "Vous ne venez plus")

	h.hands.pass(time.Date(2026, 11, 26, 17, 1, 0, 0, time.UTC).Sub(h.hands.now())) // six in the evening of Paris
	l := h.letter(eve.account.Email, "Rappel")
	if l.Calendar != "" || !strings.Contains(l.Text, "vous le rappeler") {
		t.Errorf("%s", l.Text)
	}
	h.notified(eve, "vous attend")
	form := host.get(path + "/modifier").is(http.StatusOK)
	form.submit("main form[method=post]", url.Values{event.FieldHour: {"19:00"}}).leads(http.StatusSeeOther, path)
	h.letter(hour.account.Email, "Changement")
	h.hands.pass(time.Date(2026, 11, 27, 16, 40, 0, 0, time.UTC).Sub(h.hands.now())) // an hour before the hour that it had
	h.settleMail()
	if n := h.subjects(hour, "Rappel"); n != 0 {
		t.Errorf("reminded %d times of the hour that it had", n)
	}
	h.hands.pass(30 * time.Minute)
	h.letter(hour.account.Email, "Rappel")
	h.notified(hour, "vous attend")
	h.hands.pass(2 * time.Hour)
	h.settleMail()
	for b, want := range map[*browser]int{eve: 1, hour: 1, none: 0, gone: 0} {
		if n := h.subjects(b, "Rappel"); n != want {
			t.Errorf("%s is reminded %d times, want %d", b.account.Name, n, want)
		}
	}
}

// Who may come is asked once whether they do, when an organiser wants it.
func TestNudge(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	maybe, comes := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member)
	path := host.announces(nil)
	maybe.answers(path, event.Maybe, "").is(http.StatusSeeOther)
	comes.answers(path, event.Partant, "").is(http.StatusSeeOther)
	list := host.get(path + "/participants?liste=peut-etre").is(http.StatusOK)
	host.get(path+"/participants").counts(`form[action$="/relancer"]`, 0)
	for range 2 {
		list.submit(`form[action$="/relancer"]`, nil).leads(http.StatusSeeOther, path+"/participants?liste=peut-etre")
	}
	h.letter(maybe.account.Email, "Venez-vous")
	h.notified(maybe, "vous demande si vous venez")
	host.get(path+"/participants?liste=peut-etre").counts(`form[action$="/relancer"]`, 0)
	host.get(path+"/participants?liste=peut-etre").has("main", "Vous leur avez demandé")
	maybe.post(path+"/relancer", url.Values{views.FieldToken: {maybe.token()}}).is(http.StatusForbidden)
	h.settleMail()
	if one, other := h.subjects(maybe, "Venez-vous"), h.subjects(comes, "Venez-vous"); one != 1 || other != 0 {
		t.Errorf("asked %d times, and who comes %d times", one, other)
	}
}
