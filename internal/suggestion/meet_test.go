package suggestion_test

import (
	"errors"
	"fmt"
	"testing"

	"partant/internal/distance"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/suggestion"
	"partant/internal/viewer"
)

// Who offers what one seeks comes before who seeks what one offers, and each says why; nobody is found by a page that does not show them,
// nor who is blocked, hidden, without page, or oneself.
func TestMeet(t *testing.T) {
	t.Parallel()
	h := open(t)
	own := func(account, offers, seeks string) suggestion.Comer {
		t.Helper()
		p := h.page(account, profile.Person, "M. "+account, orleans, func(d *profile.Draft) { d.Offers, d.Seeks = offers, seeks })
		return suggestion.Comer{Account: account, Page: p.ID}
	}
	me := own("me", "un local", "")
	h.page("me", profile.Company, "Ma Scierie", gien, func(d *profile.Draft) { d.Seeks = "Photographie\nun apprenti" })
	seeker, giver := own("seeker", "", "Un local"), own("giver", "photographie\nun local", "un apprenti")
	shown, secret := own("shown", "", ""), own("secret", "", "")
	studio := h.page("z", profile.Company, "Studio", orleans, func(d *profile.Draft) { d.Offers = "photographie" })
	entry := profile.Entry{ID: "e-1", Mate: profile.Mate{Account: "shown", Person: shown.Page, Role: profile.Shown}}
	if _, err := h.profiles.Join(t.Context(), studio.ID, entry); err != nil {
		t.Fatal(err)
	}
	h.page("secret", profile.Company, "Officine", orleans, func(d *profile.Draft) { d.Offers = "photographie" })
	blocked, hidden := own("blocked", "photographie", ""), own("hidden", "photographie", "")
	if err := h.away.Keep(t.Context(), viewer.Viewer{Account: "me"}, blocked.Page, distance.Block); err != nil {
		t.Fatal(err)
	}
	if err := h.profiles.Erase(t.Context(), viewer.Viewer{Account: "hidden"}, hidden.Page); err != nil {
		t.Fatal(err)
	}
	all := []suggestion.Comer{me, seeker, secret, blocked, hidden, {}, shown, giver}
	met := func() (said []string) {
		t.Helper()
		found, asks, err := h.Meet(t.Context(), viewer.Viewer{Account: "me"}, all)
		if err != nil || !asks {
			t.Fatal(asks, err)
		}
		for _, one := range found {
			for _, w := range one.Why {
				said = append(said, fmt.Sprintf("%s, %s: %s %v", one.Person.Name, w.Of.Name, w.What, w.Seeks))
			}
		}
		return said
	}
	same(t, met(), []string{"M. shown, Studio: Photographie false", "M. giver, M. giver: Photographie false", "M. seeker, M. seeker: un local true"})
	for n := range suggestion.MostMet {
		all = append(all, own(fmt.Sprint("g", n), "un apprenti", ""))
	}
	if said := met(); len(said) != suggestion.MostMet || said[2] != "M. g0, M. g0: un apprenti false" {
		t.Error(said)
	}
	if _, asks, err := h.Meet(t.Context(), viewer.Viewer{Account: "secret"}, nil); err != nil || !asks {
		t.Error(asks, err)
	}
	if found, asks, err := h.Meet(t.Context(), viewer.Viewer{Account: "nobody"}, all); err != nil || asks || len(found) > 0 {
		t.Error(found, asks, err)
	}
	if _, _, err := h.Meet(t.Context(), viewer.Viewer{}, all); !errors.Is(err, fault.SignedOut) {
		t.Error(err)
	}
}
