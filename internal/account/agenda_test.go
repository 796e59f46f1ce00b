package account_test

import (
	"errors"
	"strings"
	"testing"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/id"
)

// A calendar has an address once it is asked for; another one, or none, and the old one leads nowhere.
func TestAgenda(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.WithStops(id.Secret())
	a := signUp(t, h)
	leads := func(link string) bool {
		of, mark, _ := strings.Cut(link, "/")
		got, err := h.OfAgenda(t.Context(), of, mark)
		if err != nil && !errors.Is(err, fault.NotFound) {
			t.Fatal(err)
		}
		return err == nil && got.ID == a.ID
	}
	renew := func() string {
		t.Helper()
		now, err := h.OpenAgenda(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		return h.AgendaLink(&now)
	}
	if link := h.AgendaLink(h.account(t, a)); link != "" {
		t.Errorf("nobody asked for %s", link)
	}
	first := renew()
	if !leads(first) {
		t.Error("it leads nowhere")
	}
	for _, wrong := range []string{"", "/", a.ID, a.ID + "/", first + "x", first[:len(first)-1], "x" + first, id.New() + first[36:]} {
		if leads(wrong) {
			t.Errorf("%q leads to a calendar", wrong)
		}
	}
	second := renew()
	if second == first || leads(first) || !leads(second) {
		t.Error("the old address still leads somewhere, or the new one nowhere")
	}
	if err := h.CloseAgenda(t.Context(), a.ID); err != nil || leads(second) {
		t.Errorf("it is not closed: %v", err)
	}
	third := renew()
	if _, err := h.Leave(t.Context(), a.ID, a.Email, ""); err != nil {
		t.Fatal(err)
	}
	if leads(third) {
		t.Error("who leaves still has a calendar")
	}
}

// Without the key that links are made with, none is good.
func TestAgendaWithoutKey(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := signUp(t, h)
	now, err := h.OpenAgenda(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	of, mark, _ := strings.Cut(h.AgendaLink(&now), "/")
	if _, err := h.OfAgenda(t.Context(), of, mark); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	var none account.Account
	if h.AgendaLink(&none) != "" {
		t.Error("nobody has a calendar")
	}
}
