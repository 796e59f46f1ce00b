package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/follow"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// await waits until something is so that workers do by themselves.
func (h *house) await(what string, so func() bool) {
	h.t.Helper()
	for end := time.Now().Add(30 * time.Second); !so(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatalf("not after half a minute: %s", what)
		}
	}
}

// counted waits until so many follow a target.
func (h *house) counted(target follow.Target, want int) {
	h.t.Helper()
	h.await(fmt.Sprintf("%d followers of %s", want, target), func() bool {
		n, err := h.Follows.Counted(h.t.Context(), target)
		return err == nil && n == want
	})
}

// unread waits until a member has so many notifications to read.
func (h *house) unread(b *browser, want int) {
	h.t.Helper()
	h.await(fmt.Sprintf("%d unread", want), func() bool {
		n, err := h.Notices.Unread(h.t.Context(), b.account.ID)
		return err == nil && n == want
	})
}

// embody gives a member their own page.
func (h *house) embody(b *browser, name string) profile.Profile {
	h.t.Helper()
	p := h.page(b, func(d *profile.Draft) { d.Kind, d.Name = profile.Person, name })
	a, err := h.Accounts.Embody(h.t.Context(), b.account.ID, p.ID, p.Slug)
	if err == nil {
		_, err = h.Accounts.Advance(h.t.Context(), b.account.ID, account.StepDone)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	b.account = a
	return p
}

func pageTarget(p profile.Profile) follow.Target {
	return follow.Target{Kind: follow.Page, ID: p.ID}
}

// A member follows a page, its owner is told, looks, and has read.
func TestFollowAPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, fan := h.join("odile", viewer.Member), h.join("fanny", viewer.Member)
	p := h.page(owner, nil)
	h.embody(fan, "Fanny Fidèle")
	path := "/fiches/" + p.Slug

	owner.get(path).is(http.StatusOK).counts("form.follow", 0) // nobody follows their own page
	a := fan.get(path).is(http.StatusOK)
	a.has("form.follow", "Suivre")
	a.submit("form.follow", nil).leads(http.StatusSeeOther, path).follow().is(http.StatusOK).has("form.follow", "Ne plus suivre")
	h.counted(pageTarget(p), 1)
	v := h.visit()
	v.get(path).is(http.StatusOK).has(".fiche > header .by", "1 abonné")
	v.get(path+"/abonnes").is(http.StatusOK).has(".people", "Fanny Fidèle")

	h.unread(owner, 1)
	owner.get("/").has(".bell", "1")
	told := owner.get("/notifications").is(http.StatusOK)
	told.has(".told li", "Fanny Fidèle", "suit votre page", p.Name, "non lu")
	if to := attribute(told.one(".told a"), "href"); to != path+"/abonnes" {
		t.Errorf("it leads to %s", to)
	}
	owner.get(path + "/abonnes")
	h.unread(owner, 1) // reading marks nothing
	told.submit(`form[action="/notifications/lues"]:not(.told *)`, nil).leads(http.StatusSeeOther, "/notifications").follow().counts(".told [data-unread]", 0)
	owner.get("/").counts(".bell .count", 0)

	fan.get(path).submit("form.follow", nil).is(http.StatusSeeOther)
	h.counted(pageTarget(p), 0)
	v.get(path).counts(`.fiche .by a[href$="/abonnes"]`, 0)
	v.get(path+"/abonnes").is(http.StatusOK).has("main", "Personne ne suit encore")
}

// With htmx the button alone comes back, and says the other thing.
func TestFollowSmoothly(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	for _, path := range []string{"/fiches/" + c.page.Slug, "/communes/orleans", "/sujets/bois"} {
		b := c.again("member")
		for _, want := range []string{"Ne plus suivre", "Suivre", "Ne plus suivre"} {
			a := b.get(path).submit("form.follow", nil, smooth).is(http.StatusOK)
			a.counts("header.bar", 0)
			a.has("form.follow", want)
			if want == "Suivre" && strings.Contains(a.main(), "plus") {
				t.Errorf("%s: %s", path, a.main())
			}
		}
	}
	owner := c.of["owner"]
	owner.post("/fiches/"+c.page.Slug+"/suivre", url.Values{views.FieldToken: {owner.token()}}, smooth).is(http.StatusOK).has("form.follow .wrong", "votre page")
}

