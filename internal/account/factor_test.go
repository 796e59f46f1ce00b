package account_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	otp "github.com/pquerna/otp/totp"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/passkey"
	"partant/internal/passkey/passkeytest"
	"partant/internal/totp"
	"partant/internal/viewer"
)

const origin = "https://partant.example"

// factored is open, with the factors of a real site.
func factored(t *testing.T) *house {
	t.Helper()
	h := open(t)
	base, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := passkey.New(base, "Partant Loiret")
	if err != nil {
		t.Fatal(err)
	}
	h.WithFactors(account.Factors{Codes: totp.New("Partant Loiret"), Devices: passkey.Devices{Passkeys: keys}})
	return h
}

// shows is what the application of a phone shows now.
func (h *house) shows(t *testing.T, secret string) string {
	t.Helper()
	code, err := otp.GenerateCode(secret, h.at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// withApp puts an application in place and returns its secret and the printed codes.
func (h *house) withApp(t *testing.T, a account.Account) (secret string, rescue []string) {
	t.Helper()
	browser, err := h.SetUp(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	secret, address, err := h.SettingUp(t.Context(), a.ID, browser)
	if err != nil || !strings.Contains(address, secret) {
		t.Fatalf("%q, %v", address, err)
	}
	rescue, err = h.AddApp(t.Context(), a.ID, browser, h.shows(t, secret), "session", "Navigateur")
	if err != nil {
		t.Fatal(err)
	}
	h.at = h.at.Add(time.Minute) // the code that was shown is good no more
	return secret, rescue
}

// withKey gives an account a passkey and returns its device.
func (h *house) withKey(t *testing.T, a account.Account) (*passkeytest.Device, []string) {
	t.Helper()
	d := passkeytest.New("partant.example", origin, a.ID)
	options, browser, err := h.AskNewKey(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	rescue, err := h.AddKey(t.Context(), a.ID, browser, " Mon  téléphone ", d.Create(t, options), "session", "Navigateur")
	if err != nil {
		t.Fatal(err)
	}
	return d, rescue
}

func (h *house) account(t *testing.T, a account.Account) *account.Account {
	t.Helper()
	a, err := h.Get(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return &a
}

// halfway is a browser whose first factor was right.
func (h *house) halfway(t *testing.T, a account.Account) string {
	t.Helper()
	browser, err := h.Halfway(t.Context(), a, "/annuaire")
	if err != nil {
		t.Fatal(err)
	}
	return browser
}

func did(a *account.Account, what account.What) (times int) {
	for _, l := range a.Log {
		if l.What == what {
			times++
		}
	}
	return times
}

func TestAppIsPutInPlace(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	before, err := h.Open(t.Context(), a, "")
	if err != nil {
		t.Fatal(err)
	}
	browser, err := h.SetUp(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.SettingUp(t.Context(), "somebody else", browser); !errors.Is(err, account.ErrOver) {
		t.Errorf("shown to somebody else: %v", err)
	}
	secret, _, err := h.SettingUp(t.Context(), a.ID, browser)
	if err != nil {
		t.Fatal(err)
	}
	var wrong fault.Fields
	if _, err := h.AddApp(t.Context(), a.ID, browser, other(h.shows(t, secret)), "", ""); !errors.As(err, &wrong) || h.account(t, a).Factored() {
		t.Fatalf("by a wrong code: %v", err)
	}
	rescue, err := h.AddApp(t.Context(), a.ID, browser, h.shows(t, secret), "", "")
	if err != nil || len(rescue) != 10 {
		t.Fatalf("%q, %v", rescue, err)
	}
	got := h.account(t, a)
	if !got.Factored() || got.Totp.Secret != secret || len(got.Rescue) != 10 || did(got, account.FactorAdded) != 1 || len(got.Owes) < 2 {
		t.Errorf("%+v", got)
	}
	for _, code := range rescue {
		for _, digest := range got.Rescue {
			if strings.Contains(digest, code) {
				t.Error("a printed code is stored")
			}
		}
	}
	if _, err := h.Resume(t.Context(), before); !errors.Is(err, fault.SignedOut) {
		t.Errorf("a session of before goes on: %v", err)
	}
	if _, err := h.SetUp(t.Context(), a.ID); !errors.Is(err, fault.Conflict) {
		t.Errorf("a second application: %v", err)
	}
	if _, err := h.AddApp(t.Context(), a.ID, browser, h.shows(t, secret), "", ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("twice: %v", err)
	}
}

func TestSetUpGrowsOld(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	browser, err := h.SetUp(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	h.at = h.at.Add(15 * time.Minute)
	if _, _, err := h.SettingUp(t.Context(), a.ID, browser); !errors.Is(err, account.ErrOver) {
		t.Error(err)
	}
}

// The last factor takes the printed codes and every session with it.
func TestFactorsAreTakenAway(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	_, rescue := h.withApp(t, a)
	if _, again := h.withKey(t, a); again != nil {
		t.Error("a second factor prints codes anew")
	}
	session, err := h.OpenStrong(t.Context(), a, "")
	if err != nil {
		t.Fatal(err)
	}
	if last, err := h.RemoveApp(t.Context(), a.ID, ""); last || err != nil {
		t.Fatal(last, err)
	}
	if got, err := h.Resume(t.Context(), session); err != nil || !got.Strong || len(got.Rescue) != 10 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := h.RemoveApp(t.Context(), a.ID, ""); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if last, err := h.RemoveKey(t.Context(), a.ID, h.account(t, a).Keys[0].ID, ""); !last || err != nil {
		t.Fatal(last, err)
	}
	got := h.account(t, a)
	if got.Factored() || got.Rescue != nil || did(got, account.FactorRemoved) != 1 || did(got, account.KeyRemoved) != 1 {
		t.Errorf("%+v", got)
	}
	if _, err := h.Resume(t.Context(), session); !errors.Is(err, fault.SignedOut) {
		t.Errorf("a strong session outlives the factors: %v", err)
	}
	if _, err := h.VerifyByCode(t.Context(), h.halfway(t, a), rescue[0], ""); err == nil {
		t.Error("a printed code outlives the factors")
	}
	if _, err := h.PrintAgain(t.Context(), a.ID, ""); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if _, err := h.RemoveKey(t.Context(), a.ID, "missing", ""); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// A role gives its rights in strong sessions alone.
func TestRightsWantAStrongSession(t *testing.T) {
	t.Parallel()
	h := factored(t)
	a := signUp(t, h)
	for _, role := range []viewer.Role{viewer.Member, viewer.Moderator, viewer.Admin} {
		if _, err := h.Grant(t.Context(), a.Email, role); err != nil {
			t.Fatal(err)
		}
		for strong, open := range map[bool]func() (string, error){
			false: func() (string, error) { return h.Open(t.Context(), a, "") },
			true:  func() (string, error) { return h.OpenStrong(t.Context(), a, "") },
		} {
			secret, err := open()
			if err != nil {
				t.Fatal(err)
			}
			got, err := h.Resume(t.Context(), secret)
			if err != nil {
				t.Fatal(err)
			}
			want := viewer.Member
			if strong {
				want = role
			}
			if v := got.Viewer(); v.Role != want || v.Moderates() != (strong && role != viewer.Member) || got.Weak() == (strong || role == viewer.Member) {
				t.Errorf("%s, strong %v: %+v", role, strong, v)
			}
		}
	}
	if stored := h.account(t, a); stored.Strong || stored.Viewer().Moderates() {
		t.Error("an account without session has rights")
	}
}

// Whoever has lost all factors is helped by whoever runs the machine: nothing of them is left, nobody is in, a letter says so.
func TestResetFactors(t *testing.T) {
	t.Parallel()
	h := factored(t)
	if _, err := h.ResetFactors(t.Context(), "rien@exemple.invalid"); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	a := signUp(t, h)
	if _, err := h.ResetFactors(t.Context(), a.Email); !errors.Is(err, fault.Conflict) {
		t.Error(err)
	}
	_, rescue := h.withApp(t, a)
	secret, err := h.OpenStrong(t.Context(), a, "Navigateur")
	if err != nil {
		t.Fatal(err)
	}
	browser, err := h.Halfway(t.Context(), *h.account(t, a), "")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := h.ResetFactors(t.Context(), " "+strings.ToUpper(a.Email)); err != nil || got.ID != a.ID {
		t.Fatalf("%+v, %v", got, err)
	}
	got := h.account(t, a)
	line := got.Log[len(got.Log)-1]
	if got.Factored() || got.Rescue != nil || line.What != account.FactorsReset || line.Agent != "" {
		t.Errorf("%+v", got)
	}
	if last := got.Owes[len(got.Owes)-1]; last.ID != line.ID || last.Kind != account.OwesNotice {
		t.Errorf("no letter is owed: %+v", got.Owes)
	}
	if _, err := h.Resume(t.Context(), secret); !errors.Is(err, fault.SignedOut) {
		t.Errorf("a session goes on: %v", err)
	}
	if _, err := h.VerifyByCode(t.Context(), browser, rescue[0], ""); !errors.Is(err, account.ErrOver) {
		t.Errorf("half way in: %v", err)
	}
}
