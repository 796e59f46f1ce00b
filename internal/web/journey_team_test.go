package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"partant/internal/claim"
	"partant/internal/mail/mailtest"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

var invitationIn = regexp.MustCompile(`/invitations/\S+`)

// invitation is the path of the link of a letter.
func invitation(t *testing.T, l mailtest.Received) string {
	t.Helper()
	path := invitationIn.FindString(l.Text)
	if path == "" {
		t.Fatalf("no invitation in\n%s", l.Text)
	}
	return path
}

func teamForm(slug, do string) string {
	return `main form[action="/fiches/` + slug + `/equipe/` + do + `"]`
}

func TestInvitationJourney(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, nil)
	owner.get("/fiches/"+p.Slug).has(".owner .acts", "Équipe")
	team := owner.get("/fiches/" + p.Slug + "/equipe").is(http.StatusOK)
	team.submit(teamForm(p.Slug, "inviter"), url.Values{claim.FieldEmail: {"nina"}}).is(http.StatusUnprocessableEntity).has("#champ-email-erreur", "pas complète")
	team.submit(teamForm(p.Slug, "inviter"), url.Values{claim.FieldEmail: {"nina@ailleurs.invalid"}, claim.FieldRole: {"redaction"}, views.FieldGuestTitle: {"attachée"}}).leads(http.StatusSeeOther, "/fiches/"+p.Slug+"/equipe")
	owner.get("/fiches/"+p.Slug+"/equipe").has("#attente + .devices", "nina@ailleurs.invalid", "rédaction", "lundi 7 décembre 2026")
	path := invitation(t, h.letter("nina@ailleurs.invalid", "odile vous invite"))

	visitor := h.visit()
	if a := visitor.get(path).is(http.StatusOK); a.Header.Get("Referrer-Policy") != "same-origin" {
		t.Error("the secret may leave by the referrer")
	}
	visitor.get(path).has("main", "Me connecter, puis rejoindre", "odile vous invite dans cette équipe. Vous tiendrez la page à jour.")
	nina := h.join("nina", viewer.Member) // with another address than the one invited
	for range 2 {
		nina.get(path).is(http.StatusOK) // opening it changes nothing
	}
	nina.get("/fiches/" + p.Slug + "/modifier").is(http.StatusForbidden)
	nina.get(path).submit(`form[action="/invitations"]`, nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	nina.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK)
	nina.get("/fiches/" + p.Slug + "/supprimer").is(http.StatusOK) // the page is there; sending it is refused
	nina.get("/fiches/"+p.Slug+"/equipe").is(http.StatusOK).counts("#inviter, #attente, select", 0)
	h.letter("odile@exemple.invalid", "nina a rejoint l'équipe")
	h.join("omar", viewer.Member).get(path).is(http.StatusNotFound).has("h1", "ne sert plus")

	again := owner.get("/fiches/" + p.Slug + "/equipe").is(http.StatusOK)
	again.counts("#attente", 0)
	form := again.one(`.mates li:nth-child(2) form[action$="/role"]`)
	key := filled(form).Get(views.FieldMate)
	owner.post("/fiches/"+p.Slug+"/equipe/role", url.Values{views.FieldMate: {key}, claim.FieldRole: {"lecture"}, views.FieldToken: {owner.token()}}).is(http.StatusSeeOther)
	nina.get("/fiches/" + p.Slug + "/modifier").is(http.StatusForbidden)
	nina.post("/fiches/"+p.Slug+"/equipe/role", url.Values{views.FieldMate: {key}, claim.FieldRole: {"redaction"}, views.FieldToken: {nina.token()}}).is(http.StatusForbidden)
	owner.post("/fiches/"+p.Slug+"/equipe/retirer", url.Values{views.FieldMate: {key}, views.FieldToken: {owner.token()}}).is(http.StatusSeeOther)
	nina.get("/fiches/" + p.Slug + "/equipe").is(http.StatusForbidden)
	if strings.Contains(string(again.body), nina.account.ID) || strings.Contains(string(again.body), owner.account.ID) {
		t.Error("the page tells the ids of accounts")
	}
}

func TestWithdrawnInvitation(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, nina := h.join("odile", viewer.Member), h.join("nina", viewer.Member)
	p := h.page(owner, nil)
	ask := func() string {
		owner.get("/fiches/"+p.Slug+"/equipe").submit(teamForm(p.Slug, "inviter"), url.Values{claim.FieldEmail: {"nina@ailleurs.invalid"}}).is(http.StatusSeeOther)
		return invitation(t, h.letter("nina@ailleurs.invalid", "vous invite"))
	}
	path := ask()
	owner.get("/fiches/"+p.Slug+"/equipe").submit(teamForm(p.Slug, "inviter"), url.Values{claim.FieldEmail: {"nina@ailleurs.invalid"}}).is(http.StatusUnprocessableEntity).has("#champ-email-erreur", "attend déjà")
	owner.get("/fiches/"+p.Slug+"/equipe").submit(teamForm(p.Slug, "annuler"), nil).is(http.StatusSeeOther)
	nina.get(path).is(http.StatusNotFound)
	nina.post("/invitations", url.Values{views.FieldInvitation: {strings.TrimPrefix(path, "/invitations/")}, views.FieldToken: {nina.token()}}).is(http.StatusNotFound)
	nina.get("/fiches/" + p.Slug + "/equipe").is(http.StatusForbidden)
}

