package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/club"
	"partant/internal/comment"
	"partant/internal/event"
	"partant/internal/fault"
	"partant/internal/viewer"
	"partant/views"
)

// audienceOf is a house with a club, and everybody who may look at one of its events.
type audienceOf struct {
	h                          *house
	host, member, guest, other *browser
	visitor                    *browser
	club                       string // path of its room
	fiche                      string
	path                       string // of the event
	event                      event.Event
	said                       string // id of what the host says below it
}

// gathering announces an event of a club for an audience. The guest has its address and answers it, when that is allowed; the other
// follows the page of the club.
func gathering(t *testing.T, of event.Audience) *audienceOf {
	t.Helper()
	h := open(t)
	a := &audienceOf{h: h, visitor: h.visit()}
	a.host, _, _ = h.speaker("Dumont")
	a.member, _, _ = h.speaker("Loiseau")
	a.guest, a.other = h.join("Berger", viewer.Member), h.join("Moreau", viewer.Member)
	p := a.host.clubOf("Club Essais 45", club.Open)
	a.club, a.fiche = "/clubs/"+p.Slug, "/fiches/"+p.Slug
	a.member.joins(p, nil).is(http.StatusSeeOther)
	a.other.get(a.fiche).submit("form.follow", nil).is(http.StatusSeeOther)
	a.path = a.host.announces(func(form url.Values) {
		form.Set(event.FieldTitle, "Zinzolin")
		form.Set(viewer.FieldVoice, p.ID)
		form.Set(event.FieldFor, string(of))
	})
	var err error
	if a.event, err = h.Events.BySlug(t.Context(), a.host.account.Viewer(), strings.TrimPrefix(a.path, "/evenements/")); err != nil {
		t.Fatal(err)
	}
	a.said = idIn(a.host.says(a.path, "Le quai est pavé."))
	if of == event.Invited {
		a.guest.answers(a.path, event.Partant, "").is(http.StatusSeeOther)
	}
	h.settle()
	if of != event.Invited {
		h.notified(a.member, "Zinzolin")
	}
	if _, err := h.Notifier.Pay(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

// who looks, in the order of the columns of the table.
func (a *audienceOf) who() []*browser {
	return []*browser{a.visitor, a.other, a.member, a.guest, a.host}
}

// Every outlet shows an event to whom it is for, and to nobody else: as if it had never been.
func TestAudience(t *testing.T) {
	t.Parallel()
	// Columns: a visitor, somebody who follows the page, a member of the club, who is invited and has answered, who organises.
	// y: the event is there; n: it is not; f: it is there and forbidden; -: one must sign in.
	for of, table := range map[event.Audience]map[string]string{
		event.Everybody: {
			"page": "yyyyy", "ics": "yyyyy", "png": "yyyyy", "linked": "yyyyy", "list": "yyyyy", "town": "yyyyy", "tag": "yyyyy", "fiche": "yyyyy", "home": "nnnnn", "api list": "yyyyy", "api": "yyyyy", "search": "yyyyy", "bar": "yyyyy",
			"map": "yyyyy", "feed": "yyyyy", "feed of page": "yyyyy", "told": "-yynn", "room": "yyyyy", "mine": "-nnny", "report": "yyyyy", "guest": "yyyyy", "comers": "-fffy", "edit": "-fffy", "hosts": "-fffy", "image": "-fffy", "again": "-fffy", "agenda": "yyyyy", "door": "-fffy", "pass": "yyyyy",
			"said": "yyyyy", "answer": "yyyyy", "reply": "-yyyy", "guest reply": "yyyyy", "without": "yyyyy", "report answer": "yyyyy",
		},
		event.Members: {
			"page": "nnyny", "ics": "nnyny", "png": "nnyny", "linked": "nnnnn", "list": "nnnnn", "town": "nnnnn", "tag": "nnnnn", "fiche": "nnnnn", "home": "nnnnn", "api list": "nnnnn", "api": "nnnnn", "search": "nnnnn", "bar": "nnnnn",
			"map": "nnnnn", "feed": "nnnnn", "feed of page": "nnnnn", "told": "-nynn", "room": "nnyny", "mine": "-nnny", "report": "nnyny", "guest": "nnnnn", "comers": "-nfny", "edit": "-nfny", "hosts": "-nfny", "image": "-nfny", "again": "-nfny", "agenda": "nnyny", "door": "-nfny", "pass": "nnyny",
			"said": "nnyny", "answer": "nnyny", "reply": "-nyny", "guest reply": "nnyny", "without": "nnyny", "report answer": "nnyny",
		},
		event.Invited: { // whoever has the address is invited: all come by it here
			"page": "yyyyy", "ics": "yyyyy", "png": "yyyyy", "linked": "nnnnn", "list": "nnnnn", "town": "nnnnn", "tag": "nnnnn", "fiche": "nnnnn", "home": "nnnnn", "api list": "nnnnn", "api": "nnnnn", "search": "nnnnn", "bar": "nnnnn",
			"map": "nnnnn", "feed": "nnnnn", "feed of page": "nnnnn", "told": "-nnnn", "room": "nnnnn", "mine": "-nnny", "report": "yyyyy", "guest": "yyyyy", "comers": "-fffy", "edit": "-fffy", "hosts": "-fffy", "image": "-fffy", "again": "-fffy", "agenda": "yyyyy", "door": "-fffy", "pass": "yyyyy",
			"said": "nnnyy", "answer": "nnnyy", "reply": "-nnyy", "guest reply": "nnnyy", "without": "nnnyy", "report answer": "nnnyy",
		},
	} {
		t.Run("for "+string(of), func(t *testing.T) {
			t.Parallel()
			a := gathering(t, of)
			for outlet, want := range table {
				got := ""
				for _, b := range a.who() {
					got += a.sees(b, outlet)
				}
				if got != want {
					t.Errorf("%s: %s, want %s", outlet, got, want)
				}
			}
		})
	}
}

// sees is what somebody sees of the event at an outlet.
func (a *audienceOf) sees(b *browser, outlet string) string {
	words := "Zinzolin"
	path := map[string]string{"page": a.path, "ics": a.path + ".ics", "png": a.path + "/partage.png", "linked": a.path, "list": "/evenements", "town": "/evenements?commune=gien", "tag": "/evenements?sujet=incubateur", "fiche": a.fiche,
		"home": "/", "api list": "/api/v1/events", "api": "/api/v1" + strings.Replace(a.path, "/evenements", "/events", 1), "search": "/recherche?q=incubateur", "bar": "/annuaire?q=incubateur", "map": "/sitemap-evenements.xml", "feed": "/evenements.ics", "feed of page": a.fiche + ".ics",
		"told": "/notifications", "room": a.club, "mine": "/evenements/organises", "report": "/signaler/evenement/" + a.event.ID, "guest": a.path + "/partant", "comers": a.path + "/participants", "edit": a.path + "/modifier", "hosts": a.path + "/hotes", "image": a.path + "/image", "again": a.path + "/reprendre", "agenda": a.path + "/ordre-du-jour", "door": a.path + "/accueil", "pass": a.path + "/billet/7Q2MXR9TB4DK",
		"said": a.path, "answer": "/reponses/" + a.said, "reply": "/reponses/" + a.said + "/repondre", "guest reply": "/reponses/" + a.said + "/sans-compte", "without": a.path + "/sans-compte", "report answer": "/signaler/reponse/" + a.said}[outlet]
	r := b.get(path)
	switch outlet {
	case "png":
		words = "PNG"
	case "map":
		words = a.path + "<"
	case "said", "guest reply":
		words = "Le quai est pavé"
	case "reply": // who has no page is led to make one
		words = "<main"
	case "report answer":
		words = "Signaler"
	case "linked":
		words = "schema.org"
	}
	switch r.StatusCode {
	case http.StatusOK:
		if strings.Contains(string(r.body), words) {
			return "y"
		}
		return "n"
	case http.StatusForbidden:
		return "f"
	case http.StatusSeeOther:
		if strings.HasPrefix(r.Header.Get("Location"), "/connexion") {
			return "-"
		}
		return "y" // the form of a guest leads members to the page
	case http.StatusNotFound:
		if unknown := b.get("/evenements/rien"); unknown.StatusCode != r.StatusCode {
			return "?"
		}
		return "n"
	}
	return r.Status
}

// What is for members takes answers of members alone; who leaves the club neither sees it any more nor hears of it.
func TestMembersOnly(t *testing.T) {
	t.Parallel()
	a := gathering(t, event.Members)
	for _, how := range []string{"", "/modifier", "/supprimer"} { // a stranger does not learn that it is there
		a.other.get("/reponses/" + a.said + how).is(http.StatusNotFound)
		a.member.get("/reponses/" + a.said + how).is(map[bool]int{true: http.StatusSeeOther, false: http.StatusForbidden}[how == ""])
		a.host.get("/reponses/" + a.said + how).is(map[bool]int{true: http.StatusSeeOther, false: http.StatusOK}[how == ""])
	}
	a.member.get(a.path).is(http.StatusOK).shows(".marks", "Pour les membres")
	a.member.answers(a.path, event.Partant, "").is(http.StatusSeeOther)
	a.h.letter(a.member.account.Email, "Vous êtes partant")
	a.other.post(a.path+"/reponse", url.Values{views.FieldToken: {a.other.token()}, event.FieldSays: {"partant"}}).is(http.StatusNotFound)
	word := comment.GuestDraft{Target: comment.Target{Kind: comment.Event, ID: a.event.ID}, Name: "Odile", Email: "odile@exemple.invalid", Body: "Et le vestiaire ?"}
	if _, err := a.h.Answers.Ask(viewer.With(t.Context(), a.member.account.Viewer()), word); !errors.Is(err, fault.NotFound) {
		t.Errorf("who has no account writes among members: %v", err)
	}
	a.visitor.post(a.path+"/partant", url.Values{event.FieldSays: {"partant"}}).is(http.StatusNotFound)
	diary := func() int {
		t.Helper()
		list, err := a.h.Events.Diary(t.Context(), a.member.account.Viewer())
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if diary() != 1 {
		t.Error("it is not in the calendar of who comes")
	}
	a.member.post(a.club+"/quitter", url.Values{views.FieldToken: {a.member.token()}}).is(http.StatusSeeOther)
	a.member.get(a.path).is(http.StatusNotFound)
	a.member.get("/notifications").lacks("main", "Zinzolin")
	if diary() != 0 {
		t.Error("it is in the calendar of who left")
	}
	a.host.get(a.path+"/annuler").submit("main form", url.Values{event.FieldReason: {"Il neige."}}).leads(http.StatusSeeOther, a.path)
	a.h.settle()
	for _, l := range a.h.letters(a.member.account.Email) {
		if strings.Contains(l.Subject, "Annulé") {
			t.Errorf("who left is told: %s", l.Subject)
		}
	}
}

// An audience is chosen before an event is announced; then it can only grow. A page without a room has no members.
func TestAudienceGrows(t *testing.T) {
	t.Parallel()
	a := gathering(t, event.Members)
	form := a.host.get(a.path + "/modifier").is(http.StatusOK)
	form.counts(`input[name="`+event.FieldFor+`"]`, 2)
	form.submit("main form[method=post]", url.Values{event.FieldFor: {string(event.Invited)}}).is(http.StatusUnprocessableEntity).has(".wrong", "seulement l'ouvrir à tous")
	form.submit("main form[method=post]", url.Values{event.FieldFor: {""}}).leads(http.StatusSeeOther, a.path)
	a.visitor.get(a.path).is(http.StatusOK)
	a.visitor.get("/evenements").has(".meet", "Zinzolin")
	a.h.notified(a.other, "Zinzolin")

	host, _, _ := a.h.speaker("Petit")
	form = host.get("/evenements/nouveau").is(http.StatusOK)
	filled := workshop()
	filled.Set(event.FieldFor, string(event.Members))
	form.submit("main form[method=post]", filled).is(http.StatusUnprocessableEntity).has("#champ-"+event.FieldFor+" .wrong", "pas de salle ouverte")
	filled.Set(event.FieldFor, "x")
	form.submit("main form[method=post]", filled).is(http.StatusUnprocessableEntity).has(".wrong", "Dites pour qui")
	filled.Set(event.FieldFor, string(event.Invited))
	filled.Set(views.FieldDo, views.DoDraft)
	draft := form.submit("main form[method=post]", filled).is(http.StatusSeeOther).Header.Get("Location")
	if len(draft) < len("/evenements/premier-atelier-")+32 {
		t.Errorf("its address holds no secret: %s", draft)
	}
	if head := host.get(draft).Header.Get("Referrer-Policy"); head != "same-origin" {
		t.Errorf("its address is told by %q", head)
	}
}
