package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// company is the form of a company rightly filled.
func company(name string) url.Values {
	return url.Values{"type": {"entreprise"}, "nom": {name}, "commune": {"Gien"}, "activite": {"plombier"}, "accroche": {"Dépannage et salles de bains"}, "telephone": {"02 61 91 00 12"}}
}

func TestPublish(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	h.visit().get("/fiches/nouvelle").leads(http.StatusSeeOther, "/connexion?suite=%2Ffiches%2Fnouvelle")
	form := b.get("/fiches/nouvelle").is(http.StatusOK)
	made := form.submit("main form", company("Plomberie du Val")).leads(http.StatusSeeOther, "/fiches/plomberie-du-val")
	mine := made.follow().is(http.StatusOK)
	mine.has(".notice", "Votre page est publiée.")
	mine.has("h1", "Plomberie du Val")
	mine.has(".facet-side", "Faire vérifier cette page")
	mine.counts(".owner", 1)
	seen := h.visit().get("/fiches/plomberie-du-val").is(http.StatusOK)
	seen.has("h1", "Plomberie du Val")
	seen.has(".by", "Gien")
	seen.counts(".owner", 0)
	seen.counts(`a[href="tel:+33261910012"]`, 1)
	h.settle()
	for _, path := range []string{"/annuaire?q=plombier+gien", "/annuaire?q=plonbier", "/communes/gien", "/", "/annuaire?pres=Gien&rayon=5"} {
		h.visit().get(path).is(http.StatusOK).counts(`main .card a[href="/fiches/plomberie-du-val"]`, 1)
	}
	b.get("/compte").has(".names", "Plomberie du Val")
}

// A double click makes one page, and its answer twice.
func TestPublishTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	form := b.get("/fiches/nouvelle")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if a := form.submit("main form", company("Plomberie du Val")); a.Header.Get("Location") != "/fiches/plomberie-du-val" {
				t.Errorf("%d to %q", a.StatusCode, a.Header.Get("Location"))
			}
		})
	}
	all.Wait()
	b.get("/compte").counts(".names .card", 1)
	other := h.join("omar", viewer.Member)
	typed := with(company("Autre page"), views.FieldKey, form.value("input[name="+views.FieldKey+"]"))
	other.get("/fiches/nouvelle").submit("main form", typed).is(http.StatusConflict) // somebody else's key makes no page and shows none
	b.get("/fiches/plomberie-du-val").has("h1", "Plomberie du Val")
}

// Each refused answer is said beside its field, and everything typed is still there.
func TestFormErrors(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	holder := h.page(owner, func(d *profile.Draft) { d.SIRET = "73282932000074" })
	b := h.join("claude", viewer.Member)
	typed := url.Values{"type": {"entreprise"}, "nom": {"Plomberie du Val"}, "commune": {"Gien"}, "activite": {"plombier"}, "accroche": {"Dépannage"}, "presentation": {"Deux\nlignes <b>"},
		"adresse": {"1 rue des Exemples"}, "code_postal": {"45500"}, "position": {"47.69,2.63"}, "telephone": {"02 61 91 00 12"}, "telephone_pour": {"membres"}, "email": {"val@exemple.invalid"}, "email_pour": {"equipe"},
		"site": {"www.exemple.fr"}, "liens": {"https://reseau.exemple.fr/val"}, "effectif": {"02"}, "annee": {"1998"}, "siret": {""}, "etiquettes": {"bio, dépannage"}, "propose": {"un atelier\nun stage"},
		"cherche": {"un apprenti"}, "fonction": {"gérante"}, "horaires_0": {"8h-12h"}, "horaires_6": {"fermé"}}
	for field, wrong := range map[string]string{
		"type": "licorne", "nom": "", "commune": "Paris", "activite": "dompteur de licornes", "accroche": strings.Repeat("a ", 200), "presentation": strings.Repeat("mot ", 3000), "code_postal": "4550",
		"position": "quelque part", "telephone": "12", "email": "val@", "site": "javascript:alert(1)", "liens": "pas une adresse", "effectif": "beaucoup", "annee": "3000", "siret": "73282932000075",
		"etiquettes": strings.Repeat("mot,", 3) + strings.Repeat("x", 80), "propose": strings.Repeat("y", 80), "cherche": strings.Repeat("z", 80), "horaires_0": "25h-26h",
	} {
		t.Run(field, func(t *testing.T) {
			a := b.get("/fiches/nouvelle").submit("main form", with(typed, field, wrong)).is(http.StatusUnprocessableEntity)
			name := field
			if strings.HasPrefix(field, "horaires") {
				name = "horaires"
			}
			if n := len(a.all(`[role=alert] a[href="#champ-` + name + `"]`)); n != 1 {
				t.Errorf("%d links to the field in the summary\n%s", n, a.main())
			}
			if field != "type" && len(a.all(`[id^="champ-`+name+`"].wrong, .wrong`)) == 0 {
				t.Error("nothing is said beside the field")
			}
			a.kept(with(typed, field, wrong), field)
		})
	}
	taken := b.get("/fiches/nouvelle").submit("main form", with(typed, "siret", "732 829 320 00074")).is(http.StatusUnprocessableEntity)
	taken.has("#champ-siret-erreur", "Une page porte déjà ce SIRET.")
	taken.has("section[aria-labelledby=jumelles] a", holder.Name)
	b.get("/compte").counts(".names .card", 0)
}

