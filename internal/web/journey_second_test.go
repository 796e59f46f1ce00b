package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	otp "github.com/pquerna/otp/totp"

	"partant/internal/account"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

// shows is what the application of a phone shows now.
func (h *house) shows(secret string) string {
	h.t.Helper()
	code, err := otp.GenerateCode(secret, h.hands.now())
	if err != nil {
		h.t.Fatal(err)
	}
	return code
}

// factor sends the form of /compte/verification whose button says so.
func (b *browser) factor(do string) *answer {
	b.h.t.Helper()
	return b.get("/compte/verification").is(http.StatusOK).submit(`form:has(button[value="`+do+`"])`, url.Values{views.FieldDo: {do}})
}

// setUp puts an application of codes in place, and returns its secret and the printed codes.
func (b *browser) setUp() (secret string, rescue []string) {
	b.h.t.Helper()
	b.factor(views.DoSetUp).leads(http.StatusSeeOther, "/compte/verification/application")
	form := b.get("/compte/verification/application").is(http.StatusOK)
	form.counts(".qr svg path", 1)
	for _, n := range form.all(".secret span") {
		secret += words(n)
	}
	page := form.submit("main form", url.Values{account.FieldCode: {b.h.shows(secret)}}).is(http.StatusOK)
	page.counts(".notice", 0) // nothing asks for what was done just now
	for _, n := range page.all(".rescue code") {
		rescue = append(rescue, words(n))
	}
	b.h.hands.pass(time.Minute) // the code that was shown is good no more
	return secret, rescue
}

// verify types a code of the second step.
func (b *browser) verify(code string) *answer {
	b.h.t.Helper()
	return b.get("/connexion/verification").is(http.StatusOK).submit(`form[action="/connexion/verification"]`, url.Values{account.FieldCode: {code}})
}

func TestSecondFactorIsPutInPlace(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.join("claude", viewer.Member)
	elsewhere := h.visit()
	elsewhere.account = b.account
	elsewhere.signIn()
	b.get("/compte/verification/application").leads(http.StatusSeeOther, "/compte/verification") // nothing is begun
	b.factor(views.DoSetUp)
	form := b.get("/compte/verification/application")
	if a, again := form.main(), b.get("/compte/verification/application").main(); a != again {
		t.Error("the secret changes while it is looked at")
	}
	form.submit("main form", url.Values{account.FieldCode: {"12345"}}).is(http.StatusUnprocessableEntity).has("#champ-code-erreur", "Il vous reste 4 essais")
	before := b.cookies[h.cookie("session")]
	_, rescue := b.setUp()
	if len(rescue) != 10 || b.cookies[h.cookie("session")] == before {
		t.Errorf("%d printed codes; the session is the one before: %v", len(rescue), b.cookies[h.cookie("session")] == before)
	}
	elsewhere.get("/compte").is(http.StatusSeeOther) // signed out
	h.letter("claude@exemple.invalid", "La vérification en deux étapes est en place")
	page := b.get("/compte/verification").is(http.StatusOK)
	page.has("main", "Il vous reste 10 codes", "En place depuis le lundi 23 novembre 2026")
	for _, code := range rescue {
		if contains(page.body, code) {
			t.Error("a printed code is shown twice")
		}
	}
	b.get("/compte").has(".settings", "Vérification en deux étapes : en place")
}

// Whatever the first factor, the second is asked for, and there is no session before (V6.4.3).
func TestNothingSkipsTheSecondStep(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	secret, _ := b.setUp()
	for name, enter := range map[string]func(v *browser) *answer{
		"password": func(v *browser) *answer {
			return v.withPassword("/connexion?suite=%2Fannuaire", "claude@exemple.invalid", password)
		},
		"code": func(v *browser) *answer {
			v.knock("claude@exemple.invalid")
			return v.get("/connexion/entrer").submit("main form", url.Values{account.FieldCode: {code(t, h.letter("claude@exemple.invalid", "Votre code pour entrer"))}})
		},
	} {
		v := h.visit()
		enter(v).leads(http.StatusSeeOther, "/connexion/verification")
		if _, in := v.cookies[h.cookie("session")]; in {
			t.Errorf("%s: in after the first step", name)
		}
		v.get("/compte").is(http.StatusSeeOther)
		v.get("/connexion/verification").counts("[data-passkey]", 0)
		v.verify("000000").is(http.StatusUnprocessableEntity).has("#champ-code-erreur", "4 essais")
		v.verify(h.shows(secret)).is(http.StatusSeeOther)
		v.get("/compte").is(http.StatusOK).has("h1", "claude")
		v.get("/connexion/verification").is(http.StatusNotFound) // once
		h.hands.pass(time.Minute)
	}
}

func TestSecondStepAfterALink(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	secret, _ := b.setUp()
	h.visit().knock("claude@exemple.invalid")
	v := h.visit()
	v.get(link(t, h.letter("claude@exemple.invalid", "Votre code pour entrer"))).submit("main form", nil).leads(http.StatusSeeOther, "/connexion/verification")
	v.get("/compte").is(http.StatusSeeOther)
	other := h.visit() // the step is of one browser
	other.get("/connexion/verification").is(http.StatusNotFound)
	h.hands.pass(5 * time.Minute)
	v.get("/connexion/verification").is(http.StatusNotFound).has("main", "Recevoir un autre code")
	v.post("/connexion/verification", url.Values{account.FieldCode: {h.shows(secret)}}).is(http.StatusNotFound)
}

