package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"

	"partant/internal/comment"
	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/internal/trap"
	"partant/internal/viewer"
	"partant/views"
)

// praise has a member recommend a page with a payload in every field that takes it, its owner reply, and looks at what both and others read. Not taken: it is too heavy to render.
func (c *cast) praise(owner *browser, slug, payload string) (taken bool) {
	c.h.t.Helper()
	fan := c.of["other"]
	path := "/fiches/" + slug
	c.h.hands.pass(13 * time.Hour) // ten recommendations a day
	form := url.Values{views.FieldToken: {fan.token()}, views.FieldAt: {payload}, viewer.FieldVoice: {payload}, recommendation.FieldTie: {payload}, recommendation.FieldMonth: {payload}, recommendation.FieldYear: {payload},
		recommendation.FieldRewarded: {payload}, recommendation.FieldReward: {payload}, recommendation.FieldBody: {payload}}
	fan.post(path+"/recommander", form).is(http.StatusUnprocessableEntity).harmless()
	form = with(form, recommendation.FieldBody, "Assez de mots pour être une recommandation, puis "+payload)
	for field, right := range experience() {
		if field != recommendation.FieldBody {
			form[field] = right
		}
	}
	form[recommendation.FieldRewarded], form[recommendation.FieldReward] = []string{recommendation.Yes}, []string{"x" + payload}
	form.Del(viewer.FieldVoice)
	fan.post(path+"/recommander", with(form, views.FieldPreview, payload)).harmless()
	said := fan.post(path+"/recommander", form)
	said.harmless()
	_, id, _ := strings.Cut(said.Header.Get("Location"), "#recommandation-")
	if id == "" {
		return false
	}
	at := "/recommandations/" + id
	reply := url.Values{views.FieldToken: {owner.token()}, views.FieldAt: {payload}, recommendation.FieldReply: {"x" + payload}}
	owner.post(at+"/reponse", with(reply, views.FieldPreview, "oui")).harmless()
	owner.post(at+"/reponse", reply).harmless()
	for _, page := range []string{path, path + "/recommandations", at + "/reponse"} {
		owner.get(page).harmless()
	}
	for _, page := range []string{path, path + "/recommandations", path + "/recommandations?apres=" + url.QueryEscape(payload), at + "/modifier", at + "/supprimer"} {
		fan.get(page).harmless()
	}
	c.of["visitor"].get(path + "/recommandations").is(http.StatusOK).harmless()
	return true
}

// complain reports a page and asks it something without account, with a payload in every field, and looks at what moderators read.
func (c *cast) complain(slug, payload string) {
	c.h.t.Helper()
	p, err := c.h.Profiles.BySlug(c.h.t.Context(), viewer.Viewer{}, slug)
	if err != nil {
		c.h.t.Fatal(err)
	}
	v := c.h.visit()
	key, asks := c.h.Trap.Key("signaler"), v.get("/fiches/"+slug+"/questions/sans-compte").is(http.StatusOK)
	asks.harmless()
	c.h.hands.pass(4 * time.Second)
	report := url.Values{moderation.FieldGround: {payload}, moderation.FieldWhy: {"x" + payload}, moderation.FieldEmail: {payload}, trap.FieldKey: {key}}
	v.post("/signaler/fiche/"+p.ID, report).is(http.StatusUnprocessableEntity).harmless()
	v.post("/signaler/fiche/"+p.ID, with(with(report, moderation.FieldGround, "autre"), moderation.FieldEmail, "")).is(http.StatusSeeOther)
	asks.submit("main form", url.Values{comment.FieldName: {"x" + payload}, comment.FieldEmail: {payload}, comment.FieldBody: {"x" + payload}}).harmless()
	asks.submit("main form", url.Values{comment.FieldName: {"x" + payload}, comment.FieldEmail: {"nina" + c.number() + "@exemple.invalid"}, comment.FieldBody: {"x" + payload}}).harmless()
	moderator := c.of["moderator"]
	moderator.get("/moderation").is(http.StatusOK).harmless()
	moderator.get("/moderation/dossiers/" + moderation.CaseOf(moderation.Page, p.ID)).is(http.StatusOK).harmless()
}

// feeds reads the feeds of all and of some pages to their end: they are XML, and what a reader draws of them is harmless.
func (c *cast) feeds(pages map[string]bool) {
	c.h.t.Helper()
	paths := []string{"/fil", "/discussions", "/communes/orleans", "/sujets/x"}
	for slug := range pages {
		if len(paths) < 12 {
			paths = append(paths, "/fiches/"+slug)
		}
	}
	for _, path := range paths {
		for _, kind := range []string{".rss", ".atom"} {
			a := c.h.visit().get(path + kind)
			if a.StatusCode != http.StatusOK {
				continue // a tag without pages
			}
			for _, one := range a.feed().Entries {
				doc, err := html.Parse(strings.NewReader("<!DOCTYPE html><body>" + one.HTML))
				if err != nil {
					c.h.t.Fatal(err)
				}
				for n := range doc.Descendants() {
					if why := live(n); n.Type == html.ElementNode && why != "" {
						c.h.t.Errorf("%s, %s: <%s> %s", a.asked, one.ID, n.Data, why)
					}
				}
			}
		}
	}
}

// hang gives a page a cover and a photo, and returns the id of the photo.
func hang(owner *browser, p profile.Profile) string {
	at := "/fiches/" + p.Slug + "/photos"
	owner.send(at, owner.with(views.DoCover, views.FieldCoverAlt, "La façade"), []attached{photoNamed(views.FieldCover, "a.png", painted(90, 30))}).is(http.StatusSeeOther)
	owner.send(at, owner.with(views.DoGallery), []attached{photoNamed(profile.FieldPhotos, "b.png", painted(50, 40))}).is(http.StatusSeeOther)
	return owner.h.pictures(p).Photos[0].ID
}

// depict says by a payload what the pictures of a page show, and looks at them; false when that was refused.
func depict(owner *browser, p profile.Profile, photo, payload string) bool {
	owner.h.t.Helper()
	at := "/fiches/" + p.Slug + "/photos"
	cover := owner.send(at, owner.with(views.DoCover, views.FieldCoverAlt, payload), nil)
	inside := owner.send(at, owner.with(views.DoGallery, profile.FieldAlt+photo, payload), nil)
	cover.harmless()
	inside.harmless()
	for _, b := range []*browser{owner, owner.h.visit()} {
		b.get("/fiches/" + p.Slug).is(http.StatusOK).harmless()
	}
	owner.get(at).is(http.StatusOK).harmless()
	return cover.StatusCode == http.StatusSeeOther && inside.StatusCode == http.StatusSeeOther
}
