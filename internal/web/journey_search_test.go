package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/config"
	"partant/internal/event"
	"partant/internal/post"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// What people write is found below the pages, and on a page of its own: by the words of publications, of discussions and of
// what is answered to them.
func TestSearchOfTalk(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, own, company := h.speaker("dumont")
	path := b.opened(nil)
	b.says(path, "L'électricien de **Briare** y est arrivé")
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Le nouveau four"}, post.FieldBody: {"Une fibre <b>de bois</b> & du pain."}, post.FieldTags: {"zinzolin"}}).is(http.StatusSeeOther)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Un brouillon sur la fibre"}, post.FieldBody: {"x"}, "faire": {"brouillon"}}).is(http.StatusSeeOther)
	h.settle()
	for _, reader := range []*browser{h.visit(), b} {
		a := reader.get("/annuaire?q=fibres").is(http.StatusOK)
		a.has("#paroles", "Dans les événements, les discussions et les publications")
		a.counts(".elsewhere .card", 2)
		a.counts(`.elsewhere a.go`, 0)
		a.has(`.elsewhere [href="`+path+`"] mark`, "fibre")
		a.has(`.elsewhere .excerpt mark`, "fibre")
		reader.get("/annuaire?q=fibres", smooth).counts(".elsewhere .card", 2)
		reader.get("/annuaire?q=fibres&vue=carte").counts(".elsewhere", 0)
		reader.get("/annuaire").counts(".elsewhere", 0)
		reader.get("/annuaire?q=licorne").counts(".elsewhere", 0)
	}
	v := h.visit()
	both := v.get("/recherche?q=fibre").is(http.StatusOK)
	both.has("h1", "2 résultats pour « fibre »")
	both.counts(".hits .card", 2)
	both.has(`.hits .card:has([href="`+path+`"]) .by`, own.Name)
	both.has(`.hits .card:has([href="`+path+`"]) .by`, "lundi 23 novembre 2026")
	both.counts(".hits .excerpt b", 0)
	both.has(".sorts", "Discussions 1")
	one := v.get("/recherche?q=fibre&quoi=publications").is(http.StatusOK)
	one.counts(`.hits [href="/publications/le-nouveau-four"]`, 1)
	one.counts(".hits .card", 1)
	one.has(`.sorts [aria-current=true]`, "Publications")
	for q, want := range map[string]string{"electricien": path, "l’electricien": path, "BRIARE": path, "zinzolin": "/publications/le-nouveau-four"} {
		v.get("/recherche?q="+url.QueryEscape(q)).counts(`.hits a[href="`+want+`"]`, 1)
	}
	v.get("/recherche").is(http.StatusOK).counts(".card", 0)
	v.get("/recherche?q=licorne").has(".empty", "Personne n'en a encore parlé")
	v.get("/recherche?q=fibre&page=9").leads(http.StatusSeeOther, "/recherche?q=fibre")
	v.get("/recherche?q=fibre&page=99999999999999999999").is(http.StatusSeeOther)
	list := v.get("/discussions").is(http.StatusOK)
	list.submit(`form[action="/recherche"]`, url.Values{"q": {"fibre"}}).is(http.StatusOK).counts(".hits .card", 1)
}

