package account_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
)

// other is a code that is not the one.
func other(code string) string {
	return strings.Map(func(r rune) rune { return '0' + (r-'0'+1)%10 }, code)
}

func TestEnterByCode(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	browser, letter := knock(t, h, account.Knock{Email: " CLAUDE@exemple.invalid ", Next: "/annuaire"})
	p, err := h.EnterByCode(t.Context(), browser, letter.Code[:3]+" "+letter.Code[3:], "Navigateur")
	if err != nil || p.Account.ID != a.ID || p.New || p.Unknown || p.Next != "/annuaire" {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := h.EnterByCode(t.Context(), browser, letter.Code, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("a second time: %v", err)
	}
	if _, _, err := h.EnterByLink(t.Context(), letter.Link, "", ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("then by the link: %v", err)
	}
}

func TestEnterByLink(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	browser, letter := knock(t, h, account.Knock{Email: a.Email})
	if ticket, err := h.Invited(t.Context(), letter.Link); err != nil || ticket.Account != a.ID {
		t.Errorf("%+v, %v", ticket, err) // looking changes nothing
	}
	p, again, err := h.EnterByLink(t.Context(), letter.Link, "", "")
	if err != nil || p.Account.ID != a.ID || again != browser {
		t.Errorf("%+v, %v", p, err)
	}
	for name, link := range map[string]string{"again": letter.Link, "invented": id.Secret(), "empty": "", "what the browser has": browser} {
		if _, _, err := h.EnterByLink(t.Context(), link, "", ""); !errors.Is(err, account.ErrOver) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Somebody who opens a letter that a stranger asked for gets no account with the stranger's password and promises.
func TestLinkTakesNothingOfStrangers(t *testing.T) {
	t.Parallel()
	h := open(t)
	e := entry()
	browser, letter := knock(t, h, account.Knock{Email: e.Email, Entry: &e})
	p, _, err := h.EnterByLink(t.Context(), letter.Link, id.Secret(), "")
	if err != nil || !p.Unknown {
		t.Fatalf("in another browser: %+v, %v", p, err)
	}
	p, err = h.SignUp(t.Context(), browser, account.Entry{Name: "Dominique", Adult: true, Terms: true}, "")
	if err != nil || p.Account.Password != "" || p.Account.Name != "Dominique" {
		t.Errorf("%+v, %v", p.Account, err)
	}
	e.Email = "autre@exemple.invalid"
	browser, letter = knock(t, h, account.Knock{Email: e.Email, Entry: &e})
	p, _, err = h.EnterByLink(t.Context(), letter.Link, browser, "")
	if err != nil || !p.New || p.Account.Password == "" {
		t.Errorf("in the same browser: %+v, %v", p, err)
	}
}

// A code is bound to the browser that asked for it, and may be guessed at five times; what is no code is no guess.
func TestCodesAreNotGuessed(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	browser, letter := knock(t, h, account.Knock{Email: a.Email})
	elsewhere, _ := knock(t, h, account.Knock{Email: "autre@exemple.invalid"})
	if _, err := h.EnterByCode(t.Context(), elsewhere, letter.Code, ""); !errors.Is(err, fault.Invalid) {
		t.Errorf("in another browser: %v", err)
	}
	for _, slip := range []string{"", "12345", letter.Code + "0"} {
		if _, err := h.EnterByCode(t.Context(), browser, slip, ""); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", slip, err)
		}
	}
	for n, want := range []string{"4 essais", "3 essais", "2 essais", "un essai"} {
		_, err := h.EnterByCode(t.Context(), browser, other(letter.Code), "")
		var wrong fault.Fields
		if !errors.As(err, &wrong) || !strings.Contains(wrong[account.FieldCode], want) {
			t.Errorf("guess %d: %v", n+1, err)
		}
	}
	for range 2 {
		if _, err := h.EnterByCode(t.Context(), browser, other(letter.Code), ""); !errors.Is(err, account.ErrOver) {
			t.Error(err)
		}
	}
	if _, err := h.EnterByCode(t.Context(), browser, letter.Code, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("the right one, too late: %v", err)
	}
}

// A letter may wait for the post; once it has left, its code lasts ten minutes and its secrets are forgotten.
func TestCodesGrowOld(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	browser, letter := knock(t, h, account.Knock{Email: a.Email})
	h.at = h.at.Add(40 * time.Minute)
	ticket, err := h.store.Ticket(t.Context(), id.Digest(browser))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Sent(t.Context(), ticket.Digest, ticket.Owes[0]); err != nil {
		t.Fatal(err)
	}
	if ticket, err = h.store.Ticket(t.Context(), id.Digest(browser)); err != nil || ticket.Sealed != nil || len(ticket.Owes) != 0 {
		t.Errorf("%+v, %v", ticket, err)
	}
	h.at = h.at.Add(10 * time.Minute)
	if _, err := h.EnterByCode(t.Context(), browser, letter.Code, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("after ten minutes: %v", err)
	}
	if err := h.Sent(t.Context(), "missing", debt.Debt{ID: "d"}); err != nil {
		t.Errorf("a ticket that was used: %v", err)
	}
}

// Somebody without account proves the address first and says the rest afterwards.
func TestSignUpAfterTheCode(t *testing.T) {
	t.Parallel()
	h := open(t)
	browser, letter := knock(t, h, account.Knock{Email: "neuve@exemple.invalid", Next: "/fiches/nouvelle"})
	rest := account.Entry{Name: "Dominique Exemple", Adult: true, Terms: true}
	if _, err := h.SignUp(t.Context(), browser, rest, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("before the code: %v", err)
	}
	p, err := h.EnterByCode(t.Context(), browser, letter.Code, "")
	if err != nil || !p.Unknown || p.Email != "neuve@exemple.invalid" {
		t.Fatalf("%+v, %v", p, err)
	}
	var wrong fault.Fields
	if _, err := h.SignUp(t.Context(), browser, account.Entry{Name: "D"}, ""); !errors.As(err, &wrong) || len(wrong) != 2 {
		t.Errorf("%v", err)
	}
	p, err = h.SignUp(t.Context(), browser, rest, "Navigateur")
	if err != nil || !p.New || p.Account.Email != "neuve@exemple.invalid" || p.Account.Password != "" || p.Next != "/fiches/nouvelle" {
		t.Fatalf("%+v, %v", p, err)
	}
	if lines := p.Account.Log; len(lines) != 1 || lines[0].What != account.Opened || len(p.Account.Owes) != 4 { // the letter about it, the next digest, what the address wrote before, and the look at whether it is used
		t.Errorf("%+v", p.Account)
	}
	if _, err := h.SignUp(t.Context(), browser, rest, ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("twice: %v", err)
	}
	if _, err := h.SignIn(t.Context(), "neuve@exemple.invalid", ""); !errors.Is(err, fault.Invalid) {
		t.Errorf("with no password at all: %v", err)
	}
}

// Two letters for one address that has no account make one account, and a known address is let in, not refused.
func TestOneAddressOneAccount(t *testing.T) {
	t.Parallel()
	h := open(t)
	e := entry()
	first, letter := knock(t, h, account.Knock{Email: e.Email, Entry: &e})
	second, other := knock(t, h, account.Knock{Email: e.Email, Entry: &e})
	a, err := h.EnterByCode(t.Context(), first, letter.Code, "")
	if err != nil {
		t.Fatal(err)
	}
	b, err := h.EnterByCode(t.Context(), second, other.Code, "")
	if err != nil || b.New || b.Account.ID != a.Account.ID {
		t.Errorf("%+v, %v", b, err)
	}
}

// What is said at the door does not tell whether an address has an account.
func TestKnockTellsNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	for _, with := range []*account.Entry{nil, {Name: "X", Password: phrase, Adult: true, Terms: true}} {
		for _, email := range []string{a.Email, "personne@exemple.invalid"} {
			browser, err := h.Knock(t.Context(), account.Knock{Email: email, Entry: with})
			if err != nil || len(browser) != 64 {
				t.Errorf("%s: %q, %v", email, browser, err)
			}
		}
	}
	if _, err := h.Knock(t.Context(), account.Knock{Email: "claude"}); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func TestEnteringIsNotForOtherTickets(t *testing.T) {
	t.Parallel()
	h := open(t)
	secret, err := h.Invite(t.Context()) // of the first administrator
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Entering(t.Context(), secret); !errors.Is(err, account.ErrOver) {
		t.Error(err)
	}
	if _, err := h.EnterByCode(t.Context(), secret, "123456", ""); !errors.Is(err, account.ErrOver) {
		t.Error(err)
	}
}

func TestLogKeepsTheNewest(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	for range account.LogMost + 5 {
		if _, err := h.Open(t.Context(), a, "Navigateur"); err != nil {
			t.Fatal(err)
		}
	}
	a, err := h.Get(t.Context(), a.ID)
	if err != nil || len(a.Log) != account.LogMost || a.Log[0].What != account.Entered {
		t.Errorf("%d lines, %v", len(a.Log), err)
	}
	if line, ok := a.Line(a.Log[3].ID); !ok || line.ID != a.Log[3].ID {
		t.Errorf("%+v %v", line, ok)
	}
	if _, ok := a.Line("missing"); ok {
		t.Error("a line that is not there")
	}
}
