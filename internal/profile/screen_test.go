package profile_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// What is held is seen by nobody and in no list, the same form sent twice is one, and it appears when it is let through; taken down it is gone.
func TestHeld(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Screen(func(_ context.Context, _ viewer.Viewer, w unseen.Words) (unseen.Verdict, error) {
		if strings.Contains(w.HTML, "<a ") {
			return unseen.Verdict{Mark: &unseen.Mark{At: noon, Held: true}}, nil
		}
		return unseen.Verdict{}, nil
	})
	d := profile.Draft{Key: id.New(), Kind: profile.Company, Name: "Gagnez vite", Commune: "45234", Pitch: "Voyez https://exemple.fr"}
	for range 2 {
		p, err := h.Create(t.Context(), claude, d)
		if err != nil || !p.IsHeld() || p.ID != d.Key {
			t.Fatalf("%+v, %v", p, err)
		}
	}
	var down unseen.Error
	if _, err := h.BySlug(t.Context(), claude, "gagnez-vite"); !errors.As(err, &down) || !down.Held || errors.Is(err, fault.Gone) {
		t.Error(err)
	}
	if list, err := h.store.Newest(t.Context(), page.Req{Limit: 5}); err != nil || len(list.Items) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if err := h.Mark(t.Context(), d.Key, nil); err != nil {
		t.Fatal(err)
	}
	p, err := h.BySlug(t.Context(), claude, "gagnez-vite")
	if err != nil || p.IsHeld() {
		t.Fatalf("%+v, %v", p, err)
	}
	edit := profile.Filled(p)
	edit.Pitch = "Nous réparons tout."
	if p, err = h.Edit(t.Context(), claude, p.ID, edit); err != nil || p.IsHeld() {
		t.Errorf("%+v, %v", p, err)
	}
	edit = profile.Filled(p)
	edit.About = "[ici](https://exemple.fr)"
	if p, err = h.Edit(t.Context(), claude, p.ID, edit); err != nil || !p.IsHeld() {
		t.Errorf("%+v, %v", p, err)
	}
	if err := h.Mark(t.Context(), p.ID, &unseen.Mark{At: noon}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.BySlug(t.Context(), claude, "gagnez-vite"); !errors.Is(err, fault.Gone) {
		t.Error(err)
	}
}