// What is changed, taken back, deleted or hidden is not found any more, and is again when it is back.
func TestSearchFollowsWhatChanges(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := h.speaker("dumont")
	path := b.opened(nil)
	answer := b.says(path, "Parlons de roseaux")
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Des roseaux"}, post.FieldBody: {"x"}}).is(http.StatusSeeOther)
	v := h.visit()
	found := func(q string, want int) {
		t.Helper()
		h.settle()
		a := v.get("/recherche?q=" + q).is(http.StatusOK)
		a.counts(".hits .card", want)
		if want == 0 {
			a.has("h1", "0 résultat")
		}
	}
	found("roseaux", 2)
	_, id, _ := strings.Cut(answer, "#reponse-")
	b.get("/reponses/"+id+"/modifier").submit("main form[method=post]", url.Values{comment.FieldBody: {"Parlons de joncs"}}).is(http.StatusSeeOther)
	found("roseaux", 1)
	found("joncs", 1)
	b.get("/reponses/"+id+"/supprimer").submit("main form[method=post]", nil).is(http.StatusSeeOther)
	found("joncs", 0)

	if err := h.Profiles.Mark(t.Context(), company.ID, &unseen.Mark{At: h.hands.now()}); err != nil {
		t.Fatal(err)
	}
	found("roseaux", 0)
	if err := h.Profiles.Mark(t.Context(), company.ID, nil); err != nil {
		t.Fatal(err)
	}
	found("roseaux", 1)
	b.get("/publications/des-roseaux/modifier").submit("main form", url.Values{post.FieldTitle: {"Des ajoncs"}, post.FieldBody: {"y"}, "faire": {"publier"}}).is(http.StatusSeeOther)
	found("roseaux", 0)
	found("ajoncs", 1)
	b.get("/publications/des-roseaux/supprimer").submit("main form[method=post]", nil).is(http.StatusSeeOther)
	found("ajoncs", 0)
	found("atelier", 1)
	talk, err := h.Talk.BySlug(t.Context(), strings.TrimPrefix(path, "/discussions/"))
	if err == nil {
		err = h.Talk.Mark(t.Context(), talk.ID, &unseen.Mark{At: h.hands.now()})
	}
	if err != nil {
		t.Fatal(err)
	}
	found("atelier", 0)
}

// While the engine is away the page says so, lists nothing, and is right again when it is back.
func TestSearchOfTalkAway(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *config.Config) { c.Search = config.SearchOff })
	b, _, _ := h.speaker("dumont")
	b.opened(nil)
	v := h.visit()
	a := v.get("/recherche?q=fibre").is(http.StatusOK)
	a.has(".notice", "La recherche se repose")
	a.counts(".hits .card", 0)
	if got := a.Header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
		t.Errorf("kept: %q", got)
	}
	v.get("/annuaire?q=fibre").is(http.StatusOK).counts(".elsewhere", 0)
}

// More than five are one press away, in pages of twenty.
func TestSearchOfTalkPages(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := h.speaker("dumont")
	for range 23 {
		h.hands.pass(2 * time.Hour)
		if _, err := h.Posts.Publish(t.Context(), b.account.Viewer(), post.Draft{Voice: company.ID, Title: "Le marché de Noël", Body: "Sur la place."}); err != nil {
			t.Fatal(err)
		}
	}
	h.settle()
	v := h.visit()
	a := v.get("/annuaire?q=marché").is(http.StatusOK)
	a.counts(".elsewhere .card", 5)
	a.has(".elsewhere a.go", "Voir les 23")
	first, second := v.get("/recherche?q=marché").is(http.StatusOK), v.get("/recherche?q=marché&page=2").is(http.StatusOK)
	first.counts(".hits .card", 20)
	second.counts(".hits .card", 3)
	second.has(".pages", "page 2 sur 2")
}

// Events are found by the search bar, below the pages, and on the page of the search; a cancelled one no more.
func TestSearchOfEvents(t *testing.T) {
	t.Parallel()
	h := open(t)
	host, _, _ := h.speaker("Dumont")
	path := host.announces(nil)
	h.settle()
	v := h.visit()
	v.get("/annuaire?q=incubateur").is(http.StatusOK).has(`.elsewhere .card:has([href="`+path+`"])`, "Événement", "mardi 12 janvier 2027")
	found := v.get("/recherche?q=incubateurs").is(http.StatusOK)
	found.has(".sorts", "Événements 1")
	found.counts(`.hits a[href="`+path+`"]`, 1)
	v.get("/recherche?q=incubateurs&quoi=evenements").is(http.StatusOK).has(`.sorts [aria-current=true]`, "Événements")
	host.get(path+"/annuler").submit("main form", url.Values{event.FieldReason: {"Il neige."}}).is(http.StatusSeeOther)
	h.settle()
	v.get("/recherche?q=incubateurs").is(http.StatusOK).counts(".hits", 0)
}
