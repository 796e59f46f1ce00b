package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"partant/internal/discussion"
	"partant/internal/reaction"
	"partant/internal/viewer"
	"partant/views"
)

// idOf is the id of an answer in the address that leads to it.
func idOf(where string) string { return where[strings.Index(where, "#reponse-")+len("#reponse-"):] }

// answered waits until a discussion has so many answers.
func (h *house) answered(path string, want int) discussion.Discussion {
	h.t.Helper()
	var d discussion.Discussion
	h.await(path+" is counted", func() (yes bool) {
		var err error
		d, err = h.Talk.BySlug(h.t.Context(), strings.TrimPrefix(path, "/discussions/"))
		return err == nil && d.Answers == want
	})
	return d
}

// A moderator merges a discussion into another: its words and answers stand there in the order of time, its address and those of its
// answers lead there, the authors are told once, and the log knows.
func TestMergeDiscussions(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("claire")
	other, _, _ := h.speaker("dany")
	judge := h.join("modeste", viewer.Moderator)
	into := asker.opened(nil)
	asker.says(into, "Premier point.")
	twin := other.opened(func(f url.Values) { f.Set(discussion.FieldTitle, "La fibre, encore <b>") })
	said := asker.says(twin, "Deuxième point.")
	other.says(twin, "Troisième point.")
	asker.says(into, "Quatrième point.")
	h.answered(twin, 2)
	opening, err := h.Talk.BySlug(t.Context(), strings.TrimPrefix(twin, "/discussions/"))
	if err != nil {
		t.Fatal(err)
	}
	asker.signIn()
	if err := h.Reactions.React(t.Context(), asker.account.Viewer(), reaction.Thing{Kind: reaction.OfTalk, ID: opening.ID}, reaction.Thanks, true); err != nil {
		t.Fatal(err)
	}
	asker.get(twin + "/ranger").is(http.StatusForbidden)
	merge := func(address string) *answer {
		return judge.get(twin+"/ranger").is(http.StatusOK).submit(`form:has([value="fusionner"])`, url.Values{discussion.FieldInto: {address}, views.FieldDo: {views.DoMerge}})
	}
	merge("/discussions/rien").is(http.StatusUnprocessableEntity).has("main", "Nous ne trouvons pas cette discussion")
	merge(twin).is(http.StatusUnprocessableEntity).has("main", "C'est cette discussion même")
	merge("https://partant.exemple"+into).leads(http.StatusSeeOther, into)
	h.answered(into, 5)
	h.visit().get(twin).leads(http.StatusMovedPermanently, into)
	page := h.visit().get(into)
	body := string(page.body)
	last := 0
	for _, words := range []string{"Premier point.", "La fibre, encore &lt;b&gt;", "Deuxième point.", "Troisième point.", "Quatrième point."} {
		at := strings.Index(body, words)
		if words != "La fibre, encore &lt;b&gt;" && at < last || strings.Count(body, words) != 1 {
			t.Errorf("%q stands at %d, after %d, %d times", words, at, last, strings.Count(body, words))
		}
		last = max(last, at)
	}
	if !strings.Contains(body, "</strong></p>\n<p>Chez nous") {
		t.Error("the title of what was merged touches its text")
	}
	h.await("its thanks came along", func() bool { return len(h.visit().get(into).all("ul.praise li")) == 1 })
	h.visit().get("/reponses/"+idOf(said)).leads(http.StatusSeeOther, into+"#reponse-"+idOf(said))
	h.settle()
	h.await("who wrote it is told", func() bool {
		return strings.Contains(other.get("/notifications").main(), "de la modération a déplacé")
	})
	h.await("the log knows", func() bool { return strings.Contains(judge.get("/moderation/journal").main(), "rangée") })
	h.visit().get("/discussions").counts(".cards .card", 1)
	asker.signIn()
	asker.post(twin+"/reponses", url.Values{views.FieldToken: {asker.token()}}).is(http.StatusGone)
}

