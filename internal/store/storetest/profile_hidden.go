package storetest

import (
	"fmt"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
)

// lists names what each list that people read has.
func lists(t *testing.T, s ProfileStore, account string) map[string][]string {
	t.Helper()
	return map[string][]string{
		"newest":  walk(t, 2, func(r page.Req) (page.Of[profile.Profile], error) { return s.Newest(t.Context(), r) }),
		"commune": walk(t, 2, func(r page.Req) (page.Of[profile.Profile], error) { return s.InCommune(t.Context(), "45234", r) }),
		"named":   walk(t, 2, func(r page.Req) (page.Of[profile.Profile], error) { return s.Named(t.Context(), profile.Named{}, r) }),
		"member":  walk(t, 2, func(r page.Req) (page.Of[profile.Profile], error) { return s.OfMember(t.Context(), account, r) }),
		"source":  walk(t, 2, func(r page.Req) (page.Of[profile.Profile], error) { return s.OfSource(t.Context(), "essai", r) }),
		"hidden":  walk(t, 1, func(r page.Req) (page.Of[profile.Profile], error) { return s.HiddenOf(t.Context(), account, r) }),
	}
}

// A hidden profile is read nowhere, changes and debts apart, and is there again as it was.
func profileHidden(t *testing.T, s ProfileStore) {
	p := fullProfile()
	p.Purge = false
	ok(t, s.Insert(t.Context(), p))
	seen := lists(t, s, "a-1")
	same(t, seen["hidden"], nil)
	shown, err := s.Get(t.Context(), p.ID)
	must(t, shown, err)

	hide := []profile.Hiding{{Why: profile.Leaving, At: noon}}
	_, err = s.Update(t.Context(), p.ID, func(p *profile.Profile) error { p.Hidden = hide; return nil })
	ok(t, err)
	_, err = s.Get(t.Context(), p.ID)
	wantErr(t, err, fault.Gone)
	for _, slug := range p.Slugs() {
		_, err = s.BySlug(t.Context(), slug)
		wantErr(t, err, fault.Gone)
	}
	many, err := s.Many(t.Context(), []string{p.ID})
	same(t, must(t, many, err), nil)
	for name, list := range lists(t, s, "a-1") {
		if want := name == "hidden"; (len(list) == 1) != want {
			t.Errorf("%s: %v", name, list)
		}
	}
	changed, err := s.Changed(t.Context(), noon, page.Req{Limit: 9})
	if must(t, changed, err); len(changed.Items) != 1 || !changed.Items[0].IsHidden() {
		t.Errorf("%+v", changed.Items)
	}
	owing, err := s.Take(t.Context(), noon, time.Minute, 9)
	if must(t, owing, err); len(owing) != 1 || !owing[0].IsHidden() {
		t.Errorf("%+v", owing)
	}
	other := fullProfile() // its names stay its own
	other.ID, other.OldSlugs, other.SIRET = "z", nil, ""
	wantErr(t, s.Insert(t.Context(), other), fault.Taken{Field: "slug"})

	_, err = s.Update(t.Context(), p.ID, func(p *profile.Profile) error { p.Hidden = nil; return nil })
	ok(t, err)
	same(t, lists(t, s, "a-1"), seen)
	again, err := s.Get(t.Context(), p.ID)
	must(t, again, err)
	again.Rev, again.Owes = shown.Rev, shown.Owes
	same(t, again, shown)
}

func profileHiddenOf(t *testing.T, s ProfileStore) {
	for n := range 6 {
		p := plain(n, fmt.Sprint(n))
		p.ID = fmt.Sprint(n)
		p.Team = []profile.Mate{{Account: fmt.Sprintf("a-%d", n%2), Role: profile.Owner}, {Account: fmt.Sprintf("a-%d", n%2), Role: profile.Shown}}
		if n > 1 {
			p.Hidden = []profile.Hiding{{Why: profile.Leaving, At: noon}, {Why: "autre", At: noon}}
		}
		ok(t, s.Insert(t.Context(), p))
	}
	for n := 1; n <= 3; n++ {
		same(t, walk(t, n, func(r page.Req) (page.Of[profile.Profile], error) { return s.HiddenOf(t.Context(), "a-1", r) }), []string{"3", "5"})
	}
	got, err := s.HiddenOf(t.Context(), "a-0", page.Req{Limit: 9})
	same(t, must(t, got, err).Items[1].Hidden, []profile.Hiding{{Why: profile.Leaving, At: noon}, {Why: "autre", At: noon}})
	same(t, lists(t, s, "a-1")["member"], []string{"1"})
	same(t, lists(t, s, "nobody")["hidden"], nil)
}

// A hidden profile may be erased, and purged once it owes nothing.
func profileHiddenInsert(t *testing.T, s ProfileStore) {
	p := fullProfile()
	p.Hidden = []profile.Hiding{{Why: profile.Leaving, At: noon}}
	ok(t, s.Insert(t.Context(), p))
	erased, err := s.Update(t.Context(), p.ID, func(p *profile.Profile) error {
		*p = profile.Profile{ID: p.ID, Rev: p.Rev, Slug: p.Slug, OldSlugs: p.OldSlugs, Kind: p.Kind, Created: p.Created, Erased: noon, Updated: noon, Purge: true, Owes: p.Owes}
		return nil
	})
	ok(t, err)
	same(t, lists(t, s, "a-1")["hidden"], nil)
	ok(t, s.Settle(t.Context(), []profile.Profile{erased}))
	_, err = s.BySlug(t.Context(), p.Slug)
	wantErr(t, err, fault.NotFound)
	ok(t, s.Insert(t.Context(), fullProfile())) // every name is free
}
