package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/id"
	"partant/internal/moderation"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// verdict is the form of a case.
const verdict = `form[action^="/moderation/dossiers/"]`

// takes is the verdict that takes a thing down.
func takes(facts string) url.Values {
	return url.Values{moderation.FieldWhat: {"retirer"}, moderation.FieldGround: {"arnaque"}, moderation.FieldFacts: {facts}}
}

// keeps is the other one.
func keeps(facts string) url.Values {
	return url.Values{moderation.FieldWhat: {"garder"}, moderation.FieldFacts: {facts}}
}

// plain is a text with ordinary spaces.
func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// verified makes a page one that was shown whose it is: who speaks for it is no newcomer.
func (h *house) verified(p profile.Profile, of *browser) {
	h.t.Helper()
	e := profile.Entry{ID: "v-" + p.ID, Mate: profile.Mate{Account: of.account.ID, Role: profile.Owner}, Verified: &profile.Verified{Means: "fichier", Of: "www.heron.fr", At: noon}}
	if _, err := h.Profiles.Join(h.t.Context(), p.ID, e); err != nil {
		h.t.Fatal(err)
	}
}

// dossier is the case of a thing, as a moderator reads it.
func (b *browser) dossier(kind moderation.Kind, id string) *answer {
	b.h.t.Helper()
	return b.get("/moderation/dossiers/" + moderation.CaseOf(kind, id)).is(http.StatusOK)
}

// takesDown has a moderator take a thing down by themself.
func (b *browser) takesDown(kind moderation.Kind, id string) {
	b.h.t.Helper()
	b.get(views.ToReport(kind, id)).is(http.StatusOK).submit(`form[action="/moderation/dossiers"]`, nil).is(http.StatusSeeOther)
	b.dossier(kind, id).submit(verdict, takes("De la réclame déguisée.")).is(http.StatusSeeOther)
}

// reports has a browser report a thing by the quiet link of its page.
func (b *browser) reports(page string, form url.Values) *answer {
	b.h.t.Helper()
	link := attribute(b.get(page).is(http.StatusOK).one("a.report"), "href")
	asked := b.get(link).is(http.StatusOK)
	b.h.hands.pass(4 * time.Second)
	return asked.submit(`main form[action^="/signaler/"]`, form)
}

