package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/club"
	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/notify"
	"partant/internal/page"
	"partant/internal/viewer"
	"partant/views"
)

// among opens a discussion that the members of a club alone read.
func (b *browser) among(slug, title, words string) (path string) {
	b.h.t.Helper()
	form := b.get("/discussions/nouvelle?club=" + slug + "&" + discussion.FieldPrivate + "=oui").is(http.StatusOK)
	form.counts("input[name="+discussion.FieldPrivate+"][value=oui][checked]", 1)
	a := form.submit("main form[method=post]", url.Values{discussion.FieldTitle: {title}, discussion.FieldBody: {words}, discussion.FieldTheme: {"autre"}}).is(http.StatusSeeOther)
	return a.Header.Get("Location")
}

// answeredAmong waits until a discussion that b may read has so many answers.
func (b *browser) answeredAmong(path string, want int) (d discussion.Discussion) {
	b.h.t.Helper()
	ctx := viewer.With(b.h.t.Context(), b.account.Viewer())
	b.h.await(path+" is counted", func() bool {
		var err error
		d, err = b.h.Talk.BySlug(ctx, strings.TrimPrefix(path, "/discussions/"))
		return err == nil && d.Answers == want
	})
	return d
}

// What members of a club say among themselves is read by them alone, wherever one looks: a visitor, a stranger with an account, a
// moderator and who has left the club find nothing, and are told of nothing.
func TestWhatMembersSayIsTheirs(t *testing.T) {
	t.Parallel()
	h := open(t)
	chef, _, _ := h.speaker("Dumont")
	mate, _, _ := h.speaker("Martin")
	gone, _, _ := h.speaker("Perdu")
	other, stranger, _ := h.speaker("Loiseau")
	judge := h.join("juge", viewer.Moderator)
	p := chef.clubOf("Club Essais 45", club.Open)
	for _, b := range []*browser{mate, gone} {
		b.joins(p, nil)
	}
	const said, title = "glouglouter", "Le budget du salon"
	path := chef.among(p.Slug, title, "Il faut "+said+" la pimprenelle, dit @"+stranger.Slug+".")
	answer := mate.says(path, "Oui, "+said+".")
	gone.says(path, "Bien "+said+".")
	d := chef.answeredAmong(path, 2)
	id := idOf(answer)
	chef.opened(func(form url.Values) { form[discussion.FieldTitle] = []string{"La pimprenelle, qui en a ?"} })
	h.await("what everybody reads is found", func() bool { return contains(h.visit().get("/recherche?q=pimprenelle").body, "qui en a") })
	room := "/clubs/" + p.Slug + "/discussions"
	chef.get(room).is(http.StatusOK).has("main", title, "Entre membres")
	mate.get("/clubs/"+p.Slug).has("main", title)
	open := mate.get(path).is(http.StatusOK)
	open.has("main", "Seuls les membres de Club Essais 45", said)
	open.lacks("main", "Suivre par flux")
	h.rings(chef, "répond", "/reponses/"+id)
	h.settle()

	gone.get("/clubs/"+p.Slug+"/quitter").submit(`form[action$="/quitter"]`, nil).is(http.StatusSeeOther)
	mate.replies(answer, "Et encore "+said+".")
	chef.answeredAmong(path, 3)
	h.settle()
	outside := map[string]*browser{"visitor": h.visit(), "stranger": other, "moderator": judge, "gone": gone}
	reads := []string{"/", "/fil/public", "/fil", "/discussions", "/discussions?club=" + p.Slug, "/discussions.atom", "/discussions.atom?club=" + p.Slug, "/clubs/" + p.Slug, "/fiches/" + p.Slug,
		"/recherche?q=pimprenelle", "/recherche?q=budget+salon", "/notifications", "/compte/abonnements", "/api/v1/discussions", "/fiches/" + stranger.Slug,
		path, path + ".atom", path + ".rss", path + "/suivre", path + "/modifier", path + "/supprimer", path + "/sans-compte", path + "/ranger", room, "/api/v1" + path, "/api/v1" + path + "/comments",
		"/reponses/" + id, "/reponses/" + id + "/repondre", "/reponses/" + id + "/repondre?citer=oui", "/reponses/" + id + "/modifier", "/reponses/" + id + "/supprimer", "/reponses/" + id + "/sans-compte",
		"/direct?discussion=" + d.Slug, "/evenements/nouveau?de=discussion:" + d.ID, "/evenements/nouveau?de=reponse:" + id}
	for who, b := range outside {
		for _, at := range reads {
			a := b.get(at)
			if a.StatusCode >= http.StatusInternalServerError {
				t.Errorf("%s at %s: %d", who, at, a.StatusCode)
			}
			if contains(a.body, said) || contains(a.body, title) {
				t.Errorf("%s reads it at %s", who, at)
			}
		}
		if b.account.ID == "" {
			continue
		}
		for at, form := range map[string]url.Values{path + "/reponses": {comment.FieldBody: {"Par la fenêtre"}, viewer.FieldVoice: {b.account.Person}}, path + "/suivre": nil, path + "/lue": nil, path + "/reaction": {"reaction": {"merci"}},
			"/reponses/" + id + "/repondre": {comment.FieldBody: {"Par la fenêtre"}}, "/reponses/" + id + "/reaction": {"reaction": {"merci"}}, path + "/clore": nil, path + "/epingler": nil} {
			if form == nil {
				form = url.Values{}
			}
			form.Set(views.FieldToken, b.token())
			if a := b.post(at, form); a.StatusCode != http.StatusNotFound {
				t.Errorf("%s writes at %s: %d", who, at, a.StatusCode)
			}
		}
		list, err := h.Notices.Of(t.Context(), b.account.ID, page.Req{Limit: page.MaxLimit})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range list.Items {
			if n.Thing.Kind == notify.AboutTalk && n.Kind == notify.Mentioned {
				t.Errorf("%s is told of it", who)
			}
		}
	}
	for _, at := range []string{"/signaler/discussion/" + d.ID, "/signaler/reponse/" + id} {
		mate.get(at).is(http.StatusOK).has("main", said)
		for _, b := range []*browser{h.visit(), other, gone} {
			b.get(at).is(http.StatusNotFound)
		}
	}
	chef.answeredAmong(path, 3)

	other.joins(p, nil)
	other.get(path).is(http.StatusOK).has("main", said)
	other.says(path, "J'en suis, et je "+said+".")
}