// A visitor signs in and comes to the button, from wherever they pressed it.
func TestVisitorFollows(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	for _, path := range []string{"/fiches/" + c.page.Slug, "/communes/orleans", "/sujets/bois"} {
		v := c.h.visit()
		a := v.get(path).is(http.StatusOK)
		to := attribute(a.one(`main a[href="`+path+`/suivre"]`), "href")
		v.get(to).leads(http.StatusSeeOther, "/connexion?suite="+url.QueryEscape(to))
		in := v.post("/connexion", url.Values{account.FieldEmail: {"omar@exemple.invalid"}, account.FieldPassword: {password}, views.FieldNext: {to}})
		in.leads(http.StatusSeeOther, to).follow().is(http.StatusOK).submit("form.follow", nil).leads(http.StatusSeeOther, path).follow().has("form.follow", "Ne plus suivre")
	}
	for _, path := range []string{"/fiches/rien/suivre", "/communes/atlantis/suivre", "/sujets/licorne/suivre"} {
		c.of["member"].get(path).is(http.StatusNotFound)
	}
}

// Pages that are drawn once for all members show each of them what they follow themselves.
func TestFollowsDoNotLeak(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	for _, path := range []string{"/communes/orleans", "/sujets/bois", "/fiches/" + c.page.Slug} {
		fan, other, v := c.again("member"), c.again("other"), c.h.visit()
		for range 2 {
			fan.get(path).has("form.follow", "Suivre")
		}
		fan.get(path).submit("form.follow", nil).is(http.StatusSeeOther)
		for range 3 { // whoever draws it first, and whoever finds it drawn
			fan.get(path).has("form.follow", "Ne plus suivre")
			if said := words(other.get(path).one("form.follow")); strings.Contains(said, "Ne plus") {
				t.Errorf("%s: the other reads %q", path, said)
			}
			v.get(path).is(http.StatusOK).counts("form.follow", 0)
			if token := other.get(path).value("form.follow [name=jeton]"); token != other.token() {
				t.Errorf("%s: a token of somebody else", path)
			}
		}
		fan.get(path).submit("form.follow", nil).is(http.StatusSeeOther)
		fan.get(path).has("form.follow", "Suivre")
	}
}

// The number of followers shows at once on pages that are kept, once it is counted.
func TestFollowersOfACommune(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, v := h.join("marion", viewer.Member), h.visit()
	v.get("/communes/gien").is(http.StatusOK)
	b.get("/communes/gien").submit("form.follow", nil).is(http.StatusSeeOther)
	h.counted(follow.Target{Kind: follow.Commune, ID: "45155"}, 1)
	v.get("/communes/gien").has(".placehead", "1 abonné")
	b.get("/communes/gien").has(".placehead", "1 abonné")
}

// What a member follows is a list for their eyes, from which they let go, also of what is gone.
func TestSubscriptions(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	b := c.of["member"]
	b.get("/compte/abonnements").is(http.StatusOK).counts(".column > .people li", 0)
	gone := c.fresh()
	c.h.page(c.of["owner"], func(d *profile.Draft) { d.Name, d.Tags = "Scierie", "Forêt d'Orléans" })
	c.h.settle()
	for _, path := range []string{"/fiches/" + c.page.Slug, "/fiches/" + gone.Slug, "/communes/gien", "/sujets/" + url.PathEscape("Forêt d'Orléans")} {
		b.get(path).submit("form.follow", nil).is(http.StatusSeeOther)
	}
	if err := c.h.Profiles.Erase(t.Context(), c.of["owner"].account.Viewer(), gone.ID); err != nil {
		t.Fatal(err)
	}
	list := b.get("/compte/abonnements").is(http.StatusOK)
	list.has(".people", c.page.Name, "Gien", "Forêt d'Orléans", "Une page retirée depuis")
	for left := 3; left >= 0; left-- {
		form := list.all(".column > .people form")[0]
		a := b.post("/compte/abonnements", filled(form)).leads(http.StatusSeeOther, "/compte/abonnements")
		list = a.follow().is(http.StatusOK)
		list.counts(".column > .people li", left)
	}
	c.of["other"].get("/compte/abonnements").counts(".column > .people li", 0)
}

