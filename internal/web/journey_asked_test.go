package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/discussion"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// institution is the page of an institution that a member answers for.
func (h *house) institution(of *browser, name string) profile.Profile {
	h.t.Helper()
	p := h.page(of, func(d *profile.Draft) { d.Kind, d.Name = profile.Institution, name })
	h.verified(p, of)
	return p
}

const days = 24 * time.Hour

// A question to an institution is counted in public until it answers; the institution is told, and its page tells how it does.
func TestInstitutionAnswers(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("claire")
	clerk := h.join("odette", viewer.Member)
	town := h.institution(clerk, "Mairie du Héron")
	h.settle()
	visitor := h.visit()
	visitor.get("/fiches/"+town.Slug).has("main", "Personne n'a encore rien demandé ici.", "Poser une question")
	asker.get("/discussions/nouvelle?a="+town.Slug).has(".for-question", "Mairie du Héron")
	path := asker.opened(func(f url.Values) { f.Set(views.FieldChoice, town.Slug) })
	visitor.get(path).has(".awaited", "Attend une réponse depuis aujourd'hui", "Mairie du Héron")
	h.unread(clerk, 1)
	clerk.get("/notifications").has("main", "pose une question à votre institution")

	h.hands.pass(12 * days)
	clerk.signIn()
	visitor.get(path).has(".awaited", "Attend une réponse depuis 12 jours")
	visitor.get("/discussions?attente=oui").has(".cards", "Attend une réponse depuis 12 jours", "à Mairie du Héron")
	visitor.get("/fiches/"+town.Slug).has("main", "1 attend encore", "Attend une réponse depuis 12 jours")
	h.hands.pass(2 * days) // nothing is written meanwhile: what is kept must not say twelve
	visitor.get(path).has(".awaited", "depuis 14 jours")
	clerk.signIn()
	where := clerk.says(path, "Oui, en mars.")
	clerk.get(where).has(".awaited", "Répondu après 14 jours")
	clerk.get(path).counts(`form[action$="/transmettre"]`, 0)
	h.await("the counter stands still", func() bool {
		d, err := h.Talk.BySlug(t.Context(), strings.TrimPrefix(path, "/discussions/"))
		return err == nil && d.Ask.Outcome == discussion.Replied
	})
	h.hands.pass(3 * days)
	visitor.get(path).has(".awaited", "Répondu après 14 jours", "Lire la réponse de Mairie du Héron")
	visitor.get("/fiches/"+town.Slug+"/questions").has("main", "1 question répondue, en 14 jours (médiane)", "Répondu après 14 jours")
	visitor.get("/discussions?attente=oui").has("main", "Aucune question n'attend")
	if a := visitor.get("/api/v1" + path).is(http.StatusOK); !contains(a.body, `"days":14`) || !contains(a.body, `"outcome":"repondue"`) {
		t.Errorf("programs read %s", a.body)
	}
}

// A name that several have is asked about; who has no team waits in public, and moderators see it.
func TestInstitutionByName(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("claire")
	one := h.registered("Chambre du Héron", func(d *profile.Draft) { d.Kind = profile.Institution })
	h.registered("Chambre du Saule", func(d *profile.Draft) { d.Kind = profile.Institution })
	h.registered("Atelier du Héron", func(d *profile.Draft) { d.Kind = profile.Company })
	h.awaitIndex()
	h.settle()
	send := func(to string) *answer {
		form := question()
		form.Set(discussion.FieldTo, to)
		return asker.get("/discussions/nouvelle").submit("main form[method=post]", form)
	}
	send("Chambre").is(http.StatusUnprocessableEntity).has("main form", "Laquelle ?", "Chambre du Héron", "Chambre du Saule")
	send("Préfecture de nulle part").is(http.StatusUnprocessableEntity).has("main", "Aucune institution de ce nom")
	proposal := question()
	proposal.Set(discussion.FieldKind, "ouverte")
	proposal.Set(discussion.FieldTo, "Chambre du Héron")
	asker.get("/discussions/nouvelle").submit("main form[method=post]", proposal).is(http.StatusSeeOther).follow().counts(".awaited", 0)
	path := send("chambre du heron").is(http.StatusSeeOther).Header.Get("Location")
	h.visit().get(path).has(".awaited", "Chambre du Héron", "Personne ne tient encore cette page", "depuis aujourd'hui")
	h.join("modeste", viewer.Moderator).get("/moderation").has("main", "Questions à des institutions sans équipe", "à Chambre du Héron")
	h.visit().get("/fiches/"+one.Slug+"/questions").has("main", "Personne ne tient encore cette page", "Qui a raccordé")
}

// An institution passes a question on, and the next declines it: the days go on, the reason is public, and nobody else may.
func TestInstitutionPassesOnAndDeclines(t *testing.T) {
	t.Parallel()
	h := open(t)
	asker, _, _ := h.speaker("claire")
	clerk, other := h.join("odette", viewer.Member), h.join("omar", viewer.Member)
	town, county := h.institution(clerk, "Mairie du Héron"), h.institution(other, "Département du Héron")
	h.registered("Région du Héron", func(d *profile.Draft) { d.Kind = profile.Institution })
	h.awaitIndex()
	h.settle()
	path := asker.opened(func(f url.Values) { f.Set(views.FieldChoice, town.Slug) })
	asker.get(path).counts(`form[action$="/transmettre"]`, 0)
	form := url.Values{views.FieldToken: {asker.token()}, discussion.FieldTo: {"Département du Héron"}, discussion.FieldReason: {"Ce n'est pas à nous du tout."}}
	asker.post(path+"/transmettre", form).is(http.StatusForbidden)
	asker.post(path+"/decliner", form).is(http.StatusForbidden)
	pass := func(b *browser, to string) *answer {
		return b.get(path).is(http.StatusOK).submit(`form[action$="/transmettre"]`, url.Values{discussion.FieldTo: {to}})
	}
	h.hands.pass(3 * days)
	clerk.signIn()
	pass(clerk, "").is(http.StatusUnprocessableEntity).has(".awaited", "Dites à quelle institution.")
	pass(clerk, "Région du Héron").is(http.StatusUnprocessableEntity).has(".awaited", "Personne ne tient encore la page")
	pass(clerk, "Mairie du Héron").is(http.StatusUnprocessableEntity).has(".awaited", "a déjà eu la question")
	pass(clerk, county.Name).leads(http.StatusSeeOther, path)
	h.unread(other, 1)
	h.unread(asker, 1)
	asker.signIn()
	asker.get("/notifications").has("main", "a transmis à une autre institution votre question")
	h.visit().get(path).has(".awaited", "Attend une réponse depuis 3 jours", "Mairie du Héron l'a transmise à Département du Héron")
	clerk.get(path).counts(`form[action$="/transmettre"]`, 0)
	other.signIn()
	pass(other, "Mairie du Héron").is(http.StatusUnprocessableEntity).has(".awaited", "a déjà eu la question")
	decline := func(why string) *answer {
		return other.get(path).submit(`form[action$="/decliner"]`, url.Values{discussion.FieldReason: {why}})
	}
	decline("Non").is(http.StatusUnprocessableEntity).has(".awaited", "Dites pourquoi")
	decline("Ce chemin est privé : nous n'y pouvons rien.").leads(http.StatusSeeOther, path)
	h.visit().get(path).has(".awaited", "Réponse déclinée après 3 jours", "Ce chemin est privé")
	h.unread(asker, 2)
	where := other.says(path, "Tout bien pesé, oui.") // it may still answer
	h.visit().get(where).has(".awaited", "Répondu après 3 jours")
	h.visit().get(path).counts(".awaited blockquote", 0)
}
