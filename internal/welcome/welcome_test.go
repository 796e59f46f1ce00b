package welcome_test

import (
	"errors"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/password"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/welcome"
)

// house is a welcome on a real store, with a member who has just signed up.
type house struct {
	*welcome.Service
	store    *sqlite.DB
	accounts *account.Service
	profiles *profile.Service
	member   account.Account
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	now := clock.At(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	h := &house{
		store:    db,
		accounts: account.New(db.Accounts(), password.NewHasher(), password.Common(), now, func() {}),
		profiles: profile.New(db.Profiles(), territory.New(region.Loiret()), markdown.New(), now, func() {}),
	}
	h.Service = welcome.New(h.accounts, h.profiles)
	h.member, err = h.accounts.Admit(t.Context(), account.Entry{Name: "Jeanne", Email: "jeanne@exemple.invalid",
		Password: "une longue phrase de la Loire", Adult: true, Terms: true}, "Essai")
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) pages(t *testing.T) []profile.Profile {
	t.Helper()
	list, err := h.store.Profiles().OfMember(t.Context(), h.member.ID, page.Req{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	return list.Items
}

func TestPerson(t *testing.T) {
	t.Parallel()
	h := open(t)
	got, err := h.Person(t.Context(), h.member, " Jeanne  Exemple ", "Vannière", "45232")
	if err != nil {
		t.Fatal(err)
	}
	pages := h.pages(t)
	if len(pages) != 1 {
		t.Fatalf("%d pages", len(pages))
	}
	p := pages[0]
	if p.Kind != profile.Person || p.Name != "Jeanne Exemple" || p.Pitch != "Vannière" || p.Address.Commune != "45232" || !p.CanEdit(got.Viewer()) {
		t.Errorf("%+v", p)
	}
	if got.Person != p.ID || got.Slug != p.Slug || got.Step != account.StepCompany {
		t.Errorf("%+v", got)
	}
}

func TestPersonTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	first, err := h.Person(t.Context(), h.member, "Jeanne Exemple", "", "45232")
	if err != nil {
		t.Fatal(err)
	}
	// The same form again: from a browser that does not know of the first answer, and from one that does.
	for _, a := range []account.Account{h.member, first} {
		again, err := h.Person(t.Context(), a, "Jeanne Autrement", "", "45234")
		if err != nil || again.Person != first.Person || again.Slug != first.Slug {
			t.Errorf("%+v, %v", again, err)
		}
	}
	if pages := h.pages(t); len(pages) != 1 || pages[0].Name != "Jeanne Exemple" {
		t.Errorf("%+v", pages)
	}
}

// Killed between the page and the account, the welcome goes on with the page that is there.
func TestPersonAfterAKill(t *testing.T) {
	t.Parallel()
	h := open(t)
	if _, err := h.Person(t.Context(), h.member, "Jeanne Exemple", "", "45232"); err != nil {
		t.Fatal(err)
	}
	_, err := h.store.Accounts().Update(t.Context(), h.member.ID, func(a *account.Account) error {
		a.Person, a.Slug, a.Step = "", "", account.StepWho // as it was before the second write
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := h.Person(t.Context(), h.member, "Jeanne Exemple", "", "45232")
	if err != nil || got.Person == "" || got.Step != account.StepCompany || len(h.pages(t)) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestPersonRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	var wrong fault.Fields
	if _, err := h.Person(t.Context(), h.member, "  ", "", "45232"); !errors.As(err, &wrong) || wrong[string(profile.FieldName)] == "" {
		t.Errorf("without a name: %v", err)
	}
	if _, err := h.Person(t.Context(), h.member, "Jeanne", "", "99999"); !errors.As(err, &wrong) || wrong[string(profile.FieldCommune)] == "" {
		t.Errorf("in an unknown commune: %v", err)
	}
	if _, err := h.Person(t.Context(), account.Account{}, "Jeanne", "", "45232"); !errors.Is(err, fault.SignedOut) {
		t.Errorf("without an account: %v", err)
	}
	if now, err := h.accounts.Get(t.Context(), h.member.ID); err != nil || now.Step != account.StepWho {
		t.Errorf("refused, the welcome went on: %+v, %v", now, err)
	}
	if pages := h.pages(t); len(pages) > 0 {
		t.Errorf("refused, a page is there: %+v", pages)
	}
}
