package profile_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"partant/internal/fault"
	"partant/internal/picture"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// album remembers what was dropped.
type album struct{ dropped []string }

func (a *album) Dropped(_ context.Context, ids []string) { a.dropped = append(a.dropped, ids...) }

func TestDecorate(t *testing.T) {
	t.Parallel()
	h := open(t)
	gone := &album{}
	h.Illustrate(gone)
	p := create(t, h, claude, bakery())
	dress := func(v viewer.Viewer, edit func(*profile.Pictures)) (profile.Profile, error) {
		return h.Decorate(t.Context(), v, p.ID, func(all *profile.Pictures) error { edit(all); return nil })
	}
	got, err := dress(claude, func(all *profile.Pictures) {
		all.Logo = picture.Picture{ID: "logo"}
		all.Cover = picture.Picture{ID: "cover", Alt: "  La\tdevanture "}
		all.Photos = []picture.Picture{{ID: "one"}, {ID: "two", Alt: "Le four"}}
	})
	if err != nil || got.Version() != p.Version() || got.Pictures.Cover.Alt != "La devanture" || got.Pictures.Undescribed() != 1 {
		t.Fatalf("%+v, %v", got.Pictures, err)
	}
	if shown := picture.IDs(got.Pictures.Shown().All()); !slices.Equal(shown, []string{"logo", "cover", "two"}) {
		t.Errorf("shown: %v", shown)
	}
	if _, err := dress(claude, func(all *profile.Pictures) { all.Logo, all.Photos = picture.Picture{}, all.Photos[1:] }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(gone.dropped, []string{"logo", "one"}) {
		t.Errorf("dropped: %v", gone.dropped)
	}
	for name, edit := range map[string]func(*profile.Pictures){
		"too many": func(all *profile.Pictures) { all.Photos = make([]picture.Picture, profile.MaxPhotos+1) },
		"too long": func(all *profile.Pictures) { all.Photos[0].Alt = strings.Repeat("é", profile.MaxAlt+1) },
	} {
		if _, err := dress(claude, edit); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for v, want := range map[viewer.Viewer]error{{}: fault.SignedOut, {Account: "quelqu'un d'autre"}: fault.Forbidden} {
		if _, err := dress(v, func(*profile.Pictures) {}); !errors.Is(err, want) {
			t.Errorf("%+v: %v, want %v", v, err, want)
		}
	}
}

// A page that is hidden keeps its photos; one that is not there has none.
func TestHolds(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	if _, err := h.Decorate(t.Context(), claude, p.ID, func(all *profile.Pictures) error { all.Logo.ID = "logo"; return nil }); err != nil {
		t.Fatal(err)
	}
	holds := func(page, photo string, want bool) {
		t.Helper()
		if got, err := h.Holds(t.Context(), page, photo); err != nil || got != want {
			t.Errorf("%s in %s: %v, %v", photo, page, got, err)
		}
	}
	holds(p.ID, "logo", true)
	holds(p.ID, "autre", false)
	holds("rien", "logo", false)
	if err := h.HideOf(t.Context(), p.ID, claude.Account); err != nil {
		t.Fatal(err)
	}
	holds(p.ID, "logo", true)
	if _, err := h.Decorate(t.Context(), claude, p.ID, func(*profile.Pictures) error { return nil }); !errors.Is(err, fault.Gone) {
		t.Errorf("a hidden page is dressed: %v", err)
	}
}