// A phone that is lost: the password, then a printed code, once.
func TestPrintedCodeLetsIn(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	_, rescue := b.setUp()
	v := h.visit()
	v.withPassword("/connexion", "claude@exemple.invalid", password)
	v.verify(strings.ToLower(strings.ReplaceAll(rescue[4], "-", " "))).is(http.StatusSeeOther)
	v.get("/compte/verification").has("main", "Il vous reste 9 codes")
	h.letter("claude@exemple.invalid", "Un code de secours a servi")
	again := h.visit()
	again.withPassword("/connexion", "claude@exemple.invalid", password)
	again.verify(rescue[4]).is(http.StatusUnprocessableEntity)

	v.factor(views.DoPrint).is(http.StatusOK).counts(".rescue code", 10)
	again.verify(rescue[5]).is(http.StatusUnprocessableEntity)
}

// Once the last factor is gone the account asks for none, and nobody is in a strong session.
func TestSecondFactorIsTakenAway(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	b.setUp()
	b.factor(views.DoRemove).leads(http.StatusSeeOther, "/compte/verification")
	h.letter("claude@exemple.invalid", "La vérification en deux étapes est retirée")
	b.get("/compte").is(http.StatusOK)
	h.visit().withPassword("/connexion", "claude@exemple.invalid", password).leads(http.StatusSeeOther, "/bienvenue")
	b.post("/compte/verification", url.Values{views.FieldDo: {views.DoPrint}, views.FieldToken: {b.token()}}).is(http.StatusNotFound)
	b.post("/compte/verification", url.Values{views.FieldDo: {"autre"}, views.FieldToken: {b.token()}}).leads(http.StatusSeeOther, "/compte/verification")
}

// What touches the factors is for who showed lately who they are, with the second factor too once there is one.
func TestFactorsWantProof(t *testing.T) {
	t.Parallel()
	h := open(t)
	b := h.joinWithPassword("claude", viewer.Member)
	paths := []string{"/compte/verification", "/compte/verification/application", "/compte/cles", "/compte/services", "/compte/services/lier", "/compte/logiciels"}
	secret, _ := b.setUp()
	h.hands.pass(16 * time.Minute)
	for _, path := range paths {
		b.get(path).leads(http.StatusSeeOther, "/compte/confirmer?suite="+url.QueryEscape(path))
	}
	page := b.get("/compte/confirmer?suite=%2Fcompte%2Fverification").is(http.StatusOK)
	page.has("main", "Puis viendra la seconde étape")
	page.submit(`form[action="/connexion"]`, url.Values{account.FieldPassword: {password}}).leads(http.StatusSeeOther, "/connexion/verification")
	b.get("/compte/verification").is(http.StatusSeeOther) // half way is not enough
	b.verify(h.shows(secret)).leads(http.StatusSeeOther, "/compte/verification")
	b.get("/compte/verification").is(http.StatusOK)

	weak := h.visit() // begun before there was a second factor
	weak.account = b.account
	weak.signIn()
	weak.get("/compte/mot-de-passe").leads(http.StatusSeeOther, "/compte/confirmer?suite=%2Fcompte%2Fmot-de-passe")
}

// A role gives no right in a session that showed one factor, and every page says what to do about it.
func TestRolesWantTwoFactors(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.page(h.joinWithPassword("odile", viewer.Member), func(d *profile.Draft) { d.Name = "Maison Odile" })
	for _, role := range []viewer.Role{viewer.Moderator, viewer.Admin} {
		b := h.joinWithPassword("role-"+string(role), role)
		b.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK)
		weak := h.visit()
		weak.withPassword("/connexion", b.account.Email, password).is(http.StatusSeeOther)
		weak.get("/fiches/" + p.Slug + "/modifier").is(http.StatusForbidden)
		for _, path := range []string{"/", "/annuaire", "/compte", "/fiches/" + p.Slug} {
			weak.get(path).has(".notice", "Pour agir comme tel")
		}
		secret, _ := weak.setUp()
		weak.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK) // they showed both just now
		weak.get("/compte").counts(".notice", 0)
		again := h.visit()
		again.withPassword("/connexion", b.account.Email, password)
		again.verify(h.shows(secret)).is(http.StatusSeeOther)
		again.get("/fiches/" + p.Slug + "/modifier").is(http.StatusOK)
		again.factor(views.DoRemove).is(http.StatusSeeOther)
		again.get("/fiches/" + p.Slug + "/modifier").is(http.StatusForbidden)
		weak.get("/fiches/" + p.Slug + "/modifier").is(http.StatusSeeOther) // signed out
	}
}

// Who comes in by a code to an account that is erased in that very instant is told so on the page of signing in, or that the code is over: they
// never read that a page is not there.
func TestEnterWhileErased(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, name := range []string{"anne", "boris", "clara", "denis"} {
		b := h.join(name, viewer.Member)
		v := h.visit()
		v.knock(name + "@exemple.invalid")
		typed := code(t, h.letter(name+"@exemple.invalid", "Votre code pour entrer"))
		form, erased := v.get("/connexion/entrer"), make(chan error, 1)
		h.hands.meanwhile("account.(*Service).proving", func() { go func() { erased <- h.Accounts.Erase(h.t.Context(), b.account.ID) }() })
		switch a := form.submit("main form", url.Values{account.FieldCode: {typed}}); a.StatusCode {
		case http.StatusSeeOther: // in before, or a stranger after
		case http.StatusUnprocessableEntity:
			a.has("main", "vient d'être supprimé")
		default:
			a.is(http.StatusNotFound).has("main", "Ce code ne sert plus")
		}
		if err := <-erased; err != nil {
			t.Error(err)
		}
	}
}
