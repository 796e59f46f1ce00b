package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"partant/internal/follow"
	"partant/internal/mail/mailtest"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/subscriber"
	"partant/internal/viewer"
	"partant/views"
)

const nadia = "nadia@exemple.invalid"

var (
	subscriptionIn = regexp.MustCompile(`https?://[^/\s]+(/abonnement/\S+)`)
	endIn          = regexp.MustCompile(`https?://[^/\s>]+(/lettres/fin/[^\s>]+)`)
)

// asksByLetter sends the form of …/suivre/courriel.
func (b *browser) asksByLetter(path, email, rhythm string) *answer {
	b.h.t.Helper()
	form := b.get(path + "/suivre/courriel").is(http.StatusOK)
	b.h.hands.pass(4 * time.Second) // nobody types faster
	return form.submit("main form", url.Values{subscriber.FieldEmail: {email}, subscriber.FieldRhythm: {rhythm}})
}

// subscriptionOf is the path of the link of a letter.
func subscriptionOf(t testing.TB, l mailtest.Received) string {
	t.Helper()
	found := subscriptionIn.FindStringSubmatch(l.Text)
	if found == nil {
		t.Fatalf("no link in\n%s", l.Text)
	}
	return found[1]
}

func (h *house) publishes(b *browser, as profile.Profile, title string) {
	h.t.Helper()
	if _, err := h.Posts.Publish(h.t.Context(), b.account.Viewer(), post.Draft{Voice: as.ID, Title: title, Body: "Du nouveau."}); err != nil {
		h.t.Fatal(err)
	}
}

// abonnements are the digests that went to an address without account.
func (h *house) abonnements(to string) (all []mailtest.Received) {
	h.t.Helper()
	for _, l := range h.letters(to) {
		if strings.Contains(l.Header.Get("List-Id"), "abonnements") {
			all = append(all, l)
		}
	}
	return all
}

// tomorrow lets the time pass until digests of the next morning have left.
func (h *house) tomorrow() {
	h.t.Helper()
	at := h.hands.now().Truncate(24 * time.Hour).Add(31 * time.Hour)
	h.hands.pass(at.Sub(h.hands.now()))
}

// Whatever a page offers to follow by letter can be: a discussion offers it to members alone.
func TestFollowByLetterIsOfferedWhereItIs(t *testing.T) {
	t.Parallel()
	h := open(t)
	b, own, _ := h.speaker("dumont")
	v := h.visit()
	for path, want := range map[string]int{"/fiches/" + own.Slug: 1, "/communes/gien": 1, b.opened(nil): 0} {
		offers := v.get(path).is(http.StatusOK).all(`a[href$="/courriel"]`)
		if len(offers) != want {
			t.Errorf("%s offers %d", path, len(offers))
		}
		for range offers {
			v.get(path + "/suivre/courriel").is(http.StatusOK)
		}
	}
}

// Somebody without account follows a page by letter: confirmed, told in the morning, out with one click that forgets the address.
func TestFollowByLetter(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, nil)
	h.verified(p, owner)
	path, v := "/fiches/"+p.Slug, h.visit()
	v.get(path).is(http.StatusOK).has(`a[href="`+path+`/suivre/courriel"]`, "Suivre par e-mail")
	v.asksByLetter(path, nadia, "jour").leads(http.StatusSeeOther, "/abonnement/attente").follow().is(http.StatusOK).has("main", "Encore un geste")
	asked := h.letter(nadia, "Confirmez votre abonnement")
	if strings.Contains(asked.Text, p.Name) {
		t.Error("the first letter has words of a stranger")
	}
	link := subscriptionOf(t, asked)
	h.publishes(owner, p, "Avant d'avoir dit oui")
	page := v.get(link).is(http.StatusOK)
	page.has("main", nadia, p.Name, "à confirmer")
	v.get(link).has("main", "à confirmer") // looking changes nothing
	page.submit(`form[action$="/confirmer"]`, nil).leads(http.StatusSeeOther, link).follow().lacks("main", "à confirmer")

	h.hands.pass(time.Minute)
	h.publishes(owner, p, "Le four chauffe")
	h.tomorrow()
	h.await("the digest", func() bool {
		_, err := h.Digests.Empty(t.Context())
		return err == nil && len(h.abonnements(nadia)) == 1
	})
	told := h.abonnements(nadia)[0]
	if !strings.Contains(told.Text, "Le four chauffe") || strings.Contains(told.Text, "Avant d'avoir") {
		t.Errorf("it tells\n%s", told.Text)
	}
	end := endIn.FindStringSubmatch(told.Header.Get("List-Unsubscribe"))[1]
	h.tomorrow()
	if _, err := h.Digests.Empty(t.Context()); err != nil || len(h.abonnements(nadia)) != 1 {
		t.Errorf("nothing is new, and %d letters left: %v", len(h.abonnements(nadia)), err)
	}

	v.get(end).is(http.StatusOK).has("main", "effacée")
	v.get(link).is(http.StatusOK) // programs that look at links end nothing
	bare := h.visit().post(end, url.Values{"List-Unsubscribe": {"One-Click"}}).is(http.StatusOK)
	if !strings.Contains(string(bare.body), "effacée") {
		t.Errorf("%s", bare.body)
	}
	v.post(end, url.Values{views.FieldPage: {"oui"}}).leads(http.StatusSeeOther, end).follow().has("main", "C'est fait")
	v.get(link).is(http.StatusNotFound).has("main", "Ce lien ne sert plus")
	v.get("/lettres/fin/quelqu-un/un-secret").is(http.StatusNotFound)
	v.get(path+"/abonnes").lacks("main", nadia)
}

