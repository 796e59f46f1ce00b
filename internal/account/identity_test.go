package account_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
)

func known(subject, email string, verified bool) account.Identity {
	return account.Identity{Provider: "openid", Subject: subject, Email: email, Verified: verified, Name: "Claude d'ailleurs"}
}

func arrive(t *testing.T, h *house, i account.Identity) account.Arrival {
	t.Helper()
	at, err := h.Arrive(t.Context(), i, "/annuaire")
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Somebody new whose address is vouched for says the rest, and comes in by the provider ever after, whatever they are
// called there by then.
func TestProviderMakesAnAccount(t *testing.T) {
	t.Parallel()
	h := factored(t)
	at := arrive(t, h, known("1", "neuve@exemple.invalid", true))
	if at.Account != nil || at.Purpose != account.ByService {
		t.Fatalf("%+v", at)
	}
	ticket, err := h.Entering(t.Context(), at.Browser)
	if err != nil || !ticket.Proved || ticket.Email != "neuve@exemple.invalid" || ticket.Service.Name != "Claude d'ailleurs" {
		t.Fatalf("%+v, %v", ticket, err)
	}
	p, err := h.SignUp(t.Context(), at.Browser, account.Entry{Name: "Claude", Adult: true, Terms: true}, "")
	if err != nil || !p.New || p.Next != "/annuaire" {
		t.Fatalf("%+v, %v", p, err)
	}
	if i := p.Account.Identities; len(i) != 1 || i[0].Name != "" || i[0].Linked != h.at {
		t.Errorf("%+v", i)
	}
	if again := arrive(t, h, known("1", "change@exemple.invalid", false)); again.Account == nil || again.Account.ID != p.Account.ID {
		t.Errorf("%+v", again)
	}
	if other := arrive(t, h, known("2", "neuve@exemple.invalid", true)); other.Account != nil || other.Purpose != account.ToLink {
		t.Errorf("another subject with the same address: %+v", other)
	}
}

// What a provider says of an address opens no account that has it: its owner signs in, and says so.
func TestProviderNeverOpensAnAccountByItsAddress(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	i := known("1", "Claude@exemple.invalid", true)
	at := arrive(t, h, i)
	if at.Account != nil || at.Purpose != account.ToLink {
		t.Fatalf("%+v", at)
	}
	if _, err := h.SignUp(t.Context(), at.Browser, account.Entry{Name: "X", Adult: true, Terms: true}, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("signed up beside it: %v", err)
	}
	stranger := admit(t, h, "autre@exemple.invalid")
	if err := h.LinkWaiting(t.Context(), stranger.ID, at.Browser, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("linked to another account: %v", err)
	}
	if got, next, err := h.Linking(t.Context(), a.ID, at.Browser); err != nil || got.Subject != "1" || next != "/annuaire" {
		t.Errorf("%+v, %q, %v", got, next, err)
	}
	if err := h.LinkWaiting(t.Context(), a.ID, at.Browser, ""); err != nil {
		t.Fatal(err)
	}
	if err := h.LinkWaiting(t.Context(), a.ID, at.Browser, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("twice: %v", err)
	}
	if in := arrive(t, h, i); in.Account == nil || in.Account.ID != a.ID || did(in.Account, account.Linked) != 1 {
		t.Errorf("%+v", in)
	}
}

// An account that somebody made meanwhile is not entered by the word of a provider.
func TestProviderComesTooLate(t *testing.T) {
	t.Parallel()
	h := factored(t)
	at := arrive(t, h, known("1", "claude@exemple.invalid", true))
	signUp(t, h)
	if _, err := h.SignUp(t.Context(), at.Browser, account.Entry{Name: "X", Adult: true, Terms: true}, ""); !errors.Is(err, account.ErrOver) {
		t.Error(err)
	}
}

// An address that nobody vouches for is proved by our own letter. The identity comes along in the browser that came from
// the provider, and never by a link that somebody else may have opened.
func TestProviderWithoutAddress(t *testing.T) {
	t.Parallel()
	for name, byLink := range map[string]bool{"code": false, "link": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := factored(t)
			i := known("1", "neuve@exemple.invalid", false)
			at := arrive(t, h, i)
			if at.Account != nil || at.Purpose != account.ToJoin {
				t.Fatalf("%+v", at)
			}
			if got, err := h.Joining(t.Context(), at.Browser); err != nil || got.Name != "Claude d'ailleurs" {
				t.Errorf("%+v, %v", got, err)
			}
			e := entry()
			e.Email = "neuve@exemple.invalid"
			browser, letter := knock(t, h, account.Knock{Email: e.Email, Entry: &e, Service: at.Browser})
			var err error
			if byLink {
				_, _, err = h.EnterByLink(t.Context(), letter.Link, "", "")
			} else {
				_, err = h.EnterByCode(t.Context(), browser, letter.Code, "")
			}
			if err != nil {
				t.Fatal(err)
			}
			if in := arrive(t, h, i).Account; (in == nil) != byLink {
				t.Errorf("the provider opens the account: %v", in != nil)
			}
		})
	}
}

