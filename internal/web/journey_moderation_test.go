package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/claim"
	"partant/internal/mailroom"
	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// A moderator finds everything from /moderation, with how much waits there.
func TestModerationIsTheIndex(t *testing.T) {
	t.Parallel()
	h := open(t)
	moderator, admin := h.join("modeste", viewer.Moderator), h.join("adele", viewer.Admin)
	index := func(b *browser, want map[string]string) {
		t.Helper()
		page := b.get("/moderation").is(http.StatusOK)
		page.counts("nav.acts a", len(want))
		for path, words := range want {
			page.has(`nav.acts a[href="`+path+`"]`, words)
			b.get(path).is(http.StatusOK)
		}
	}
	index(moderator, map[string]string{"/moderation/journal": "Journal", "/moderation#nouveaux": "Premiers textes : 0", "/moderation#signalements": "Signalements : 0", "/moderation/revendications": "Pages revendiquées : 0", "/moderation#sans-compte": "Réponses sans compte : 0",
		"/moderation#suspendus": "Comptes suspendus : 0", "/moderation/comptes": "Trouver un compte"})

	b, shut := h.join("camille", viewer.Member), h.join("marion", viewer.Member)
	for _, name := range []string{"Menuiserie du Héron", "Scierie de la Grue"} {
		p := h.registered(name)
		b.begin(p.Slug).submit(way(p.Slug, "moderateur"), url.Values{claim.FieldStatement: {"C'est ma maison."}}).is(http.StatusSeeOther)
	}
	if err := h.Accounts.Suspend(t.Context(), moderator.account.Viewer(), shut.account.ID, account.Grounds[0], "Parce que c'est ainsi."); err != nil {
		t.Fatal(err)
	}
	if err := h.Moderation.ReportThing(t.Context(), moderation.Letter, "l-1", moderation.Thing{Title: "Lettre"}, moderation.Notice{Ground: "arnaque", Why: "Une arnaque, encore."}); err != nil {
		t.Fatal(err)
	}
	index(admin, map[string]string{"/moderation/journal": "Journal", "/moderation#nouveaux": "Premiers textes : 0", "/moderation#signalements": "Signalements : 1", "/moderation/revendications": "Pages revendiquées : 2", "/moderation#sans-compte": "Réponses sans compte : 0",
		"/moderation#suspendus": "Comptes suspendus : 1", "/moderation/comptes": "Trouver un compte", "/moderation#perdues": "Lettres perdues : 0"})
	moderator.get("/moderation").counts("#signalements, #suspendus", 2)
	moderator.get("/moderation/revendications").has(`main a[href="/moderation"]`, "Revenir")
	b.get("/moderation").is(http.StatusForbidden)
}

// A suspension ends sessions, says why to who shows that it is them and to nobody else, and can be undone.
func TestSuspension(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("marion", viewer.Member)
	p := h.page(b, nil)
	moderator := h.joinWithPassword("modeste", viewer.Moderator)
	moderator.get("/moderation/comptes").submit("main form", url.Values{account.FieldEmail: {"rien@exemple.invalid"}}).is(http.StatusUnprocessableEntity)
	account1 := moderator.get("/moderation/comptes").submit("main form", url.Values{account.FieldEmail: {"MARION@exemple.invalid"}}).is(http.StatusSeeOther).follow()
	account1.is(http.StatusOK).has("h1", "marion")
	account1.counts(`a[href="/fiches/`+p.Slug+`"]`, 1)
	form := `form[action$="/suspendre"]`
	account1.submit(form, url.Values{account.FieldReason: {"court"}}).is(http.StatusUnprocessableEntity).counts("main .wrong", 2)
	account1.submit(form, url.Values{account.FieldGround: {account.Grounds[2]}, account.FieldReason: {"Trois cents <b>lettres</b> en une heure."}}).is(http.StatusSeeOther)

	b.get("/compte").is(http.StatusSeeOther) // signed out
	h.visit().get("/fiches/" + p.Slug).is(http.StatusOK)
	told := h.letter("marion@exemple.invalid", "Votre compte est suspendu")
	for _, want := range []string{account.Grounds[2], "Trois cents <b>lettres</b> en une heure.", "six mois", "non un programme"} {
		if !strings.Contains(told.Text, want) {
			t.Errorf("the letter does not say %q:\n%s", want, told.Text)
		}
	}
	shut := h.visit().withPassword("/connexion", "marion@exemple.invalid", password).is(http.StatusForbidden)
	shut.has("h1", "Votre compte est suspendu")
	shut.has("main", "Trois cents <b>lettres</b> en une heure.", account.Grounds[2], "Vous n'êtes pas d'accord")
	if len(shut.Cookies()) != 0 {
		t.Errorf("cookies %v", shut.Cookies())
	}
	stranger := h.visit()
	stranger.withPassword("/connexion", "marion@exemple.invalid", "une autre phrase").is(http.StatusUnprocessableEntity).counts("main h2", 0)
	stranger.knock("marion@exemple.invalid").leads(http.StatusSeeOther, "/connexion/entrer")
	stranger.get("/connexion/entrer").submit("main form", url.Values{account.FieldCode: {code(t, h.letter("marion@exemple.invalid", "Votre code"))}}).is(http.StatusForbidden).has("h1", "suspendu")

	list := moderator.get("/moderation")
	list.has("main", "marion", account.Grounds[2])
	again := moderator.get("/moderation/comptes/" + b.account.ID)
	again.has("main", "modeste")
	again.submit(`form[action$="/retablir"]`, nil).is(http.StatusSeeOther)
	h.letter("marion@exemple.invalid", "Votre compte est rétabli")
	in := h.visit()
	in.withPassword("/connexion", "marion@exemple.invalid", password).is(http.StatusSeeOther)
	in.get("/compte/journal").has("main", "Un modérateur a suspendu le compte.", "Motif : "+account.Grounds[2], "Le compte a été rétabli.")
}

