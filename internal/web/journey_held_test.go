package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/internal/trap"
	"partant/internal/viewer"
	"partant/views"
)

// The page of a newcomer with a link in what it says of itself is seen by nobody until a moderator has looked, and its author is led to why. One without is seen
// at once, and waits for nobody.
func TestPageIsHeld(t *testing.T) {
	t.Parallel()
	h := open(t)
	young, moderator := h.join("jeune", viewer.Member), h.join("modeste", viewer.Moderator)
	form := url.Values{views.FieldOther: {"oui"}, string(profile.FieldKind): {"entreprise"}, string(profile.FieldName): {"Gagnez vite"}, string(profile.FieldCommune): {"Orléans"}, string(profile.FieldPitch): {"Voyez https://exemple.fr"}}
	made := young.get("/fiches/nouvelle").is(http.StatusOK).submit("#fiche", form).is(http.StatusSeeOther)
	at := made.Header.Get("Location")
	if !strings.HasPrefix(at, "/decisions/") {
		t.Fatal(at)
	}
	young.get(at).is(http.StatusOK).has("main", "relus avant d'être vus", "exemple.fr")
	young.get("/fiches/gagnez-vite").leads(http.StatusSeeOther, at)
	h.settle()
	for _, b := range []*browser{h.visit(), h.join("autre", viewer.Member)} {
		b.get("/fiches/gagnez-vite").is(http.StatusNotFound)
		b.get("/annuaire?q=gagnez").counts(".card", 0)
	}
	h.visit().get("/api/v1/profiles/gagnez-vite").is(http.StatusNotFound)
	if a := h.visit().get("/sitemap-1.xml"); contains(a.body, "gagnez-vite") {
		t.Error("it is in the site map")
	}
	moderator.get("/moderation").has("main", "Gagnez vite", "contient un lien")
	moderator.get("/moderation/dossiers/"+strings.TrimPrefix(at, "/decisions/")).submit(verdict, keeps("")).is(http.StatusSeeOther)
	h.settle()
	read := h.visit().get("/fiches/gagnez-vite").is(http.StatusOK)
	read.has("h1", "Gagnez vite")
	h.visit().get("/annuaire?q=gagnez").counts(".card", 1)

	form.Set(string(profile.FieldName), "Atelier du Héron")
	form.Set(string(profile.FieldPitch), "Menuiserie et escaliers sur mesure")
	form.Set(string(profile.FieldLinks), "https://reseau.exemple.fr/heron")
	plain := young.get("/fiches/nouvelle").submit("#fiche", form).is(http.StatusSeeOther).follow().is(http.StatusOK)
	if rel := attribute(plain.one(`a[href="https://reseau.exemple.fr/heron"]`), "rel"); !strings.Contains(rel, "nofollow") {
		t.Errorf("rel is %q", rel)
	}
	moderator.get("/moderation").counts("main .case", 0)
	form.Set(string(profile.FieldName), "Atelier bis") // another branch of the firm says the same
	young.get("/fiches/nouvelle").submit("#fiche", form).leads(http.StatusSeeOther, "/fiches/atelier-bis")
}

// The field that nobody sees stops the writing forms of members too: what was typed is shown again, and nothing is published.
func TestTrapOfMembers(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := h.speaker("Dumont")
	_, _, shop := h.speaker("Loiseau")
	asked := b.opened(nil)
	bait := func(form url.Values) url.Values { return with(form, trap.FieldBait, "https://mal.invalid") }
	for path, c := range map[string]struct {
		form  string
		typed url.Values
	}{
		"/discussions/nouvelle":                 {"main form[method=post]", with(question(), discussion.FieldTitle, "Texte gardé")},
		asked:                                   {answerForm, url.Values{comment.FieldBody: {"Texte gardé"}}},
		"/publications/nouvelle":                {"main form.form", url.Values{post.FieldBody: {"Texte gardé"}, views.FieldDo: {views.DoPublish}}},
		"/fiches/" + shop.Slug + "/questions":   {answerForm, url.Values{comment.FieldBody: {"Texte gardé"}}},
		"/fiches/" + shop.Slug + "/recommander": {recommendForm, with(experience(), recommendation.FieldBody, "Texte gardé, qui raconte assez pour être pris.")},
		"/fiches/nouvelle":                      {"#fiche", url.Values{views.FieldOther: {"oui"}, string(profile.FieldKind): {"club"}, string(profile.FieldName): {"Texte gardé"}, string(profile.FieldCommune): {"Orléans"}}},
		"/fiches/" + company.Slug + "/modifier": {"#fiche", url.Values{string(profile.FieldName): {"Texte gardé"}}},
	} {
		caught := b.get(path).is(http.StatusOK).submit(c.form, bait(c.typed)).is(http.StatusUnprocessableEntity)
		caught.has("[role=alert]", "personne ne voit")
		if !contains(caught.body, "Texte gardé") || caught.value("#champ-"+trap.FieldBait) != "" {
			t.Errorf("%s: what was typed is lost, or the bait is kept", path)
		}
	}
	for _, path := range []string{asked, "/discussions", "/fil", "/fiches/" + shop.Slug + "/recommandations"} {
		if a := h.visit().get(path); contains(a.body, "Texte gardé") {
			t.Errorf("%s shows it", path)
		}
	}
}

// A newcomer quotes an answer by its link: what comes of it leads into the site, and is seen at once.
func TestNewcomerQuotes(t *testing.T) {
	t.Parallel()
	h := open(t)
	author, _, _ := h.speaker("claire")
	path := author.opened(nil)
	said := author.says(path, "Le moulin, chaque mardi.")
	b, _, _ := speaker(h)
	form := b.get("/reponses/" + idOf(said) + "/repondre?citer=oui").is(http.StatusOK)
	quote := words(form.one("main textarea"))
	form.submit("main form", url.Values{comment.FieldBody: {quote + "\n\nEt le vendredi ?"}}).is(http.StatusSeeOther)
	read := h.visit().get(path)
	read.has(".answer blockquote", "chaque mardi")
	read.has(".answers", "Et le vendredi")
}
