package profile_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/markdown"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// edits changes a page by its form.
func edits(t *testing.T, h *house, v viewer.Viewer, pageID string, change func(*profile.Draft)) profile.Profile {
	t.Helper()
	was, err := h.store.Get(t.Context(), pageID)
	if err != nil {
		t.Fatal(err)
	}
	d := profile.Filled(was)
	change(&d)
	p, err := h.Edit(t.Context(), v, pageID, d)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestHistory(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	first := p.Version()
	p = edits(t, h, judge, p.ID, func(d *profile.Draft) { d.Name, d.Pitch = "Le Fournil", "Pain noir" })
	p = edits(t, h, claude, p.ID, func(d *profile.Draft) { d.Phone.For, d.Hours[0] = profile.ForTeam, "8h-12h" })
	_, changes, err := h.HistoryOf(t.Context(), claude, p.Slug)
	if err != nil || len(changes) != 3 {
		t.Fatalf("%+v, %v", changes, err)
	}
	want := []profile.Change{
		{By: claude.Account, Now: true, Fields: []profile.Field{profile.FieldHours, profile.FieldPhone}},
		{By: judge.Account, Fields: []profile.Field{profile.FieldPitch, profile.FieldName}},
		{By: claude.Account, First: true},
	}
	for i := range want {
		want[i].Version, want[i].At, want[i].Was, want[i].Is = changes[i].Version, changes[i].At, changes[i].Was, changes[i].Is
	}
	if diff := cmp.Diff(want, changes); diff != "" || changes[0].Version != p.Version() || changes[2].Version != first {
		t.Error(diff)
	}
	name := func(d profile.Draft) string { return d.Text(profile.FieldName) }
	if c := changes[1]; name(c.Was) != "Boulangerie du Martroi" || name(c.Is) != "Le Fournil" || name(changes[0].Was) != "Le Fournil" || name(changes[2].Is) != "" {
		t.Errorf("it was %q and is %q", name(c.Was), name(c.Is))
	}
	if c := changes[0]; c.Is.Text(profile.FieldPhone) != c.Is.Phone.Value || c.Is.Text(profile.FieldKind) != string(c.Is.Kind) || c.Is.Text(profile.FieldDoor) != string(c.Is.Door) || c.Is.Text(profile.FieldHours)+c.Is.Text("x") != "" {
		t.Errorf("%+v", c.Is)
	}
	back, err := h.Restore(t.Context(), claude, p.Slug, first)
	if err != nil || back.Name != "Boulangerie du Martroi" || back.Phone.For != profile.ForAll || back.Slug != "boulangerie-du-martroi" || back.Version() <= p.Version() || !back.Claimed() {
		t.Fatalf("%+v, %v", back, err)
	}
	undone, err := h.Restore(t.Context(), claude, back.Slug, p.Version())
	if err != nil || undone.Name != "Le Fournil" || undone.Hours[0] == nil {
		t.Errorf("%+v, %v", undone, err)
	}
}

func TestHistoryIsForTheTeam(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	version := p.Version()
	p = edits(t, h, claude, p.ID, func(d *profile.Draft) { d.Pitch = "Autre" })
	for v, want := range map[viewer.Viewer]error{dany: fault.Forbidden, {}: fault.SignedOut} {
		if _, _, err := h.HistoryOf(t.Context(), v, p.Slug); !errors.Is(err, want) {
			t.Errorf("%v", err)
		}
		if _, err := h.Restore(t.Context(), v, p.Slug, version); !errors.Is(err, want) {
			t.Errorf("%v", err)
		}
	}
	if _, err := h.Edit(t.Context(), dany, p.ID, bakery()); !errors.Is(err, fault.Forbidden) {
		t.Error(err)
	}
	if _, err := h.Restore(t.Context(), judge, p.Slug, 7); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if seen := p.Seen(judge); seen.By != "" {
		t.Errorf("a page tells the account %s", seen.By)
	}
	kept, err := h.pasts.Past(t.Context(), p.ID, version)
	if err != nil || kept.Profile.Team != nil || kept.Profile.Owes != nil {
		t.Errorf("%+v, %v", kept, err)
	}
}

// A version whose SIRET another page has meanwhile does not come back, and says why.
func TestRestoreKeepsTheRules(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	version := p.Version()
	p = edits(t, h, claude, p.ID, func(d *profile.Draft) { d.SIRET = "" })
	other := bakery()
	other.Name = "Autre"
	create(t, h, dany, other)
	if _, err := h.Restore(t.Context(), claude, p.Slug, version); !isField(err, profile.FieldSIRET) {
		t.Error(err)
	}
}

func isField(err error, f profile.Field) bool {
	var wrong fault.Fields
	return errors.As(err, &wrong) && wrong[string(f)] != ""
}

// Whoever edits at the same time, each version that was replaced is kept.
func TestHistoryOfARush(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	edits := profile.New(h.store, place, markdown.New(), clock.At(noon), func() {}).KeepIn(h.pasts) // the bell of a house counts for one hand
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			d := bakery()
			d.SIRET, d.Pitch = "", fmt.Sprint("Numéro ", n)
			if _, err := edits.Edit(t.Context(), claude, p.ID, d); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	_, changes, err := h.HistoryOf(t.Context(), claude, p.Slug)
	if err != nil || len(changes) != 9 {
		t.Fatalf("%d versions, %v", len(changes), err)
	}
	for _, c := range changes[:8] {
		if len(c.Fields) == 0 {
			t.Errorf("version %d changed nothing: one is missing", c.Version)
		}
	}
}

func TestNothingOutlivesAnErasedPage(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	edits(t, h, claude, p.ID, func(d *profile.Draft) { d.Pitch = "Autre" })
	if err := h.Erase(t.Context(), dany, p.ID); !errors.Is(err, fault.Forbidden) {
		t.Fatal(err)
	}
	if kept, err := h.pasts.Pasts(t.Context(), p.ID, 9); err != nil || len(kept) != 1 {
		t.Fatalf("%d, %v", len(kept), err)
	}
	if err := h.Erase(t.Context(), claude, p.ID); err != nil {
		t.Fatal(err)
	}
	if kept, err := h.pasts.Pasts(t.Context(), p.ID, 9); err != nil || len(kept) != 0 {
		t.Errorf("%d versions outlive the page, %v", len(kept), err)
	}
}

func TestReaders(t *testing.T) {
	t.Parallel()
	mail := profile.Contact{Value: "a@exemple.invalid", For: profile.ForTeam}
	open := &profile.Source{Key: "sirene:1"}
	owner := profile.Mate{Account: "a-1", Role: profile.Owner}
	for name, c := range map[string]struct {
		page profile.Profile
		want profile.Readers
	}{
		"nobody":         {profile.Profile{}, profile.Readers{}},
		"an owner":       {profile.Profile{Team: []profile.Mate{owner, {Account: "a-2", Role: profile.Editor}, {Person: "p", Role: profile.Owner}, owner}}, profile.Readers{Accounts: []string{"a-1"}}},
		"an address":     {profile.Profile{Email: mail}, profile.Readers{Mailbox: mail.Value}},
		"open data":      {profile.Profile{Email: mail, Source: open}, profile.Readers{}},
		"by a moderator": {profile.Profile{Email: mail, Source: open, Owned: []profile.Field{profile.FieldEmail}}, profile.Readers{}},
		"claimed":        {profile.Profile{Email: mail, Source: open, Team: []profile.Mate{owner}}, profile.Readers{Accounts: []string{"a-1"}}},
		"claimed, given": {profile.Profile{Email: mail, Source: open, Team: []profile.Mate{owner}, Owned: []profile.Field{profile.FieldEmail}}, profile.Readers{Accounts: []string{"a-1"}, Mailbox: mail.Value}},
		"an example":     {profile.Profile{Email: mail, Example: true, Team: []profile.Mate{owner}}, profile.Readers{}},
	} {
		if diff := cmp.Diff(c.want, c.page.Readers()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
