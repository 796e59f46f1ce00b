package account_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/password"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/viewer"
)

// house is a service on a real store with a clock that tests move.
type house struct {
	*account.Service
	store sqlite.Accounts
	at    time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{store: db.Accounts(), at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	h.Service = account.New(h.store, password.NewHasher(), password.Common(), func() time.Time { return h.at }, func() {})
	return h
}

const phrase = "une rivière tranquille"

func entry() account.Entry {
	return account.Entry{Name: "Claude Exemple", Email: "claude@exemple.invalid", Password: phrase, Adult: true, Terms: true}
}

func signUp(t *testing.T, h *house) account.Account {
	t.Helper()
	e := entry()
	browser, letter := knock(t, h, account.Knock{Email: e.Email, Entry: &e})
	p, err := h.EnterByCode(t.Context(), browser, letter.Code, "Navigateur")
	if err != nil || !p.New {
		t.Fatalf("%+v, %v", p, err)
	}
	return p.Account
}

// knock asks for a letter and reads it.
func knock(t *testing.T, h *house, k account.Knock) (browser string, letter account.Sealed) {
	t.Helper()
	browser, err := h.Knock(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := h.store.Ticket(t.Context(), id.Digest(browser))
	if err != nil || ticket.Sealed == nil || len(ticket.Owes) != 1 {
		t.Fatalf("%+v, %v", ticket, err)
	}
	return browser, *ticket.Sealed
}

func TestSignUpAndIn(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	if strings.Contains(a.Password, phrase) || a.Role != viewer.Member || a.Terms.IsZero() {
		t.Errorf("%+v", a)
	}
	in, err := h.SignIn(t.Context(), " CLAUDE@exemple.invalid ", phrase)
	if err != nil || in.ID != a.ID {
		t.Errorf("%+v, %v", in, err)
	}
}

func TestSignUpRefusals(t *testing.T) {
	t.Parallel()
	h := open(t)
	signUp(t, h)
	for name, c := range map[string]struct {
		change func(*account.Entry)
		field  string
	}{
		"no name":        {func(e *account.Entry) { e.Name = " " }, account.FieldName},
		"bad e-mail":     {func(e *account.Entry) { e.Email = "claude" }, account.FieldEmail},
		"short password": {func(e *account.Entry) { e.Password = "neuf car." }, account.FieldPassword},
		"long password":  {func(e *account.Entry) { e.Password = strings.Repeat("é", 600) }, account.FieldPassword},
		"own address":    {func(e *account.Entry) { e.Password = "je suis autre chose" }, account.FieldPassword},
		"common":         {func(e *account.Entry) { e.Password = "Orleans2026!" }, account.FieldPassword},
		"too young":      {func(e *account.Entry) { e.Adult = false }, account.FieldAdult},
		"terms":          {func(e *account.Entry) { e.Terms = false }, account.FieldTerms},
	} {
		e := entry()
		e.Email = "autre@exemple.invalid"
		c.change(&e)
		_, err := h.Knock(t.Context(), account.Knock{Email: e.Email, Entry: &e})
		var wrong fault.Fields
		if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[c.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A wrong password and an unknown address must read alike.
func TestSignInTellsNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	signUp(t, h)
	_, wrong := h.SignIn(t.Context(), "claude@exemple.invalid", "pas le bon mot")
	_, unknown := h.SignIn(t.Context(), "personne@exemple.invalid", "pas le bon mot")
	var a, b fault.Fields
	if !errors.As(wrong, &a) || !errors.As(unknown, &b) || a.Error() != b.Error() {
		t.Errorf("%v is not %v", wrong, unknown)
	}
}

// An account that is erased while its password is looked at is unknown, whether the password was right or not.
func TestSignInWhileErased(t *testing.T) {
	t.Parallel()
	for _, word := range []string{phrase, "pas le bon mot"} {
		h := open(t)
		a := signUp(t, h)
		_, err := h.SignIn(t.Context(), a.Email, "un premier essai, faux") // the right one then writes too
		if !errors.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		var once sync.Once
		late := account.New(h.store, password.NewHasher(), password.Common(), func() time.Time {
			once.Do(func() {
				if err := h.Erase(t.Context(), a.ID); err != nil {
					t.Error(err)
				}
			})
			return h.at
		}, func() {})
		var wrong fault.Fields
		if _, err := late.SignIn(t.Context(), a.Email, word); !errors.As(err, &wrong) || wrong.Error() != account.ErrWrong.Error() {
			t.Errorf("%q: %v", word, err)
		}
	}
}

func TestSignInSlowsDown(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	for range 10 {
		if _, err := h.SignIn(t.Context(), a.Email, "pas le bon mot"); !errors.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
	}
	if _, err := h.SignIn(t.Context(), a.Email, phrase); !errors.Is(err, fault.TooMany) {
		t.Errorf("right at once: %v", err)
	}
	h.at = h.at.Add(2 * time.Second)
	if _, err := h.SignIn(t.Context(), a.Email, phrase); err != nil {
		t.Errorf("right after a wait: %v", err)
	}
	if got, _ := h.store.Get(t.Context(), a.ID); got.Failures.Count != 0 {
		t.Errorf("failures are kept: %+v", got.Failures)
	}
}

// What wrong passwords are answered by, however many, does not tell whether somebody has signed up with the address.
func TestUnknownAddressesSlowDownAlike(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	for n := range 40 {
		_, known := h.SignIn(t.Context(), a.Email, "pas le bon mot")
		_, unknown := h.SignIn(t.Context(), "Personne@exemple.invalid", "pas le bon mot")
		if known.Error() != unknown.Error() {
			t.Fatalf("guess %d: %v, %v", n, known, unknown)
		}
		pause := time.Duration(n%3) * time.Second
		if n == 30 {
			pause = 61 * time.Minute // forgotten, for both
		}
		h.at = h.at.Add(pause)
	}
	h.at = h.at.Add(2 * time.Hour)
	if err := h.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.SignIn(t.Context(), "personne@exemple.invalid", "pas le bon mot"); !errors.Is(err, fault.Invalid) {
		t.Errorf("after the guesses were swept: %v", err)
	}
}

func TestSession(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	secret, err := h.Open(t.Context(), a, "Navigateur")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Session(t.Context(), secret); !errors.Is(err, fault.NotFound) {
		t.Error("the secret itself is stored")
	}
	for _, step := range []struct {
		after time.Duration
		want  error
	}{
		{13 * 24 * time.Hour, nil}, {13 * 24 * time.Hour, nil}, {13 * 24 * time.Hour, nil}, {13 * 24 * time.Hour, nil},
		{13 * 24 * time.Hour, nil}, {13 * 24 * time.Hour, nil}, {13 * 24 * time.Hour, fault.SignedOut}, // 91 days in all
	} {
		h.at = h.at.Add(step.after)
		if got, err := h.Resume(t.Context(), secret); !errors.Is(err, step.want) || err == nil && got.ID != a.ID {
			t.Fatalf("at %v: %v", h.at, err)
		}
	}
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	idle, err := h.Open(t.Context(), a, "")
	if err != nil {
		t.Fatal(err)
	}
	closed, err := h.Open(t.Context(), a, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.CloseOne(t.Context(), "somebody else", id.Digest(closed)); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Resume(t.Context(), closed); err != nil {
		t.Errorf("ended by a stranger: %v", err)
	}
	if err := h.Close(t.Context(), closed); err != nil {
		t.Fatal(err)
	}
	h.at = h.at.Add(15 * 24 * time.Hour)
	for name, secret := range map[string]string{"closed": closed, "idle": idle, "invented": id.Secret(), "empty": ""} {
		if _, err := h.Resume(t.Context(), secret); !errors.Is(err, fault.SignedOut) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A role that changes is told; one that is given again is not.
func TestRoleIsTold(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	var roles int
	for range 2 {
		var err error
		if a, err = h.Grant(t.Context(), a.Email, viewer.Moderator); err != nil {
			t.Fatal(err)
		}
		roles = 0
		for _, line := range a.Log {
			if line.What == account.RoleChanged {
				roles++
			}
		}
	}
	if roles != 1 || a.Role != viewer.Moderator {
		t.Errorf("%d lines, %s", roles, a.Role)
	}
	if a, err := h.Grant(t.Context(), a.Email, viewer.Member); err != nil || a.Log[len(a.Log)-1].What != account.RoleChanged {
		t.Errorf("taken back: %+v %v", a.Log, err)
	}
}

// An administrator is signed out after half an hour of doing nothing.
func TestAdminSession(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	a, err := h.Grant(t.Context(), a.Email, viewer.Admin)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := h.Open(t.Context(), a, "")
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		h.at = h.at.Add(29 * time.Minute)
		if _, err := h.Resume(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
	}
	h.at = h.at.Add(31 * time.Minute)
	if _, err := h.Resume(t.Context(), secret); !errors.Is(err, fault.SignedOut) {
		t.Errorf("still in: %v", err)
	}
}

func TestFirstAdmin(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	late, err := h.Invite(t.Context())
	if err != nil || late == "" {
		t.Fatal(late, err)
	}
	h.at = h.at.Add(25 * time.Hour)
	if _, err := h.Accept(t.Context(), a.ID, late); !errors.Is(err, fault.NotFound) {
		t.Errorf("a day later: %v", err)
	}
	secret, err := h.Invite(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	other, err := h.Invite(t.Context()) // the program was started twice
	if err != nil {
		t.Fatal(err)
	}
	if got, err := h.Accept(t.Context(), a.ID, secret); err != nil || got.Role != viewer.Admin {
		t.Errorf("%+v %v", got, err)
	}
	for name, used := range map[string]string{"again": secret, "another link": other, "invented": id.Secret()} {
		if _, err := h.Accept(t.Context(), a.ID, used); !errors.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if none, err := h.Invite(t.Context()); none != "" || err != nil {
		t.Errorf("invited beside an administrator: %q %v", none, err)
	}
}
