package moderation_test

import (
	"errors"
	"testing"

	"partant/internal/fault"
	"partant/internal/moderation"
)

// Who leaves is no more named as who reported, contested or decided, and hears nothing more; who is meant keeps their name alone.
func TestForget(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.said(moderation.Party{Account: "a-2"})
	b.said(moderation.Party{Email: "Nina@exemple.fr", Name: "Nina"})
	made := func(who moderation.Party) (n int) {
		for c, err := range b.By(t.Context(), who) {
			if err != nil || c.Title != "Gagnez" {
				t.Errorf("%+v, %v", c, err)
			}
			n++
		}
		return n
	}
	for who, want := range map[moderation.Party]int{{Account: "a-2"}: 1, {Account: "a-1"}: 0, {Account: "a-9", Email: "nina@exemple.fr"}: 1, {Email: "other@exemple.fr"}: 0} {
		if got := made(who); got != want {
			t.Errorf("%+v: %d cases, want %d", who, got, want)
		}
	}
	b.decides(judge, false, nil)
	if made(moderation.Party{Account: "a-1"}) != 1 {
		t.Error("the author does not find the decision")
	}
	for _, who := range []moderation.Party{{Account: "a-1"}, {Account: "a-2"}, {Account: "m-1"}, {Account: "a-9", Email: "NINA@exemple.fr"}, {Account: "nobody"}} {
		for range 2 {
			if err := b.Forget(t.Context(), who); err != nil {
				t.Fatal(err)
			}
		}
	}
	got := b.now()
	if got.Authors[0] != (moderation.Party{Name: "Claude"}) || got.Last().By != moderation.Left || got.Told != nil || got.Text != "Vite" || len(got.Concerns()) != 1 {
		t.Errorf("%+v, %q", got, got.Concerns())
	}
	for _, r := range got.Reports {
		if r.By != (moderation.Party{Name: "quelqu'un qui a quitté le site"}) {
			t.Errorf("%+v", r.By)
		}
	}
}

// A case that only a program made goes with who wrote.
func TestForgetWhatOnlyAProgramSaw(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.screens("p-1", "Voyez", `<a href="https://x.fr">x</a>`)
	if err := b.Forget(t.Context(), moderation.Party{Account: "a-1"}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Case(t.Context(), judge, thing); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}