// Nobody suspends themselves or an administrator, whatever is sent.
func TestSuspensionHasLimits(t *testing.T) {
	t.Parallel()
	h := open(t)
	admin, one, two := h.join("adele", viewer.Admin), h.join("modeste", viewer.Moderator), h.join("maud", viewer.Moderator)
	why := url.Values{account.FieldGround: {account.Grounds[0]}, account.FieldReason: {"Parce que c'est ainsi."}}
	for _, c := range []struct {
		by, of *browser
		want   int
	}{{one, admin, 403}, {one, one, 403}, {one, two, 403}, {admin, admin, 403}, {admin, two, 303}} {
		page := c.by.get("/moderation/comptes/" + c.of.account.ID).is(http.StatusOK)
		if c.want == http.StatusForbidden {
			page.counts(`form[action$="/suspendre"]`, 0)
		}
		form := with(why, views.FieldToken, c.by.token())
		c.by.post("/moderation/comptes/"+c.of.account.ID+"/suspendre", form).is(c.want)
	}
	h.hands.pass(40 * time.Minute) // who was here long ago shows who they are first
	one.post("/moderation/comptes/"+admin.account.ID+"/suspendre", with(why, views.FieldToken, one.token())).is(http.StatusSeeOther)
}

// Lost letters are for administrators.
func TestLostLettersAreListed(t *testing.T) {
	t.Parallel()
	h := open(t)
	lost := mailroom.LostLetter{ID: "l-1", To: "perdue@exemple.invalid", Subject: "Votre <b>code</b>", Reason: "550 no such box", At: noon}
	if err := h.Lost.Lose(t.Context(), lost); err != nil {
		t.Fatal(err)
	}
	h.join("adele", viewer.Admin).get("/moderation").has("main", "perdue@exemple.invalid", "Votre <b>code</b>", "550 no such box")
	if page := h.join("modeste", viewer.Moderator).get("/moderation"); contains(page.body, "perdue@") {
		t.Error("a moderator reads to whom letters went")
	}
}

func TestHistoryOfAPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, full)
	path := "/fiches/" + p.Slug + "/historique"
	owner.get(path).counts(".history > li", 1)
	moderator := h.join("modeste", viewer.Moderator)
	moderator.get("/fiches/"+p.Slug+"/modifier").submit("main form", url.Values{string(profile.FieldPitch): {"Autre chose"}, string(profile.FieldTags): {""}}).is(http.StatusSeeOther)
	owner.get("/fiches/"+p.Slug).has(".owner a[href='"+path+"']", "Historique")
	seen := owner.get(path).is(http.StatusOK)
	seen.counts(".history > li", 2)
	seen.has(".history > li:first-child", "Ce qui a changé", "la modération")
	seen.has(".history > li:first-child .edits li:nth-child(1)", "En une ligne, que faites-vous", "Menuiserie et escaliers", "Autre chose")
	seen.has(".history > li:first-child .edits li:nth-child(2)", "Mots-clés", "effacé", "bois, escalier")
	seen.has(".history > li:last-child", "La page est publiée", "Par vous")
	if contains(seen.body, "modeste") {
		t.Error("the team reads who moderates")
	}
	moderator.get(path).has(".history > li:last-child", "Par odile")
	seen.submit(".history form", nil).leads(http.StatusSeeOther, path)
	owner.get("/fiches/"+p.Slug).has(".lead", "Menuiserie et escaliers")
	owner.get(path).counts(".history > li", 3)
	h.join("marion", viewer.Member).get(path).is(http.StatusForbidden)
	h.visit().get(path).is(http.StatusSeeOther)
	for version, want := range map[string]int{"": 400, "x": 400, "7": 404, "-1": 404, "99999999999999999999": 400} {
		owner.post(path, url.Values{views.FieldAt: {version}, views.FieldToken: {owner.token()}}).is(want)
	}
}