// Who prefers so is counted and not named, by lists and notifications alike.
func TestDiscreetFollower(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, fan := h.join("odile", viewer.Member), h.join("fanny", viewer.Member)
	p, second := h.page(owner, nil), h.page(owner, func(d *profile.Draft) { d.Name = "Autre atelier" })
	h.embody(fan, "Fanny Fidèle")
	fan.get("/fiches/"+p.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	h.counted(pageTarget(p), 1)
	h.unread(owner, 1)

	fan.get("/compte").submit(`form[action="/compte/abonnements/visible"]`, url.Values{account.FieldSeen: nil}).leads(http.StatusSeeOther, "/compte").follow().is(http.StatusOK)
	a := owner.get("/fiches/" + p.Slug + "/abonnes").is(http.StatusOK)
	a.has("h1", "1 abonné")
	if strings.Contains(a.main(), "Fanny") {
		t.Errorf("she is named: %s", a.main())
	}
	fan.get("/fiches/"+second.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
	h.unread(owner, 2)
	owner.get("/notifications").has(".told", "Quelqu'un suit votre page")
	fan.get("/compte").submit(`form[action="/compte/abonnements/visible"]`, url.Values{account.FieldSeen: {account.SeenYes}}).is(http.StatusSeeOther)
	owner.get("/fiches/"+p.Slug+"/abonnes").has(".people", "Fanny Fidèle")
}

// Several who follow a page on one day are one line; each day has its own.
func TestNotificationsAreGathered(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, nil)
	for i, name := range []string{"anne", "bruno", "carla", "denis", "elsa"} {
		if i == 4 {
			h.hands.pass(24 * time.Hour)
		}
		b := h.join(name, viewer.Member)
		h.embody(b, strings.ToUpper(name[:1])+name[1:]+" Exemplaire")
		b.get("/fiches/"+p.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
		h.unread(owner, i+1)
		h.hands.pass(time.Minute)
	}
	a := owner.get("/notifications").is(http.StatusOK)
	a.counts(".told", 2)
	a.counts(".told li", 2)
	said := words(a.all(".told li")[1])
	for _, want := range []string{"4 personnes suivent votre page", "Denis Exemplaire, Carla Exemplaire, Bruno Exemplaire, 1 autre", "non lu"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
	owner.post("/notifications/lues", filled(a.all(".told li form")[1])).is(http.StatusSeeOther) // the four, not the fifth
	h.unread(owner, 1)
	owner.get("/notifications").counts(".told [data-unread]", 1)
	stranger := h.join("sacha", viewer.Member)
	form := filled(a.all(".told li form")[0])
	form.Set(views.FieldToken, stranger.token())
	stranger.post("/notifications/lues", form).is(http.StatusSeeOther)
	h.unread(owner, 1)
}

// The last step of the welcome follows what was ticked.
func TestWelcomeFollows(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, b := h.join("odile", viewer.Member), h.join("nadia", viewer.Member)
	for _, name := range []string{"Atelier du Héron", "Maison Omar"} {
		h.page(owner, func(d *profile.Draft) { d.Name, d.Offers = name, "un établi" })
	}
	h.settle()
	if _, err := h.Accounts.Advance(t.Context(), b.account.ID, account.StepFollow); err != nil {
		t.Fatal(err)
	}
	a := b.get("/bienvenue").is(http.StatusOK)
	a.counts(`.picks input[type=checkbox]`, 2)
	form := url.Values{views.FieldFriends: {"atelier-du-heron", "rien-de-tel", "<script>"}}
	a.submit("main form[method=post]", form).leads(http.StatusSeeOther, "/annuaire")
	b.get("/fiches/atelier-du-heron").has("form.follow", "Ne plus suivre")
	b.get("/fiches/maison-omar").has("form.follow", "Suivre")
}