// Anybody reports anything in two clicks, without account too; one case gathers them, the thing goes everywhere at once, and
// all hear why.
func TestReportJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	author, _, _ := h.speaker("odile")
	path := author.opened(nil)
	d, err := h.Talk.BySlug(t.Context(), strings.TrimPrefix(path, "/discussions/"))
	if err != nil {
		t.Fatal(err)
	}
	author.get(path).counts("a.report", 0) // nobody reports themself
	visitor, rita := h.visit(), h.join("rita", viewer.Member)
	visitor.reports(path, nil).is(http.StatusUnprocessableEntity).counts("main .wrong", 2)
	visitor.reports(path, url.Values{moderation.FieldGround: {"arnaque"}, moderation.FieldWhy: {"Un piège."}, moderation.FieldEmail: {"nina"}}).is(http.StatusUnprocessableEntity).has("#champ-email-erreur", "ne peut pas recevoir")
	for range 2 { // sent twice is once
		visitor.reports(path, url.Values{moderation.FieldGround: {"arnaque"}, moderation.FieldWhy: {"Un <b>piège</b>."}, moderation.FieldEmail: {"nina@exemple.invalid"}}).leads(http.StatusSeeOther, path)
	}
	rita.reports(path, url.Values{moderation.FieldGround: {"publicite"}, moderation.FieldWhy: {"De la réclame."}}).leads(http.StatusSeeOther, path)
	h.visit().reports(path, url.Values{moderation.FieldGround: {"autre"}, moderation.FieldWhy: {"Sans adresse."}}).leads(http.StatusSeeOther, path)
	h.letter("nina@exemple.invalid", "Nous avons reçu votre signalement")
	h.letter("rita@exemple.invalid", "Nous avons reçu votre signalement")

	moderator := h.join("modeste", viewer.Moderator)
	moderator.get("/moderation").is(http.StatusOK).has("#signalements ~ .devices", "3 signalements")
	judged := moderator.dossier(moderation.Discussion, d.ID)
	judged.has("main", "Un <b>piège</b>.", "De la réclame.", "nina@exemple.invalid", "quelqu'un, sans adresse")
	judged.submit(verdict, takes("Elle mène à un site qui vole des mots de passe.")).leads(http.StatusSeeOther, "/moderation")

	for _, gone := range []string{path, path + "?suite=x"} {
		h.visit().get(gone).is(http.StatusGone).has(".lead", "La modération du site l'a retirée")
	}
	author.get(path).is(http.StatusGone)
	for _, list := range []string{"/discussions", "/", "/sitemap-publications.xml"} {
		if page := h.visit().get(list); contains(page.body, strings.TrimPrefix(path, "/discussions/")) {
			t.Errorf("%s still names it", list)
		}
	}
	told := h.letter("odile@exemple.invalid", "Nous avons retiré votre discussion")
	for _, want := range []string{"vole des mots de passe", "non un programme", "La règle :", "six mois"} {
		if !strings.Contains(plain(told.Text), want) {
			t.Errorf("the statement does not say %q:\n%s", want, told.Text)
		}
	}
	if strings.Contains(told.Text, "nina") || strings.Contains(told.Text, "Rita") {
		t.Error("the author reads who reported")
	}
	for _, who := range []string{"nina@exemple.invalid", "rita@exemple.invalid"} {
		if l := h.letter(who, "notre décision"); !strings.Contains(plain(l.Text), "Nous avons retiré ce que vous signaliez") {
			t.Error(l.Text)
		}
	}
	h.visit().get("/moderation/chiffres").is(http.StatusOK).has("main section:first-of-type", "novembre 2026", "Signalements", "Retiré")
	log := moderator.get("/moderation/journal").is(http.StatusOK)
	log.has("main", "discussion : retirée", "discussion : signalée")
	if contains(log.body, "nina") || contains(log.body, "odile") {
		t.Error("the log names people")
	}
}

// Who wrote contests a decision on a page that only they read; somebody else judges, when there is somebody, and it is told.
func TestContestJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	author := h.join("odile", viewer.Member)
	p := h.page(author, full)
	one, two := h.join("modeste", viewer.Moderator), h.join("maud", viewer.Moderator)
	h.visit().reports("/fiches/"+p.Slug, url.Values{moderation.FieldGround: {"arnaque"}, moderation.FieldWhy: {"Un piège."}, moderation.FieldEmail: {"nina@exemple.invalid"}}).is(http.StatusSeeOther)
	one.dossier(moderation.Page, p.ID).submit(verdict, takes("Elle trompe ses clients.")).is(http.StatusSeeOther)
	at := "/decisions/" + moderation.CaseOf(moderation.Page, p.ID)
	h.visit().get(at).is(http.StatusSeeOther)
	h.join("camille", viewer.Member).get(at).is(http.StatusNotFound)
	read := author.get(at).is(http.StatusOK)
	read.has("main", "Elle trompe ses clients.", "non par un programme", "La règle")
	if contains(read.body, "nina") || contains(read.body, "modeste") || contains(read.body, "Un piège") {
		t.Error("the author reads who reported, what they said or who decided")
	}
	read.submit("main form", url.Values{moderation.FieldWords: {"non"}}).is(http.StatusUnprocessableEntity).has("textarea", "non")
	read.submit("main form", url.Values{moderation.FieldWords: {"Nous avons corrigé nos prix."}}).leads(http.StatusSeeOther, at)
	author.get(at).has("main", "Nous avons corrigé nos prix.")
	author.get(at).counts("main form", 0)
	h.letter("odile@exemple.invalid", "Nous avons reçu votre contestation")

	one.dossier(moderation.Page, p.ID).counts(verdict, 0)
	one.dossier(moderation.Page, p.ID).has("main", "quelqu'un d'autre doit la relire")
	one.post("/moderation/dossiers/"+moderation.CaseOf(moderation.Page, p.ID), with(keeps("Bon, d'accord."), views.FieldToken, one.token())).is(http.StatusConflict)
	two.get("/moderation").has("#signalements ~ .devices", "décision contestée")
	two.dossier(moderation.Page, p.ID).has("main", "odile", "Nous avons corrigé nos prix.")
	two.dossier(moderation.Page, p.ID).lacks("main", "sans adresse")
	two.dossier(moderation.Page, p.ID).submit(verdict, keeps("Les prix sont justes maintenant.")).is(http.StatusSeeOther)
	h.visit().get("/fiches/" + p.Slug).is(http.StatusOK)
	h.letter("odile@exemple.invalid", "On voit de nouveau votre page")

	// The visitor whose report came to nothing contests by the link of their letter.
	link := strings.TrimSpace(strings.TrimPrefix(pathIn(t, h.letter("nina@exemple.invalid", "notre décision").Text, "/decisions/"), h.Base.String()))
	heard := h.visit().get(link).is(http.StatusOK)
	heard.has("main", "Un piège.", "Elle trompe ses clients.")
	h.visit().get(at + "/un-autre-secret").is(http.StatusNotFound)
}

