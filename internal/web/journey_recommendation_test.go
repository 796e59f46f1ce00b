package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/distance"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/internal/viewer"
	"partant/views"
)

// experience is the form of a recommendation rightly filled.
func experience() url.Values {
	return url.Values{recommendation.FieldTie: {"client"}, recommendation.FieldMonth: {"5"}, recommendation.FieldYear: {"2026"}, recommendation.FieldRewarded: {recommendation.No},
		recommendation.FieldBody: {"Un escalier posé en **deux jours**, au prix qui était dit."}}
}

const recommendForm = "main form[method=post]"

// recommends has somebody recommend a page and returns the path of it.
func (b *browser) recommends(of profile.Profile, change func(url.Values)) string {
	b.h.t.Helper()
	form := experience()
	if change != nil {
		change(form)
	}
	a := b.get("/fiches/"+of.Slug+"/recommander").is(http.StatusOK).submit(recommendForm, form).is(http.StatusSeeOther)
	_, id, _ := strings.Cut(a.Header.Get("Location"), "#recommandation-")
	if id == "" {
		b.h.t.Fatalf("leads to %q", a.Header.Get("Location"))
	}
	return "/recommandations/" + id
}

// From the page through signing in to what others read, the reply, the bell and the letter of both.
func TestRecommendationJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	client, _, _ := h.speaker("Dumont")
	owner, _, shop := h.speaker("Loiseau")
	visitor, path := h.visit(), "/fiches/"+shop.Slug
	empty := visitor.get(path).is(http.StatusOK)
	empty.has("section[aria-labelledby=recommandations]", "Racontez-le", "Recommander")
	owner.get(path).has("section[aria-labelledby=recommandations]", "Personne ne vous a encore recommandé")
	owner.get(path).counts(`section[aria-labelledby=recommandations] a[href$="/recommander"]`, 0)
	visitor.get(path+"/recommander").leads(http.StatusSeeOther, "/connexion?suite="+url.QueryEscape(path+"/recommander"))
	visitor.get(path+"/recommandations").is(http.StatusOK).has("main", "Nous ne contrôlons pas", "La plus récente", "Personne n'a encore")

	refused := client.get(path+"/recommander").submit(recommendForm, url.Values{recommendation.FieldBody: {"Trop court."}}).is(http.StatusUnprocessableEntity)
	refused.has("[role=alert]", "Racontez en 40", "ce qui vous lie", "mois", "en échange")
	refused.has("textarea", "Trop court.")
	look := client.get(path+"/recommander").submit(recommendForm, with(experience(), views.FieldPreview, "oui")).is(http.StatusOK)
	look.has(".letter strong", "deux jours")

	said := client.recommends(shop, nil)
	read := visitor.get(path + "/recommandations").is(http.StatusOK)
	read.has(".answer", "Claire Dumont", "client", "expérience", "mai 2026", "lundi 23 novembre 2026", "sans contrepartie")
	read.has(".answer strong", "deux jours")
	visitor.get(path).has("section[aria-labelledby=recommandations]", "recommandation", "Claire Dumont, client, mai 2026", "Les lire toutes") // at once
	visitor.get(said).is(http.StatusSeeOther)
	if contains(read.body, client.account.ID) {
		t.Error("an account is shown")
	}

	if _, err := h.Notifier.Pay(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.rings(owner, "Claire Dumont recommande votre page", said)
	visitor.get(said + "/reponse").is(http.StatusSeeOther)
	client.get(said + "/reponse").is(http.StatusForbidden)
	owner.get(path+"/recommandations").has(".answer", "Répondre", "Je doute")
	owner.get(said+"/reponse").is(http.StatusOK).submit(recommendForm, url.Values{recommendation.FieldReply: {"Merci *beaucoup*."}}).is(http.StatusSeeOther)
	visitor.get(path+"/recommandations").has(".rejoinder em", "beaucoup")
	if _, err := h.Notifier.Pay(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.rings(client, "a répondu à votre recommandation de", said)

	h.hands.pass(time.Minute)
	client.get(said+"/modifier").is(http.StatusOK).submit(recommendForm, url.Values{recommendation.FieldBody: {"Un escalier posé en deux jours. Il tient toujours, et il est beau."}}).is(http.StatusSeeOther)
	visitor.get(path+"/recommandations").has(".answer", "Il tient toujours", "Modifiée le")
	owner.get(said + "/supprimer").is(http.StatusForbidden)
	owner.post(said+"/supprimer", url.Values{views.FieldToken: {owner.token()}}).is(http.StatusForbidden)
	owner.get(said+"/reponse").submit(`main form:has(button[name="`+views.FieldUndo+`"])`, url.Values{views.FieldUndo: {"oui"}})
	client.get(said+"/supprimer").is(http.StatusOK).submit(recommendForm, nil).leads(http.StatusSeeOther, path+"/recommandations")
	visitor.get(path+"/recommandations").counts(".answer", 0)
	visitor.get(said).is(http.StatusNotFound)
	if got := owner.get("/notifications").is(http.StatusOK); contains(got.body, said) {
		t.Error("what was taken back is still told")
	}
}

// rings waits until somebody is told so, with a link that leads there.
func (h *house) rings(b *browser, words, path string) {
	h.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) { // another worker may be at it
		a := b.get("/notifications").is(http.StatusOK)
		if links := a.all(`a[href="` + path + `"]`); len(links) > 0 {
			a.has("main", words)
			return
		}
		if time.Now().After(end) {
			h.t.Fatalf("nobody is told: %s", a.main())
		}
	}
}