// kept asserts that a form shown again holds what was typed. A kind that does not exist cannot be shown.
func (a *answer) kept(typed url.Values, wrong string) {
	a.t.Helper()
	now := filled(a.one("main form[method=post]"))
	for name, values := range typed {
		lost := now.Get(name) != values[0]
		if lost && !(name == wrong && (name == "type" || name == "effectif")) {
			a.t.Errorf("%s held %.60q, now %.60q", name, values[0], now.Get(name))
		}
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("odile", viewer.Member)
	p := h.page(b, full)
	edit := b.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK)
	if got := edit.value("#champ-commune"); got != "Orléans" {
		t.Errorf("the commune is shown as %q", got)
	}
	edit.submit("main form", nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug) // nothing changed
	edit = b.get("/fiches/" + p.Slug + "/modifier")
	same := edit.is(http.StatusOK)
	for name, want := range map[string]string{"telephone": "+33261910012", "email": secretAddress, "annee": "1998", "horaires_0": "8h-12h 14h-18h", "propose": "un établi à partager"} {
		if got := same.value(`main form [name="` + name + `"]`); got != want {
			t.Errorf("%s came back as %q, was %q", name, got, want)
		}
	}
	done := edit.submit("main form", url.Values{"accroche": {"Des escaliers"}}).leads(http.StatusSeeOther, "/fiches/"+p.Slug).follow()
	done.has(".notice", "Vos changements sont enregistrés.")
	done.has(".lead", "Des escaliers")
	wrong := b.get("/fiches/"+p.Slug+"/modifier").submit("main form", url.Values{"telephone": {"12"}, "accroche": {"Gardé"}}).is(http.StatusUnprocessableEntity)
	wrong.counts("#champ-telephone-erreur", 1)
	if wrong.value("#champ-accroche") != "Gardé" {
		t.Error("what was typed is lost")
	}
	wrong.submit("main form", url.Values{"telephone": {"02 61 91 00 13"}}).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
}

// Two people edit at once: the second is told, keeps what they typed, and may insist.
func TestConflict(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	p := c.fresh()
	path := "/fiches/" + p.Slug + "/modifier"
	first, second := c.of["owner"].get(path), c.of["moderator"].get(path)
	first.submit("main form", url.Values{"accroche": {"La première"}}).is(http.StatusSeeOther)
	told := second.submit("main form", url.Values{"accroche": {"La seconde"}}).is(http.StatusConflict)
	told.counts(".notice[role=alert]", 1)
	if told.value("#champ-accroche") != "La seconde" {
		t.Error("what was typed is lost")
	}
	c.of["visitor"].get("/fiches/"+p.Slug).has(".lead", "La première")
	told.submit("main form", nil).leads(http.StatusSeeOther, "/fiches/"+p.Slug)
	c.of["visitor"].get("/fiches/"+p.Slug).has(".lead", "La seconde")
}

