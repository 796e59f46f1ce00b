package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/minutes"
	"partant/internal/viewer"
	"partant/views"
)

// proposes has somebody propose a topic for an event.
func (b *browser) proposes(path, title string) *answer {
	b.h.t.Helper()
	return b.get(path+"/ordre-du-jour").is(http.StatusOK).submit(`form[action$="/ordre-du-jour"]`, url.Values{minutes.FieldTitle: {title}})
}

// Those who come say what is talked about, the host puts it in order, and what came of it is written down, read by those who came and
// followed up.
func TestMinutesJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	nina, ninaPage, _ := h.speaker("Nina")
	omar, other, visitor := h.join("omar", viewer.Member), h.join("lina", viewer.Member), h.visit()
	path := host.announces(nil)
	agenda, report := path+"/ordre-du-jour", path+"/compte-rendu"
	nina.answers(path, event.Partant, "").is(http.StatusSeeOther)
	omar.get(path).submit("form.say", url.Values{event.FieldSays: {string(event.Maybe)}, minutes.FieldTopic: {"x"}}).is(http.StatusUnprocessableEntity).shows("[role=alert]", "vous viendrez peut-être", "Dites en quelques mots")
	omar.get(path).counts(`[name="`+minutes.FieldTopic+`"]`, 0) // his answer stands: the agenda asks him
	lead, _, _ := h.speaker("Petit")
	lead.get(path).submit("form.say", url.Values{event.FieldSays: {string(event.Partant)}, minutes.FieldTopic: {"Une crèche au village"}}).leads(http.StatusSeeOther, path+"#partant")
	lead.get(agenda).shows("main", "Une crèche au village")
	lead.get(agenda).submit(`.topic-line:last-of-type form[action$="/retirer"]`, nil).is(http.StatusSeeOther)

	nina.get(path).shows("#ordre-du-jour", "De quoi on parle")
	nina.get(agenda).shows(".empty", "De quoi voulez-vous parler")
	nina.proposes(path, "x").is(http.StatusUnprocessableEntity).shows("[role=alert]", "Dites en quelques mots")
	for _, title := range []string{"Le quai de livraison", "La fibre", "Le marché"} {
		nina.proposes(path, title).leads(http.StatusSeeOther, agenda)
	}
	nina.proposes(path, "Encore un").is(http.StatusUnprocessableEntity).shows("[role=alert]", "Vous avez proposé 3 sujets")
	visitor.get(agenda).is(http.StatusOK).shows("main", "Le quai de livraison", "La fibre", "proposé par "+ninaPage.Name).counts("form[method=post]", 0)
	visitor.get(path).shows(".plan", "La fibre")
	other.post(agenda, url.Values{views.FieldToken: {other.token()}, minutes.FieldTitle: {"Par la fenêtre"}}).is(http.StatusForbidden)
	fibre := omar.get(agenda).is(http.StatusOK)
	fibre.submit(`.topic-line:nth-of-type(2) form[action$="/soutenir"]`, nil).is(http.StatusSeeOther)
	omar.get(agenda).shows(".topic-line:first-of-type", "La fibre", "1 personne le soutient", "Je le soutiens")
	other.post(attribute(fibre.one(`.topic-line:nth-of-type(2) form[action$="/soutenir"]`), "action"), url.Values{views.FieldToken: {other.token()}}).is(http.StatusForbidden)
	other.post(agenda+"/ranger", url.Values{views.FieldToken: {other.token()}}).is(http.StatusForbidden)

	order := url.Values{}
	form := host.get(agenda).is(http.StatusOK)
	for _, in := range form.all(`form[action$="/ranger"] input[type=number]`) {
		name := attribute(in, "name")
		switch value := attribute(in, "value"); {
		case value == "0" && len(order) < 5: // minutes: the first two of the list are taken
			order.Set(name, "20")
		}
	}
	form.submit(`form[action$="/ranger"]`, order).leads(http.StatusSeeOther, agenda)
	visitor.get(path).shows(".plan", "18", "30", "La fibre")
	nina.get(agenda).submit(`.topic-line:last-of-type form[action$="/retirer"]`, nil).is(http.StatusSeeOther)

	visitor.get(report).is(http.StatusNotFound)
	host.get(report+"/modifier").is(http.StatusOK).submit("main form[method=post]", url.Values{minutes.FieldBody: {"Déjà."}}).is(http.StatusUnprocessableEntity).shows("[role=alert]", "n'a pas commencé")
	h.hands.set(time.Date(2027, 1, 12, 20, 0, 0, 0, time.UTC))
	for _, b := range []*browser{host, nina, omar, other} {
		b.signIn()
	}
	write := host.get(report + "/modifier").is(http.StatusOK)
	stale := host.get(report + "/modifier").is(http.StatusOK)
	write.submit("main form[method=post]", url.Values{minutes.FieldBody: {"<div>cr</div>"}}).is(http.StatusUnprocessableEntity).shows(".field .wrong", "rien à lire")
	write.submit("main form[method=post]", nil).is(http.StatusUnprocessableEntity).shows("[role=alert]", "au moins une phrase")
	said := url.Values{minutes.FieldBody: {"Nous étions **trois**."}, minutes.WhatField(0): {"Appeler la mairie"}, minutes.WhoField(0): {ninaPage.Name}, minutes.UntilField(0): {"2027-01-20"},
		minutes.WhatField(1): {"Réserver la salle"}, minutes.WhoField(1): {"Le voisin"}}
	bad := url.Values{minutes.FieldBody: {"x"}, minutes.WhoField(0): {"Nina"}, minutes.UntilField(0): {"bientôt"}}
	write.submit("main form[method=post]", bad).is(http.StatusUnprocessableEntity).shows("[role=alert]", "Dites ce qu'il y a à faire", "Choisissez un jour")
	write.submit("main form[method=post]", said).leads(http.StatusSeeOther, report)
	stale.submit("main form[method=post]", said).is(http.StatusConflict).shows("[role=alert]", "entre-temps")
	h.rings(nina, "vous confie une action", report)
	for _, b := range []*browser{visitor, other} {
		b.get(report).is(http.StatusNotFound)
	}
	read := nina.get(report).is(http.StatusOK)
	read.shows("main", "Nous étions trois", "Appeler la mairie", ninaPage.Name, "pour le mercredi 20 janvier 2027", "Le voisin", "vous a été utile")
	omar.get(report).is(http.StatusOK).counts(`form[action*="/actions/"]`, 0)
	omar.get(path).shows("#ordre-du-jour", "De quoi on parle")
	nina.get("/compte/actions").is(http.StatusOK).shows("main", "Appeler la mairie", "Premier atelier")
	done := read.one(`form[action*="/actions/"]`)
	omar.post(attribute(done, "action"), url.Values{views.FieldToken: {omar.token()}}).is(http.StatusForbidden)
	read.submit(`form[action*="/actions/"]`, nil).is(http.StatusSeeOther)
	host.get(report).shows("#actions ~ ul", "Fait")
	host.attachesTo(report, "Le plan du quai", "plan.pdf", []byte("%PDF-1.4\n%%EOF\n")).leads(http.StatusSeeOther, report+"#documents")
	host.attachesTo(report, "Trois personnes autour d'une table", "photo.png", painted(1000, 600)).is(http.StatusSeeOther)
	host.attachesTo(report, "", "page.html", []byte("<html>")).is(http.StatusUnprocessableEntity).shows("[role=alert]", "Dites ce que c'est")
	host.attachesTo(report, "Une page", "page.pdf", []byte("<html>")).is(http.StatusUnprocessableEntity).shows("[role=alert]", "d'une sorte que nous ne prenons pas")
	shown := nina.get(report).is(http.StatusOK)
	shot, file := attribute(shown.one(`.shots img[alt="Trois personnes autour d'une table"]`), "src"), attribute(shown.one(`a[href*="/fichiers/"]`), "href")
	if a := nina.get(shot).is(http.StatusOK); a.Header.Get("Content-Type") != "image/png" && a.Header.Get("Content-Type") != "image/jpeg" {
		t.Error(a.Header)
	}
	if a := nina.get(file).is(http.StatusOK); a.Header.Get("Content-Disposition") != `attachment; filename="le-plan-du-quai.pdf"` || a.Header.Get("Content-Type") != "application/pdf" {
		t.Error(a.Header)
	}
	for _, b := range []*browser{visitor, other} {
		b.get(shot).is(http.StatusNotFound)
		b.get(file).is(http.StatusNotFound)
	}
	nina.attachesTo(report, "Par la fenêtre", "a.txt", []byte("bonjour")).is(http.StatusForbidden)
	nina.post(file+"/retirer", url.Values{views.FieldToken: {nina.token()}}).is(http.StatusForbidden)
	omar.get(report).submit("form.praise", url.Values{"reaction": {"merci"}}).is(http.StatusSeeOther)
	host.get(report+"/modifier").submit("main form[method=post]", url.Values{minutes.FieldPublic: {"oui"}}).leads(http.StatusSeeOther, report)
	visitor.get(report).is(http.StatusOK).shows("main", "Nous étions trois", "Fait", "Signaler")
	visitor.get(shot).is(http.StatusOK) // everybody reads the minutes now
	host.post(file+"/retirer", url.Values{views.FieldToken: {host.token()}}).is(http.StatusSeeOther)
	nina.get(file).is(http.StatusNotFound)
	nina.get("/compte/actions").shows("main", "Appeler la mairie") // hers still, once the host has written again
	nina.post(agenda, url.Values{views.FieldToken: {nina.token()}, minutes.FieldTitle: {"Trop tard"}}).is(http.StatusUnprocessableEntity)
	host.get(path+"/supprimer").submit("main form[method=post]", nil).is(http.StatusSeeOther)
	visitor.get(report).is(http.StatusGone)
	visitor.get(shot).is(http.StatusGone)
}

// attachesTo sends a document or a photo to minutes.
func (b *browser) attachesTo(report, said, name string, content []byte) *answer {
	b.h.t.Helper()
	return b.send(report+"/fichiers", url.Values{views.FieldToken: {b.token()}, minutes.FieldSaid: {said}}, []attached{{minutes.FieldFile, name, content}})
}
