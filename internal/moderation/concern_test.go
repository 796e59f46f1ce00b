package moderation_test

import (
	"testing"

	"partant/internal/moderation"
	"partant/internal/page"
)

// Who leaves is no more named as who reported or decided, and hears nothing more; who is meant keeps their name alone.
func TestForget(t *testing.T) {
	t.Parallel()
	s, store, _ := open(t)
	r := report("a-2")
	r.Author = moderation.Party{Account: "a-1", Email: "x@exemple.invalid", Name: "Claude"}
	if err := s.Report(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	visitor := report("")
	visitor.By = moderation.Party{Email: "Nina@exemple.invalid", Name: "Nina"}
	if err := s.Report(t.Context(), visitor); err != nil {
		t.Fatal(err)
	}
	made := func(who moderation.Party) (n int) {
		for r, err := range s.By(t.Context(), who) {
			if err != nil || r.Title != "Gagnez" {
				t.Errorf("%+v, %v", r, err)
			}
			n++
		}
		return n
	}
	for who, want := range map[moderation.Party]int{{Account: "a-2"}: 1, {Account: "a-1"}: 0, {Account: "a-9", Email: "nina@exemple.invalid"}: 1, {Email: "other@exemple.invalid"}: 0} {
		if got := made(who); got != want {
			t.Errorf("%+v made %d reports, want %d", who, got, want)
		}
	}
	waiting, err := s.Waiting(t.Context(), judge, page.Req{})
	if err != nil || len(waiting.Items) != 2 {
		t.Fatal(waiting, err)
	}
	for _, one := range waiting.Items {
		if one.By.Account == "a-2" {
			if err := s.Decide(t.Context(), judge, one.ID, true, "Compte suspendu."); err != nil {
				t.Fatal(err)
			}
			r = one
		}
	}
	for _, who := range []moderation.Party{{Account: "a-1"}, {Account: "a-2"}, {Account: "m-1"}, {Account: "a-9", Email: "NINA@exemple.invalid"}, {Account: "nobody"}} {
		for range 2 {
			if err := s.Forget(t.Context(), who); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := store.UpdateReport(t.Context(), r.ID, func(*moderation.Report) error { return nil })
	if err != nil || got.Author != (moderation.Party{Name: "Claude"}) || got.By.Account != "" || got.DecidedBy != moderation.Left || got.Owes != nil || got.Text != "Vite" {
		t.Errorf("%+v, %v", got, err)
	}
	if n := made(moderation.Party{Email: "nina@exemple.invalid"}); n != 0 {
		t.Error("a visitor who signed up later is still named")
	}
}
