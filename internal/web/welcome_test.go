package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/profile"
	"partant/internal/viewer"
)

// Who is new meets people, clubs and companies of the neighbourhood that say something, not plants without a voice.
func TestWhoIsNear(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	if _, err := h.Demo.Load(t.Context(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	h.settle()
	b.get("/bienvenue").submit("main form", url.Values{"nom": {"Claude Exemple"}, "commune": {"Gien"}}).leads(http.StatusSeeOther, "/bienvenue")
	b.get("/bienvenue").submit("main form[method=post]", nil).leads(http.StatusSeeOther, "/bienvenue")
	h.settle()
	near := b.get("/bienvenue").is(http.StatusOK)
	cards := near.all(".picks > .card")
	if len(cards) != 8 {
		t.Fatalf("%d pages are shown", len(cards))
	}
	for _, card := range cards {
		slug := attribute(card, "data-f")
		p, err := h.Profiles.BySlug(t.Context(), viewer.Viewer{}, slug)
		if err != nil {
			t.Fatal(err)
		}
		if !p.Example || p.Kind == profile.Institution || p.Name == "Claude Exemple" {
			t.Errorf("%s is shown: %s", slug, words(card))
		}
	}
	if lead := words(near.one("main .lead")); strings.Contains(lead, "écrivez") { // examples answer nobody
		t.Error(lead)
	}
	neighbour := h.join("odile", viewer.Member)
	h.page(neighbour, func(d *profile.Draft) { full(d); d.Name, d.Commune = "Atelier du Pont", "45155" })
	h.settle()
	near = b.get("/bienvenue").is(http.StatusOK)
	near.has("main .lead", "écrivez à qui vous intéresse")
	near.has(`.card[data-f="atelier-du-pont"] h3`, "Atelier du Pont")
}
