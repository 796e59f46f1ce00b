package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"partant/internal/clock"
	"partant/internal/config"
	"partant/internal/profile"
	"partant/internal/testrig"
	"partant/internal/viewer"
	"partant/views"
)

// withProConnect is a house where people come in through ProConnect, that a real OpenID Connect provider plays.
func withProConnect(t *testing.T) (*house, *testrig.OpenID) {
	t.Helper()
	idp := testrig.StartOpenID(t)
	h := open(t, func(c *config.Config) {
		c.ProConnect = config.ProConnect{Issuer: idp.Issuer, ID: testrig.OpenIDClient, Secret: testrig.OpenIDSecret}
	})
	h.hands.set(clock.System())
	return h, idp
}

// employee is who ProConnect says that signs in: for whom they work, and how sure it is.
func employee(siret, acr string) testrig.OpenIDBehaviour {
	return testrig.OpenIDBehaviour{ACR: acr, User: map[string]any{"sub": "agent", "email": "camille@heron.example", "email_verified": true,
		"given_name": "Camille", "usual_name": "Exemple", "siret": siret}}
}

// asksState follows the button of a claim to ProConnect and back.
func (b *browser) asksState(slug string) *answer {
	b.h.t.Helper()
	link := attribute(b.get("/fiches/"+slug+"/revendiquer").one("section[aria-labelledby=par-proconnect] a.button"), "href")
	back := b.get(link).is(http.StatusOK).submit("form:has(button[value=proconnect])", url.Values{views.FieldService: {"proconnect"}}).away()
	b.get(back, fromAway).leads(http.StatusSeeOther, "/fiches/"+slug+"/revendiquer")
	return b.get("/fiches/" + slug + "/revendiquer").is(http.StatusOK)
}

const (
	heronSIRET = "73282932000074"
	otherSIRET = "55208131766522"
	vouching   = "eidas1"
)

// A page is somebody's by the word of ProConnect alone where it vouches, lately, for the number of that page.
func TestProConnectProvesAPage(t *testing.T) {
	t.Parallel()
	h, idp := withProConnect(t)
	p := h.registered("Menuiserie du Héron", func(d *profile.Draft) { d.SIRET = heronSIRET })
	b := h.join("camille", viewer.Member)
	const section, proof = "section[aria-labelledby=par-proconnect]", `form[action$="/revendiquer/proconnect"]`
	page := b.begin(p.Slug)
	page.has(section, "732 829 320 00074", "Lier mon compte ProConnect")
	page.counts(proof, 0)
	forge := func(why string) {
		t.Helper()
		b.post("/fiches/"+p.Slug+"/revendiquer/proconnect", url.Values{views.FieldToken: {b.token()}}).leads(http.StatusSeeOther, "/fiches/"+p.Slug+"/revendiquer")
		b.get("/fiches/" + p.Slug + "/modifier").is(http.StatusForbidden)
		if t.Failed() {
			t.Fatal(why)
		}
	}
	forge("nothing is linked")
	for _, c := range []struct{ why, siret, acr, says string }{
		{"nobody checked", heronSIRET, "https://proconnect.gouv.fr/assurance/self-asserted", "personne n'a vérifié"},
		{"no level", heronSIRET, "", "personne n'a vérifié"},
		{"unknown level", heronSIRET, "eidas0", "personne n'a vérifié"},
		{"another company", otherSIRET, vouching, "Les deux numéros diffèrent"},
		{"another place", "73282932000082", vouching, "un autre établissement"},
	} {
		idp.Be(t, employee(c.siret, c.acr))
		page = b.asksState(p.Slug)
		page.has(section, c.says)
		page.counts(proof, 0)
		forge(c.why)
	}
	page.has(section, "732 829 320 00082", "732 829 320 00074")

	idp.Be(t, employee(heronSIRET, vouching))
	page = b.asksState(p.Slug)
	page.has(section, "Prouver par ProConnect")
	b.get("/bienvenue").submit("main form", url.Values{views.FieldLater: {"oui"}}).is(http.StatusSeeOther)
	b.get("/bienvenue").is(http.StatusOK).has("main .names", "Menuiserie du Héron")
	at := clock.System()
	h.hands.set(at.Add(25 * time.Hour))
	b.get("/fiches/"+p.Slug+"/revendiquer").has(section, "il y a plus d'un jour")
	forge("said too long ago")
	h.hands.set(at)
	page.submit(proof, nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	b.get("/fiches/"+p.Slug).has("#verification", "par ProConnect, l'identité professionnelle de l'État")
	b.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK)
	h.letter("camille@exemple.invalid", "est la vôtre")
}

// A page that has an owner is not taken by the word of ProConnect: it is noted for the moderator.
func TestProConnectInADispute(t *testing.T) {
	t.Parallel()
	h, idp := withProConnect(t)
	idp.Be(t, employee(heronSIRET, vouching))
	p := h.registered("Menuiserie du Héron", func(d *profile.Draft) { d.SIRET = heronSIRET })
	owner, b := h.join("odile", viewer.Member), h.join("camille", viewer.Member)
	_, err := h.Profiles.Join(t.Context(), p.ID, profile.Entry{ID: "essai", Mate: profile.Mate{Account: owner.account.ID, Role: profile.Owner}})
	if err != nil {
		t.Fatal(err)
	}
	b.begin(p.Slug)
	b.asksState(p.Slug).submit(`form[action$="/revendiquer/proconnect"]`, nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug+"/revendiquer")
	page := b.get("/fiches/" + p.Slug + "/revendiquer").is(http.StatusOK)
	page.has(".state.ok", "par ProConnect")
	page.has(".notice", "dites au modérateur pourquoi")
	b.get("/fiches/" + p.Slug + "/modifier").is(http.StatusForbidden)
}

// Where ProConnect is not offered and nobody has it, its way is not there.
func TestProConnectIsNotOffered(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.registered("Menuiserie du Héron", func(d *profile.Draft) { d.SIRET = heronSIRET })
	h.join("camille", viewer.Member).begin(p.Slug).counts("#par-proconnect", 0)
}
