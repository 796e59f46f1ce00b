package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"partant/internal/post"
	"partant/internal/viewer"
	"partant/views"
)

// One writes on Monday what is to appear on Friday: until then the page's own people see it, then everybody does, and those whom
// it names are told once.
func TestPlannedPost(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	h.verified(company, b)
	named := h.join("nina", viewer.Member)
	theirs := h.page(named, nil)
	typed := url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Portes ouvertes"}, post.FieldBody: {"Avec @" + theirs.Slug}, post.FieldDay: {"2027-03-28"}, post.FieldHour: {"02:30"}, views.FieldDo: {views.DoPlan}}
	refused := b.say(typed).is(http.StatusUnprocessableEntity)
	refused.has(".plan .wrong", "heure d'été")
	refused.counts("details[open] .plan", 1)
	typed.Set(post.FieldDay, "2026-11-27")
	typed.Set(post.FieldHour, "08:30")
	a := b.say(typed).leads(http.StatusSeeOther, "/publications/portes-ouvertes").follow().is(http.StatusOK)
	a.has(".post .notice", "paraîtra le vendredi 27 novembre 2026 à 8 h 30")
	v := h.visit()
	v.get("/publications/portes-ouvertes").is(http.StatusNotFound)
	v.get("/fil").is(http.StatusOK).counts(".news", 0)
	drafts := "/fiches/" + company.Slug + "/publications"
	b.get(drafts).has("#programmees ~ .latest", "paraîtra le vendredi")
	v.get(drafts).is(http.StatusOK).counts("#programmees", 0)

	form := b.get("/publications/portes-ouvertes/modifier").is(http.StatusOK)
	if form.value("input[name=jour]") != "2026-11-27" || form.value("input[name=heure]") != "08:30" {
		t.Error("the form forgets the plan")
	}
	b.get("/publications/portes-ouvertes").submit(".notice form", nil).leads(http.StatusSeeOther, "/publications/portes-ouvertes").follow().counts(".post .notice form", 0)
	b.get("/publications/portes-ouvertes/modifier").submit("main form", url.Values{post.FieldDay: {"2026-11-27"}, post.FieldHour: {"08:30"}, views.FieldDo: {views.DoPlan}}).is(http.StatusSeeOther)
	named.post("/publications/portes-ouvertes/ne-plus-programmer", url.Values{views.FieldToken: {named.token()}}).is(http.StatusNotFound)

	h.hands.pass(4 * 24 * time.Hour)
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		if v.get("/publications/portes-ouvertes").StatusCode == http.StatusOK {
			break
		}
		if time.Now().After(end) {
			t.Fatal("it does not appear")
		}
	}
	v.get("/fil").counts(".news", 1)
	named.signIn()
	for end := time.Now().Add(time.Minute); len(named.get("/notifications").is(http.StatusOK).all(`a[href*="portes-ouvertes"]`)) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("who is named is not told")
		}
	}
	b.signIn()
	b.get(drafts).counts("#programmees", 0)
	b.post("/publications/portes-ouvertes/ne-plus-programmer", url.Values{views.FieldToken: {b.token()}}).leads(http.StatusSeeOther, "/publications/portes-ouvertes").follow().has(".notice", "Trop tard")
}
