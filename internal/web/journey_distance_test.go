package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/distance"
	"partant/internal/event"
	"partant/internal/message"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// pair are two members with pages of their own, each of whom published something.
type pair struct {
	h                *house
	odile, fanny     *browser
	odilesP, fannysP profile.Profile
	odiles, fannys   post.Post
}

func meet(t *testing.T) pair {
	t.Helper()
	h := open(t)
	p := pair{h: h, odile: h.join("odile", viewer.Member), fanny: h.join("fanny", viewer.Member)}
	p.odilesP, p.fannysP = h.embody(p.odile, "Odile Orme"), h.embody(p.fanny, "Fanny Fidèle")
	h.verified(p.odilesP, p.odile)
	h.verified(p.fannysP, p.fanny)
	p.odiles, p.fannys = p.says(p.odile, p.odilesP, "La scie d'Odile"), p.says(p.fanny, p.fannysP, "Le rabot de Fanny")
	return p
}

func (p pair) says(b *browser, as profile.Profile, title string) post.Post {
	p.h.t.Helper()
	said, err := p.h.Posts.Publish(p.h.t.Context(), b.account.Viewer(), post.Draft{Voice: as.ID, Title: title, Body: "Un texte de " + as.Name + "."})
	if err != nil {
		p.h.t.Fatal(err)
	}
	return said
}

func (p pair) answers(b *browser, as profile.Profile, to post.Post, body string) error {
	_, err := p.h.Answers.Answer(p.h.t.Context(), b.account.Viewer(), comment.Draft{Voice: as.ID, Target: comment.Target{Kind: comment.Post, ID: to.ID}, Body: body})
	return err
}

// opens opens a discussion.
func (p pair) opens(b *browser, as profile.Profile, title string) discussion.Discussion {
	p.h.t.Helper()
	d, err := p.h.Talk.Open(p.h.t.Context(), b.account.Viewer(), discussion.Draft{Voice: as.ID, Kind: discussion.Question, Title: title, Theme: "autre", Body: "Qui en a un ?"})
	if err != nil {
		p.h.t.Fatal(err)
	}
	return d
}

// lacks fails when what a selector finds has any of the texts.
func (a *answer) lacks(selector string, texts ...string) {
	a.t.Helper()
	for _, n := range a.all(selector) {
		for _, text := range texts {
			if strings.Contains(words(n), text) {
				a.t.Errorf("%s has %q", a.asked, text)
			}
		}
	}
}

// chooses presses a button of /fiches/…/distance.
func (p pair) chooses(b *browser, of profile.Profile, kind string) {
	p.h.t.Helper()
	b.post("/fiches/"+of.Slug+"/distance", url.Values{views.FieldToken: {b.token()}, distance.FieldKind: {kind}}).is(http.StatusSeeOther)
}

// Who is silenced is heard no more by one member, and learns nothing of it.
func TestSilenceAPage(t *testing.T) {
	t.Parallel()
	p := meet(t)
	odile, fanny, path := p.odile, p.fanny, "/fiches/"+p.fannysP.Slug
	if err := p.answers(p.fanny, p.fannysP, p.odiles, "Fanny répond à Odile."); err != nil {
		t.Fatal(err)
	}
	p.h.unread(odile, 1)
	odile.get("/fil?vue=tout").has("main", "Le rabot de Fanny")
	odile.get(path).is(http.StatusOK).has(`main a[href="`+path+`/distance"]`, "Masquer ou bloquer")
	odile.get(path+"/distance").is(http.StatusOK).has("main", "Prendre ses distances", "Nous n'avertissons pas", "reste public")
	p.chooses(odile, p.fannysP, string(distance.Silence))
	p.h.unread(odile, 0) // the worker took it away
	odile.get("/fil?vue=tout").is(http.StatusOK).lacks("main", "Le rabot de Fanny")
	odile.get("/").is(http.StatusOK).lacks("main", "Le rabot de Fanny")
	odile.get("/notifications").is(http.StatusOK).lacks("main", "Fanny")
	odile.get("/publications/"+p.odiles.Slug).is(http.StatusOK).has("main", "Réponse masquée")
	odile.get("/publications/"+p.odiles.Slug).lacks("main", "Fanny répond")
	odile.get(path).is(http.StatusOK) // the page itself is there for who looks for it
	odile.get("/compte/distances").is(http.StatusOK).has(".people", "Fanny Fidèle", "masquée depuis", "Ne plus masquer")

	fanny.get("/fiches/" + p.odilesP.Slug).is(http.StatusOK)
	fanny.get("/fil?vue=tout").has("main", "La scie d'Odile")
	fanny.get("/publications/"+p.odiles.Slug).has("main", "Fanny répond")
	p.h.visit().get("/fil").has("main", "Le rabot de Fanny", "La scie d'Odile")
	if err := p.answers(p.fanny, p.fannysP, p.odiles, "Fanny insiste."); err != nil {
		t.Error("who is silenced may answer:", err)
	}

	odile.get("/compte/distances").submit(".people form", nil).is(http.StatusSeeOther).follow().has("main", "Vous ne masquez et ne bloquez personne")
	odile.get("/fil?vue=tout").has("main", "Le rabot de Fanny")
}

