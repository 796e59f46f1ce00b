package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/event"
	"partant/internal/viewer"
	"partant/views"
)

// Who would come asks; the hosts read who, with whom and what they say, and answer. A place is there once they said yes, and goes when
// they take it back.
func TestEventApproval(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	asks, late, guest := h.join("Loiseau", viewer.Member), h.join("Berger", viewer.Member), h.visit()
	path := host.announces(func(f url.Values) {
		f.Set(event.FieldApproval, "oui")
		f.Set(event.FieldPlaces, "1")
		f.Set(event.FieldWith, "")
		f.Set("question_1", "Quel métier ?")
	})
	requests := path + "/participants?liste=demande"
	guest.get(path).shows("#partant", "Il faut l'accord de ceux qui organisent", "Partant, je demande à venir")
	asks.answers(path, event.Partant, "").leads(http.StatusSeeOther, path+"#partant")
	asks.get(path).shows("#partant", "Votre demande est partie", "aucune place n'est gardée", "Retirer ma demande").hides("salle.exemple.fr")
	if l := h.letter(asks.account.Email, "Votre demande est partie"); l.Method != "" {
		t.Errorf("who has no place is sent %q", l.Method)
	}
	e, err := h.Events.BySlug(t.Context(), host.account.Viewer(), strings.TrimPrefix(path, "/evenements/"))
	if err != nil {
		t.Fatal(err)
	}
	guest.asksPartant(path, "ada@exemple.fr", func(f url.Values) { f.Set(event.FieldSaid+e.Questions[0].ID, "ébéniste") }).leads(http.StatusSeeOther, "/partants/attente")
	mine := partantLink(t, h.letter("ada@exemple.fr", "Confirmez votre réponse"))
	guest.get(mine).shows("main", "Confirmer ma demande").submit("main form", nil).leads(http.StatusSeeOther, mine)
	guest.get(mine).shows("#partant", "Votre demande est partie")
	h.notified(host, "2 personnes demandent à venir à")
	host.get("/notifications").counts(`main a[href="`+requests+`"]`, 1)
	host.get(path).shows("#partant .room", "Il reste 1").shows("aside", "2 demandes attendent votre réponse")
	asks.get(path).hides("demandes attendent")

	host.get(path+"/participants").shows("main", "2 demandes attendent votre réponse")
	list := host.get(requests).is(http.StatusOK)
	list.shows(".comers", "Ada", "ébéniste", "Loiseau").counts(".comers form", 2)
	ada := strings.Split(mine, "/")[3]
	judge := func(id, do, word string) *answer {
		return host.get(requests).submit(`form[action$="/demandes/`+id+`"]`, url.Values{views.FieldDo: {do}, event.FieldWord: {word}})
	}
	judge(ada, views.DoAccept, strings.Repeat("mot ", 200)).is(http.StatusUnprocessableEntity).shows(".comers .wrong", "C'est trop long").shows(".comers [data-wrong] textarea", "mot mot")
	host.get(path + "/participants.csv").is(http.StatusOK).holds("demande sans réponse")
	done := judge(ada, views.DoAccept, "Au plaisir de vous lire.").is(http.StatusSeeOther).follow()
	done.shows(".notice", "Ada", "c'est oui", "Revenir sur cette réponse").counts(".comers form", 1)
	if l := h.letter("ada@exemple.fr", "Vous êtes partant"); l.Method != "REQUEST" || !strings.Contains(l.Text, "ont dit oui") || !strings.Contains(l.Text, "Au plaisir de vous lire.") {
		t.Errorf("a yes brings %q\n%s", l.Method, l.Text)
	}
	guest.get(mine).shows("#partant", "Vous êtes partant", "Au plaisir de vous lire.", "Mon billet")
	first := event.IDOf(e.ID, event.Member(asks.account.ID))
	judge(first, views.DoAccept, "").is(http.StatusSeeOther).follow().shows(".notice", "c'est complet", "liste d'attente")
	late.answers(path, event.Partant, "").is(http.StatusSeeOther)
	h.visit().get("/api/v1/events/" + e.Slug).is(http.StatusOK).holds(`"taken":1,"waiting":1`)

	done.submit(".notice form", url.Values{views.FieldDo: {views.DoReopen}}).is(http.StatusSeeOther).follow().shows(".notice", "attend de nouveau")
	if l := h.letter("ada@exemple.fr", "attend de nouveau"); l.Method != "CANCEL" {
		t.Errorf("a yes is taken back by %q", l.Method)
	}
	h.letter(asks.account.Email, "Une place s'est libérée")
	judge(ada, views.DoDecline, "C'est entre artisans.").is(http.StatusSeeOther)
	if l := h.letter("ada@exemple.fr", "n'est pas retenue"); l.Method != "" || !strings.Contains(l.Text, "C'est entre artisans.") {
		t.Errorf("a no brings %q\n%s", l.Method, l.Text)
	}
	guest.get(mine).shows("#partant", "n'est pas retenue", "C'est entre artisans.").counts("#partant form", 0).counts("#partant .room", 0)
	host.get(path+"/participants?liste=decline").shows(".comers", "Ada", "C'est entre artisans.")
	host.post(path+"/demandes/"+ada, url.Values{views.FieldToken: {host.token()}, views.FieldDo: {views.DoAccept}}).leads(http.StatusSeeOther, requests).follow().shows("body", "Quelqu'un y a déjà répondu")
	asks.post(path+"/demandes/"+ada, url.Values{views.FieldToken: {asks.token()}, views.FieldDo: {views.DoAccept}}).is(http.StatusForbidden)

	h.hands.pass(60 * 24 * time.Hour)
	h.await("the event is over", func() bool {
		e, err := h.Events.BySlug(t.Context(), host.account.Viewer(), e.Slug)
		return err == nil && e.Over
	})
	over := h.visit().get(path).is(http.StatusOK).shows("main .notice", "C'est passé").shows("#partant", "Les réponses", "On ne répond plus").shows("#partant .room", "1 personne était partante").hides("Complet").hides("attend")
	if strings.Count(string(over.body), "C'est passé") != 1 {
		t.Error("it is said twice that it is over")
	}
}

// « Partant ! » in a conversation asks where hosts have a say; who waits for their answer proposes no topic yet.
func TestApprovalInConversation(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, own, _ := h.speaker("claire")
	eager, _, _ := h.speaker("dany")
	path := host.opened(proposing("Rendez-vous vendredi 8 janvier à 18h30 à l'ECG, partant ?"))
	form := host.get(attribute(host.get(path).one(`a[href*="/evenements/nouveau"]`), "href")).is(http.StatusOK)
	at := form.submit("main form", url.Values{event.FieldPurpose: {"Faire connaissance"}, event.FieldEndHour: {"20:00"}, viewer.FieldVoice: {own.ID}, event.FieldApproval: {"oui"}}).is(http.StatusSeeOther).Header.Get("Location")
	eager.says(path, "Partant !")
	eager.get(path).shows(".born", "Votre demande est partie")
	eager.get(at+"/ordre-du-jour").is(http.StatusOK).counts(`main form[action$="/ordre-du-jour"]`, 0)
}
