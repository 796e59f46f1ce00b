package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// speaker is a member with their own page and that of a company, which speaks at will.
func speaker(h *house) (b *browser, own, company profile.Profile) {
	b = h.join("odile", viewer.Member)
	own = h.page(b, func(d *profile.Draft) { d.Name, d.Kind = "Odile", profile.Person })
	h.hands.pass(time.Second)
	return b, own, h.page(b, nil)
}

// say publishes through the form.
func (b *browser) say(fill url.Values) *answer {
	b.h.t.Helper()
	if fill.Get(views.FieldDo) == "" {
		fill.Set(views.FieldDo, views.DoPublish)
	}
	return b.get("/publications/nouvelle").is(http.StatusOK).submit("main form", fill)
}

// One speaks as oneself, or as a company; everybody reads it at once: on its page, in the feed, on the page that speaks.
func TestPublishAs(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, own, company := speaker(h)
	h.verified(company, b)
	v := h.visit()
	for _, path := range []string{"/", "/fil", "/fiches/" + company.Slug, "/fiches/" + own.Slug, "/fiches/" + company.Slug + "/publications"} {
		v.get(path).is(http.StatusOK).counts(`a[href^="/publications/p"]`, 0)
	}
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Portes ouvertes"}, post.FieldBody: {"Venez **samedi** : https://exemple.fr"}, post.FieldTags: {"bois, Escalier"}}).
		leads(http.StatusSeeOther, "/publications/portes-ouvertes")
	b.get("/publications/portes-ouvertes").is(http.StatusOK).has(".notice", "C'est publié.")
	b.say(url.Values{viewer.FieldVoice: {own.ID}, post.FieldBody: {"Petite nouvelle sans titre"}}).leads(http.StatusSeeOther, "/publications/petite-nouvelle-sans-titre")

	a := v.get("/publications/portes-ouvertes").is(http.StatusOK)
	a.has("h1", "Portes ouvertes")
	a.has(".prose strong", "samedi")
	a.has(".byline a", company.Name)
	a.has(".post > header > .soft", "Publié le lundi 23 novembre 2026 à 13")
	a.counts(`.prose a[rel="ugc noreferrer"]`, 1)
	a.counts(`meta[property="og:title"], link[rel=canonical][href$="/publications/portes-ouvertes"], meta[name=description][content^="Venez samedi"]`, 3)
	a.counts(`a[href$="/modifier"], a[href$="/supprimer"], meta[name=robots]`, 0)
	short := v.get("/publications/petite-nouvelle-sans-titre").is(http.StatusOK)
	short.has("h1.sr", "Petite nouvelle sans titre")
	short.has(".byline a", "Odile")

	feed := v.get("/fil").is(http.StatusOK)
	feed.has(".feed h2", "Aujourd'hui")
	feed.counts(".news", 2)
	feed.has(".acts .button", "Créer mon compte")
	v.get("/fil?sujet=BOIS").is(http.StatusOK).counts(".news", 1)
	h.settle()
	v.get("/").counts(".latest li", 2)
	fiche := v.get("/fiches/" + company.Slug)
	fiche.has("#actualites", "Actualités")
	fiche.has(".latest a", "Portes ouvertes")
	v.get("/fiches/"+own.Slug).has(".latest a", "Petite nouvelle sans titre")
	list := v.get("/fiches/" + company.Slug + "/publications")
	list.has(".news h3", "Portes ouvertes")
	list.counts(".news", 1)
	for _, path := range []string{"/fil", "/publications/portes-ouvertes", "/fiches/" + company.Slug + "/publications", "/"} {
		if contains(v.get(path).body, b.account.Email) || contains(v.get(path).body, b.account.ID) {
			t.Errorf("%s tells the account", path)
		}
	}
}