// The answer is the same whatever is known of an address, and letters are bounded by the mailbox.
func TestFollowByLetterTellsNothing(t *testing.T) {
	t.Parallel()
	c := gather(open(t, counted))
	path, v := "/fiches/"+c.page.Slug, c.h.visit()
	known := c.of["other"].account.Email
	var bodies []string
	for _, email := range []string{nadia, nadia, known} {
		bodies = append(bodies, v.asksByLetter(path, email, "semaine").leads(http.StatusSeeOther, "/abonnement/attente").follow().main())
	}
	if bodies[0] != bodies[1] || bodies[1] != bodies[2] {
		t.Errorf("%q", bodies)
	}
	c.h.letter(known, "Confirmez votre abonnement")
	for range 3 {
		v.asksByLetter(path, nadia, "semaine").is(http.StatusSeeOther)
	}
	v.asksByLetter(path, nadia, "semaine").is(http.StatusTooManyRequests)
	v.get("/fiches/rien/suivre/courriel").is(http.StatusNotFound)
	c.of["member"].get(path+"/suivre/courriel").leads(http.StatusSeeOther, path+"/suivre")
}

// A commune and a tag are followed alike; each is let go alone, and with the last the address goes.
func TestFollowPlacesByLetter(t *testing.T) {
	t.Parallel()
	c := gather(open(t))
	v := c.h.visit()
	for _, path := range []string{"/communes/orleans", "/sujets/bois"} {
		v.asksByLetter(path, nadia, "semaine").is(http.StatusSeeOther)
	}
	v.asksByLetter("/communes/orleans", "nadia", "semaine").is(http.StatusUnprocessableEntity).has("main", "n'est pas complète")
	link := subscriptionOf(t, c.h.letter(nadia, "Confirmez votre abonnement"))
	v.get(link).submit(`form[action$="/confirmer"]`, nil).is(http.StatusSeeOther)
	v.get(link).has(".people", "Orléans", "bois")
	v.get(link).submit(`form[action$="/rythme"]`, url.Values{subscriber.FieldRhythm: {"jour"}}).leads(http.StatusSeeOther, link)
	v.get(link).submit(".people li:first-child form", nil).leads(http.StatusSeeOther, link)
	v.get(link).counts(".people li", 1)
	v.get(link).submit(".people li:first-child form", nil).is(http.StatusSeeOther).follow().is(http.StatusOK).has("main", "votre adresse est effacée")
}

// Whoever signs up with the address follows with the account from then on, and the address goes.
func TestSubscriberSignsUp(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.join("odile", viewer.Member)
	p := h.page(owner, nil)
	v := h.visit()
	v.asksByLetter("/fiches/"+p.Slug, "nina@exemple.invalid", "jour").is(http.StatusSeeOther)
	link := subscriptionOf(t, h.letter("nina@exemple.invalid", "Confirmez votre abonnement"))
	v.get(link).submit(`form[action$="/confirmer"]`, nil).is(http.StatusSeeOther)
	nina := h.join("nina", viewer.Member)
	if nina.account.Email != "nina@exemple.invalid" {
		t.Fatal(nina.account.Email)
	}
	h.await("the account follows", func() bool {
		if _, err := h.Standing.Pay(t.Context()); err != nil {
			t.Fatal(err)
		}
		follows, err := h.Follows.Follows(t.Context(), nina.account.Viewer(), pageTarget(p))
		return err == nil && follows[follow.Target{Kind: follow.Page, ID: p.ID}]
	})
	h.await("the address goes", func() bool { return v.get(link).StatusCode == http.StatusNotFound })
}