// What is put to an institution is for everybody, and who is no member opens nothing behind closed doors.
func TestWhoMayTalkAmongMembers(t *testing.T) {
	t.Parallel()
	h := open(t)
	chef, _, _ := h.speaker("Dumont")
	other, _, _ := h.speaker("Loiseau")
	p := chef.clubOf("Club Essais 45", club.Open)
	town := h.institution(chef, "Mairie du Saule")
	h.awaitIndex()
	h.settle()
	question := url.Values{discussion.FieldTitle: {"Où se garer ?"}, discussion.FieldTheme: {"autre"}, discussion.FieldKind: {string(discussion.Question)}, discussion.FieldTo: {town.Name}}
	chef.get("/discussions/nouvelle?club="+p.Slug+"&"+discussion.FieldPrivate+"=oui").submit("main form[method=post]", question).is(http.StatusUnprocessableEntity).has("[role=alert]", "lue par tout le monde")
	out := other.get("/discussions/nouvelle?club=" + p.Slug + "&" + discussion.FieldPrivate + "=oui").is(http.StatusOK)
	out.counts("input[name="+discussion.FieldPrivate+"]", 0)
	other.get("/clubs/" + p.Slug + "/discussions").is(http.StatusForbidden)
	first, second := chef.among(p.Slug, "Le budget", "Un."), chef.among(p.Slug, "Le budget", "Deux.")
	open := other.opened(func(form url.Values) { form[discussion.FieldTitle] = []string{"Le budget"} })
	if open != "/discussions/le-budget" || first == second {
		t.Errorf("%q tells that there is another, %q, %q", open, first, second)
	}
}