// A member reads what their pages and their communes say, and all the rest one press away.
func TestMyFeed(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	far := h.join("paul", viewer.Member)
	farm := h.page(far, func(d *profile.Draft) { d.Name, d.Commune = "Ferme de Gien", "45155" })
	near := h.join("nina", viewer.Member)
	shop := h.page(near, func(d *profile.Draft) { d.Name = "Épicerie" })
	for _, s := range []struct {
		by   *browser
		page profile.Profile
		text string
	}{{b, company, "Du héron"}, {far, farm, "De Gien"}, {near, shop, "D'Orléans"}} {
		s.by.say(url.Values{viewer.FieldVoice: {s.page.ID}, post.FieldBody: {s.text}}).is(http.StatusSeeOther)
		h.hands.pass(time.Hour)
	}
	mine := b.get("/fil").is(http.StatusOK)
	mine.counts(".news", 2)
	mine.counts("details.folded form", 1)
	mine.counts(`.feed [href="/publications/de-gien"]`, 0)
	b.get("/fil?vue=tout").is(http.StatusOK).counts(".news", 3)
	h.hands.pass(24 * time.Hour)
	b.get("/fil").has(".feed h2[id^=jour]", "Hier")
	nobody := h.join("zoe", viewer.Member)
	empty := nobody.get("/fil").is(http.StatusOK)
	empty.has(".notice a", "Faites la vôtre")
	empty.counts(".news", 0)
	empty.counts("main form", 0)
	nobody.get("/publications/nouvelle").is(http.StatusOK).has(".send a.button:not(.quiet)", "Faire ma page")
	h.visit().get("/fil?suite=x").is(http.StatusNotFound)
	h.visit().get("/publications/nouvelle").is(http.StatusSeeOther)
}

