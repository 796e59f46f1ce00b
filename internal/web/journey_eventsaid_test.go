package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/event"
	"partant/internal/page"
	"partant/internal/viewer"
	"partant/views"
)

// Somebody asks below an event, who runs it answers and is told, somebody without account asks too, « partant ! » there is an answer to the
// event; who runs it ends it, and what is deleted takes what was said with it.
func TestEventSaid(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, hostPage, _ := h.speaker("Dumont")
	asker, _, _ := h.speaker("Loiseau")
	odile, judge := h.visit(), h.join("juste", viewer.Moderator)
	path := host.announces(func(form url.Values) { form.Set(event.FieldTitle, "Petit déjeuner du quai") })

	e, err := h.Events.Public(t.Context(), strings.TrimPrefix(path, "/evenements/"))
	if err != nil {
		t.Fatal(err)
	}

	read := odile.get(path).is(http.StatusOK)
	read.has(".thread", "Questions et réponses", "sert à tous")
	read.counts(`.answerbox a[href="`+path+`/sans-compte"]`, 1)
	asked := asker.says(path, "Peut-on se garer ?")
	odile.get(path).has("#reponse-"+idIn(asked), "Claire Loiseau", "se garer")
	h.settle()
	h.notified(host, "Petit déjeuner du quai")
	told := host.get("/notifications")
	told.has("main", "commente")
	told.counts(`main a[href="/reponses/`+idIn(asked)+`"]`, 1)
	host.get("/reponses/"+idIn(asked)).leads(http.StatusSeeOther, asked)
	host.replies(asked, "Oui, cours des Halles, @"+hostPage.Slug+" vous attend.")
	h.settle()
	h.notified(asker, "Petit déjeuner du quai")
	asker.get("/notifications").has("main", "vous a répondu dans")

	asker.get(path).submit(answerForm, url.Values{comment.FieldBody: {""}}).is(http.StatusUnprocessableEntity).shows(".thread", "Questions et réponses")
	h.hands.pass(20 * time.Second)
	asker.get(path).submit(answerForm, url.Values{comment.FieldBody: {"Partant !"}}).is(http.StatusSeeOther)
	said := asker.get(path)
	said.has("main", "vous êtes partant")
	said.has("#partant", "Vous êtes partant")

	form := odile.get(path + "/sans-compte").is(http.StatusOK)
	h.hands.pass(5 * time.Second)
	form.submit("main form", url.Values{comment.FieldName: {"Odile"}, comment.FieldEmail: {"odile@exemple.invalid"}, comment.FieldBody: {"Un fauteuil passe-t-il ?"}}).leads(http.StatusSeeOther, "/sans-compte/attente")
	odile.get(guestLink(t, h.letter("odile@exemple.invalid", "Confirmez"))).is(http.StatusOK).submit("main form[action$='/confirmer']", nil).is(http.StatusSeeOther)
	judge.get("/moderation").submit(`main form[action="/moderation/reponses"]`, nil).is(http.StatusSeeOther)
	odile.get(path).has(".thread", "Un fauteuil passe-t-il")

	asker.post(path+"/fermer", url.Values{views.FieldToken: {asker.token()}}).is(http.StatusForbidden)
	kept := asker.get(path)
	host.get(path).submit(".thread form[action$='/fermer']", nil).leads(http.StatusSeeOther, path+"#reponses")
	odile.get(path).has(".answerbox", "Les messages sont fermés")
	h.hands.pass(20 * time.Second)
	kept.submit(answerForm, url.Values{comment.FieldBody: {"Trop tard ?"}}).is(http.StatusUnprocessableEntity).has(".thread", "n'écrit plus sous cet événement", "Trop tard")
	host.get(path).submit(".thread form[action$='/fermer']", url.Values{views.FieldUndo: {"oui"}}).is(http.StatusSeeOther)
	asker.says(path, "Merci !")

	form = odile.get(path + "/sans-compte").is(http.StatusOK)
	h.hands.pass(5 * time.Second)
	form.submit("main form", url.Values{comment.FieldName: {"Zoé"}, comment.FieldEmail: {"zoe@exemple.invalid"}, comment.FieldBody: {"Et le vestiaire ?"}}).leads(http.StatusSeeOther, "/sans-compte/attente")
	odile.get(guestLink(t, h.letter("zoe@exemple.invalid", "Confirmez"))).submit("main form[action$='/confirmer']", nil).is(http.StatusSeeOther)

	host.get(path+"/supprimer").submit("main form", nil).is(http.StatusSeeOther)
	h.await("what was said is gone with it", func() bool {
		list, err := h.Answers.Of(t.Context(), comment.Target{Kind: comment.Event, ID: e.ID}, page.Req{})
		return err == nil && len(list.Items) == 0
	})
	asker.get("/reponses/" + idIn(asked)).is(http.StatusNotFound)
	judge.get("/moderation").submit(`main form[action="/moderation/reponses"]`, nil).is(http.StatusUnprocessableEntity).has("main", "ou ce n'est plus là")
	judge.get("/moderation").submit(`main form[action="/moderation/reponses"]`, url.Values{views.FieldUndo: {"oui"}, comment.FieldReason: {"L'événement n'a pas lieu."}}).is(http.StatusSeeOther)
}

// Where hosts have a say, who was not accepted reads and writes nothing of what those who are invited say: neither who asks, nor who was
// declined, nor who may come some day.
func TestSaidUponApproval(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	asker, _, _ := h.speaker("Loiseau")
	path := host.announces(func(form url.Values) {
		form.Set(event.FieldFor, string(event.Invited))
		form.Set(event.FieldApproval, "oui")
	})
	e, err := h.Events.BySlug(t.Context(), host.account.Viewer(), strings.TrimPrefix(path, "/evenements/"))
	if err != nil {
		t.Fatal(err)
	}
	said := idIn(host.says(path, "Le code du portail est au dos."))
	shut := func(state string) {
		t.Helper()
		page := asker.get(path).is(http.StatusOK)
		page.hides("Le code du portail")
		page.shows("main", "ceux qui organisent vous ont dit oui")
		for _, at := range []string{"/reponses/" + said, "/reponses/" + said + "/repondre", "/signaler/reponse/" + said} {
			if got := asker.get(at).StatusCode; got != http.StatusNotFound {
				t.Errorf("%s: %s is met with %d", state, at, got)
			}
		}
		h.hands.pass(20 * time.Second)
		asker.post(path+"/reponses", url.Values{views.FieldToken: {asker.token()}, comment.FieldBody: {"Coucou"}}).is(http.StatusNotFound)
	}
	shut("by its address")
	asker.answers(path, event.Maybe, "").is(http.StatusSeeOther)
	shut("maybe")
	asker.answers(path, event.Partant, "").is(http.StatusSeeOther)
	shut("asks")
	judge := func(do string) {
		t.Helper()
		at := path + "/demandes/" + event.IDOf(e.ID, event.Member(asker.account.ID))
		host.post(at, url.Values{views.FieldToken: {host.token()}, views.FieldDo: {do}}).is(http.StatusSeeOther)
	}
	judge(views.DoAccept)
	asker.get(path).shows(".thread", "Le code du portail")
	judge(views.DoReopen)
	shut("asks again")
	judge(views.DoDecline)
	shut("declined")
}