// pathIn is the first address with a path in a letter.
func pathIn(t *testing.T, text, path string) string {
	t.Helper()
	i := strings.Index(text, path)
	if i < 0 {
		t.Fatalf("no %s in %s", path, text)
	}
	return path + strings.FieldsFunc(text[i+len(path):], func(r rune) bool { return r == ' ' || r == '\n' || r == '>' || r == '\r' })[0]
}

// Nobody judges what concerns them: their own page, their own report.
func TestNobodyJudgesThemselves(t *testing.T) {
	t.Parallel()
	h := open(t)
	moderator, other := h.join("modeste", viewer.Moderator), h.join("maud", viewer.Moderator)
	mine, theirs := h.page(moderator, nil), h.registered("Scierie de la Grue")
	h.visit().reports("/fiches/"+mine.Slug, url.Values{moderation.FieldGround: {"faux"}, moderation.FieldWhy: {"Fermée."}}).is(http.StatusSeeOther)
	moderator.reports("/fiches/"+theirs.Slug, url.Values{moderation.FieldGround: {"faux"}, moderation.FieldWhy: {"Fermée."}}).is(http.StatusSeeOther)
	for _, id := range []string{mine.ID, theirs.ID} {
		moderator.dossier(moderation.Page, id).has("main", "Ce dossier vous concerne")
		moderator.post("/moderation/dossiers/"+moderation.CaseOf(moderation.Page, id), with(keeps("Rien à dire."), views.FieldToken, moderator.token())).is(http.StatusConflict)
		other.dossier(moderation.Page, id).submit(verdict, keeps("Elle est ouverte.")).is(http.StatusSeeOther)
	}
	h.letter("modeste@exemple.invalid", "notre décision")
}