// Who is blocked comes to no event of who blocked them, by no door; a place that they had they may give back.
func TestBlockedComesNot(t *testing.T) {
	t.Parallel()
	p := meet(t)
	d := event.Draft{Voice: p.odilesP.ID, Title: "Chez Odile", Purpose: "Se voir.", Day: "2027-01-12", Hour: "18:30", EndHour: "20:00", Commune: "45234", Place: "L'atelier", Price: "gratuit", Payer: "Odile", Places: "5", For: event.Everybody}
	e, err := p.h.Events.Announce(t.Context(), p.odile.account.Viewer(), d)
	if err != nil {
		t.Fatal(err)
	}
	path := "/evenements/" + e.Slug
	says := func(what event.Says) *answer {
		return p.fanny.post(path+"/reponse", url.Values{views.FieldToken: {p.fanny.token()}, event.FieldSays: {string(what)}})
	}
	says(event.Partant).is(http.StatusSeeOther)
	p.chooses(p.odile, p.fannysP, string(distance.Block))
	p.fanny.get(path).is(http.StatusForbidden)
	says(event.Maybe).is(http.StatusForbidden)
	says("").is(http.StatusForbidden).hides("Se voir.")
	says(event.No).is(http.StatusSeeOther)
	says(event.Partant).is(http.StatusForbidden)
	if left, err := p.h.Events.Of(t.Context(), p.fanny.account.Viewer(), &e); err == nil && left.Says != event.No {
		t.Errorf("they come: %+v", left)
	}
}