func TestRename(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("odile", viewer.Member)
	p := h.page(b, nil)
	was := "/fiches/" + p.Slug
	rename := func(from, to, want string) {
		t.Helper()
		b.get(from+"/modifier").submit("main form", url.Values{"nom": {to}}).leads(http.StatusSeeOther, want)
	}
	rename(was, "Atelier de la Loire", "/fiches/atelier-de-la-loire")
	moved := h.visit().get(was).leads(http.StatusMovedPermanently, "/fiches/atelier-de-la-loire")
	if kept := moved.Header.Get("Cache-Control"); kept != "no-store" {
		t.Errorf("a browser may keep the redirect (%q), and run in circles when the name comes back", kept)
	}
	h.visit().get("/api/v1/profiles/"+p.Slug).leads(http.StatusMovedPermanently, "/api/v1/profiles/atelier-de-la-loire")
	b.get(was + "/modifier").is(http.StatusOK) // an old bookmark edits too
	h.visit().post(was+"/email", nil).is(http.StatusOK)
	rename("/fiches/atelier-de-la-loire", "Atelier du Héron", was)
	h.visit().get(was).is(http.StatusOK)
	h.visit().get("/fiches/atelier-de-la-loire").leads(http.StatusMovedPermanently, was)
	other := h.page(b, func(d *profile.Draft) { d.Name = "Atelier de la Loire" }) // a slug once given is given for ever
	if other.Slug == "atelier-de-la-loire" {
		t.Error("an old slug was given to another page")
	}
}

func TestErase(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	b, p := c.of["owner"], c.fresh()
	path := "/fiches/" + p.Slug
	h.settle()
	c.of["visitor"].get("/annuaire?q="+url.QueryEscape(p.Name)).counts(`.card a[href="`+path+`"]`, 1)
	sure := b.get(path + "/supprimer").is(http.StatusOK)
	sure.has("h1", "Supprimer")
	c.of["visitor"].get(path).is(http.StatusOK) // asking changes nothing
	sure.submit("main form[method=post]", nil).leads(http.StatusSeeOther, "/compte").follow().has(".notice", p.Name)
	h.settle()
	gone := c.of["visitor"].get(path).is(http.StatusGone)
	gone.has("h1", "Cette page n'existe plus")
	if contains(gone.body, p.Name) {
		t.Error("the name of an erased page is shown")
	}
	for role, b := range c.of {
		for _, path := range []string{path, path + "/modifier", path + "/supprimer", "/api/v1/profiles/" + p.Slug} {
			if a := b.get(path); a.StatusCode == http.StatusOK || a.StatusCode == http.StatusInternalServerError {
				t.Errorf("%s gets %d for %s", role, a.StatusCode, path)
			}
		}
	}
	for _, list := range []string{"/annuaire?q=" + url.QueryEscape(p.Name), "/communes/orleans", "/", "/sitemap-orleans.xml", "/api/v1/profiles?q=" + url.QueryEscape(p.Name), "/sujets/bois"} {
		if a := c.of["visitor"].get(list); contains(a.body, p.Slug+`"`) || contains(a.body, p.Slug+`<`) {
			t.Errorf("%s still has the page", list)
		}
	}
	sure.submit("main form[method=post]", nil).is(http.StatusGone) // twice
}