// Two moderators merge each of two discussions into the other at the same instant: one of them stays, with the words of both or its own,
// and never does a reader find neither.
func TestMergeEachIntoTheOther(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("claire")
	judge := h.join("modeste", viewer.Moderator).account.Viewer()
	var paths, slugs [2]string
	for i := range paths {
		paths[i] = asker.opened(func(f url.Values) { f.Set(discussion.FieldTitle, fmt.Sprint("La fibre ", i)) })
		slugs[i] = strings.TrimPrefix(paths[i], "/discussions/")
	}
	var both sync.WaitGroup
	for i := range slugs {
		both.Go(func() {
			if _, err := h.Talk.Merge(t.Context(), judge, slugs[i], slugs[1-i]); err != nil {
				t.Log(err) // the other was first, and the address is none any more
			}
		})
	}
	both.Wait()
	h.await("one of both stays", func() bool {
		v := h.visit()
		return v.get(paths[0]).StatusCode == http.StatusOK || v.get(paths[1]).StatusCode == http.StatusOK
	})
}

// A moderator splits a branch off: it opens a discussion of its own with what answers it, and addresses of answers still lead to them.
func TestSplitDiscussion(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("claire")
	other, _, _ := h.speaker("dany")
	judge := h.join("modeste", viewer.Moderator)
	path := asker.opened(nil)
	asker.says(path, "Cela reste.")
	goes := other.says(path, "Cela part.")
	h.hands.pass(days / 24)
	asker.signIn()
	form := url.Values{"reponse": {"Et cela avec."}}
	with := asker.get("/reponses/"+idOf(goes)+"/repondre").submit("main form", form).is(http.StatusSeeOther).Header.Get("Location")
	h.answered(path, 3)
	judge.signIn()
	split := func(title string, take ...string) *answer {
		key := judge.get(path + "/ranger").value("[name=" + views.FieldKey + "]")
		return judge.post(path+"/ranger", url.Values{views.FieldToken: {judge.token()}, views.FieldKey: {key}, views.FieldDo: {views.DoSplit}, discussion.FieldTitle: {title}, discussion.FieldTake: take})
	}
	split("", idOf(goes)).is(http.StatusUnprocessableEntity)
	split("Un autre sujet").is(http.StatusUnprocessableEntity).has("main", "Choisissez des réponses")
	made := split("Un autre sujet", idOf(goes), "rien").is(http.StatusSeeOther).Header.Get("Location")
	h.answered(path, 1)
	h.answered(made, 2)
	h.visit().get(made).has("main", "Un autre sujet", "Séparée de", "Cela part.", "Et cela avec.")
	h.visit().get(path).counts(".answer", 1)
	for _, one := range []string{goes, with} {
		h.visit().get("/reponses/"+idOf(one)).leads(http.StatusSeeOther, made+"#reponse-"+idOf(one))
	}
	h.await("who wrote it is told", func() bool {
		return strings.Contains(other.get("/notifications").main(), "de la modération a déplacé")
	})
}

// A moderator gives a discussion another theme; who opened it is told.
func TestRefileDiscussion(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("claire")
	judge := h.join("modeste", viewer.Moderator)
	path := asker.opened(nil)
	put := func(theme, town string) *answer {
		return judge.get(path+"/ranger").submit(`form:has([value="ranger"])`, url.Values{discussion.FieldTheme: {theme}, discussion.FieldCommune: {town}, views.FieldDo: {views.DoRefile}})
	}
	put("licornes", "").is(http.StatusUnprocessableEntity)
	put("autre", "Atlantis").is(http.StatusUnprocessableEntity).has("main", "n'est pas du département")
	put("autre", "Orléans").leads(http.StatusSeeOther, path)
	h.visit().get(path).has(".marks", "Autre", "Orléans")
	h.await("who opened it is told", func() bool {
		return strings.Contains(asker.get("/notifications").main(), "changé le thème ou la commune")
	})
}