// Whoever types the address of an account that exists enters it by the letter, and links nothing.
func TestProviderWithTheAddressOfAnother(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	i := known("1", "", false)
	at := arrive(t, h, i)
	e := entry()
	browser, letter := knock(t, h, account.Knock{Email: e.Email, Entry: &e, Service: at.Browser})
	p, err := h.EnterByCode(t.Context(), browser, letter.Code, "")
	if err != nil || p.New || p.Account.ID != a.ID || len(h.account(t, a).Identities) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestJoiningGrowsOld(t *testing.T) {
	t.Parallel()
	h := factored(t)
	at := arrive(t, h, known("1", "", false))
	h.at = h.at.Add(time.Hour)
	if _, err := h.Joining(t.Context(), at.Browser); !errors.Is(err, account.ErrOver) {
		t.Error(err)
	}
	e := entry()
	if _, err := h.Knock(t.Context(), account.Knock{Email: e.Email, Entry: &e, Service: at.Browser}); err != nil {
		t.Errorf("they sign up without it: %v", err)
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a, stranger := signUp(t, h), admit(t, h, "autre@exemple.invalid")
	i := known("1", "x@exemple.invalid", true)
	i.SIRET = "73282932000074"
	for range 2 {
		if err := h.Link(t.Context(), a.ID, i, ""); err != nil {
			t.Fatal(err)
		}
	}
	got := h.account(t, a)
	if len(got.Identities) != 1 || did(got, account.Linked) != 1 || got.SIRET() != i.SIRET {
		t.Errorf("%+v", got.Identities)
	}
	if err := h.Link(t.Context(), stranger.ID, i, ""); !errors.Is(err, fault.Taken{Field: "identite"}) {
		t.Errorf("one that opens another account: %v", err)
	}
	for n := range account.MostIdentities - 1 {
		if err := h.Link(t.Context(), a.ID, known(fmt.Sprint("n", n), "", false), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Link(t.Context(), a.ID, known("one more", "", false), ""); !errors.Is(err, fault.Conflict) {
		t.Errorf("beyond the most: %v", err)
	}
	if err := h.Unlink(t.Context(), a.ID, i.Key(), ""); err != nil {
		t.Fatal(err)
	}
	if err := h.Unlink(t.Context(), a.ID, i.Key(), ""); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if err := h.Link(t.Context(), stranger.ID, i, ""); err != nil {
		t.Errorf("it is free again: %v", err)
	}
	if did(h.account(t, a), account.Unlinked) != 1 {
		t.Error("nothing is noted")
	}
}

// What a provider says of a company is kept as it last said it, with the time: by signing in, and by linking again.
func TestCompanyIsHeardAnew(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	first := account.Identity{Provider: "proconnect", Subject: "1", SIRET: "73282932000074", SIRETVouched: true}
	if err := h.Link(t.Context(), a.ID, first, ""); err != nil {
		t.Fatal(err)
	}
	want := func(siret string, vouched bool) {
		t.Helper()
		i := h.account(t, a).Identities
		if len(i) != 1 || i[0].SIRET != siret || i[0].SIRETVouched != vouched || i[0].Said != h.at {
			t.Errorf("%+v, want %q %v at %v", i, siret, vouched, h.at)
		}
	}
	want("73282932000074", true)
	h.at = h.at.Add(time.Hour)
	moved := first
	moved.SIRET, moved.SIRETVouched = "55208131766522", false
	if in := arrive(t, h, moved).Account; in == nil || in.Identities[0].SIRET != moved.SIRET {
		t.Errorf("%+v", in)
	}
	want("55208131766522", false)
	h.at = h.at.Add(time.Hour)
	if err := h.Link(t.Context(), a.ID, first, ""); err != nil {
		t.Fatal(err)
	}
	want("73282932000074", true)
	h.at = h.at.Add(time.Hour)
	first.SIRET, first.SIRETVouched = "", false
	arrive(t, h, first)
	want("", false) // they work for nobody that it knows any more
	rev := h.account(t, a).Rev
	arrive(t, h, first)
	if got := h.account(t, a); got.Rev != rev || did(got, account.Linked) != 1 {
		t.Errorf("it is written for nothing, or told twice: %+v", got.Log)
	}
}

// Provider and subject are the key: neither may run into the other.
func TestIdentityKey(t *testing.T) {
	t.Parallel()
	a, b := account.Identity{Provider: "a", Subject: "bc"}, account.Identity{Provider: "ab", Subject: "c"}
	if a.Key() == b.Key() || a.Key() != (account.Identity{Provider: "a", Subject: "bc", Email: "x"}).Key() {
		t.Error(a.Key(), b.Key())
	}
}
