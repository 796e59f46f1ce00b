package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/mail/mailtest"
	"partant/internal/post"
	"partant/internal/reaction"
	"partant/internal/viewer"
	"partant/views"
)

var guestIn = regexp.MustCompile(`https?://[^/\s]+(/sans-compte/\S+)`)

// guestLink is the path of the link of a letter to a guest.
func guestLink(t *testing.T, l mailtest.Received) string {
	t.Helper()
	found := guestIn.FindStringSubmatch(l.Text)
	if found == nil {
		t.Fatalf("no link in\n%s", l.Text)
	}
	return found[1]
}

// publishedBy is a publication of a member, and its address.
func publishedBy(h *house, who *browser, voice, body string) string {
	h.t.Helper()
	p, err := h.Posts.Publish(h.t.Context(), who.account.Viewer(), post.Draft{Voice: voice, Body: body})
	if err != nil {
		h.t.Fatal(err)
	}
	return "/publications/" + p.Slug
}

// A visitor answers a publication, confirms by the letter, a moderator publishes it, and it stands there: without their
// address, which is forgotten. The link of the second letter takes it back.
func TestAnswerWithoutAccount(t *testing.T) {
	t.Parallel()
	h := open(t)
	author, judge, odile := h.join("marion", viewer.Member), h.join("juste", viewer.Moderator), h.visit()
	firm := h.page(author, nil)
	path := publishedBy(h, author, firm.ID, "Nous ouvrons samedi.")

	page := odile.get(path).is(http.StatusOK)
	page.has("#repondre a[href='"+path+"/sans-compte']", "sans compte")
	form := odile.get(path + "/sans-compte").is(http.StatusOK)
	form.submit("main form", url.Values{comment.FieldName: {"Odile"}, comment.FieldEmail: {"odile@exemple.invalid"}, comment.FieldBody: {"À quelle heure ?"}}).
		is(http.StatusUnprocessableEntity).has("main [role=alert]", "C'est allé très vite")
	h.hands.pass(5 * time.Second)
	form.submit("main form", url.Values{comment.FieldName: {""}, comment.FieldEmail: {"odile@"}, comment.FieldBody: {"À quelle heure ?"}}).
		is(http.StatusUnprocessableEntity).has("#champ-email-erreur", "pas complète")
	form.submit("main form", url.Values{comment.FieldName: {"Odile"}, comment.FieldEmail: {"odile@exemple.invalid"}, comment.FieldBody: {"À quelle **heure** ?"}, views.FieldPreview: {"oui"}}).
		is(http.StatusOK).has("main .prose strong", "heure")
	for range 2 { // twice is once
		form.submit("main form", url.Values{comment.FieldName: {"Odile"}, comment.FieldEmail: {"odile@exemple.invalid"}, comment.FieldBody: {"À quelle heure ?"}}).
			is(http.StatusSeeOther).follow().is(http.StatusOK).has("h1", "Encore un geste")
	}
	if strings.Contains(string(odile.get(path).body), "À quelle heure") {
		t.Error("seen before anybody confirmed")
	}
	judge.get("/moderation").has("nav.acts a[href='/moderation#sans-compte']", "Réponses sans compte : 0")

	letter := h.letter("odile@exemple.invalid", "Confirmez votre réponse")
	if strings.Contains(letter.Text, "heure") || strings.Contains(letter.Text, "Odile") {
		t.Errorf("an address that nobody confirmed gets words of a stranger:\n%s", letter.Text)
	}
	link := guestLink(t, letter)
	odile.get(link).is(http.StatusOK).has("h1", "Confirmer votre réponse")
	odile.get(link[:len(link)-3]+"xyz").is(http.StatusNotFound).has("h1", "Ce lien ne sert plus")
	odile.get(link).submit(`main form[action$="/confirmer"]`, nil).is(http.StatusSeeOther).follow().is(http.StatusOK).has("h1", "attend un modérateur")
	if strings.Contains(string(odile.get(path).body), "À quelle heure") {
		t.Error("seen before a moderator looked")
	}

	queue := judge.get("/moderation").is(http.StatusOK)
	queue.has("#sans-compte ~ .letter", "Odile", "À quelle heure ?")
	if strings.Contains(string(queue.body), "odile@") {
		t.Error("a moderator reads the address")
	}
	author.get("/moderation").is(http.StatusForbidden)
	queue.submit(`main form[action="/moderation/reponses"]`, url.Values{views.FieldUndo: {"oui"}}).is(http.StatusUnprocessableEntity).has("#raison-0-erreur", "Dites pourquoi")
	queue.submit(`main form[action="/moderation/reponses"]`, nil).is(http.StatusSeeOther)
	shown := odile.get(path).is(http.StatusOK)
	shown.has(".answer .byline", "Odile", "sans compte")
	shown.has(".answer .prose", "À quelle heure ?")
	shown.has("#reponses", "1 réponse")
	if strings.Contains(string(shown.body), "odile@") {
		t.Error("the address is shown")
	}

	second := h.letter("odile@exemple.invalid", "Votre réponse est publiée")
	back := guestLink(t, second)
	odile.get(back).is(http.StatusOK).has("h1", "Votre réponse est publiée")
	odile.get(back).submit(`main form[action$="/retirer"]`, nil).is(http.StatusSeeOther)
	odile.get(path).is(http.StatusOK).has(".answer", "Réponse retirée.")
	odile.get(back).is(http.StatusNotFound)
}

