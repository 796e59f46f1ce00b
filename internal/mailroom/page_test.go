package mailroom_test

import (
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/mail/mailtest"
	"partant/internal/mailroom"
	"partant/internal/profile"
)

// tellOf keeps a page that owes letters about one act to accounts.
func tellOf(h *house, what profile.Deed, by string, to ...string) {
	h.t.Helper()
	a := profile.Act{ID: "x-1", What: what, By: by, Reason: "Cette page trompe.", At: h.now()}
	p := profile.Profile{ID: "p-1", Slug: "le-heron", Kind: profile.Company, Name: "Le Héron", Created: h.now(), Updated: h.now()}
	for _, account := range to {
		a.Told = append(a.Told, profile.Told{ID: "d-" + account, To: account})
		p.Owes = append(p.Owes, debt.Debt{ID: "d-" + account, Kind: profile.OwesLetter, Due: h.now()})
	}
	p.Acts = []profile.Act{a}
	if err := h.db.Profiles().Insert(h.t.Context(), p); err != nil {
		h.t.Fatal(err)
	}
}

// Owners get the reason of a moderator, who is not named, and how to contest; a letter to nobody is paid with nothing.
func TestLettersAboutAPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Mailroom = h.with(mailroom.PageBox{Site: site(), Store: h.db.Profiles(), Accounts: h.Service})
	a, m := h.admit("Claude"), h.admit("Modeste")
	h.empty(2)
	h.server.Misbehave(mailtest.Faults{Down: true})
	tellOf(h, profile.Reverted, m.ID, a.ID, "parti")
	h.empty(0)
	h.server.Misbehave(mailtest.Faults{})
	h.pass(2 * time.Minute)
	h.empty(1)
	h.empty(0)
	var got mailtest.Received
	for _, l := range h.server.Received() {
		if plain(l.Subject) == "Une version d'avant de la page « Le Héron » est revenue" {
			got = l
		}
	}
	(&bench{house: h}).says(got, "Bonjour Claude,", "Cette page trompe.", "Un modérateur", "dont l'adresse est dans les mentions légales", "/historique")
	if p, err := h.db.Profiles().Get(t.Context(), "p-1"); err != nil || len(p.Owes) != 0 || len(h.lost()) != 0 {
		t.Errorf("%+v, %v; lost %+v", p.Owes, err, h.lost())
	}
}
