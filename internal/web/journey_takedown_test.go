package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/viewer"
	"partant/views"
)

// A moderator takes a page down by themself: a rule and the facts are asked for, the owner reads them, visitors read who did it, and it can come back.
func TestModeratorTakesAPageDown(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, moderator := h.join("odile", viewer.Member), h.join("modeste", viewer.Moderator)
	p := h.page(owner, full)
	at := "/fiches/" + p.Slug
	moderator.get(at).has(".owner", "Modifier la page")
	owner.get(at+"/supprimer").counts("textarea", 0)
	moderator.get(at+"/supprimer").leads(http.StatusSeeOther, "/signaler/fiche/"+p.ID)
	opened := moderator.get("/signaler/fiche/"+p.ID).is(http.StatusOK).submit(`form[action="/moderation/dossiers"]`, nil).is(http.StatusSeeOther).follow()
	opened.is(http.StatusOK).has("h1", p.Name)
	refused := opened.submit(verdict, url.Values{moderation.FieldWhat: {"retirer"}, moderation.FieldFacts: {"court"}}).is(http.StatusUnprocessableEntity)
	refused.counts("main .wrong", 2)
	refused.has("textarea", "court")
	opened.submit(verdict, takes("Cette page trompe.")).leads(http.StatusSeeOther, "/moderation")

	for _, b := range []*browser{h.visit(), owner} {
		gone := b.get(at).is(http.StatusGone)
		gone.has(".lead", "La modération du site l'a retirée, et non la personne")
		gone.counts("main form", 0)
		if contains(gone.body, "Cette page trompe.") || contains(gone.body, "modeste") {
			t.Error("others than moderators read the reason or the name")
		}
	}
	told := h.letter("odile@exemple.invalid", "Nous avons retiré votre page")
	for _, want := range []string{"Cette page trompe.", "La règle : la loi, qui punit l'escroquerie", "six mois", "non un programme", "/decisions/"} {
		if !strings.Contains(plain(told.Text), want) {
			t.Errorf("the letter does not say %q:\n%s", want, told.Text)
		}
	}
	down := moderator.get(at).is(http.StatusGone)
	dossier := moderator.get(attribute(down.one(`main a[href^="/moderation/dossiers/"]`), "href")).is(http.StatusOK)
	dossier.has("main", "Cette page trompe.", "par modeste")
	dossier.submit(verdict, url.Values{moderation.FieldWhat: {"garder"}, moderation.FieldFacts: {"Elle a été corrigée."}}).leads(http.StatusSeeOther, "/moderation")
	h.visit().get(at).is(http.StatusOK).has(".lead", "Menuiserie et escaliers")
	h.letter("odile@exemple.invalid", "On voit de nouveau votre page")
	history := owner.get(at + "/historique").is(http.StatusOK)
	history.has("main", "La modération a retiré la page", "La modération a remis la page")
	if contains(history.body, "modeste") {
		t.Error("the team reads who moderates")
	}
}

// The words of an answer that was taken down are nowhere: not on the page, for programs, in feeds, in the search; nobody answers or praises it.
func TestAnAnswerTakenDownIsNowhere(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("claire")
	other, page, _ := h.speaker("dany")
	h.verified(page, other)
	moderator := h.join("modeste", viewer.Moderator)
	path := asker.opened(nil)
	id := idOf(other.says(path, "Il suffit de glouglouter."))
	outlets := []string{path, "/api/v1" + path + "/comments", path + ".atom", path + ".rss", "/reponses/" + id}
	h.await("it is found", func() bool { return contains(h.visit().get("/recherche?q=glouglouter").body, "Il suffit de") })
	moderator.get("/signaler/reponse/"+id).submit(`form[action="/moderation/dossiers"]`, nil).is(http.StatusSeeOther).follow().
		submit(verdict, takes("Cette réponse trompe.")).leads(http.StatusSeeOther, "/moderation")
	h.await("it is found no more", func() bool { return !contains(h.visit().get("/recherche?q=glouglouter").body, "Il suffit de") })
	for _, path := range outlets {
		for _, b := range []*browser{h.visit(), asker} {
			if a := b.get(path); contains(a.body, "glouglouter") || a.StatusCode >= http.StatusInternalServerError {
				t.Errorf("%s: %d, and says it", path, a.StatusCode)
			}
		}
	}
	h.visit().get("/reponses/" + id + "/sans-compte").is(http.StatusGone)
	asker.signIn()
	asker.post("/reponses/"+id+"/reaction", url.Values{views.FieldToken: {asker.token()}, reaction.FieldSay: {"merci"}}).is(http.StatusGone)
}

// The form of a verified page says what takes the mark away; the owner reads who did it.
func TestAnEditorRenamesAVerifiedPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, nina := h.join("odile", viewer.Member), h.join("nina", viewer.Member)
	p := h.page(owner, full)
	owner.get("/fiches/"+p.Slug+"/modifier").counts("#champ-nom-aide", 0)
	for _, e := range []profile.Entry{
		{ID: "e-1", Mate: profile.Mate{Account: owner.account.ID, Role: profile.Owner}, Verified: &profile.Verified{Means: "fichier", Of: "www.heron.fr", At: noon}},
		{ID: "e-2", Mate: profile.Mate{Account: nina.account.ID, Role: profile.Editor}},
	} {
		if _, err := h.Profiles.Join(t.Context(), p.ID, e); err != nil {
			t.Fatal(err)
		}
	}
	form := nina.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK)
	form.has("#champ-nom-aide", "retire la marque")
	form.has("#champ-siret-aide", "retire la marque")
	form.submit("main form", url.Values{string(profile.FieldName): {"Scierie de la Grue"}}).is(http.StatusSeeOther)
	if told := h.letter("odile@exemple.invalid", "n'est plus vérifiée"); !strings.Contains(told.Text, "nina a changé le nom") {
		t.Errorf("the letter does not say who:\n%s", told.Text)
	}
}

// A page of open data goes back to it when its owner deletes it, and the form says so.
func TestDeletingAPageOfOpenData(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, p := h.join("odile", viewer.Member), h.registered("Menuiserie du Héron")
	e := profile.Entry{ID: "e-1", Claim: true, Mate: profile.Mate{Account: owner.account.ID, Role: profile.Owner}}
	if _, err := h.Profiles.Join(t.Context(), p.ID, e); err != nil {
		t.Fatal(err)
	}
	at := "/fiches/" + p.Slug
	owner.get(at+"/modifier").submit("main form", url.Values{string(profile.FieldPitch): {"Bois de Sologne"}}).is(http.StatusSeeOther)
	sure := owner.get(at + "/supprimer").is(http.StatusOK)
	sure.has("main", "données publiques")
	sure.submit("main form", nil).is(http.StatusSeeOther)
	back := h.visit().get(at).is(http.StatusOK)
	back.has("main", "Revendiquez cette page")
	if contains(back.body, "Bois de Sologne") {
		t.Error("what the owner wrote is still there")
	}
}
