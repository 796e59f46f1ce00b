package profile_test

import (
	"errors"
	"testing"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/viewer"
)

func TestWhoSpeaksForAPage(t *testing.T) {
	t.Parallel()
	p := profile.Profile{ID: id.New(), Team: []profile.Mate{
		{Account: "owner", Role: profile.Owner}, {Account: "editor", Role: profile.Editor}, {Account: "reader", Role: profile.Reader},
	}}
	for account, want := range map[string]bool{"owner": true, "editor": true, "reader": false, "stranger": false, "": false} {
		if got := p.CanSpeak(viewer.Viewer{Account: account}); got != want {
			t.Errorf("%s: %v", account, got)
		}
	}
	if p.CanSpeak(viewer.Viewer{Account: "moderator", Role: viewer.Moderator}) {
		t.Error("a moderator speaks for others")
	}
}

func TestAuthor(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, err := h.Create(t.Context(), claude, profile.Draft{Key: id.New(), Kind: profile.Company, Name: "Atelier", Commune: "45234"})
	if err != nil {
		t.Fatal(err)
	}
	author, err := h.Author(t.Context(), claude, p.ID)
	if want := (viewer.Author{Page: p.ID, Account: claude.Account}); err != nil || author != want {
		t.Errorf("%+v %v", author, err)
	}
	if _, err := h.Author(t.Context(), viewer.Viewer{}, p.ID); !errors.Is(err, fault.SignedOut) {
		t.Errorf("a visitor: %v", err)
	}
	for name, page := range map[string]string{"of another": p.ID, "missing": id.New(), "none": ""} {
		if _, err := h.Author(t.Context(), viewer.Viewer{Account: "nobody"}, page); !errors.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.Erase(t.Context(), claude, p.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Author(t.Context(), claude, p.ID); !errors.Is(err, fault.Forbidden) {
		t.Errorf("erased: %v", err)
	}
}