// What a newcomer publishes is seen at once and waits for a look; with a link it is held, its author reads so, and it appears when a moderator
// has looked.
func TestNewcomers(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, own, _ := speaker(h)
	moderator := h.join("modeste", viewer.Moderator)
	b.say(url.Values{viewer.FieldVoice: {own.ID}, post.FieldBody: {"Bonjour à tous"}}).leads(http.StatusSeeOther, "/publications/bonjour-a-tous")
	h.visit().get("/publications/bonjour-a-tous").is(http.StatusOK)
	first := moderator.get("/moderation").is(http.StatusOK)
	first.has("#nouveaux ~ .devices", "Bonjour à tous", "d'un nouveau venu")
	author, _, _ := h.speaker("rita")
	b.get(author.opened(nil)).submit(answerForm, url.Values{comment.FieldBody: {"La fibre passe rue du Port."}}).is(http.StatusSeeOther)
	moderator.get("/moderation").has("#nouveaux ~ .devices", "La fibre passe rue du Port.")

	why := b.say(url.Values{viewer.FieldVoice: {own.ID}, post.FieldBody: {"Voyez [mon site](https://exemple.fr) vite"}}).is(http.StatusSeeOther).follow()
	why.is(http.StatusOK).has("main", "attend d'être relu", "par un programme", "Vous n'avez rien à faire")
	h.letter("odile@exemple.invalid", "Votre texte attend d'être relu")
	at := "/publications/voyez-mon-site-vite"
	h.visit().get(at).is(http.StatusNotFound)
	for _, list := range []string{"/fil", "/", "/fiches/" + own.Slug, "/fiches/" + own.Slug + "/publications"} {
		if page := h.visit().get(list); contains(page.body, "mon site") {
			t.Errorf("%s shows what is held", list)
		}
	}
	queue := moderator.get("/moderation").is(http.StatusOK)
	queue.has("#nouveaux ~ .devices", "vu de personne", "contient un lien")
	for link := range strings.SplitSeq(strings.Join(hrefs(queue, "#nouveaux ~ .devices a"), " "), " ") {
		moderator.get(link).submit(verdict, url.Values{moderation.FieldWhat: {"garder"}}).is(http.StatusSeeOther)
	}
	moderator.get("/moderation").counts("#nouveaux ~ .devices", 0)
	shown := h.visit().get(at).is(http.StatusOK)
	if rel := attribute(shown.one(`.prose a[href="https://exemple.fr"]`), "rel"); !strings.Contains(rel, "nofollow") {
		t.Errorf("a newcomer's link is %q", rel)
	}
	h.letter("odile@exemple.invalid", "On voit votre publication") // for the first time

	h.verified(own, b)
	b.say(url.Values{viewer.FieldVoice: {own.ID}, post.FieldBody: {"Voici [mon site](https://exemple.fr) encore"}}).leads(http.StatusSeeOther, "/publications/voici-mon-site-encore")
	trusted := h.visit().get("/publications/voici-mon-site-encore").is(http.StatusOK)
	if rel := attribute(trusted.one(`.prose a[href="https://exemple.fr"]`), "rel"); strings.Contains(rel, "nofollow") {
		t.Errorf("the link of somebody established is %q", rel)
	}
	moderator.get("/moderation").counts("#nouveaux ~ .devices", 0)
}

func hrefs(a *answer, selector string) (all []string) {
	for _, n := range a.all(selector) {
		all = append(all, attribute(n, "href"))
	}
	return all
}

// A moderator takes an answer down: the tree keeps its place, the count forgets it, and it can come back.
func TestAnswerTakenDown(t *testing.T) {
	t.Parallel()
	h := open(t)
	author, _, _ := h.speaker("odile")
	path := author.opened(nil)
	answer := author.says(path, "Achetez ma **poudre**")
	author.replies(answer, "Vraiment.")
	id := idIn(answer)
	moderator := h.join("modeste", viewer.Moderator)
	moderator.get("/reponses/" + id + "/supprimer").is(http.StatusForbidden)
	moderator.get(path).has("#reponse-"+id, "Signaler")
	moderator.takesDown(moderation.Answer, id)
	seen := h.visit().get(path).is(http.StatusOK)
	seen.has("#reponse-"+id, "Réponse retirée par la modération.")
	seen.has("main", "Vraiment.")
	if contains(seen.body, "poudre") {
		t.Error("its words are still there")
	}
	h.visit().get("/reponses/" + id).is(http.StatusGone)
	h.visit().get("/signaler/reponse/" + id).is(http.StatusGone)
	author.post("/reponses/"+id+"/modifier", url.Values{comment.FieldBody: {"Autre chose"}, views.FieldToken: {author.token()}}).is(http.StatusGone)
	moderator.dossier(moderation.Answer, id).submit(verdict, keeps("Après tout, c'est de la farine.")).is(http.StatusSeeOther)
	h.visit().get(path).has("#reponse-"+id, "poudre")
}