// Feeds and programs name who answered without account, as the page does, and nobody once they took it back.
func TestGuestsAreNamedElsewhere(t *testing.T) {
	t.Parallel()
	h := open(t)
	author, _, _ := h.speaker("dumont")
	path := author.opened(nil)
	judge, odile := h.join("juste", viewer.Moderator), h.visit()
	form := odile.get(path + "/sans-compte").is(http.StatusOK)
	h.hands.pass(5 * time.Second)
	form.submit("main form", url.Values{comment.FieldName: {"Odile"}, comment.FieldEmail: {"odile@exemple.invalid"}, comment.FieldBody: {"À quelle heure ?"}}).is(http.StatusSeeOther)
	odile.get(guestLink(t, h.letter("odile@exemple.invalid", "Confirmez votre réponse"))).submit(`main form[action$="/confirmer"]`, nil).is(http.StatusSeeOther)
	judge.get("/moderation").submit(`main form[action="/moderation/reponses"]`, nil).is(http.StatusSeeOther)
	back := guestLink(t, h.letter("odile@exemple.invalid", "Votre réponse est publiée"))

	f := odile.get(path + ".rss").feed()
	if f.Entries[0].Title != "Réponse : Odile" || f.Entries[0].By != "Odile" {
		t.Errorf("the feed: %+v", f.Entries[0])
	}
	if comments := string(odile.get("/api/v1" + path + "/comments").body); !strings.Contains(comments, `"guest":"Odile"`) {
		t.Errorf("programs read %s", comments)
	}
	odile.get(back).submit(`main form[action$="/retirer"]`, nil).is(http.StatusSeeOther)
	if comments := string(odile.get("/api/v1" + path + "/comments").body); strings.Contains(comments, "Odile") {
		t.Errorf("taken back, and still %s", comments)
	}
}

// Members press a word, press it again, and read how many did; who it was stays theirs.
func TestReactions(t *testing.T) {
	t.Parallel()
	h := open(t)
	author, reader, visitor := h.join("marion", viewer.Member), h.join("camille", viewer.Member), h.visit()
	firm := h.page(author, nil)
	path := publishedBy(h, author, firm.ID, "Nous ouvrons samedi.")
	author.get(path).is(http.StatusOK).counts(".praise button", 0)
	for range 2 {
		reader.post(path+"/reaction", url.Values{views.FieldToken: {reader.token()}, reaction.FieldSay: {"merci"}}).is(http.StatusSeeOther)
	}
	reader.get(path).is(http.StatusOK).has(`.praise button[aria-pressed="true"]`, "Merci", "1")
	reader.get(path).counts(".praise button", 3)
	visitor.get(path).is(http.StatusOK).has(".praise", "1 merci")
	visitor.get(path).counts(".praise button", 0)
	author.post(path+"/reaction", url.Values{views.FieldToken: {author.token()}, reaction.FieldSay: {"merci"}}).is(http.StatusForbidden)
	reader.post(path+"/reaction", url.Values{views.FieldToken: {reader.token()}, reaction.FieldSay: {"bof"}}).is(http.StatusUnprocessableEntity)
	reader.get(path).submit(".praise", url.Values{reaction.FieldUndo: {"merci"}}).is(http.StatusSeeOther)
	visitor.get(path).is(http.StatusOK).counts(".praise", 0)
}
