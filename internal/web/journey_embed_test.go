package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/club"
	"partant/internal/event"
	"partant/internal/profile"
	"partant/views"
)

// framed asserts a page that any site may show, that runs nothing and knows nobody.
func (a *answer) framed() *answer {
	a.t.Helper()
	if got := a.Header.Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors *") || !strings.Contains(got, "script-src 'none'") || !strings.Contains(got, "form-action 'none'") {
		a.t.Errorf("%s: the policy is %q", a.asked, got)
	}
	if len(a.Cookies()) > 0 {
		a.t.Errorf("%s: sets %v", a.asked, a.Cookies())
	}
	a.counts("script, form, iframe, input, button", 0)
	a.counts("a:not([target=_blank][rel=noopener])", 0)
	return a
}

// A club shows on its own site what it announces to everybody and who chose to be seen, and nothing of what its members alone read; its
// webmaster finds the code to copy.
func TestEmbedding(t *testing.T) {
	t.Parallel()
	h := open(t, secured, behindProxy)
	chef, _, _ := h.speaker("Dumont")
	seen, _, _ := h.speaker("Loiseau")
	hidden, _, _ := h.speaker("Berger")
	p := chef.clubOf("Club Essais 45", club.Open)
	seen.joins(p, url.Values{club.FieldListed: {"oui"}}).is(http.StatusSeeOther)
	hidden.joins(p, nil).is(http.StatusSeeOther)
	path := chef.announcesFor(p, nil)
	for title, whom := range map[string]event.Audience{"Entre nous": event.Members, "Sur invitation": event.Invited} {
		chef.announcesFor(p, func(f url.Values) { f.Set(event.FieldTitle, title); f.Set(event.FieldFor, string(whom)) })
	}
	chef.announcesFor(p, func(f url.Values) { f.Set(event.FieldTitle, "En préparation"); f.Set(views.FieldDo, views.DoDraft) })
	h.settle()

	phone := h.visit()
	agenda, members := "/integrer/fiches/"+p.Slug+"/evenements", "/integrer/clubs/"+p.Slug+"/membres"
	for _, at := range []string{agenda, "/integrer/evenements", "/integrer/evenements?commune=gien"} {
		for _, reader := range []*browser{phone, chef} { // whatever cookies come along, all read the same
			a := reader.get(at).is(http.StatusOK).framed().counts("article.meet", 1)
			a.has(`main a[href="`+path+`"]`, "Premier atelier")
		}
	}
	phone.get(agenda).has(`footer a[href="`+secureBase+`/fiches/`+p.Slug+`"]`, "Voir sur Partant")
	if tag := phone.get(agenda).Header.Get("ETag"); tag == "" || phone.get(agenda, header("If-None-Match", tag)).StatusCode != http.StatusNotModified {
		t.Error("it is not kept as pages of visitors are")
	}
	phone.get("/integrer/evenements?commune=olivet").is(http.StatusOK).framed().has("main", "Rien n'est annoncé")
	faces := phone.get(members).is(http.StatusOK).framed()
	faces.has("main", "Claire Loiseau")
	faces.lacks("main", "Berger")
	phone.get("/integrer/annuaire?q=essais").is(http.StatusOK).framed().has("main", "Club Essais 45")
	phone.get("/integrer/annuaire?q=licorne").is(http.StatusOK).framed().has("main", "Personne n'est encore ici")

	for _, gone := range []string{"/integrer/fiches/rien/evenements", "/integrer/clubs/rien/membres", "/integrer/evenements?commune=atlantis", "/integrer/annuaire?type=x", "/integrer/clubs/" + h.page(seen, nil).Slug + "/membres"} {
		phone.get(gone).is(http.StatusNotFound).framed().has("main", "n'est plus sur Partant")
	}
	for _, shut := range []string{"/", "/integrer", "/integrer/rien", path, "/fiches/" + p.Slug, "/clubs/" + p.Slug} {
		if got := phone.get(shut).Header.Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors 'none'") {
			t.Errorf("%s: %q", shut, got)
		}
	}

	how := phone.get("/fiches/" + p.Slug).one(`main a[href^="/integrer?"]`)
	page := phone.get(attribute(how, "href")).is(http.StatusOK).counts("iframe", 2)
	page.has("textarea#code-agenda", `<iframe src="`+secureBase+agenda+`"`)
	page.has("textarea#code-membres", secureBase+members)
	phone.get("/integrer?commune=Gien&q=bois").is(http.StatusOK).has("textarea#code-annuaire", "commune=gien&amp;q=bois")
	phone.get("/integrer?commune=Atlantis").is(http.StatusOK).has("main", "Nous ne connaissons pas")
	phone.get("/integrer?fiche=rien").is(http.StatusNotFound)

	chef.get("/fiches/"+p.Slug+"/supprimer").submit("main form", nil).is(http.StatusSeeOther)
	phone.get(agenda).is(http.StatusGone).framed().has("main", "n'est plus sur Partant")
}

// The name of a page cannot leave the code that is to be copied.
func TestEmbeddingQuotes(t *testing.T) {
	t.Parallel()
	h := open(t)
	chef, _, _ := h.speaker("Dumont")
	p := h.page(chef, func(d *profile.Draft) { d.Name = `L"atelier <b>` })
	a := h.visit().get("/integrer?fiche=" + p.Slug).is(http.StatusOK)
	a.has("textarea#code-agenda", `title="Agenda : L&#34;atelier &lt;b&gt;"`)
}