// Who does not want to come says so without an account, once; who invited hears of it.
func TestDeclinedInvitation(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, nil)
	owner.get("/fiches/"+p.Slug+"/equipe").submit(teamForm(p.Slug, "inviter"), url.Values{claim.FieldEmail: {"nina@ailleurs.invalid"}}).is(http.StatusSeeOther)
	path := invitation(t, h.letter("nina@ailleurs.invalid", "vous invite"))
	nina := h.visit()
	no := `form[action="` + path + `/refus"]`
	asked := nina.get(path).is(http.StatusOK)
	asked.submit(no, nil).is(http.StatusSeeOther).follow().is(http.StatusOK).has(".notice", "vous ne rejoignez pas l'équipe")
	asked.submit(no, nil).is(http.StatusNotFound).has("h1", "ne sert plus")
	nina.get(path).is(http.StatusNotFound)
	told := h.letter(owner.account.Email, "invitation refusée")
	if strings.Contains(told.Text, "nina@ailleurs.invalid") {
		t.Errorf("an address is told that was forgotten:\n%s", told.Text)
	}
	if left := owner.get("/fiches/" + p.Slug + "/equipe").is(http.StatusOK); strings.Contains(string(left.body), "/equipe/annuler") {
		t.Error("the invitation still waits")
	}
}

func TestLastOwnerAndHandOver(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, nina := h.join("odile", viewer.Member), h.join("nina", viewer.Member)
	p := h.page(owner, nil)
	leave := func(b *browser) *answer {
		return b.get("/fiches/"+p.Slug+"/equipe").submit(`main li:has(.tag.ok) form[action$="/retirer"]`, nil)
	}
	leave(owner).leads(http.StatusSeeOther, "/fiches/"+p.Slug+"/equipe")
	owner.get("/fiches/"+p.Slug+"/equipe").has(".notice", "Une page garde toujours un propriétaire")
	owner.get("/fiches/"+p.Slug+"/equipe").submit(`main li form[action$="/role"]`, url.Values{claim.FieldRole: {"redaction"}}).is(http.StatusSeeOther)
	owner.get("/fiches/"+p.Slug+"/equipe").has(".notice", "garde toujours un propriétaire")
	owner.get("/fiches/"+p.Slug+"/equipe/ceder").is(http.StatusOK).has("main", "Invitez d'abord")

	_, err := h.Profiles.Join(t.Context(), p.ID, profile.Entry{ID: "essai", Mate: profile.Mate{Account: nina.account.ID, Role: profile.Editor}})
	if err != nil {
		t.Fatal(err)
	}
	nina.get("/fiches/" + p.Slug + "/equipe/ceder").is(http.StatusForbidden)
	h.hands.pass(16 * time.Minute) // it is sensitive: who they are must be shown anew
	owner.get("/fiches/"+p.Slug+"/equipe/ceder").leads(http.StatusSeeOther, "/compte/confirmer?suite="+url.QueryEscape("/fiches/"+p.Slug+"/equipe/ceder"))
	owner.signIn()
	owner.get("/fiches/"+p.Slug+"/equipe/ceder").submit("main form", nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug+"/equipe")
	h.letter("nina@exemple.invalid", "vous est proposée")
	nina.get("/fiches/" + p.Slug + "/supprimer").is(http.StatusOK)
	nina.get("/fiches/"+p.Slug+"/equipe").submit(teamForm(p.Slug, "accepter"), nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug+"/equipe")
	leave(owner).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	owner.get("/fiches/" + p.Slug + "/equipe").is(http.StatusForbidden)
	nina.get("/fiches/"+p.Slug+"/equipe").is(http.StatusOK).has("#inviter", "Inviter quelqu'un")
}

// Everybody says by themselves how they appear on a page.
func TestOwnTitle(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, nil)
	form := owner.get("/fiches/" + p.Slug + "/equipe").is(http.StatusOK)
	form.submit(teamForm(p.Slug, "moi"), url.Values{string(profile.FieldTitle): {strings.Repeat("long", 30)}}).is(http.StatusUnprocessableEntity).has("#champ-fonction-erreur", "60")
	form.submit(teamForm(p.Slug, "moi"), url.Values{string(profile.FieldTitle): {"présidente"}}).is(http.StatusSeeOther)
	owner.get("/fiches/"+p.Slug+"/equipe").has(".mates .by", "présidente", "propriétaire")
}

// The street of a person stays with whom they say, on every page and for programs.
func TestStreetStaysAtHome(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("camille", viewer.Member)
	p := h.page(b, func(d *profile.Draft) {
		d.Kind, d.Name, d.Street, d.Place, d.Door = profile.Person, "Camille Exemple", "7 rue Zwqk", "47.9100,1.9200", profile.ForTeam
	})
	h.settle()
	for _, path := range []string{"/fiches/" + p.Slug, "/api/v1/profiles/" + p.Slug, "/api/v1/profiles?q=camille", "/annuaire?q=camille", "/annuaire?q=camille&vue=carte", "/communes/orleans"} {
		for _, who := range []*browser{h.visit(), h.join("m"+strings.Trim(path, "/?=&")[:3]+path[len(path)-3:], viewer.Member)} {
			if a := who.get(path).is(http.StatusOK); contains(a.body, "Zwqk") || contains(a.body, "47.91") || contains(a.body, "1.92,") {
				t.Errorf("%s tells where somebody lives", path)
			}
		}
	}
	b.get("/fiches/"+p.Slug).has("address", "7 rue Zwqk")
	form := b.get("/fiches/" + p.Slug + "/modifier")
	if form.value("#champ-adresse_pour option[selected]") != string(profile.ForTeam) {
		t.Error("the form forgets who may see the street")
	}
}
