package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/club"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/mail/mailtest"
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

// The letter of a morning says what comes near, once, to each as it is for them; who said no, left the club or reads of a cancelled event is told nothing.
func TestDigestOfWhatComes(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	room := host.clubOf("Club Essais 45", club.Open)
	fan, comes, waits, refuses, mate, left := h.join("Fanny", viewer.Member), h.join("Camille", viewer.Member), h.join("Wanda", viewer.Member), h.join("Renée", viewer.Member), h.join("Maud", viewer.Member), h.join("Léo", viewer.Member)
	all := []*browser{fan, comes, waits, refuses, mate, left}
	for _, b := range []*browser{fan, refuses} {
		b.get("/fiches/"+company.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	}
	for _, b := range []*browser{mate, left} {
		b.joins(room, nil).is(http.StatusSeeOther)
	}
	on := func(title, voice string, edit func(url.Values)) string {
		return host.announces(func(form url.Values) {
			form.Set(event.FieldTitle, title)
			form.Set(viewer.FieldVoice, voice)
			form.Set(event.FieldDay, "2026-11-30")
			form.Set(event.FieldPlaces, "1")
			form.Set(event.FieldWith, "")
			if edit != nil {
				edit(form)
			}
		})
	}
	path := on("Atelier bois", company.ID, nil)
	inner := on("Goûter du club", room.ID, func(form url.Values) { form.Set(event.FieldFor, string(event.Members)) })
	gone := on("Sortie en barque", company.ID, nil)
	comes.answers(path, event.Partant, "").is(http.StatusSeeOther)
	waits.answers(path, event.Partant, "").is(http.StatusSeeOther)
	refuses.answers(path, event.No, "").is(http.StatusSeeOther)
	left.answers(inner, event.Partant, "").is(http.StatusSeeOther)
	h.notified(fan, "annonce l'événement « Sortie en barque »")
	h.notified(mate, "annonce l'événement « Goûter du club »")
	h.notified(refuses, "annonce l'événement « Sortie en barque »")
	h.morning(all...) // what is announced is told
	left.get("/clubs/"+room.Slug+"/quitter").submit("main form", nil).is(http.StatusSeeOther)
	host.get(gone+"/annuler").submit("main form", url.Values{event.FieldReason: {"La Loire est haute."}}).is(http.StatusSeeOther)
	h.hands.pass(3 * 24 * time.Hour)
	h.digested(all...)
	known := map[string]bool{}
	fresh := func(b *browser) []mailtest.Received {
		return slices.DeleteFunc(h.news(b), func(l mailtest.Received) bool { return known[l.ID()] })
	}
	for _, b := range all {
		for _, l := range h.news(b) {
			known[l.ID()] = true
		}
	}
	h.morning(all...)
	for b, want := range map[*browser]string{fan: "annoncé par Atelier Dumont", comes: "vous avez une place à votre nom", waits: "vous êtes en liste d'attente", mate: "annoncé par Club Essais 45", refuses: "", left: ""} {
		letters := fresh(b)
		if want == "" {
			if len(letters) != 0 {
				t.Errorf("%s is told\n%s", b.account.Name, letters[0].Text)
			}
			continue
		}
		title, to := "Atelier bois", path
		if b == mate {
			title, to = "Goûter du club", inner
		}
		if len(letters) != 1 {
			t.Errorf("%s has %d letters", b.account.Name, len(letters))
			continue
		}
		l := letters[0]
		if l.Subject != "À venir : "+title || !strings.Contains(l.Text, "À VENIR") || strings.Contains(l.Text, "Sortie") {
			t.Errorf("%s reads %q:\n%s", b.account.Name, l.Subject, l.Text)
		}
		for _, said := range []string{title, want, to, "30 novembre"} {
			if !strings.Contains(l.Text, said) || !strings.Contains(strings.ReplaceAll(l.HTML, "&#39;", "'"), said) {
				t.Errorf("the letter to %s lacks %q:\n%s", b.account.Name, said, l.Text)
			}
		}
	}
	h.morning(all...)
	for _, b := range all {
		if n := len(fresh(b)); n > 1 {
			t.Errorf("%s is told %d times", b.account.Name, n)
		}
	}
}
