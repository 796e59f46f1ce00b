package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/comment"
	"partant/internal/config"
	"partant/internal/identification"
	"partant/internal/profile"
	"partant/internal/seal"
	"partant/internal/viewer"
)

// sealed has a house keep who writes, for the key that it returns.
func sealed(t *testing.T) (func(*config.Config), seal.Private) {
	t.Helper()
	public, private, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.ParsePrivate(private)
	if err != nil {
		t.Fatal(err)
	}
	return func(c *config.Config) { c.IdentificationKey = public }, key
}

// known is what is kept of an address: what each record was made at, and from where.
func (h *house) known(key seal.Private, email string) (events []string) {
	h.t.Helper()
	found, _, err := h.Identify(h.t.Context(), key, identification.Question{Email: email})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, e := range found.Entries {
		events = append(events, strings.TrimSpace(string(e.Event)+" "+e.Name+e.Address))
	}
	slices.Sort(events)
	return events
}

// Who signs up, signs in and writes is kept with the address they did it from, and pages say so, but show nothing of it.
func TestWhoWritesIsKeptSealed(t *testing.T) {
	t.Parallel()
	keeps, key := sealed(t)
	h := open(t, behindProxy, keeps)
	here, there := from("203.0.113.7"), from("203.0.113.8")
	b := h.visit()
	b.get("/inscription").submit("main form", with(entry("zoe@exemple.invalid"), account.FieldName, "Zoé Martin"), here).leads(http.StatusSeeOther, "/connexion/entrer")
	typed := url.Values{account.FieldCode: {code(t, h.letter("zoe@exemple.invalid", "code"))}}
	b.get("/connexion/entrer", here).submit("main form", typed, here).leads(http.StatusSeeOther, "/bienvenue")
	for range 3 { // reading keeps nothing, and writing is kept once a day
		b.get("/compte", there).is(http.StatusOK).submit(`form[action="/compte/langue"]`, nil, here).is(http.StatusSeeOther)
	}
	h.knows(key, "zoe@exemple.invalid", "given Zoé Martin", "opened 203.0.113.7", "used 203.0.113.7")
	b.get("/compte").submit(`form[action="/compte/nom"]`, url.Values{account.FieldName: {""}}, there).is(http.StatusUnprocessableEntity) // nothing is written
	h.knows(key, "zoe@exemple.invalid", "given Zoé Martin", "opened 203.0.113.7", "used 203.0.113.7")
	b.get("/compte").submit(`form[action="/compte/nom"]`, url.Values{account.FieldName: {"Zoé Durand"}}, there).is(http.StatusSeeOther)
	h.knows(key, "zoe@exemple.invalid", "given Zoé Durand", "given Zoé Martin", "opened 203.0.113.7", "used 203.0.113.7", "used 203.0.113.8")

	told := h.visit().get("/confidentialite").is(http.StatusOK)
	told.has("main", "de quoi répondre à la justice", "adresse de machine (IP)", "5 ans")
	b.get("/compte/suppression").has("main", "scellé")
	h.expectClosed()
	if found := h.filesWith("203.0.113"); len(found) > 0 {
		t.Errorf("addresses can be read in %v", found)
	}
}

// knows waits until that is kept of an address which a worker keeps.
func (h *house) knows(key seal.Private, email string, want ...string) {
	h.t.Helper()
	var got []string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if err := h.PayIdentities(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
		if got = h.known(key, email); slices.Equal(got, want) {
			return
		}
	}
	h.t.Errorf("kept of %s: %q, want %q", email, got, want)
}

// Where nothing is kept, nothing is said to be.
func TestNothingIsKeptUnasked(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	h.page(b, func(d *profile.Draft) { d.Name = "Quincaillerie" })
	b.get("/compte/suppression").lacks("main", "scellé")
	h.visit().get("/confidentialite").is(http.StatusOK).lacks("main", "répondre à la justice")
	_, key := sealed(t)
	found, _, err := h.Identify(t.Context(), key, identification.Question{Email: "claude@exemple.invalid"})
	if err != nil || len(found.Entries)+found.Others > 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

// Who answers without an account is kept once they confirm it, and not before.
func TestWhoAnswersWithoutAccountIsKeptSealed(t *testing.T) {
	t.Parallel()
	keeps, key := sealed(t)
	h := open(t, behindProxy, keeps)
	author, odile := h.join("marion", viewer.Member), h.visit()
	form := odile.get(publishedBy(h, author, h.page(author, nil).ID, "Nous ouvrons samedi.") + "/sans-compte").is(http.StatusOK)
	h.hands.pass(5 * time.Second)
	typed := url.Values{comment.FieldName: {"Odile"}, comment.FieldEmail: {"odile@exemple.invalid"}, comment.FieldBody: {"À quelle heure ?"}}
	form.submit("main form", typed, from("203.0.113.9")).is(http.StatusSeeOther)
	h.knows(key, "odile@exemple.invalid")
	letter := h.letter("odile@exemple.invalid", "Confirmez votre réponse")
	odile.get(guestLink(t, letter)).submit(`main form[action$="/confirmer"]`, nil, from("203.0.113.9")).is(http.StatusSeeOther)
	h.knows(key, "ODILE@exemple.invalid", "written Odile203.0.113.9")
}
