package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/reaction"
	"partant/internal/viewer"
)

// mateOf lets somebody into the team of a page.
func (h *house) mateOf(p profile.Profile, b *browser, role profile.Role) {
	h.t.Helper()
	if _, err := h.Profiles.Join(h.t.Context(), p.ID, profile.Entry{ID: id.New(), Mate: profile.Mate{Account: b.account.ID, Role: role}}); err != nil {
		h.t.Fatal(err)
	}
}

// Whoever is of the team reads the figures of the page, who only reads them too; nobody else does but who moderates.
func TestFiguresByRole(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, editor, reader, shown := h.join("odile", viewer.Member), h.join("edgar", viewer.Member), h.join("rita", viewer.Member), h.join("simone", viewer.Member)
	p := h.page(owner, full)
	h.mateOf(p, editor, profile.Editor)
	h.mateOf(p, reader, profile.Reader)
	h.mateOf(p, shown, profile.Shown)
	at := "/fiches/" + p.Slug
	for name, b := range map[string]*browser{"owner": owner, "editor": editor, "moderator": h.join("modeste", viewer.Moderator), "admin": h.join("adele", viewer.Admin)} {
		if b.get(at + "/chiffres").is(http.StatusOK); len(b.get(at).all(`.owner a[href="`+at+`/chiffres"]`)) != 1 {
			t.Errorf("the page does not lead the %s to its figures", name)
		}
	}
	for _, b := range []*browser{shown, h.join("marion", viewer.Member)} {
		b.get(at + "/chiffres").is(http.StatusForbidden)
		b.get(at).is(http.StatusOK).counts(`a[href$="/chiffres"]`, 0)
	}
	h.visit().get(at+"/chiffres").leads(http.StatusSeeOther, "/connexion?suite="+url.QueryEscape(at+"/chiffres"))
	h.visit().get(at).counts(`a[href$="/chiffres"]`, 0)

	reader.get(at).has(`aside a[href="`+at+`/chiffres"]`, "Les chiffres de cette page")
	reader.get("/compte").has(".names .card", "Atelier du Héron", "lecture des statistiques", "Chiffres")
	shown.get("/compte").counts(`.names a[href$="/chiffres"]`, 0)
	read := reader.get(at + "/chiffres").is(http.StatusOK)
	read.has(".owner", "La page est complète à 95 %", "Les personnes qui rédigent la page")
	read.counts(".owner a", 0)
	owner.get(at+"/chiffres").has(`.owner a[href="`+at+`/photos"]`, "logo")
	owner.get("/fiches/rien/chiffres").is(http.StatusNotFound)
}

// The figures are what people did: who followed, answered, reacted, recommended and wrote, each with the list behind it.
func TestFiguresCount(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := t.Context()
	owner, fan := h.join("odile", viewer.Member), h.join("fanny", viewer.Member)
	p := h.page(owner, full)
	h.verified(p, owner)
	at := "/fiches/" + p.Slug
	bare := owner.get(at + "/chiffres").is(http.StatusOK)
	bare.has(".worth li:nth-child(1)", "Abonnés", "0", "Aucun membre ne suit")
	bare.has(".worth li:nth-child(2)", "n'a encore rien publié", "Écrire une publication")
	bare.counts(".worth li", 5)
	bare.has("#visites + p", "ne sont pas comptées")

	said, err := h.Posts.Publish(ctx, owner.account.Viewer(), post.Draft{Voice: p.ID, Title: "Portes ouvertes", Body: "Samedi, chez nous."})
	if err == nil {
		err = h.Follows.Follow(ctx, fan.account.Viewer(), follow.Target{Kind: follow.Page, ID: p.ID}, "")
	}
	if err == nil {
		err = h.Reactions.React(ctx, fan.account.Viewer(), reaction.Thing{Kind: reaction.OfPost, ID: said.ID}, reaction.Bravo, true)
	}
	if err == nil {
		_, err = h.Answers.Answer(ctx, owner.account.Viewer(), comment.Draft{Voice: p.ID, Target: comment.Target{Kind: comment.Post, ID: said.ID}, Body: "À samedi."})
	}
	if err != nil {
		t.Fatal(err)
	}
	h.counted(follow.Target{Kind: follow.Page, ID: p.ID}, 1)
	h.await("the answer is counted", func() bool {
		is, err := h.Posts.BySlug(ctx, viewer.Viewer{}, said.Slug)
		return err == nil && is.Answers == 1
	})
	is := owner.get(at + "/chiffres").is(http.StatusOK)
	is.has(".worth li:nth-child(1)", "Abonnés", "1", "Dont 1 depuis 30 jours, 1 depuis un an")
	is.has(`.worth a[href="`+at+`/abonnes"]`, "Voir les abonnés")
	is.has(".worth li:nth-child(2)", "Publications", "1", "Dont 1 depuis 30 jours")
	is.has(".worth li:nth-child(3)", "Réponses aux publications", "1", "sous la seule publication")
	is.has(".worth li:nth-child(4)", "bravo", "1")
	is.has(".worth li:nth-child(5)", "sous la page", "0")
	is.has(".worth li:nth-child(7)", "Lettres reçues", "0")
	for _, link := range is.all(".worth a") {
		owner.get(attribute(link, "href")).is(http.StatusOK)
	}
}

// An institution reads how it answers what it is asked.
func TestFiguresOfAnInstitution(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	town := h.institution(owner, "Ville de Gien")
	at := "/fiches/" + town.Slug + "/chiffres"
	owner.get(at).has(".worth li:nth-child(3)", "Questions posées à l'institution", "0", "Personne ne lui a encore posé")
	asker := h.join("marion", viewer.Member)
	if _, err := h.Talk.Open(t.Context(), asker.account.Viewer(), discussion.Draft{Voice: h.embody(asker, "Marion Exemple").ID, Kind: discussion.Question, Title: "Quand ouvre la passerelle ?", Theme: "autre", To: town.ID}); err != nil {
		t.Fatal(err)
	}
	owner.get(at).has(".worth li:nth-child(3)", "1 attend encore", "Lire les questions")
}
