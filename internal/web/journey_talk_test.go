package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// question is the form of a question rightly filled.
func question() url.Values {
	return url.Values{discussion.FieldKind: {"question"}, discussion.FieldTitle: {"Qui a raccordé son atelier à la fibre ?"},
		discussion.FieldBody: {"Chez nous, **deux ans** d'attente."}, discussion.FieldTheme: {"tres-haut-debit"}, discussion.FieldCommune: {"Gien"}}
}

// speaker is a member with a page of their own and the page of a company.
func (h *house) speaker(name string) (b *browser, own, company profile.Profile) {
	h.t.Helper()
	b = h.join(name, viewer.Member)
	own = h.page(b, func(d *profile.Draft) { d.Kind, d.Name, d.Commune = profile.Person, "Claire "+name, "45155" })
	if _, err := h.Accounts.Embody(h.t.Context(), b.account.ID, own.ID, own.Slug); err != nil {
		h.t.Fatal(err)
	}
	company = h.page(b, func(d *profile.Draft) { d.Name = "Atelier " + name })
	h.verified(company, b) // what newcomers say is held
	return b, own, company
}

// opened has somebody open a discussion and returns its path.
func (b *browser) opened(change func(url.Values)) string {
	b.h.t.Helper()
	form := question()
	if change != nil {
		change(form)
	}
	a := b.get("/discussions/nouvelle").is(http.StatusOK).submit("main form[method=post]", form)
	path := a.Header.Get("Location")
	a.leads(http.StatusSeeOther, path)
	if !strings.HasPrefix(path, "/discussions/") {
		b.h.t.Fatalf("leads to %q", path)
	}
	return path
}

const answerForm = ".answerbox form"

// says has somebody answer and returns the path of the answer on its page.
func (b *browser) says(path, words string) string {
	b.h.t.Helper()
	b.h.hands.pass(20 * time.Second)
	a := b.get(path).is(http.StatusOK).submit(answerForm, url.Values{comment.FieldBody: {words}}).is(http.StatusSeeOther)
	return a.Header.Get("Location")
}

// replies has somebody answer an answer.
func (b *browser) replies(to, words string) string {
	b.h.t.Helper()
	b.h.hands.pass(20 * time.Second)
	a := b.get("/reponses/"+idIn(to)+"/repondre").is(http.StatusOK).submit("main form", url.Values{comment.FieldBody: {words}}).is(http.StatusSeeOther)
	return a.Header.Get("Location")
}

// idIn is the id of the answer that a path leads to.
func idIn(path string) string {
	_, id, _ := strings.Cut(path, "#reponse-")
	return id
}

func TestTalkJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("Dumont")
	other, _, company := h.speaker("Loiseau")
	visitor := h.visit()
	visitor.get("/discussions").is(http.StatusOK).has(".empty", "Commencez")
	visitor.get("/discussions/nouvelle").leads(http.StatusSeeOther, "/connexion?suite=%2Fdiscussions%2Fnouvelle")

	path := asker.opened(nil)
	visitor.get("/discussions").has(".cards .card", "Qui a raccordé", "Question", "Sans réponse", "Gien", "Très haut débit", "Dumont")
	read := visitor.get(path).is(http.StatusOK)
	read.has("h1", "Qui a raccordé son atelier")
	read.has(".prose strong", "deux ans")
	read.has(".notice", "attend sa première réponse")
	read.counts(`.answerbox a[href="/connexion?suite=`+url.QueryEscape(path)+`"]`, 1)
	read.counts("form[method=post]", 0)

	mine := asker.says(path, "Je précise : à Gien.")
	visitor.get(path).has(".answer", "Je précise") // the page that was kept is old at once
	theirs := other.get(path).submit(answerForm, url.Values{comment.FieldBody: {"Nous, [en juin](https://exemple.fr)."}, viewer.FieldVoice: {company.ID}}).is(http.StatusSeeOther).Header.Get("Location")
	read = visitor.get(path)
	read.has("#reponse-"+idIn(theirs), "Atelier Loiseau", "en juin")
	read.has("#reponse-"+idIn(mine), "Claire Dumont", "Gien")
	read.has("#reponses", "2")
	if rel := attribute(read.one(`.answer a[href="https://exemple.fr"]`), "rel"); !strings.Contains(rel, "ugc") {
		t.Errorf("rel is %q", rel)
	}
	if contains(read.body, other.account.ID) || contains(read.body, asker.account.ID) {
		t.Error("an account is shown")
	}

	asker.get(path).submit("#reponse-"+idIn(theirs)+" form[action$='/accepter']", nil).leads(http.StatusSeeOther, path)
	visitor.get(path).has(".retained", "en juin", "Atelier Loiseau")
	if n := len(other.get(path).all(`form[action$="/accepter"]`)); n != 0 {
		t.Errorf("%d buttons for who did not ask", n)
	}
	other.post(path+"/accepter", url.Values{views.FieldToken: {other.token()}, views.FieldReply: {idIn(mine)}}).is(http.StatusForbidden)
	asker.get(path).submit("#reponse-"+idIn(theirs)+" form[action$='/accepter']", url.Values{views.FieldUndo: {"oui"}}).is(http.StatusSeeOther)
	visitor.get(path).counts(".retained", 0)
	visitor.get("/discussions?sans-reponse=oui").is(http.StatusOK)
}

