package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/follow"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/internal/viewer"
)

// outside reads what people write and whom they follow, with everything in it, and checks it against the contract.
func (r reader) outside(c *cast) {
	r.t.Helper()
	ctx, v, owner := r.t.Context(), c.of["visitor"], c.of["owner"]
	slug := c.edited(c.said(c.page))
	talk := c.argued()
	c.said(c.fresh())
	asked := c.declined()
	for _, role := range []string{"other", "member"} {
		if err := c.h.Follows.Follow(ctx, c.of[role].account.Viewer(), follow.Target{Kind: follow.Page, ID: c.page.ID}, ""); err != nil {
			r.t.Fatal(err)
		}
	}
	c.recommendedTwice()
	omar := c.h.page(c.of["other"], func(d *profile.Draft) { d.Kind, d.Name = profile.Person, "Omar" })
	if _, err := c.h.Accounts.Embody(ctx, c.of["other"].account.ID, omar.ID, omar.Slug); err != nil {
		r.t.Fatal(err)
	}
	for path, queries := range map[string][]string{
		"/api/v1/posts":                       {"", "?limit=1", "?tag=Bois", "?commune=orleans", "?profile=" + c.page.Slug},
		"/api/v1/posts/{slug}":                {},
		"/api/v1/discussions":                 {"", "?limit=1", "?theme=autre", "?commune=orleans"},
		"/api/v1/discussions/{slug}/comments": {"", "?limit=1"},
		"/api/v1/discussions/{slug}":          {""},
		"/api/v1/profiles/{slug}/followers":   {"", "?limit=1"},

		"/api/v1/profiles/{slug}/recommendations": {"", "?limit=1"},
	} {
		at := strings.Replace(path, "{slug}", talk, 1)
		if strings.Contains(path, "profiles") {
			at = strings.Replace(path, "{slug}", c.page.Slug, 1)
		}
		for _, query := range queries {
			r.answer(path, v.get(at+query).is(http.StatusOK))
		}
	}
	for _, query := range []string{"", "?limit=1"} {
		r.answer("/api/v1/profiles/{slug}/clubs", v.get("/api/v1/profiles/les-clubs-du-val-exemple/clubs"+query).is(http.StatusOK)) // of the demonstration
	}
	r.meetings(c)
	r.answer("/api/v1/posts/{slug}", owner.get("/api/v1/posts/"+slug).is(http.StatusOK))
	r.answer("/api/v1/discussions/{slug}", v.get("/api/v1/discussions/"+c.discussed(c.page).slug).is(http.StatusOK))
	r.answer("/api/v1/discussions/{slug}", v.get("/api/v1/discussions/"+asked).is(http.StatusOK))
	for _, missing := range []string{"/api/v1/posts/rien", "/api/v1/discussions/rien", "/api/v1/discussions/rien/comments", "/api/v1/profiles/rien/followers", "/api/v1/profiles/rien/clubs"} {
		r.answer(strings.Replace(missing, "rien", "{slug}", 1), v.get(missing).is(http.StatusNotFound))
	}
}

// edited changes a publication an hour later.
func (c *cast) edited(slug string) string {
	c.h.t.Helper()
	ctx, v := c.h.t.Context(), c.of["owner"].account.Viewer()
	p, err := c.h.Posts.BySlug(ctx, v, slug)
	if err == nil {
		c.h.hands.pass(time.Hour)
		_, err = c.h.Posts.Edit(ctx, v, p.ID, post.Filled(p))
	}
	if err != nil {
		c.h.t.Fatal(err)
	}
	return slug
}

