package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/club"
	"partant/internal/event"
	"partant/internal/id"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/unseen"
	"partant/internal/viewer"
	"partant/views"
)

// networkOf is clubOf for a network.
func (b *browser) networkOf(name string) profile.Profile {
	b.h.t.Helper()
	p := b.clubOf(name, club.Open)
	b.get("/clubs/"+p.Slug+"/reglages").submit("main form", url.Values{club.FieldNetwork: {"oui"}}).leads(http.StatusSeeOther, "/clubs/"+p.Slug)
	return p
}

// offersBond has a board propose a bond.
func (b *browser) offersBond(from, to profile.Profile) *answer {
	b.h.t.Helper()
	return b.get("/clubs/"+from.Slug+"/reseau").is(http.StatusOK).submit("main form.form", url.Values{club.FieldPage: {"/fiches/" + to.Slug}, views.FieldDo: {string(club.Propose)}})
}

// From a federation without clubs to one with some: asked and invited, shown with what they announce, told, counted, left and taken out.
func TestNetworkJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	head, _, _ := h.speaker("Dumont")
	chef, _, _ := h.speaker("Loiseau")
	mate, visitor := h.join("Moreau", viewer.Member), h.visit()
	net, one, two := head.networkOf("Fédération du Val"), chef.clubOf("Club des Quais", club.Open), chef.clubOf("Cercle des Levées", club.Open)
	at, mine := "/clubs/"+net.Slug+"/reseau", "/clubs/"+one.Slug+"/reseau"
	mate.joins(one, nil).leads(http.StatusSeeOther, "/clubs/"+one.Slug)
	visitor.get(at).is(http.StatusOK).has("main", "n'a pas encore de club", "Rien n'est annoncé")
	visitor.get(mine).is(http.StatusNotFound)
	mate.get(mine).is(http.StatusNotFound)

	refused := chef.get(mine).submit("main form.form", url.Values{club.FieldPage: {"rien de tel"}, views.FieldDo: {string(club.Propose)}}).is(http.StatusUnprocessableEntity)
	refused.has("#champ-fiche-erreur", "Aucune page n'a ce nom")
	if refused.value("#champ-fiche") != "rien de tel" {
		t.Error("what was typed is lost")
	}
	chef.offersBond(one, two).is(http.StatusUnprocessableEntity).has("#champ-fiche-erreur", "pas celle d'un réseau")
	chef.offersBond(one, net).leads(http.StatusSeeOther, mine)
	chef.get(mine).has("main", "n'ont pas encore répondu", "Fédération du Val")
	h.notified(head, "Club des Quais demande à entrer dans votre réseau")
	head.get("/notifications").counts(`main a[href="`+at+`"]`, 1)
	visitor.get(at).hides("Club des Quais")
	head.get(at).shows("main", "demandent à entrer", "Club des Quais").submit(`section form.over`, url.Values{views.FieldDo: {string(club.Accept)}}).leads(http.StatusSeeOther, at)
	h.notified(chef, "Fédération du Val accepte d'être en réseau avec")
	head.offersBond(net, two).leads(http.StatusSeeOther, at)
	h.notified(chef, "invite dans son réseau votre club")
	chef.get("/clubs/"+two.Slug+"/reseau").shows("main", "vous invitent").submit(`section form.over`, url.Values{views.FieldDo: {string(club.Accept)}}).is(http.StatusSeeOther)
	h.notified(head, "Cercle des Levées accepte d'être en réseau avec")

	list := visitor.get(at).is(http.StatusOK)
	list.has("main", "2 clubs", "Club des Quais", "2 membres", "Cercle des Levées", "1 membre")
	list.counts("main form", 0)
	for _, path := range []string{"/clubs/" + one.Slug, "/fiches/" + one.Slug} {
		visitor.get(path).has("main", "Dans le réseau", "Fédération du Val")
	}
	visitor.get("/clubs/"+net.Slug).has("main", "Un réseau de clubs", "2 clubs")

	public := chef.announces(func(f url.Values) { f.Set(viewer.FieldVoice, one.ID); f.Set(event.FieldTitle, "Le dîner des quais") })
	chef.announces(func(f url.Values) {
		f.Set(viewer.FieldVoice, one.ID)
		f.Set(event.FieldTitle, "Entre nous")
		f.Set(event.FieldFor, string(event.Members))
	})
	head.announces(func(f url.Values) {
		f.Set(viewer.FieldVoice, net.ID)
		f.Set(event.FieldTitle, "Les assises")
		f.Set(event.FieldFor, string(event.Members))
	})
	chef.announces(func(f url.Values) { f.Set(event.FieldTitle, "Hors réseau") })
	for who, c := range map[*browser][3]int{visitor: {1, 0, 0}, mate: {1, 1, 1}, head: {1, 0, 1}, h.join("Petit", viewer.Member): {1, 0, 0}} {
		agenda := who.get(at + "/agenda").is(http.StatusOK)
		body := string(agenda.body)
		for i, title := range []string{"Le dîner des quais", "Entre nous", "Les assises"} {
			if strings.Contains(body, title) != (c[i] == 1) {
				t.Errorf("%s sees %q: %v", who.account.Name, title, c[i] != 1)
			}
		}
		agenda.hides("Hors réseau")
	}
	visitor.get("/clubs/" + net.Slug + ".ics").is(http.StatusOK).says("Le dîner des quais").hides("Entre nous").hides("Les assises").hides("Hors réseau")
	visitor.get(public).is(http.StatusOK)
	visitor.get("/clubs/" + one.Slug + ".ics").is(http.StatusNotFound)
	chef.say(url.Values{viewer.FieldVoice: {one.ID}, post.FieldTitle: {"Le quai rouvre"}, post.FieldBody: {"Venez."}}).is(http.StatusSeeOther)
	visitor.get("/clubs/" + net.Slug + ".rss").is(http.StatusOK).says("Le quai rouvre")
	visitor.get("/clubs/" + net.Slug + ".atom").is(http.StatusOK).says("Le quai rouvre")
	visitor.get("/api/v1/profiles/"+net.Slug+"/clubs?limit=1").is(http.StatusOK).says(`"name":"Cercle des Levées"`, `"members":1`, `"next"`).hides("Club des Quais")
	visitor.get("/api/v1/events?network=" + net.Slug).is(http.StatusOK).says("Le dîner des quais").hides("Entre nous")
	visitor.get("/api/v1/events?network=" + one.Slug).is(http.StatusUnprocessableEntity)
	visitor.get("/api/v1/events?commune=orleans&network=" + net.Slug).is(http.StatusUnprocessableEntity)

	head.get("/clubs/"+net.Slug+"/annonces/nouvelle").submit("main form", url.Values{views.FieldKey: {id.New()}, club.FieldTitle: {"Les comptes"}, club.FieldBody: {"Ils sont là."}}).is(http.StatusSeeOther)
	h.notified(chef, "Les comptes")
	chef.get("/clubs/"+net.Slug+"/annonces").is(http.StatusOK).has("main", "Ils sont là")
	chef.get("/clubs/" + net.Slug + "/membres").is(http.StatusForbidden)
	mate.get("/clubs/" + net.Slug + "/annonces").is(http.StatusForbidden)
	head.get(at+"/chiffres").is(http.StatusOK).shows("main", "Clubs", "2", "Membres", "3").hides("Loiseau").hides("Moreau")
	chef.get(at + "/chiffres").is(http.StatusForbidden)

	wish := func(b *browser, path, with string, do club.Act) *answer {
		return b.post(path, url.Values{views.FieldToken: {b.token()}, views.FieldBondWith: {with}, views.FieldDo: {string(do)}})
	}
	wish(mate, at, one.ID, club.End).is(http.StatusForbidden)
	wish(chef, at, two.ID, club.End).is(http.StatusForbidden)
	wish(chef, mine, net.ID, "zzz").is(http.StatusUnprocessableEntity)
	names := func(typed string) *answer {
		return chef.post(mine, url.Values{views.FieldToken: {chef.token()}, club.FieldPage: {typed}, views.FieldDo: {string(club.Propose)}})
	}
	own := attribute(visitor.get("/fiches/"+net.Slug).one(`link[rel="canonical"]`), "href")
	for _, typed := range []string{"fédération DU val", own} {
		names(typed).leads(http.StatusSeeOther, mine)
	}
	names("http://ailleurs.invalid/fiches/"+net.Slug).is(http.StatusUnprocessableEntity).has("main", "celle d'un autre site")
	names("Zorglub et fils").is(http.StatusUnprocessableEntity).shows("main", "Aucune page n'a ce nom", "son nom en entier").counts(`ul[aria-label^="Les pages que"]`, 0)
	h.settle()
	names("fédération").is(http.StatusUnprocessableEntity).shows("main", "dites si c'est l'une de celles-ci").shows(`ul[aria-label^="Les pages que"]`, net.Name).submit(`ul[aria-label^="Les pages que"] form`, url.Values{views.FieldDo: {string(club.Propose)}}).leads(http.StatusSeeOther, mine)
	wish(chef, mine, net.ID, club.Accept).leads(http.StatusSeeOther, mine)
	head.get("/clubs/"+net.Slug+"/reglages").submit("main form", url.Values{club.FieldNetwork: {}}).is(http.StatusUnprocessableEntity).has("#champ-reseau-erreur", "encore dans ce réseau")
	if err := h.Profiles.Mark(t.Context(), two.ID, &unseen.Mark{At: noon}); err != nil {
		t.Fatal(err)
	}
	visitor.get(at).is(http.StatusOK).hides("Cercle des Levées")
	visitor.get("/api/v1/profiles/" + net.Slug + "/clubs").hides("Cercle des Levées")
	wish(chef, mine, net.ID, club.End).leads(http.StatusSeeOther, mine)
	h.notified(head, "Club des Quais n'est plus en réseau avec")
	visitor.get(at).hides("Club des Quais")
	visitor.get("/clubs/" + one.Slug).hides("Fédération du Val")
	chef.get("/clubs/" + net.Slug + "/annonces").is(http.StatusForbidden)
	visitor.get("/clubs/" + net.Slug + ".ics").hides("Le dîner des quais")
}

// says is holds for some words, and goes on.
func (a *answer) says(words ...string) *answer {
	a.t.Helper()
	for _, one := range words {
		a.holds(one)
	}
	return a
}
