//go:build !race

package demo_test

import (
	"errors"
	"testing"

	"partant/internal/club"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// rooms asserts that there is one club for each way of joining, with members in their roles; or, once the demonstration is gone, none.
func (b base) rooms(t *testing.T, want map[club.Way]int) {
	t.Helper()
	got := map[club.Way]int{}
	for _, slug := range []string{"cercle-des-levees-exemple", "club-des-deux-rives-exemple", "l-etabli-exemple"} {
		p, err := b.profiles.BySlug(t.Context(), viewer.Viewer{}, slug)
		if errors.Is(err, fault.NotFound) && len(want) == 0 {
			continue
		}
		if err != nil || !p.Example || p.Kind != profile.Club {
			t.Fatalf("%s: %+v, %v", slug, p, err)
		}
		r, err := b.clubs.Room(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		all, err := b.clubs.MembersAmong(t.Context(), club.Among(p.ID, club.In), page.Req{Limit: page.MaxLimit})
		if err != nil || len(r.Board) != 3 || r.Board[0].Role != club.Chair {
			t.Errorf("%s: %+v, %v", slug, r.Board, err)
		}
		for _, m := range all.Items {
			if m.Account != "" || m.Page == "" || len(m.Answers) != len(r.Questions) {
				t.Errorf("%s: %+v", slug, m)
			}
		}
		got[r.Way] = len(all.Items)
	}
	for way, n := range want {
		if got[way] != n {
			t.Errorf("%s: %d members, want %d", way, got[way], n)
		}
	}
}

var gathered = map[club.Way]int{club.Open: 17, club.OnRequest: 23, club.ByInvitation: 9}
