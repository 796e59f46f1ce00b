package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/discussion"
	"partant/internal/event"
	"partant/internal/post"
	"partant/internal/viewer"
	"partant/views"
)

// proposing is the form of a discussion that asks who comes.
func proposing(words string) func(url.Values) {
	return func(form url.Values) {
		form[discussion.FieldTitle], form[discussion.FieldBody] = []string{"Un premier atelier"}, []string{words}
	}
}

// says what a form of an event is filled with.
func fieldOf(a *answer, field string) string { return a.value(`main form [name="` + field + `"]`) }

// « … mardi 8 janvier à 18h30 à l'ECG… partant ? » becomes an event; who said « partant ! » before and after has a place in it, and may give it back.
func TestConversationBecomesAnEvent(t *testing.T) {
	t.Parallel()
	h := open(t) // it is Monday 23 November 2026
	host, own, _ := h.speaker("claire")
	eager, _, _ := h.speaker("dany")
	unsure, _, _ := h.speaker("omar")
	late, _, _ := h.speaker("nina")
	path := host.opened(proposing("Rendez-vous vendredi 8 janvier à 18h30 à l'ECG, partant ?"))
	eager.says(path, "Partant !")
	unsure.says(path, "A priori partant. On pourrait parler d'une pépinière web.")

	late.get(path).counts(`a[href*="/evenements/nouveau"]`, 0) // it is not theirs
	stolen := attribute(host.get(path).one(`a[href*="/evenements/nouveau"]`), "href")
	late.get(stolen).is(http.StatusOK).counts(".notice", 0) // nor do they get those who said yes to somebody else
	link := host.get(path).one(`a[href*="/evenements/nouveau"]`)
	form := host.get(attribute(link, "href")).is(http.StatusOK)
	form.has(".notice", "Un premier atelier", "Lu dans le message")
	for field, want := range map[string]string{event.FieldTitle: "Un premier atelier", event.FieldDay: "2027-01-08", event.FieldHour: "18:30", event.FieldPlace: "ECG", event.FieldCommune: "Gien"} {
		if got := fieldOf(form, field); got != want {
			t.Errorf("%s is filled with %q, want %q", field, got, want)
		}
	}
	at := form.submit("main form", url.Values{event.FieldPurpose: {"Faire connaissance"}, event.FieldEndHour: {"20:00"}, viewer.FieldVoice: {own.ID}}).is(http.StatusSeeOther).Header.Get("Location")
	h.await("those who said so are in", func() bool {
		return contains(eager.get(at).body, "Vous êtes partant") && contains(unsure.get(at).body, "peut-être")
	})
	h.visit().get(at).has("main", "Né d'une conversation")
	h.letter("dany@exemple.invalid", "partant")

	shown := late.get(path)
	shown.has(".born", "Un premier atelier", "Répondre")
	late.says(path, "Partant !")
	told := late.get(path)
	told.has(".born", "Vous êtes partant", "Changer ma réponse")
	late.get(at).submit(`form[action$="/reponse"]`, url.Values{event.FieldSays: {string(event.No)}}).is(http.StatusSeeOther)
	late.says(path, "Encore partant !") // an answer that was given stays
	late.get(path).has(".born", "Ce sera une autre fois")
	unsure.says(path, "Le train partant à 8 h est en retard.")
	unsure.get(path).has(".born", "Vous viendrez peut-être")
}