// Who publishes much is read page by page.
func TestOlderPosts(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	for range 45 {
		h.hands.pass(time.Hour)
		if _, err := h.Posts.Publish(t.Context(), b.account.Viewer(), post.Draft{Voice: company.ID, Body: "Une nouvelle"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"/fil", "/fil?vue=tout", "/fiches/" + company.Slug + "/publications"} {
		seen := map[string]bool{}
		for pages := 1; ; pages++ {
			a := b.get(path).is(http.StatusOK)
			for _, n := range a.all(".news .when") {
				seen[attribute(n, "href")] = true
			}
			next := a.all("a[rel=next]")
			if len(next) == 0 {
				if pages != 3 || len(seen) != 45 {
					t.Errorf("%s: %d publications on %d pages", path, len(seen), pages)
				}
				break
			}
			path = attribute(next[0], "href")
		}
	}
}

func TestPreviewAndDraft(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	typed := url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Bientôt"}, post.FieldBody: {"Un **grand** jour"}, views.FieldDo: {views.DoPreview}}
	a := b.say(typed).is(http.StatusOK)
	a.has(".letter .prose strong", "grand")
	a.has("textarea", "Un **grand** jour")
	a.counts(`option[value="`+company.ID+`"][selected]`, 1)
	h.visit().get("/fil").counts(".news", 0)
	b.say(url.Values{post.FieldBody: {""}, views.FieldDo: {views.DoPreview}}).is(http.StatusUnprocessableEntity).has(".wrong", "Écrivez quelques mots.")

	a.submit("main form", url.Values{views.FieldDo: {views.DoDraft}}).leads(http.StatusSeeOther, "/publications/bientot")
	b.get("/publications/bientot").is(http.StatusOK).has(".post > .notice", "brouillon")
	list := b.get("/fiches/" + company.Slug + "/publications")
	list.has("#brouillons", "Vos brouillons")
	list.has(".latest a", "Bientôt")
	other := h.join("omar", viewer.Member)
	judge := h.join("modeste", viewer.Moderator)
	for _, reader := range []*browser{h.visit(), other, judge} {
		reader.get("/publications/bientot").is(http.StatusNotFound)
		for _, path := range []string{"/fil", "/fil?vue=tout", "/fiches/" + company.Slug, "/fiches/" + company.Slug + "/publications"} {
			if contains(reader.get(path).body, "Bientôt") {
				t.Errorf("%s shows a draft", path)
			}
		}
	}
	b.get("/publications/bientot/modifier").is(http.StatusOK).submit("main form", url.Values{post.FieldTitle: {"Maintenant"}, views.FieldDo: {views.DoPublish}}).leads(http.StatusSeeOther, "/publications/maintenant")
	h.visit().get("/publications/maintenant").is(http.StatusOK).has("h1", "Maintenant")
	h.visit().get("/fil").counts(".news", 1)
}

// Two of a team change one text: the second sees both, and loses nothing.
func TestTwoEditOnePost(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Soldes"}, post.FieldBody: {"Dès lundi"}}).is(http.StatusSeeOther)
	first, second := b.get("/publications/soldes/modifier"), b.get("/publications/soldes/modifier")
	first.submit("main form", url.Values{post.FieldBody: {"Dès **mardi**"}}).leads(http.StatusSeeOther, "/publications/soldes")
	refused := second.submit("main form", url.Values{post.FieldBody: {"Dès jeudi"}}).is(http.StatusConflict)
	refused.has("[role=alert]", "entre-temps")
	refused.has(".letter strong", "mardi")
	refused.has("textarea", "Dès jeudi")
	refused.submit("main form", nil).leads(http.StatusSeeOther, "/publications/soldes")
	read := h.visit().get("/publications/soldes")
	read.has(".prose", "Dès jeudi")
	read.has(".post > header > .soft", "modifié le")
}

func TestDeletePost(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Erreur"}, post.FieldBody: {"Un mot de trop"}}).is(http.StatusSeeOther)
	v := h.visit()
	v.get("/publications/erreur").is(http.StatusOK)
	h.join("omar", viewer.Member).get("/publications/erreur/supprimer").is(http.StatusForbidden)
	b.get("/publications/erreur/supprimer").is(http.StatusOK).submit("main form", nil).leads(http.StatusSeeOther, "/fil")
	v.get("/publications/erreur").is(http.StatusGone)
	b.get("/publications/erreur/modifier").is(http.StatusGone)
	for _, path := range []string{"/", "/fil", "/fiches/" + company.Slug, "/fiches/" + company.Slug + "/publications"} {
		if contains(v.get(path).body, "Un mot de trop") || contains(v.get(path).body, "/publications/erreur") {
			t.Errorf("%s shows it still", path)
		}
	}
}

// says is how much a member has written that is kept.
func (h *house) says(b *browser) (n int) {
	h.t.Helper()
	for _, err := range h.Posts.By(h.t.Context(), b.account.ID) {
		if err != nil {
			h.t.Fatal(err)
		}
		n++
	}
	return n
}

// What an erased page has said is gone with it, at once: unseen, then taken out of the store.
func TestPostsOfAnErasedPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Annonce"}, post.FieldBody: {"Dernier mot"}}).is(http.StatusSeeOther)
	v := h.visit()
	v.get("/fil").counts(".news", 1)
	b.get("/fiches/"+company.Slug+"/supprimer").submit("main form", nil).is(http.StatusSeeOther)
	v.get("/fil").counts(".news", 0)
	if a := v.get("/publications/annonce"); a.StatusCode != http.StatusGone && a.StatusCode != http.StatusNotFound { // before and after the worker came
		t.Errorf("the publication answers %d", a.StatusCode)
	}
	v.get("/fiches/" + company.Slug + "/publications").is(http.StatusGone)
	for end := time.Now().Add(30 * time.Second); h.says(b) > 0; time.Sleep(5 * time.Millisecond) { // the worker of the house is on its way
		if time.Now().After(end) {
			t.Fatal("it is kept")
		}
	}
}

// One form sent twice is one publication, and counts once; who publishes without end is asked to wait, and previews do not count.
func TestPostsAreCounted(t *testing.T) {
	t.Parallel()
	h := open(t, counted)
	b, _, company := speaker(h)
	h.verified(company, b)
	form := b.get("/publications/nouvelle").is(http.StatusOK)
	typed := url.Values{viewer.FieldVoice: {company.ID}, post.FieldBody: {"Une fois"}, views.FieldDo: {views.DoPublish}}
	for range 2 {
		form.submit("main form", typed).leads(http.StatusSeeOther, "/publications/une-fois")
	}
	for range 12 {
		b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldBody: {"Voir"}, views.FieldDo: {views.DoPreview}}).is(http.StatusOK)
	}
	for range 9 {
		b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldBody: {"Encore"}}).is(http.StatusSeeOther)
	}
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldBody: {"De trop"}}).is(http.StatusTooManyRequests)
	h.hands.pass(time.Hour)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldBody: {"Plus tard"}}).is(http.StatusSeeOther)
}

// Nobody speaks in the name of a page that is not theirs, whatever the form says.
func TestForeignVoice(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, _, company := speaker(h)
	other := h.join("omar", viewer.Member)
	h.page(other, func(d *profile.Draft) { d.Name = "Maison Omar" })
	other.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldBody: {"Usurpé"}}).is(http.StatusUnprocessableEntity)
	if contains(h.visit().get("/fil").body, "Usurpé") {
		t.Error("it is published")
	}
	if a := h.visit().get("/fil"); !strings.HasPrefix(a.Header.Get("Cache-Control"), "no-cache") || a.Header.Get("ETag") == "" {
		t.Errorf("the feed of visitors is not kept: %q", a.Header.Get("Cache-Control"))
	}
}
