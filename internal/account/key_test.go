package account_test

import (
	"errors"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/passkey/passkeytest"
)

func TestKeyIsAdded(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	d, rescue := h.withKey(t, a)
	got := h.account(t, a)
	if len(rescue) != 10 || len(got.Keys) != 1 || got.Keys[0].Label != "Mon téléphone" || got.Keys[0].Created != h.at || !got.Factored() || did(got, account.KeyAdded) != 1 {
		t.Errorf("%+v", got)
	}
	again := func(of string, make func(options []byte) []byte) error {
		options, browser, err := h.AskNewKey(t.Context(), of)
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.AddKey(t.Context(), of, browser, "", make(options), "", "")
		if _, once := h.AddKey(t.Context(), of, browser, "", make(options), "", ""); !errors.Is(once, account.ErrOver) {
			t.Errorf("the same answer again: %v", once)
		}
		return err
	}
	create := func(options []byte) []byte { return d.Create(t, options) }
	if err := again(a.ID, create); !errors.Is(err, fault.Conflict) {
		t.Errorf("the same key: %v", err)
	}
	stranger := admit(t, h, "autre@exemple.invalid")
	if err := again(stranger.ID, create); !errors.Is(err, fault.Taken{Field: "cle"}) || h.account(t, stranger).Factored() {
		t.Errorf("the key of somebody else: %v", err)
	}
	if err := again(a.ID, func([]byte) []byte { return []byte("{}") }); !errors.Is(err, fault.Invalid) {
		t.Errorf("nonsense: %v", err)
	}
	options, browser, err := h.AskNewKey(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	second := passkeytest.New("partant.example", origin, a.ID)
	if _, err := h.AddKey(t.Context(), stranger.ID, browser, "", second.Create(t, options), "", ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("asked for by somebody else: %v", err)
	}
}

// admit makes another account.
func admit(t *testing.T, h *house, email string) account.Account {
	t.Helper()
	a, err := h.Admit(t.Context(), account.Entry{Name: "Dominique Exemple", Email: email, Adult: true, Terms: true}, "")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A passkey lets in once for each asking, its count is kept, and one that was taken away opens nothing.
func TestKeyLetsIn(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	d, _ := h.withKey(t, a)
	enter := func() (account.Account, string, []byte, error) {
		options, browser, err := h.AskKey(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		answer := d.Get(t, options)
		got, err := h.EnterByKey(t.Context(), browser, answer)
		return got, browser, answer, err
	}
	d.Count = 7
	h.at = h.at.Add(time.Hour)
	got, browser, answer, err := enter()
	if err != nil || got.ID != a.ID || got.Keys[0].Used != h.at {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := h.EnterByKey(t.Context(), browser, answer); !errors.Is(err, account.ErrOver) {
		t.Errorf("the same answer again: %v", err)
	}
	if _, _, _, err := enter(); !errors.Is(err, fault.Forbidden) {
		t.Errorf("a copy, whose count stands still: %v", err)
	}
	d.Count++
	d.Flags &^= protocol.FlagUserVerified
	if _, _, _, err := enter(); !errors.Is(err, fault.Forbidden) {
		t.Errorf("nobody showed a finger: %v", err)
	}
	d.Flags |= protocol.FlagUserVerified
	options, browser, err := h.AskKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h.at = h.at.Add(5 * time.Minute)
	if _, err := h.EnterByKey(t.Context(), browser, d.Get(t, options)); !errors.Is(err, account.ErrOver) {
		t.Errorf("after five minutes: %v", err)
	}
	if _, err := h.RemoveKey(t.Context(), a.ID, got.Keys[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	d.Count++
	if _, _, _, err := enter(); !account.NoKey(err) {
		t.Errorf("a key that was taken away: %v", err)
	}
}

func TestKeyIsASecondStep(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a, stranger := signUp(t, h), admit(t, h, "autre@exemple.invalid")
	d, _ := h.withKey(t, a)
	theirs, _ := h.withKey(t, stranger)
	browser := h.halfway(t, a)
	ask := func() []byte {
		options, err := h.AskSecondKey(t.Context(), browser)
		if err != nil {
			t.Fatal(err)
		}
		return options
	}
	if _, err := h.VerifyByKey(t.Context(), browser, []byte("{}")); !account.NoKey(err) {
		t.Errorf("before it is asked for: %v", err)
	}
	if _, err := h.VerifyByKey(t.Context(), browser, theirs.Get(t, ask())); !errors.Is(err, fault.Forbidden) {
		t.Errorf("the key of somebody else: %v", err)
	}
	answer := d.Get(t, ask())
	p, err := h.VerifyByKey(t.Context(), browser, answer)
	if err != nil || p.Account.ID != a.ID || p.Next != "/annuaire" {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := h.VerifyByKey(t.Context(), browser, answer); !errors.Is(err, account.ErrOver) {
		t.Errorf("again: %v", err)
	}
	if _, err := h.AskSecondKey(t.Context(), browser); !errors.Is(err, account.ErrOver) {
		t.Errorf("asked for once more: %v", err)
	}
	c := admit(t, h, "sans@exemple.invalid")
	if _, err := h.AskSecondKey(t.Context(), h.halfway(t, c)); !errors.Is(err, fault.NotFound) {
		t.Errorf("an account without keys: %v", err)
	}
}

// Where browsers have no passkeys nothing asks for one.
func TestNoPasskeysHere(t *testing.T) {
	t.Parallel()
	h := open(t)
	if h.HasDevices() {
		t.Error("there are some")
	}
	_, _, a := h.AskKey(t.Context())
	_, _, b := h.AskNewKey(t.Context(), "x")
	_, c := h.AskSecondKey(t.Context(), "x")
	_, d := h.EnterByKey(t.Context(), "x", nil)
	_, e := h.AddKey(t.Context(), "x", "", "", nil, "", "")
	_, f := h.VerifyByKey(t.Context(), "x", nil)
	for n, err := range []error{a, b, c, d, e, f} {
		if !errors.Is(err, fault.NotFound) {
			t.Errorf("%d: %v", n, err)
		}
	}
}
