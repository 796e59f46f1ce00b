package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"partant/internal/post"
	"partant/internal/viewer"
	"partant/views"
)

// Everybody reads what a publication said before, and what changed, until it is taken away.
func TestPostHistory(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := speaker(h)
	h.verified(company, b)
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Portes ouvertes"}, post.FieldBody: {"Venez samedi <b>tous</b>"}}).is(http.StatusSeeOther)
	v := h.visit()
	v.get("/publications/portes-ouvertes").is(http.StatusOK).counts(`a[href$="/historique"]`, 0)
	only := v.get("/publications/portes-ouvertes/historique").is(http.StatusOK)
	only.counts("ins, del", 0)
	only.has("div.changes", "Venez samedi <b>tous</b>")
	h.hands.pass(time.Hour)
	b.get("/publications/portes-ouvertes/modifier").submit("main form", url.Values{post.FieldBody: {"Venez dimanche <b>tous</b>"}, views.FieldDo: {views.DoPublish}}).is(http.StatusSeeOther)
	v.get("/publications/portes-ouvertes").has(`a[href="/publications/portes-ouvertes/historique"]`, "modifié le lundi 23 novembre 2026")
	changed := v.get("/publications/portes-ouvertes/historique").is(http.StatusOK)
	changed.has(".changes del", "[retiré : samedi ]")
	changed.has(".changes ins", "[ajouté : dimanche ]")
	changed.counts("nav .latest li", 2)
	changed.counts("meta[name=robots]", 1)
	old := attribute(changed.one("nav .latest a"), "href")
	v.get(old).is(http.StatusOK).has("div.changes", "Venez samedi")
	for _, wrong := range []string{"1", "x", "<script>"} {
		v.get("/publications/portes-ouvertes/historique?version=" + url.QueryEscape(wrong)).is(http.StatusNotFound)
	}
	b.get("/publications/portes-ouvertes/supprimer").submit("main form", nil).is(http.StatusSeeOther)
	v.get(old).is(http.StatusGone)
}