// Counters are debts: they are paid soon, and lists follow.
func TestTalkLists(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, _ := h.speaker("Dumont")
	first := b.opened(func(f url.Values) { f.Set(discussion.FieldTitle, "La première") })
	h.hands.pass(time.Minute)
	second := b.opened(func(f url.Values) {
		f.Set(discussion.FieldTitle, "La seconde")
		f.Set(discussion.FieldTheme, "benevolat")
		f.Set(discussion.FieldCommune, "")
	})
	order := func(query string, want ...string) {
		t.Helper()
		var got []string
		for _, link := range h.visit().get("/discussions" + query).is(http.StatusOK).all(".cards h3 a") {
			got = append(got, attribute(link, "href"))
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	order("", second, first)
	b.says(first, "Une réponse.")
	h.until("the answer is counted", func() bool { return strings.Contains(string(h.visit().get("/discussions").body), "1\u00a0réponse") })
	order("", first, second)
	order("?sans-reponse=oui", second)
	order("?theme=benevolat", second)
	order("?commune=gien", first)
	order("?theme=tres-haut-debit&commune=Gien", first)
	order("?theme=benevolat&commune=gien")
	h.visit().get("/discussions?theme=licornes").has(".notice", "licornes")
	h.visit().get("/discussions?apres=%3Cx").is(http.StatusNotFound)
	h.visit().get("/discussions").has(".cards", "1 réponse")
}

// Replies go four deep: the fourth stands beside the third and says whom it answers.
func TestTalkDepth(t *testing.T) {
	t.Parallel()
	h := open(t)
	a, _, _ := h.speaker("Dumont")
	b, _, _ := h.speaker("Loiseau")
	path := a.opened(nil)
	at := []string{b.says(path, "un")}
	for n, words := range []string{"deux", "trois", "quatre"} {
		at = append(at, []*browser{a, b, a}[n].replies(at[n], words))
	}
	later := b.says(path, "plus tard")
	between := b.replies(at[0], "deux encore")
	read := h.visit().get(path)
	var ids, depths []string
	for _, li := range read.all(".answer") {
		ids = append(ids, strings.TrimPrefix(attribute(li, "id"), "reponse-"))
		depths = append(depths, attribute(li, "data-depth"))
	}
	want := []string{idIn(at[0]), idIn(at[1]), idIn(at[2]), idIn(at[3]), idIn(between), idIn(later)}
	if strings.Join(ids, " ") != strings.Join(want, " ") || strings.Join(depths, "") != "123321" {
		t.Errorf("%v in depths %v, want %v", ids, depths, want)
	}
	read.has("#reponse-"+idIn(at[3]), "en réponse à", "Claire Loiseau")
	quote := b.get("/reponses/" + idIn(at[3]) + "/repondre?citer=oui")
	if got := quote.value("#champ-reponse"); !strings.HasPrefix(got, "> quatre") && !strings.Contains(string(quote.body), "&gt; quatre") {
		t.Errorf("the quotation is %q", got)
	}
}

// A refused form keeps what was typed; a preview publishes nothing; the same form sent twice makes one answer.
func TestTalkForms(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, own, _ := h.speaker("Dumont")
	path := b.opened(nil)
	empty := b.get(path).submit(answerForm, nil).is(http.StatusUnprocessableEntity)
	empty.has("#champ-reponse-erreur", "Écrivez votre réponse")
	long := strings.Repeat("é", comment.MaxBody+1)
	refused := b.get(path).submit(answerForm, url.Values{comment.FieldBody: {long}}).is(http.StatusUnprocessableEntity)
	refused.has("#champ-reponse-erreur", "C'est trop long")
	if !contains(refused.body, long) {
		t.Error("what was typed is lost")
	}
	seen := b.get(path).submit(answerForm, url.Values{comment.FieldBody: {"**En gras**"}, views.FieldPreview: {"oui"}}).is(http.StatusOK)
	seen.has(".letter strong", "En gras")
	seen.counts(".answer", 0)
	foreign := b.get(path).submit(answerForm, url.Values{comment.FieldBody: {"Au nom d'un autre"}, viewer.FieldVoice: {"p-9"}}).is(http.StatusUnprocessableEntity)
	foreign.has("#champ-en_tant_que-erreur", "ne parlez plus")
	form := b.get(path)
	for range 2 {
		form.submit(answerForm, url.Values{comment.FieldBody: {"Une fois."}, viewer.FieldVoice: {own.ID}}).is(http.StatusSeeOther)
	}
	h.visit().get(path).counts(".answer", 1)

	typed := url.Values{discussion.FieldKind: {"proposition"}, discussion.FieldTitle: {"Une pépinière Web"}, discussion.FieldBody: {"Un étage, des bureaux."}, discussion.FieldTheme: {"numerique"},
		discussion.FieldPurpose: {"Loger ceux qui commencent."}, discussion.FieldPayer: {""}, discussion.FieldCommune: {"Atlantis"}}
	wrong := b.get("/discussions/nouvelle").submit("main form[method=post]", typed).is(http.StatusUnprocessableEntity)
	wrong.has("#champ-qui_paye-erreur", "qui paye")
	wrong.has("#champ-commune-erreur", "pas du département")
	wrong.kept(typed, "")
	typed.Set(discussion.FieldPayer, "Chacun son loyer, la ville prête les murs.")
	typed.Set(discussion.FieldCommune, "")
	shown := wrong.submit("main form[method=post]", with(typed, views.FieldPreview, "oui")).is(http.StatusOK)
	shown.has(".letter", "Une pépinière Web", "Un étage")
	h.visit().get("/discussions").counts(".cards .card", 1)
	done := shown.submit("main form[method=post]", typed).leads(http.StatusSeeOther, "/discussions/une-pepiniere-web").follow()
	done.has(".why", "Pour quoi faire", "Loger ceux", "Qui paye", "son loyer")
}

func TestTalkEditAndEnd(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, _ := h.speaker("Dumont")
	other, _, _ := h.speaker("Loiseau")
	judge := h.join("modeste", viewer.Moderator)
	path := b.opened(nil)
	at := other.says(path, "Avnt")
	one := "/reponses/" + idIn(at)
	for _, do := range []string{"/modifier", "/supprimer"} {
		b.get(one + do).is(http.StatusForbidden)
		h.visit().get(one + do).is(http.StatusSeeOther)
	}
	judge.get(one + "/modifier").is(http.StatusForbidden)
	other.get(one+"/modifier").submit("main form", url.Values{comment.FieldBody: {"Avant"}}).leads(http.StatusSeeOther, one)
	h.visit().get(path).has("#reponse-"+idIn(at), "Avant", "Modifiée le")
	form := other.get(one + "/modifier").is(http.StatusOK)
	h.hands.pass(31 * time.Minute)
	other.get(one+"/modifier").is(http.StatusForbidden).has("h1", "ne se modifie plus")
	form.submit("main form", url.Values{comment.FieldBody: {"Trop tard"}}).is(http.StatusForbidden)

	below := b.replies(at, "Je réponds à cela.")
	if err := h.Talk.Delete(t.Context(), b.account.Viewer(), strings.TrimPrefix(path, "/discussions/")); !errors.Is(err, discussion.ErrAnswered) {
		t.Errorf("what was answered an instant ago is deleted: %v", err)
	}
	h.await("the answer counted", func() bool { return b.get(path+"/supprimer").StatusCode == http.StatusForbidden }) // others have answered
	judge.takesDown(moderation.Answer, idIn(at))
	read := h.visit().get(path)
	read.has("#reponse-"+idIn(at), "Réponse retirée")
	read.has("#reponse-"+idIn(below), "Je réponds à cela")
	if contains(read.body, "Avant") {
		t.Error("the words of a removed answer are shown")
	}
	other.get(one + "/repondre").is(http.StatusGone)

	stale := other.get(path)
	b.get(path).submit(`form[action$="/fermer"]`, nil).leads(http.StatusSeeOther, path)
	closed := stale.submit(answerForm, url.Values{comment.FieldBody: {"Encore un mot"}}).is(http.StatusUnprocessableEntity)
	closed.has("#champ-reponse-erreur", "vient d'être close")
	if !contains(closed.body, "Encore un mot") {
		t.Error("what was typed is lost")
	}
	h.visit().get(path).has(".answerbox", "close")
	b.get(path).submit(`form[action$="/fermer"]`, url.Values{views.FieldUndo: {"oui"}}).is(http.StatusSeeOther)
	other.says(path, "Encore un mot")
	other.post(path+"/epingler", url.Values{views.FieldToken: {other.token()}}).is(http.StatusForbidden)
	judge.get(path).submit(`form[action$="/epingler"]`, nil).is(http.StatusSeeOther)
	h.visit().get("/discussions").has(".cards", "En tête")
	d, err := h.Talk.BySlug(t.Context(), strings.TrimPrefix(path, "/discussions/"))
	if err != nil {
		t.Fatal(err)
	}
	judge.takesDown(moderation.Discussion, d.ID)
	h.visit().get(path).is(http.StatusGone)
	h.visit().get("/reponses/" + idIn(below)).is(http.StatusGone)
}

// Two people change a discussion: the second sees both.
func TestTalkConflict(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, _ := h.speaker("Dumont")
	path := b.opened(nil)
	first, second := b.get(path+"/modifier"), b.get(path+"/modifier")
	first.submit("main form", url.Values{discussion.FieldTitle: {"La première"}}).leads(http.StatusSeeOther, path)
	told := second.submit("main form", url.Values{discussion.FieldTitle: {"La seconde"}}).is(http.StatusConflict)
	told.has(".notice[role=alert]", "La première")
	if told.value("#champ-titre") != "La seconde" {
		t.Error("what was typed is lost")
	}
	told.submit("main form", nil).leads(http.StatusSeeOther, path)
	h.visit().get(path).has("h1", "La seconde")
}

// A member without a page is led to make one, and nothing is published meanwhile.
func TestTalkNeedsAPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, _ := h.speaker("Dumont")
	path := b.opened(nil)
	marion := h.join("marion", viewer.Member)
	marion.get("/discussions/nouvelle").is(http.StatusOK).has("main", "Faire ma page")
	marion.get(path).has(".answerbox", "Faites d'abord votre page")
	marion.post(path+"/reponses", url.Values{views.FieldToken: {marion.token()}, comment.FieldBody: {"Bonjour"}}).is(http.StatusOK).has("main", "Faire ma page")
	h.visit().get(path).counts(".answer", 0)
}

// A thread is read fifty answers at a time, and a link leads to an answer wherever it stands.
func TestTalkPages(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, own, _ := h.speaker("Dumont")
	path := b.opened(nil)
	d, err := h.Talk.BySlug(t.Context(), strings.TrimPrefix(path, "/discussions/"))
	if err != nil {
		t.Fatal(err)
	}
	var last comment.Comment
	for range 120 {
		last, err = h.Answers.Answer(t.Context(), b.account.Viewer(), comment.Draft{Target: comment.Target{Kind: comment.Discussion, ID: d.ID}, Voice: own.ID, Body: "Encore."})
		if err != nil {
			t.Fatal(err)
		}
	}
	read := h.visit().get(path)
	seen := 0
	for {
		seen += len(read.all(".answer"))
		next := read.all(".answers + .pages a")
		if len(next) == 0 {
			break
		}
		read = h.visit().get(attribute(next[0], "href")).is(http.StatusOK)
	}
	if seen != 120 {
		t.Errorf("%d of 120 answers were shown", seen)
	}
	link := h.visit().get("/reponses/" + last.ID).is(http.StatusSeeOther)
	link.follow().counts("#reponse-"+last.ID, 1)
	h.visit().get("/reponses/inconnue").is(http.StatusNotFound)
}

// Each of the forms may be sent so often and no oftener.
func TestTalkLimits(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, _ := h.speaker("Dumont")
	path := b.opened(nil)
	for n := range 4 {
		a := b.get(path).submit(answerForm, url.Values{comment.FieldBody: {"Encore."}})
		if want := map[bool]int{true: http.StatusSeeOther, false: http.StatusTooManyRequests}[n < 3]; a.StatusCode != want {
			t.Errorf("answer %d: %d, want %d", n+1, a.StatusCode, want)
		}
	}
}

// Whoever asked is told of an answer, whoever is answered of the reply; nobody of their own words, nor twice.
func TestTalkIsTold(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("Dumont")
	other, _, _ := h.speaker("Loiseau")
	third, _, _ := h.speaker("Merle")
	path := asker.opened(nil)
	first := other.says(path, "Nous, en juin.")
	h.unread(asker, 1)
	told := asker.get("/notifications").is(http.StatusOK)
	told.has(".told li", "Claire Loiseau", "Qui a raccordé")
	if to := attribute(told.one(".told a[href^='/reponses/']"), "href"); to != "/reponses/"+idIn(first) {
		t.Errorf("it leads to %s", to)
	}
	third.replies(first, "Et à quel prix ?")
	h.unread(other, 1)
	h.unread(asker, 2)
	asker.says(path, "Merci à tous.")
	h.unread(asker, 2)
	h.unread(third, 0)
}

// Who is named in an answer to what they wrote is told of it once: that they are named.
func TestNamedAndAnsweredIsToldOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, own, _ := h.speaker("Dumont")
	other, _, _ := h.speaker("Loiseau")
	third, _, _ := h.speaker("Merle")
	path := asker.opened(nil)
	other.says(path, "Bonjour @"+own.Slug+", nous en juin.")
	h.unread(asker, 1)
	third.says(path, "Nous aussi.")
	h.unread(asker, 2)
	told := asker.get("/notifications").is(http.StatusOK)
	told.counts(".told li", 2)
	told.has(".told", "Claire Loiseau parle de vous", "Claire Merle")
}