// Nobody recommends what is theirs, what nobody answers for, or twice in one name: what is there is shown beside what was typed.
func TestRecommendationRules(t *testing.T) {
	t.Parallel()
	h := open(t)
	client, _, company := h.speaker("Dumont")
	owner, _, shop := h.speaker("Loiseau")
	owner.get("/fiches/"+shop.Slug+"/recommander").is(http.StatusForbidden).has("h1", "On ne se recommande pas")
	client.get("/fiches/" + company.Slug + "/recommander").is(http.StatusForbidden)
	owner.post("/fiches/"+shop.Slug+"/recommander", with(experience(), views.FieldToken, owner.token())).is(http.StatusForbidden)
	r := profile.Record{ID: "11111111-1111-4111-8111-111111111111", Source: &profile.Source{Key: "essai:1", Name: "Essai", Licence: "Licence Ouverte 2.0"}, Draft: profile.Draft{Kind: profile.Company, Name: "Menuiserie", Commune: "45234"}}
	if _, err := h.Profiles.Import(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	client.get("/fiches/menuiserie/recommander").is(http.StatusForbidden).has("h1", "attend quelqu'un")
	h.visit().get("/fiches/menuiserie").counts("#recommandations", 0)

	said := client.recommends(shop, nil)
	again := client.get("/fiches/"+shop.Slug+"/recommander").submit(recommendForm, with(experience(), recommendation.FieldBody, "Une tout autre histoire, qui dit autre chose que la première.")).is(http.StatusConflict)
	again.has("[role=alert]", "déjà là", "deux jours")
	again.has("textarea", "tout autre histoire")
	again.submit(recommendForm, nil).is(http.StatusSeeOther)
	read := h.visit().get("/fiches/" + shop.Slug + "/recommandations")
	read.has(".answer", "tout autre histoire")
	read.counts(".answer", 1)
	client.recommends(shop, func(f url.Values) { // in another name it is another one
		f.Set(viewer.FieldVoice, company.ID)
		f.Set(recommendation.FieldRewarded, recommendation.Yes)
		f.Set(recommendation.FieldReward, "une remise de 10 %")
	})
	h.visit().get("/fiches/"+shop.Slug+"/recommandations").has("main", "2 recommandations", "A reçu en échange", "remise")
	client.recommends(h.person(owner), nil)
	h.visit().get("/recommandations/regles").is(http.StatusOK).has("main", "Sont-elles contrôlées", "contrepartie", "Dans quel ordre", "refusée", "Dire un doute", "cinq ans")
	if a := h.visit().get(said); a.StatusCode != http.StatusSeeOther {
		t.Error(a.StatusCode)
	}
}

// person is the page of a member themself.
func (h *house) person(of *browser) profile.Profile {
	h.t.Helper()
	found, err := h.Lists.OfMember(h.t.Context(), of.account.ID, page.Req{Limit: 10})
	if err != nil {
		h.t.Fatal(err)
	}
	i := slices.IndexFunc(found.Items, func(p profile.Profile) bool { return p.Kind == profile.Person })
	return found.Items[i]
}

// A doubt is told to the moderators by the form of all reports; what they take down is gone for all, its author reads why, and a reply goes alone.
func TestRecommendationIsDoubted(t *testing.T) {
	t.Parallel()
	h := open(t)
	client, _, _ := h.speaker("Dumont")
	owner, _, shop := h.speaker("Loiseau")
	moderator := h.join("modeste", viewer.Moderator)
	said := client.recommends(shop, nil)
	id := strings.TrimPrefix(said, "/recommandations/")
	owner.get(said+"/reponse").submit(recommendForm, url.Values{recommendation.FieldReply: {"Nous ne connaissons pas cette personne."}}).is(http.StatusSeeOther)

	doubt := owner.get(attribute(owner.get("/fiches/"+shop.Slug+"/recommandations").one(`.does a[href$="motif=doute"]`), "href")).is(http.StatusOK)
	doubt.counts(`input[value="doute"][checked]`, 1)
	h.visit().get("/signaler/fiche/"+shop.ID).counts(`input[value="doute"]`, 0)
	doubt.submit(recommendForm, url.Values{moderation.FieldGround: {moderation.Doubt}, moderation.FieldWhy: {"Jamais venue chez nous."}}).is(http.StatusSeeOther)
	moderator.get("/moderation").has("main", "recommandation", "un signalement")

	moderator.takesDown(moderation.Rejoinder, id)
	read := h.visit().get("/fiches/" + shop.Slug + "/recommandations").is(http.StatusOK)
	read.counts(".answer", 1)
	read.counts(".rejoinder", 0)
	moderator.takesDown(moderation.Recommendation, id)
	h.visit().get(said).is(http.StatusGone)
	h.visit().get("/fiches/"+shop.Slug+"/recommandations").counts(".answer", 0)
	client.get("/decisions/"+moderation.CaseOf(moderation.Recommendation, id)).is(http.StatusOK).has("main", "recommandation", "La règle", "Les faits")
	client.get(said + "/modifier").is(http.StatusGone)
}

// The words of a newcomer with a link are held: nobody sees them, they are told why, and they appear once a moderator has looked.
func TestRecommendationIsHeld(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, _, shop := h.speaker("Loiseau")
	moderator, young := h.join("modeste", viewer.Moderator), h.join("jeune", viewer.Member)
	h.page(young, nil)
	held := young.get("/fiches/"+shop.Slug+"/recommander").submit(recommendForm, with(experience(), recommendation.FieldBody, "Un escalier posé en deux jours, voyez [chez moi](https://exemple.fr).")).is(http.StatusSeeOther)
	at := held.Header.Get("Location")
	if !strings.HasPrefix(at, "/decisions/") {
		t.Fatal(at)
	}
	young.get(at).is(http.StatusOK).has("main", "relus avant d'être vus")
	path := "/fiches/" + shop.Slug + "/recommandations"
	h.visit().get(path).counts(".answer", 0)
	moderator.get("/moderation/dossiers/"+strings.TrimPrefix(at, "/decisions/")).submit(verdict, keeps("")).is(http.StatusSeeOther)
	read := h.visit().get(path)
	read.has(".answer", "deux jours")
	if rel := attribute(read.one(`.answer .prose a`), "rel"); !strings.Contains(rel, "nofollow") {
		t.Errorf("rel is %q", rel)
	}
}

// The list goes on in pages, and a link to one leads to the page that it is on now.
func TestRecommendationPages(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, _, shop := h.speaker("Loiseau")
	var first string
	for n := range 23 {
		by := h.join("client"+string(rune('a'+n)), viewer.Member)
		p := h.page(by, func(d *profile.Draft) { d.Name = "Maison " + string(rune('A'+n)) })
		h.hands.pass(time.Minute)
		r, err := h.Recommendations.Publish(t.Context(), by.account.Viewer(), recommendation.Draft{Voice: p.ID, Page: shop.ID, Tie: recommendation.Partner, Month: "5", Year: "2026", Rewarded: recommendation.No,
			Body: "Un escalier posé en deux jours, chez la maison " + string(rune('A'+n))})
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			first = r.ID
		}
	}
	v := h.visit()
	one := v.get("/fiches/" + shop.Slug + "/recommandations").is(http.StatusOK)
	one.has("h1", "23")
	one.has(".answer:first-child", "Maison W")
	one.counts(".answer", 20)
	two := v.get(attribute(one.one(".pages a"), "href")).is(http.StatusOK)
	two.has("#recommandation-"+first, "Maison A")
	two.counts(".answer", 3)
	v.get("/recommandations/"+first).follow().is(http.StatusOK).counts("#recommandation-"+first, 1)
	v.get("/fiches/" + shop.Slug + "/recommandations?apres=x").is(http.StatusNotFound)
	v.get("/fiches/"+shop.Slug).has("section[aria-labelledby=recommandations]", "23")
	v.get("/fiches/"+shop.Slug).counts("section[aria-labelledby=recommandations] li", 3)
}

// Whoever masks a page reads its recommendations no more, on the page that is recommended either; all others still do.
func TestRecommendationOfWhoIsMasked(t *testing.T) {
	t.Parallel()
	h := open(t)
	client, mine, _ := h.speaker("Dumont")
	_, _, shop := h.speaker("Loiseau")
	reader, _, _ := h.speaker("Merle")
	client.recommends(shop, nil)
	path := "/fiches/" + shop.Slug
	reader.get(path).has("section[aria-labelledby=recommandations]", "Claire Dumont")
	reader.post("/fiches/"+mine.Slug+"/distance", url.Values{views.FieldToken: {reader.token()}, distance.FieldKind: {string(distance.Silence)}}).is(http.StatusSeeOther)
	for _, at := range []string{path, path + "/recommandations"} {
		reader.get(at).is(http.StatusOK).lacks("main", "Claire Dumont")
		h.visit().get(at).has("main", "Claire Dumont")
	}
}
