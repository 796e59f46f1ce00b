package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/post"
	"partant/internal/viewer"
	"partant/views"
)

// A firm shows its project before it is finished, is told what works, what hinders and what is proposed, and the next version
// says what it answers, and after how many days.
func TestBetaProject(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	h.verified(company, b)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"La carte"}, post.FieldBody: {"Essayez-la."}, post.FieldVersion: {"0.3"}}).leads(http.StatusSeeOther, "/publications/la-carte")
	critic := h.join("nina", viewer.Member)
	h.page(critic, nil)
	first := critic.get("/publications/la-carte").is(http.StatusOK)
	first.has(".post .tag", "Projet en version bêta · 0.3")
	first.counts("input[name=avis]", 3)
	first.counts(".project .button", 0)
	first.submit(".answerbox form", url.Values{comment.FieldBody: {"Trop petit."}}).is(http.StatusUnprocessableEntity).has(".answerbox .wrong", "ce qui marche, ce qui gêne")
	for _, said := range [][2]string{{"gene", "Trop petit au doigt."}, {"propose", "Un mode nuit ?"}, {"marche", "Beau dessin."}} {
		h.hands.pass(time.Minute)
		critic.get("/publications/la-carte").submit(".answerbox form", url.Values{comment.FieldBody: {said[1]}, comment.FieldAspect: {said[0]}}).is(http.StatusSeeOther)
	}
	h.hands.pass(12 * 24 * time.Hour)
	b.signIn()
	form := b.get(attribute(b.get("/publications/la-carte").is(http.StatusOK).one(".project a.button"), "href")).is(http.StatusOK)
	form.counts(".settles input[type=checkbox]", 2)
	ticked := attribute(form.all(".settles input")[0], "value")
	again := form.submit("main form", url.Values{post.FieldBody: {"Plus gros."}, post.FieldVersion: {"0.3"}, post.FieldSettles: {ticked}, views.FieldDo: {views.DoPublish}}).is(http.StatusUnprocessableEntity)
	again.has(".field .wrong", "donnez-en un autre")
	again.counts(".settles input[checked]", 1)
	form.submit("main form", url.Values{post.FieldBody: {"Plus gros."}, post.FieldVersion: {"0.4"}, post.FieldSettles: {ticked}, views.FieldDo: {views.DoPublish}}).leads(http.StatusSeeOther, "/publications/la-carte-2")

	lost := b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"La carte"}, post.FieldBody: {"Mon texte"}, post.FieldVersion: {"0.5"}, post.FieldFormer: {"rien"}}).is(http.StatusUnprocessableEntity)
	lost.has("#champ-numero-erreur", "n'est plus là")
	lost.holds("Mon texte")

	v := h.visit()
	for _, path := range []string{"/publications/la-carte", "/publications/la-carte-2"} {
		a := v.get(path).is(http.StatusOK)
		a.counts(".versions > li", 2)
		a.has(".versions summary", "Répond à 1 critique ou proposition")
		a.has(".project", "12 jours")
		a.has(".project .chip:first-child", "Ce qui marche · 1")
	}
	v.get("/publications/la-carte").has(".answer a.tag.ok", "Répondu par la version 0.4, 12 jours après")
	v.get("/publications/la-carte").counts(".answer a.tag.ok", 1)
	filtered := v.get("/publications/la-carte-2?avis=gene").is(http.StatusOK)
	filtered.counts(".answers .answer", 1)
	filtered.has(".answer .prose", "Trop petit au doigt.")
	filtered.counts("meta[name=robots]", 1)
	v.get("/publications/la-carte?avis=autre").is(http.StatusNotFound)
	v.get("/fil").counts(".news .tag", 2)
	v.get("/api/v1/posts/la-carte-2").is(http.StatusOK).holds(`"version":"0.4"`)
	critic.signIn()
	for end := time.Now().Add(time.Minute); len(critic.get("/notifications").is(http.StatusOK).all(`a[href*="la-carte-2"]`)) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("who is answered is not told")
		}
	}
	b.get("/publications/la-carte-2/modifier").is(http.StatusOK).counts(".settles input[checked]", 1)
	critic.get("/publications/nouvelle?suite_de=la-carte").is(http.StatusForbidden)
}

// Somebody without account says what hinders as well; it counts once a moderator has let it through.
func TestBetaOfGuest(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	h.verified(company, b)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"La carte"}, post.FieldBody: {"Essayez-la."}, post.FieldVersion: {"0.3"}}).is(http.StatusSeeOther)
	form := h.visit().get("/publications/la-carte/sans-compte").is(http.StatusOK)
	h.hands.pass(time.Minute)
	typed := url.Values{comment.FieldName: {"Odile"}, comment.FieldEmail: {"odile@exemple.invalid"}, comment.FieldBody: {"On ne lit rien au soleil."}}
	form.submit("main form", typed).is(http.StatusUnprocessableEntity).has(".wrong", "ce qui marche")
	typed.Set(comment.FieldAspect, "gene")
	form.submit("main form", typed).leads(http.StatusSeeOther, "/sans-compte/attente")
	h.visit().get("/publications/la-carte").has(".project .chip:nth-child(2)", "Ce qui gêne · 0")
}

// What is refused beside its field takes nothing from the three publications of a first day: a version twice, an empty draft.
func TestRefusedIsNotCounted(t *testing.T) {
	t.Parallel()
	h := open(t, counted)
	b, own, _ := speaker(h)
	typed := func(version string) url.Values {
		return url.Values{viewer.FieldVoice: {own.ID}, post.FieldTitle: {"La carte"}, post.FieldBody: {"Version " + version}, post.FieldVersion: {version}, views.FieldDo: {views.DoPublish}}
	}
	b.say(typed("0.1")).is(http.StatusSeeOther)
	next := b.get("/publications/nouvelle?suite_de=la-carte").is(http.StatusOK)
	for range 3 {
		next.submit("main form", typed(" 0.1")).is(http.StatusUnprocessableEntity).has(".field .wrong", "donnez-en un autre")
	}
	for range 2 { // twice is once
		next.submit("main form", typed("0.2")).leads(http.StatusSeeOther, "/publications/la-carte-2")
	}
	b.h.hands.pass(25 * time.Hour) // the day is over, and with it the strict rule: what follows is about drafts
	draft := b.say(url.Values{viewer.FieldVoice: {own.ID}, post.FieldBody: {"Un brouillon"}, views.FieldDo: {views.DoDraft}}).is(http.StatusSeeOther).Header.Get("Location")
	for range 12 {
		b.get(draft+"/modifier").submit("main form", url.Values{post.FieldBody: {""}, views.FieldDo: {views.DoPublish}}).is(http.StatusUnprocessableEntity)
	}
	b.get(draft+"/modifier").submit("main form", url.Values{views.FieldDo: {views.DoPublish}}).is(http.StatusSeeOther)
}