// A suspended member contests by the page that says why.
func TestContestSuspension(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, moderator := h.joinWithPassword("marion", viewer.Member), h.joinWithPassword("modeste", viewer.Moderator)
	moderator.get("/moderation/comptes/"+b.account.ID).submit(`form[action$="/suspendre"]`, url.Values{"motif": {"Contraire aux conditions du site"}, "faits": {"Trois cents lettres en une heure."}}).is(http.StatusSeeOther)
	shut := h.visit().withPassword("/connexion", "marion@exemple.invalid", password).is(http.StatusForbidden)
	link := attribute(shut.one(`main a[href^="/decisions/"]`), "href")
	read := h.visit().get(link).is(http.StatusOK)
	read.has("main", "Trois cents lettres en une heure.", "Le compte est suspendu")
	read.submit("main form", url.Values{moderation.FieldWords: {"C'était mon fils, qui a pris mon téléphone."}}).leads(http.StatusSeeOther, link)
	admin := h.joinWithPassword("adele", viewer.Admin)
	admin.get("/moderation").has("#signalements ~ .devices", "décision contestée")
	admin.get("/moderation/comptes/"+b.account.ID).submit(`form[action$="/retablir"]`, nil).is(http.StatusSeeOther)
	admin.get("/moderation").counts("#signalements ~ .devices", 0)
	h.visit().get(link).has("main", "Le compte est rouvert")
}

// In their first day somebody says three things and answers now and then; a verified page ends that.
func TestFirstDay(t *testing.T) {
	t.Parallel()
	h := open(t, counted)
	b, own, _ := speaker(h)
	say := func(n string) *answer {
		return b.say(url.Values{viewer.FieldVoice: {own.ID}, post.FieldBody: {"Nouvelle " + n}})
	}
	b.say(url.Values{viewer.FieldVoice: {own.ID}, post.FieldBody: {"Un brouillon"}, views.FieldDo: {views.DoDraft}}).is(http.StatusSeeOther) // says nothing yet
	once := url.Values{viewer.FieldVoice: {own.ID}, post.FieldBody: {"Nouvelle une"}, views.FieldKey: {id.New()}}
	for range 3 { // the line was bad, and the form came again
		b.say(once).is(http.StatusSeeOther)
	}
	for _, n := range []string{"deux", "trois"} {
		say(n).is(http.StatusSeeOther)
	}
	say("quatre").is(http.StatusTooManyRequests).has(".lead", "Le premier jour", "Une page vérifiée n'attend pas", "Revenez dans quelques heures", "Votre texte est gardé")
	say(strings.Repeat("cinq ", 20<<10)).is(http.StatusRequestEntityTooLarge).has(".lead", "Votre texte est gardé")
	b.post("/reponses/"+id.New()+"/supprimer", url.Values{views.FieldToken: {b.token()}}).is(http.StatusNotFound).lacks(".lead", "Votre texte") // a button: nobody wrote
	long := "Une nouvelle assez longue\npour que personne ne l'écrive deux fois"
	over := b.say(url.Values{viewer.FieldVoice: {own.ID}, post.FieldBody: {long}}).is(http.StatusTooManyRequests)
	if got := strings.ReplaceAll(over.value(".again textarea"), "\r", ""); got != long {
		t.Errorf("what was written comes back as %q", got)
	}
	over.submit(".again", nil).is(http.StatusTooManyRequests).one(".again textarea")
	author, _, _ := h.speaker("rita")
	path := author.opened(nil)
	for n := range 3 {
		a := b.get(path).submit(answerForm, url.Values{comment.FieldBody: {"Encore."}})
		if want := map[bool]int{true: http.StatusSeeOther, false: http.StatusTooManyRequests}[n < 2]; a.StatusCode != want {
			t.Errorf("answer %d: %d, want %d", n+1, a.StatusCode, want)
		}
	}
	h.verified(own, b)
	say("cinq").is(http.StatusSeeOther)
}
