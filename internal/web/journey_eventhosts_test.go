package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/event"
	"partant/internal/picture"
	"partant/internal/unseen"
	"partant/internal/viewer"
	"partant/views"
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

// What is written today is announced on the day that was chosen: until then its hosts alone see it.
func TestEventPlanned(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, company := h.speaker("Dumont")
	fan, visitor := h.join("Moreau", viewer.Member), h.visit()
	fan.get("/fiches/"+company.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	form := workshop()
	form.Set(views.FieldDo, views.DoPlan)
	form.Set(viewer.FieldVoice, company.ID)
	form.Set(event.FieldPlanDay, "2027-02-01")
	form.Set(event.FieldPlanHour, "08:30")
	refused := host.get("/evenements/nouveau").submit("main form[method=post]", form).is(http.StatusUnprocessableEntity)
	refused.has("#champ-heure_annonce-erreur", "aura déjà commencé")
	refused.counts("details[open] .plan", 1)
	form.Set(event.FieldPlanDay, "2026-11-27")
	path := host.announces(func(f url.Values) { maps.Copy(f, form) })
	host.get(path).has(".event > .notice", "sera annoncé le", "vendredi 27 novembre 2026 à 8 h 30")
	host.get("/evenements/organises").has(".meet .marks", "Brouillon", "Annoncé le vendredi")
	visitor.get(path).is(http.StatusNotFound)
	edit := host.get(path + "/modifier").is(http.StatusOK)
	if edit.value("#champ-jour_annonce") != "2026-11-27" || edit.value("#champ-heure_annonce") != "08:30" {
		t.Error("the form forgets the plan")
	}
	fan.post(path+"/ne-plus-programmer", url.Values{views.FieldToken: {fan.token()}}).is(http.StatusNotFound)
	host.get(path).submit(".notice form", nil).leads(http.StatusSeeOther, path).follow().counts(".event > .notice form", 0)
	host.get(path+"/modifier").submit("main form[method=post]", url.Values{event.FieldPlanDay: {"2026-11-27"}, event.FieldPlanHour: {"08:30"}, views.FieldDo: {views.DoPlan}}).leads(http.StatusSeeOther, path)

	h.hands.pass(4 * 24 * time.Hour)
	if err := h.Events.PayDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	visitor.get(path).is(http.StatusOK).has("h1", "Premier atelier")
	visitor.get("/evenements").has(".meet", "Premier atelier")
	fan.signIn()
	h.notified(fan, "Premier atelier")
	host.signIn()
	host.post(path+"/ne-plus-programmer", url.Values{views.FieldToken: {host.token()}}).leads(http.StatusSeeOther, path).follow().has(".flash, main .notice", "Trop tard")
}

// An event has an image once it is said what it shows; who may see the event sees it, and it goes with it.
func TestEventImage(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	other, visitor := h.join("Moreau", viewer.Member), h.visit()
	path := host.announces(nil)
	at := path + "/image"
	host.get(at).is(http.StatusOK).has("h1", "L'image de l'événement")
	host.send(at, host.with(""), nil).is(http.StatusUnprocessableEntity).has("#champ-image-erreur", "Choisissez d'abord")
	came := host.send(at, host.with(""), []attached{photoNamed(event.FieldImage, "a.png", painted(90, 40))}).is(http.StatusUnprocessableEntity)
	came.has("#champ-description-erreur", "ce que montre l'image")
	photo := came.value("input[name=choisie]")
	visitor.get(photoAt(photo, picture.Small)).is(http.StatusNotFound)
	other.send(at, other.with("", views.FieldImageID, photo, event.FieldImageAlt, "Rien"), nil).is(http.StatusForbidden)
	host.send(at, host.with("", views.FieldImageID, photo, event.FieldImageAlt, "La salle du quai"), nil).leads(http.StatusSeeOther, path)
	read := visitor.get(path).is(http.StatusOK)
	read.counts(`.story .leading img[alt="La salle du quai"][srcset]`, 1)
	if !contains(read.body, "/medias/"+photo) || !contains([]byte(read.one(`script[type="application/ld+json"]`).FirstChild.Data), `"image":["http`) {
		t.Error("search engines are not told of it")
	}
	visitor.get("/evenements").counts(".meet .shot img[srcset]", 1)
	visitor.get(photoAt(photo, picture.Small)).is(http.StatusOK)

	e, err := h.Events.BySlug(t.Context(), viewer.Viewer{}, strings.TrimPrefix(path, "/evenements/"))
	if err != nil {
		t.Fatal(err)
	}
	for mark, status := range map[*unseen.Mark]int{{At: noon}: http.StatusNotFound, nil: http.StatusOK} {
		if err := h.Events.Mark(t.Context(), e.ID, mark); err != nil {
			t.Fatal(err)
		}
		visitor.get(photoAt(photo, picture.Small)).is(status)
	}
	if err := h.Events.Mark(t.Context(), e.ID, nil); err != nil {
		t.Fatal(err)
	}
	host.send(at, host.with("", views.FieldImageID, photo, event.FieldImageAlt, "La grande salle"), []attached{photoNamed(event.FieldImage, "b.png", painted(50, 40))}).leads(http.StatusSeeOther, path)
	h.leaves(2)
	visitor.get(photoAt(photo, picture.Small)).is(http.StatusNotFound)
	if names := h.kept(); slices.ContainsFunc(names, func(one string) bool { return strings.HasPrefix(one, photo) }) {
		t.Errorf("kept: %v", names)
	}
	host.get(path+"/supprimer").submit("main form", nil).leads(http.StatusSeeOther, "/evenements")
	h.leaves(0)
}

// Hosts ask what they need to know of who comes, and read it; nobody else does.
func TestEventQuestions(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	comes := h.join("Moreau", viewer.Member)
	path := host.announces(func(f url.Values) {
		for field, value := range map[string]string{"question_1": "Un régime ?", "question_2": "Quel atelier ?", "question_2_sorte": "choix", "question_2_choix": "bois\nfer", "question_2_requis": "oui"} {
			f.Set(field, value)
		}
	})
	e, err := h.Events.BySlug(t.Context(), viewer.Viewer{}, strings.TrimPrefix(path, "/evenements/"))
	if err != nil || len(e.Questions) != 2 {
		t.Fatalf("%+v, %v", e.Questions, err)
	}
	diet, shop := event.FieldSaid+e.Questions[0].ID, event.FieldSaid+e.Questions[1].ID
	form := comes.get(path).is(http.StatusOK)
	form.has(`.partant label[for="champ-`+shop+`"]`, "Quel atelier")
	refused := form.submit(".partant form", url.Values{event.FieldSays: {"partant"}, diet: {"sans sel"}}).is(http.StatusUnprocessableEntity)
	refused.has("#champ-"+shop+"-erreur", "ont besoin de cette réponse")
	if refused.value("#champ-"+diet) != "sans sel" {
		t.Error("what was typed is lost")
	}
	refused.submit(".partant form", url.Values{event.FieldSays: {"partant"}, shop: {"fer"}}).leads(http.StatusSeeOther, path+"#partant")
	if mine := comes.get(path); mine.value("#champ-"+diet) != "sans sel" {
		t.Error("who answered does not find what they said")
	}
	host.get(path+"/participants").has(".comers .facts", "Un régime", "sans sel", "Quel atelier", "fer")
	host.get(path + "/participants.csv").is(http.StatusOK).holds("sans sel")
	for _, b := range []*browser{h.visit(), h.join("Petit", viewer.Member)} {
		b.get(path).hides("sans sel")
	}
	guest := h.visit()
	guest.asksPartant(path, "ada@exemple.fr", func(f url.Values) { f.Set(event.FieldWith, "0") }).is(http.StatusUnprocessableEntity).shows("#champ-"+shop+"-erreur", "ont besoin")
	guest.asksPartant(path, "ada@exemple.fr", func(f url.Values) { f.Set(event.FieldWith, "0"); f.Set(shop, "bois") }).leads(http.StatusSeeOther, "/partants/attente")
}

// A club and a company hold an evening together: the one that is asked consents first, and runs it without changing it.
func TestEventHosts(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	other, _, company := h.speaker("Loiseau")
	stranger, visitor := h.join("Moreau", viewer.Member), h.visit()
	other.rhythm(account.AtOnce)
	path := host.announces(nil)
	at := path + "/hotes"
	host.get(at).is(http.StatusOK).submit("main form.form", url.Values{event.FieldHost: {"rien de tel"}}).is(http.StatusUnprocessableEntity).has("#champ-fiche-erreur", "Aucune page n'a ce nom")
	host.get(at).submit("main form.form", url.Values{event.FieldHost: {attribute(visitor.get("/fiches/"+company.Slug).one(`link[rel="canonical"]`), "href")}}).leads(http.StatusSeeOther, at)
	h.rung(other, 1)
	h.hands.pass(account.Hold)
	h.digested(other)
	if all := h.news(other); len(all) != 1 || !strings.Contains(all[0].Subject, "accueillir") || !strings.Contains(all[0].Text, at) {
		t.Errorf("%d letters to who is asked: %+v", len(all), all)
	}
	visitor.get(path).counts("article header .who", 1)
	stranger.get(at).is(http.StatusForbidden)
	h.notified(other, "propose d'accueillir ensemble")
	other.get("/notifications").counts(`main a[href="`+at+`"]`, 1)
	other.get(path).has(".event .notice", "accueillir cet événement ensemble")
	other.get(path + "/participants").is(http.StatusForbidden)
	other.get(at).has("main", "n'a pas encore répondu")
	consent := at + "/" + company.ID
	stranger.post(consent, url.Values{views.FieldToken: {stranger.token()}, views.FieldDo: {views.DoAccept}}).is(http.StatusNotFound)
	other.post(consent, url.Values{views.FieldToken: {other.token()}, views.FieldDo: {views.DoAccept}}).leads(http.StatusSeeOther, path)
	visitor.get(path).counts("article header .who", 2).hides("Modifié le")
	if said := visitor.get(path).one(`script[type="application/ld+json"]`).FirstChild.Data; !strings.Contains(said, `"organizer":[{`) || !strings.Contains(said, company.Name) {
		t.Errorf("search engines are told %s", said)
	}
	visitor.get("/api/v1" + strings.Replace(path, "/evenements", "/events", 1)).holds(`"hosts":[{`)
	h.notified(host, "accueille avec vous")
	host.get("/notifications").counts(`main a[href="`+at+`"]`, 1)
	other.get("/evenements/organises").has(".meet", "Premier atelier")
	visitor.get("/fiches/"+company.Slug).has(".meet", "Premier atelier")
	other.get(path + "/participants").is(http.StatusOK)
	other.get(path + "/accueil").is(http.StatusOK)
	other.get(path + "/modifier").is(http.StatusForbidden)
	other.get(path + "/supprimer").is(http.StatusForbidden)
	other.get(path).has("#accueillir", "Vous l'accueillez")
	other.post(consent, url.Values{views.FieldToken: {other.token()}, views.FieldDo: {views.DoDecline}}).leads(http.StatusSeeOther, path)
	visitor.get(path).counts("article header .who", 1)
	other.get(path + "/participants").is(http.StatusForbidden)
	h.notified(host, "n'accueille pas avec vous")
	other.get("/evenements/organises").lacks(".meet", "Premier atelier")
}
