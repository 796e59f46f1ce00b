package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/follow"
	"partant/internal/viewer"
	"partant/views"
)

// Whoever opens a discussion or answers in it follows it, others may, and one click lets it go: then answers tell them nothing.
func TestFollowDiscussion(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("claire")
	answerer, _, _ := h.speaker("dany")
	reader := h.join("nina", viewer.Member)
	path := asker.opened(nil)
	d, err := h.Talk.BySlug(t.Context(), strings.TrimPrefix(path, "/discussions/"))
	if err != nil {
		t.Fatal(err)
	}
	target := follow.Target{Kind: follow.Talk, ID: d.ID}
	h.counted(target, 1)
	h.visit().get(path).has("article", "Suivre cette discussion")
	reader.get(path).submit("form.follow", nil).is(http.StatusSeeOther)
	h.counted(target, 2)
	reader.get("/compte/abonnements").has("main", "Qui a raccordé son atelier à la fibre ?", "discussion")
	answerer.says(path, "Nous, en juin.")
	h.counted(target, 3)
	h.unread(asker, 1)
	h.unread(reader, 1)
	reader.get("/notifications").has("main", "répond dans")
	asker.get("/notifications").has("main", "vous a répondu dans")

	for _, b := range []*browser{asker, reader} {
		b.get(path).has("article", "Ne plus suivre cette discussion")
		b.get(path).submit("form.follow", nil).is(http.StatusSeeOther)
	}
	h.counted(target, 1)
	answerer.says(path, "Et cela tient.")
	h.settle()
	h.unread(asker, 1)
	h.unread(reader, 1)
	answerer.get("/fil").is(http.StatusOK)
}

// A member sees which discussions have new answers, and goes to the first of them; looking writes nothing, a form does.
func TestUnreadAnswers(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("claire")
	answerer, _, _ := h.speaker("dany")
	path := asker.opened(nil)
	asker.get(path).has("main", "Ne plus suivre") // at once, whoever noted it
	asker.get(path).counts(".unread", 0)          // it is read as far as it goes
	first := answerer.says(path, "Nous, en juin.")
	answerer.says(path, "Il a fallu quatre mois.")
	h.await("the answers are counted", func() bool {
		d, err := h.Talk.BySlug(t.Context(), strings.TrimPrefix(path, "/discussions/"))
		return err == nil && d.Answers == 2
	})
	for range 2 { // looking changes nothing
		asker.get("/discussions").has(".cards", "2 nouvelles")
		page := asker.get(path)
		page.has(".unread", "2 nouvelles réponses")
		page.counts(".answer .tag.new", 2)
		page.one(`.unread a[href="#` + first[strings.Index(first, "reponse-"):] + `"]`)
	}
	h.visit().get("/discussions").counts("slot, .cards .new", 0)
	answerer.get("/discussions").counts(".cards .new", 0)
	asker.get(path).submit(".unread form", nil).leads(http.StatusSeeOther, path)
	asker.get(path).counts(".unread, .answer .new", 0)
	asker.get("/discussions").counts(".cards .new", 0)

	answerer.says(path, "Une dernière chose.")
	h.await("it is counted", func() bool {
		d, err := h.Talk.BySlug(t.Context(), strings.TrimPrefix(path, "/discussions/"))
		return err == nil && d.Answers == 3
	})
	list := asker.get("/discussions")
	list.has(".cards", "1 nouvelle")
	list.submit(`form[action="/compte/lectures"]`, nil).leads(http.StatusSeeOther, "/discussions")
	asker.get("/discussions").counts(".cards .new", 0)
	asker.says(path, "Merci !")
	asker.get(path).counts(".unread", 0)

	form := url.Values{views.FieldToken: {asker.token()}, views.FieldUntil: {"n'importe quoi"}}
	asker.post(path+"/lue", form).leads(http.StatusSeeOther, path)
	asker.post("/discussions/rien/lue", form).is(http.StatusNotFound)
	h.visit().get("/discussions").is(http.StatusOK)
}