// Who is blocked and who blocks do not meet any more: not in the feed, in lists, below publications, by letter or by follow.
func TestBlockAPage(t *testing.T) {
	t.Parallel()
	p := meet(t)
	ctx := t.Context()
	odile, fanny := p.odile, p.fanny
	for _, both := range []struct {
		b  *browser
		of profile.Profile
	}{{odile, p.fannysP}, {fanny, p.odilesP}} {
		both.b.get("/fiches/"+both.of.Slug).submit("form.follow", nil).is(http.StatusSeeOther)
		p.h.counted(pageTarget(both.of), 1)
	}
	d := p.opens(fanny, p.fannysP, "Qui a un rabot ?")
	p.chooses(odile, p.fannysP, string(distance.Block))
	p.h.counted(pageTarget(p.fannysP), 0)
	p.h.counted(pageTarget(p.odilesP), 0)

	for _, side := range []struct {
		b           *browser
		other, mine profile.Profile
		theirs      post.Post
		say         string
	}{{odile, p.fannysP, p.odilesP, p.fannys, "Vous avez bloqué cette page"}, {fanny, p.odilesP, p.fannysP, p.odiles, "a bloqué l'autre"}} {
		b, fiche := side.b, "/fiches/"+side.other.Slug
		for _, closed := range []string{fiche, fiche + "/publications", fiche + "/abonnes", fiche + "/questions", fiche + "/suivre", fiche + "/ecrire", "/publications/" + side.theirs.Slug} {
			b.get(closed).is(http.StatusForbidden).has("main", side.say)
		}
		for _, list := range []string{"/fil?vue=tout", "/fil", "/", "/annuaire", "/communes/orleans", "/discussions", "/recherche?q=rabot", "/annuaire?q=" + url.QueryEscape(side.other.Name)} {
			b.get(list).is(http.StatusOK).lacks("main", side.other.Name, side.theirs.Title)
		}
		if err := p.h.Follows.Follow(ctx, b.account.Viewer(), pageTarget(side.other), ""); err == nil {
			t.Errorf("%s follows %s", side.mine.Name, side.other.Name)
		}
		if err := p.answers(b, side.mine, side.theirs, "Je réponds tout de même."); err == nil || !strings.Contains(err.Error(), "répondre ici") {
			t.Errorf("%s answers: %v", side.mine.Name, err)
		}
		apart, err := p.h.Distances.Apart(ctx, odile.account.ID, fanny.account.ID)
		if !apart || err != nil {
			t.Error(apart, err)
		}
	}
	odile.get("/discussions/" + d.Slug).is(http.StatusForbidden)
	said, err := p.h.Answers.Answer(ctx, fanny.account.Viewer(), comment.Draft{Voice: p.fannysP.ID, Target: comment.Target{Kind: comment.Discussion, ID: d.ID}, Body: "Un mot de Fanny."})
	if err != nil {
		t.Fatal(err)
	}
	odile.get("/reponses/"+said.ID+"/repondre?citer=oui").is(http.StatusForbidden).lacks("main", "Un mot de Fanny")
	third := p.h.join("tiers", viewer.Member)
	thirds := p.says(third, p.h.embody(third, "Thierry Tiers"), "Le banc de Thierry")
	for as, b := range map[string]*browser{p.odilesP.ID: odile, p.fannysP.ID: fanny} {
		if _, err := p.h.Answers.Answer(ctx, b.account.Viewer(), comment.Draft{Voice: as, Target: comment.Target{Kind: comment.Post, ID: thirds.ID}, Body: "Ce que j'en dis."}); err != nil {
			t.Fatal(err)
		}
	}
	masked := func(b *browser) (id string, links int) {
		at := b.get("/publications/" + thirds.Slug).is(http.StatusOK)
		for _, li := range at.all(".answers li") {
			if strings.Contains(words(li), "Réponse masquée.") {
				return strings.TrimPrefix(attribute(li, "id"), "reponse-"), len(at.all(`.answers a[href="/compte/distances"]`))
			}
		}
		t.Error("nothing is masked")
		return "", 0
	}
	fannys, links := masked(odile)
	if links != 1 {
		t.Error("who blocked does not find the way back")
	}
	odile.get("/reponses/" + fannys).is(http.StatusSeeOther)
	odiles, links := masked(fanny)
	if links != 0 {
		t.Error("who is blocked is led to a list that does not say so")
	}
	for _, path := range []string{"/reponses/" + odiles, "/reponses/" + odiles + "/repondre", "/signaler/reponse/" + odiles} {
		fanny.get(path).is(http.StatusNotFound)
	}
	v := p.h.visit() // what is public stays public
	v.get("/reponses/" + odiles).is(http.StatusSeeOther)
	v.get("/fiches/" + p.fannysP.Slug).is(http.StatusOK)
	v.get("/discussions/" + d.Slug).is(http.StatusOK)
	fanny.get("/fiches/" + p.odilesP.Slug + "/distance").is(http.StatusForbidden)

	list := odile.get("/compte/distances")
	list.has(".people", "Fanny Fidèle", "bloquée depuis")
	list.submit(".people form", nil).is(http.StatusSeeOther)
	fanny.get("/fiches/"+p.odilesP.Slug).is(http.StatusOK).has("form.follow", "Suivre")
	p.h.counted(pageTarget(p.odilesP), 0) // it does not come back of itself
}