// A publication, and an answer below a page, ask who comes as a discussion does.
func TestPublicationBecomesAnEvent(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, own, _ := h.speaker("claire")
	eager, _, _ := h.speaker("dany")
	p, err := h.Posts.Publish(t.Context(), host.account.Viewer(), post.Draft{Voice: own.ID, Title: "Un premier atelier", Body: "Rendez-vous vendredi 8 janvier à 18h30 à l'ECG, partant ?"})
	if err != nil {
		t.Fatal(err)
	}
	path := "/publications/" + p.Slug
	eager.says(path, "Partant !")
	eager.get(path).counts(`a[href*="/evenements/nouveau"]`, 0)
	form := host.get(attribute(host.get(path).one(`a[href*="/evenements/nouveau"]`), "href")).is(http.StatusOK)
	if got := []string{fieldOf(form, event.FieldTitle), fieldOf(form, event.FieldDay), fieldOf(form, event.FieldHour)}; !slices.Equal(got, []string{"Un premier atelier", "2027-01-08", "18:30"}) {
		t.Errorf("the form is filled with %q", got)
	}
	at := form.submit("main form", url.Values{event.FieldPurpose: {"Faire connaissance"}, event.FieldCommune: {"Gien"}, event.FieldEndHour: {"20:00"}, viewer.FieldVoice: {own.ID}}).is(http.StatusSeeOther).Header.Get("Location")
	h.await("who said so is in", func() bool { return contains(eager.get(at).body, "Vous êtes partant") })
	host.get(at).one(`main a[href="` + path + `"]`)
	eager.get(path).has(".born", "Un premier atelier", "Vous êtes partant")

	questions := "/fiches/" + own.Slug + "/questions"
	h.hands.pass(time.Hour)
	eager.says(questions, "On se voit mardi 12 janvier à 9h chez vous, partant ?")
	link := attribute(eager.get(questions).one(`a[href*="/evenements/nouveau"]`), "href")
	host.get(questions).counts(`a[href*="/evenements/nouveau"]`, 0)
	form = eager.get(link).is(http.StatusOK)
	form.has(".notice", "Questions à "+own.Name)
	if got := fieldOf(form, event.FieldDay) + fieldOf(form, event.FieldTitle); got != "2027-01-12" {
		t.Errorf("the form is filled with %q", got)
	}
}

// What words leave open is asked, never guessed.
func TestConversationLeavesTheDayOpen(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("claire")
	for _, want := range []struct {
		words, day string
		says       []string
	}{
		{"Demain à 8h, partant ?", "2026-11-24", []string{"vérifiez"}},
		{"Mardi 8 janvier à 18h30, partant ?", "", []string{"laisse le choix", "vendredi 8 janvier 2027", "mardi 5 janvier 2027"}},
		{"Mardi 5 ou jeudi 7 janvier à 18h, partant ?", "", []string{"mardi 5 janvier 2027", "jeudi 7 janvier 2027"}},
		{"Le 31 février à midi, partant ?", "", []string{"n'existe pas"}},
		{"On se voit bientôt, partant ?", "", []string{"ni jour ni heure"}},
	} {
		path := host.opened(proposing(want.words))
		form := host.get(attribute(host.get(path).one(`a[href*="/evenements/nouveau"]`), "href")).is(http.StatusOK)
		form.has(".notice", want.says...)
		if got := fieldOf(form, event.FieldDay); got != want.day {
			t.Errorf("%s: the day is %q", want.words, got)
		}
		if len(want.says) > 1 && strings.Contains(want.words, "ou jeudi") {
			chosen := host.get(attribute(form.one(`.notice a[href*="2027-01-07"]`), "href")).is(http.StatusOK)
			if fieldOf(chosen, event.FieldDay) != "2027-01-07" || fieldOf(chosen, event.FieldHour) != "18:00" {
				t.Error("the day that was chosen is not there")
			}
		}
		h.hands.pass(8 * time.Hour) // one discussion in a while
	}
	for _, source := range []string{"reponse:0192f3", "discussion:rien", "x", "reponse:"} { // nothing stands there: an empty form
		host.get("/evenements/nouveau?"+url.Values{views.ParamSource: {source}}.Encode()).is(http.StatusOK).counts(".notice", 0)
	}
	path := host.opened(proposing("Une question comme une autre."))
	host.get(path).counts(`a[href*="/evenements/nouveau"]`, 0)
}