// argued is the slug of a discussion with all that one can have: a proposal, changed, pinned and closed, with an answer that
// was changed, an answer to it and one that was taken back; and a question elsewhere has an accepted answer.
func (c *cast) argued() string {
	c.h.t.Helper()
	ctx, owner, judge := c.h.t.Context(), c.of["owner"].account.Viewer(), c.of["moderator"].account.Viewer()
	ok := func(err error) {
		c.h.t.Helper()
		if err != nil {
			c.h.t.Fatal(err)
		}
	}
	draft := discussion.Draft{Voice: c.page.ID, Kind: discussion.Proposal, Title: "Une salle " + c.number(), Body: "Au **premier**.", Theme: "autre", Commune: "45234",
		Purpose: "Se retrouver le mardi.", Payer: "Personne : la salle est prêtée."}
	d, err := c.h.Talk.Open(ctx, owner, draft)
	ok(err)
	answer := func(body, parent string) comment.Comment {
		a, err := c.h.Answers.Answer(ctx, owner, comment.Draft{Voice: c.page.ID, Target: comment.Target{Kind: comment.Discussion, ID: d.ID}, Body: body, Parent: parent})
		ok(err)
		return a
	}
	first := answer("Oui.", "")
	gone := answer("Non.", first.ID)
	_, err = c.h.Answers.Delete(ctx, owner, gone.ID)
	ok(err)
	c.h.hands.pass(time.Minute)
	_, err = c.h.Answers.Edit(ctx, owner, first.ID, "Oui !")
	ok(err)
	_, err = c.h.Talk.Edit(ctx, owner, d.Slug, draft)
	ok(err)
	_, err = c.h.Talk.Pin(ctx, judge, d.Slug, true)
	ok(err)
	_, err = c.h.Talk.Close(ctx, judge, d.Slug, true)
	ok(err)
	question := c.discussed(c.page)
	_, err = c.h.Talk.Accept(ctx, owner, question.slug, question.answer)
	ok(err)
	return d.Slug
}

// Programs read a list from end to end, each thing once, and are told what they ask wrongly.
func TestLists(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, _, company := h.speaker("dumont")
	for _, title := range []string{"Un", "Deux", "Trois", "Quatre", "Cinq"} {
		h.hands.pass(time.Minute)
		b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {title}, post.FieldBody: {"x"}}).is(http.StatusSeeOther)
	}
	b.say(url.Values{viewer.FieldVoice: {company.ID}, post.FieldTitle: {"Brouillon"}, post.FieldBody: {"x"}, "faire": {"brouillon"}}).is(http.StatusSeeOther)
	path := b.opened(nil)
	for range 5 {
		b.says(path, "Oui.")
	}
	for at, want := range map[string]int{"/api/v1/posts": 5, "/api/v1/posts?profile=" + company.Slug: 5, "/api/v1/posts?commune=gien": 0, "/api/v1" + path + "/comments": 5, "/api/v1/discussions": 1} {
		seen := map[string]bool{}
		mark, rounds := "?", 0
		if strings.Contains(at, "?") {
			mark = "&"
		}
		for next := ""; rounds == 0 || next != ""; rounds++ {
			l := b.get(at + mark + "limit=2&cursor=" + url.QueryEscape(next)).list()
			for _, one := range l.Items {
				if seen[one.ID] || one.Title == "Brouillon" {
					t.Errorf("%s has %s again, or too much", at, one.ID)
				}
				seen[one.ID] = true
			}
			next = l.Next
		}
		if len(seen) != want || rounds != max(1, (want+1)/2) {
			t.Errorf("%s has %d in %d rounds", at, len(seen), rounds)
		}
	}
	v := h.visit()
	for at, field := range map[string]string{"/api/v1/posts?limit=101": "limit", "/api/v1/posts?cursor=x": "cursor", "/api/v1/posts?page=2": "page", "/api/v1/posts?commune=paris": "commune", "/api/v1/posts?profile=rien": "profile",
		"/api/v1/posts?tag=x&commune=gien": "tag", "/api/v1/discussions?theme=x": "theme", "/api/v1" + path + "/comments?theme=x": "theme", "/api/v1/profiles/" + company.Slug + "/followers?limit=0": "limit"} {
		a := v.get(at).is(http.StatusUnprocessableEntity)
		var p struct{ Errors map[string]string }
		if err := json.Unmarshal(a.body, &p); err != nil || p.Errors[field] == "" {
			t.Errorf("%s: %s", at, a.body)
		}
	}
	v.get("/api/v1/posts/brouillon").is(http.StatusNotFound)
	b.get("/api/v1/posts/brouillon").is(http.StatusNotFound) // whoever asks
}