// A letter between members is held by the same block, whichever way it came about.
func TestBlockAndLetters(t *testing.T) {
	t.Parallel()
	p := meet(t)
	ctx := t.Context()
	from := message.Party{Account: p.fanny.account.ID, Name: "Fanny"}
	write := func(text string) message.Message {
		m, err := p.h.Messages.Write(ctx, from, p.odilesP.Slug, message.Draft{Subject: "Un devis", Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	if m := write("La première lettre, qui arrive."); m.State != message.Sent {
		t.Fatal(m.State)
	}
	p.chooses(p.odile, p.fannysP, string(distance.Block))
	if m := write("La deuxième, qui n'arrive plus."); m.State != message.Blocked {
		t.Error(m.State)
	}
	p.chooses(p.odile, p.fannysP, distance.End)
	m := write("La troisième, qui arrive de nouveau.")
	if m.State != message.Sent {
		t.Fatal(m.State)
	}
	if err := p.h.Messages.Block(ctx, m.ID, m.To[0].Sealed); err != nil {
		t.Fatal(err)
	}
	p.odile.get("/compte/distances").has(".people", "Fanny Fidèle", "bloquée depuis")
	if m := write("La quatrième, qui n'arrive pas."); m.State != message.Blocked {
		t.Error(m.State)
	}
	if err := p.h.Messages.Unblock(ctx, m.ID, m.To[0].Sealed); err != nil {
		t.Fatal(err)
	}
	p.odile.get("/compte/distances").counts(".people li", 0)
}

// A block names nobody to anybody else, and one cannot block oneself or what is not there.
func TestDistanceRefused(t *testing.T) {
	t.Parallel()
	p := meet(t)
	form := url.Values{views.FieldToken: {p.odile.token()}, distance.FieldKind: {string(distance.Block)}}
	p.odile.post("/fiches/"+p.odilesP.Slug+"/distance", form).is(http.StatusUnprocessableEntity).has("main", "C'est votre page")
	p.odile.post("/fiches/rien/distance", form).is(http.StatusNotFound)
	form.Set(distance.FieldKind, "loin")
	p.odile.post("/fiches/"+p.fannysP.Slug+"/distance", form).is(http.StatusUnprocessableEntity).has("main", "Choisissez")
	p.h.visit().get("/fiches/"+p.fannysP.Slug).is(http.StatusOK).counts(`main a[href$="/distance"]`, 0)
}

// Pages are suggested with their reason; what is followed or refused does not come back.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	p := meet(t)
	nina := p.h.join("nina", viewer.Member)
	ninas := p.h.embody(nina, "Nina Voisine")
	club := p.h.page(p.h.join("cleo", viewer.Member), func(d *profile.Draft) { d.Kind, d.Name, d.Commune = profile.Club, "Le Club de Gien", "45155" })
	for _, follows := range []struct {
		b  *browser
		of profile.Profile
	}{{p.odile, club}, {p.fanny, club}, {nina, p.odilesP}, {nina, p.fannysP}} {
		if err := p.h.Follows.Follow(t.Context(), follows.b.account.Viewer(), pageTarget(follows.of), ""); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"/fil", "/compte/abonnements"} {
		nina.get(path).is(http.StatusOK).has(`section[aria-labelledby="a-suivre"]`, "Le Club de Gien", "Suivi par 2 personnes que vous suivez", "Comment ces pages sont choisies")
	}
	nina.get("/fil?vue=tout").counts("#a-suivre", 0)
	p.h.visit().get("/fil").counts("#a-suivre", 0)
	nina.get("/fil").submit(`form[action="/fiches/`+club.Slug+`/distance"]`, nil).leads(http.StatusSeeOther, "/fil")
	nina.get("/fil").lacks("main", "Le Club de Gien")
	nina.get("/compte/distances").has(".people", "Le Club de Gien", "n'est plus proposée")
	nina.get("/fiches/" + club.Slug).is(http.StatusOK) // it is there for who looks for it
	nina.get("/compte/distances").submit(".people form", nil).is(http.StatusSeeOther)
	nina.get("/compte/abonnements").submit(`form[action="/fiches/`+club.Slug+`/suivre"]`, nil).leads(http.StatusSeeOther, "/compte/abonnements")
	nina.get("/compte/abonnements").has("main", "Le Club de Gien")
	nina.get("/fil").lacks(`section[aria-labelledby="a-suivre"]`, "Le Club de Gien", ninas.Name)
}