// What is meant for members or for the team is shown to them alone, and the address of e-mail to nobody who did not
// press the button.
func TestContactsAreShownToTheirAudience(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := gather(h)
	pages := map[profile.Audience]profile.Profile{}
	for _, audience := range []profile.Audience{profile.ForAll, profile.ForMembers, profile.ForTeam} {
		pages[audience] = h.page(c.of["owner"], func(d *profile.Draft) {
			full(d)
			d.Name, d.Phone.For, d.Email.For = "Atelier "+string(audience), audience, audience
		})
	}
	h.settle()
	may := map[profile.Audience][]string{
		profile.ForAll: roles[:], profile.ForMembers: roles[1:], profile.ForTeam: {"owner", "moderator", "admin"},
	}
	for audience, p := range pages {
		for _, role := range roles {
			allowed := slices.Contains(may[audience], role)
			page := c.of[role].get("/fiches/" + p.Slug).is(http.StatusOK)
			if got := contains(page.body, "+33261910012"); got != allowed {
				t.Errorf("%s sees the telephone for %s: %v", role, audience, got)
			}
			if got := len(page.all("form#email")) == 1; got != allowed {
				t.Errorf("%s sees the button of the e-mail for %s: %v", role, audience, got)
			}
			form := url.Values{}
			if role != "visitor" {
				form.Set(views.FieldToken, c.of[role].token())
			}
			for _, way := range [][]change{nil, {smooth}} {
				told := c.of[role].post("/fiches/"+p.Slug+"/email", form, way...).is(http.StatusOK)
				if got := contains(told.body, "mailto:"+secretAddress); got != allowed {
					t.Errorf("%s is told the e-mail for %s: %v", role, audience, got)
				}
			}
		}
	}
}

// Nothing that is not a field of the form reaches a profile, whatever else is sent.
func TestFieldsThatAreNone(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	typed := company("Plomberie du Val")
	for _, extra := range []string{"id", "rev", "slug", "role", "owner", "team", "example", "source", "claimed", "verified", "created", "owes", "erased", "purge", "Team[0].Role", "oldSlugs", "owned", "sector"} {
		typed.Set(extra, "true")
	}
	b.get("/fiches/nouvelle?nom=Pris&example=true").submit("main form", typed).leads(http.StatusSeeOther, "/fiches/plomberie-du-val")
	p, err := h.Profiles.BySlug(t.Context(), viewer.Viewer{}, "plomberie-du-val")
	if err != nil || p.Example || p.Source != nil || p.Purge || p.Slug != "plomberie-du-val" || len(p.OldSlugs) > 0 || len(p.Owned) > 0 || p.Created.Year() != 2026 {
		t.Errorf("%+v, %v", p, err)
	}
	// The query of the address fills no form that is sent.
	b.post("/fiches/nouvelle?nom=Adresse&commune=Gien&type=entreprise&jeton="+b.token(), nil).is(http.StatusForbidden)
	b.post("/fiches/nouvelle?nom=Adresse&commune=Gien&type=entreprise", url.Values{views.FieldToken: {b.token()}}).is(http.StatusUnprocessableEntity)
}

// Which of several communes is meant is asked and never guessed; the postcode tells, and so does the whole name.
func TestWhichCommune(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("marion", viewer.Member)
	for typed, want := range map[string]string{"Saint Jean": "Saint-Jean-de-Braye", "sully": "Sully-sur-Loire", "45300": "Pithiviers"} {
		asked := b.get("/fiches/nouvelle").submit("main form", url.Values{"type": {"entreprise"}, "nom": {"Zinc"}, "commune": {typed}}).is(http.StatusUnprocessableEntity)
		asked.has(".wrong", "De quelle commune s'agit-il", want)
		if got := asked.value("#champ-commune"); got != typed {
			t.Errorf("%q became %q", typed, got)
		}
	}
	for i, entry := range []url.Values{{"commune": {"pithiviers"}}, {"commune": {"st jean de braye"}}, {"commune": {"Saint Jean"}, "code_postal": {"45800"}}, {"commune": {"Orlean"}}} {
		entry.Set("type", "entreprise")
		entry.Set("nom", "Cuivre "+strconv.Itoa(i))
		b.get("/fiches/nouvelle").submit("main form", entry).is(http.StatusSeeOther)
	}
	b.get("/fiches/nouvelle").submit("main form", url.Values{"type": {"entreprise"}, "nom": {"Zinc"}, "commune": {"Pithiviers"}, "code_postal": {"99999"}}).
		is(http.StatusUnprocessableEntity).has(".wrong", "Pithiviers", "45300")
}