// Followers are told as their page tells them: who does not want to be named is counted.
func TestFollowersForPrograms(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, _, company := h.speaker("dumont")
	follower, own, _ := h.speaker("martin")
	target := follow.Target{Kind: follow.Page, ID: company.ID}
	if err := h.Follows.Follow(t.Context(), follower.account.Viewer(), target, ""); err != nil {
		t.Fatal(err)
	}
	if err := h.Follows.Count(t.Context()); err != nil {
		t.Fatal(err)
	}
	v, at := h.visit(), "/api/v1/profiles/"+company.Slug+"/followers"
	if l := v.get(at).list(); l.Total != 1 || len(l.Items) != 1 || l.Items[0].Slug != own.Slug {
		t.Errorf("%+v", l)
	}
	if err := h.Accounts.SetDiscreet(t.Context(), follower.account.ID, true); err != nil {
		t.Fatal(err)
	}
	if l := v.get(at).list(); l.Total != 1 || len(l.Items) != 0 {
		t.Errorf("somebody discreet is named: %+v", l)
	}
}

// recommendedTwice has two pages recommend the owner's, with all that can be said, a reply and changes.
func (c *cast) recommendedTwice() {
	c.h.t.Helper()
	ctx, other, owner := c.h.t.Context(), c.of["other"].account.Viewer(), c.of["owner"].account.Viewer()
	id := c.recommended(c.page)
	d := recommendation.Draft{Tie: recommendation.Partner, Month: "4", Year: "2026", Rewarded: recommendation.Yes, Reward: "une remise", Body: "Un escalier posé en deux jours, au prix qui était dit."}
	c.h.hands.pass(time.Minute)
	_, err := c.h.Recommendations.Edit(ctx, other, id, d)
	for _, words := range []string{"Merci.", "Merci beaucoup."} {
		var r recommendation.Recommendation
		if err == nil {
			r, err = c.h.Recommendations.Get(ctx, id)
		}
		if err == nil {
			_, err = c.h.Recommendations.Answer(ctx, owner, id, words, r.Reply.Version())
		}
	}
	d.Voice, d.Page, d.Body = c.h.page(c.of["other"], nil).ID, c.page.ID, "Une rampe refaite en une matinée, sans poussière."
	if err == nil {
		_, err = c.h.Recommendations.Publish(ctx, other, d)
	}
	if err != nil {
		c.h.t.Fatal(err)
	}
}

// declined is a question that one institution passed on, and another does not answer.
func (c *cast) declined() (slug string) {
	c.h.t.Helper()
	ctx, owner := c.h.t.Context(), c.of["owner"].account.Viewer()
	town, county := c.h.institution(c.of["owner"], "Mairie du Contrat"), c.h.institution(c.of["owner"], "Département du Contrat")
	d, err := c.h.Talk.Open(ctx, owner, discussion.Draft{Voice: c.page.ID, Kind: discussion.Question, Title: "Le chemin " + c.number(), Body: "Il est défoncé.", Theme: "autre", To: town.ID})
	if err == nil {
		_, err = c.h.Talk.PassOn(ctx, owner, d.Slug, county.ID)
	}
	if err == nil {
		_, err = c.h.Talk.Decline(ctx, owner, d.Slug, "Ce chemin est privé : nous n'y pouvons rien.")
	}
	if err != nil {
		c.h.t.Fatal(err)
	}
	return d.Slug
}
