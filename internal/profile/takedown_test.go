package profile_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/unseen"
)

// down is what moderation hides a page with.
func down(*house) *unseen.Mark {
	return &unseen.Mark{At: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)}
}

// A page that moderation takes down is seen by nobody and loses nothing; its history says so, without naming anybody.
func TestMark(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	if err := h.Erase(t.Context(), judge, p.ID); !errors.Is(err, fault.Forbidden) {
		t.Error("a moderator erased the page of others:", err)
	}
	for range 2 {
		if err := h.Mark(t.Context(), p.ID, down(h)); err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.BySlug(t.Context(), claude, p.Slug)
	var why unseen.Error
	if !errors.As(err, &why) || !errors.Is(err, fault.Gone) || why.ID != p.ID || why.Kind != "fiche" {
		t.Fatalf("%+v, %v", why, err)
	}
	if is, mark, err := h.Moderated(t.Context(), p.ID); err != nil || mark == nil || is.Name != p.Name {
		t.Errorf("%+v, %+v, %v", is, mark, err)
	}
	for range 2 {
		if err := h.Mark(t.Context(), p.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	back, err := h.store.Get(t.Context(), p.ID)
	if err != nil || back.Pitch != p.Pitch || !back.Owns(claude) || len(back.Acts) != 2 || back.Owes.First() != p.Owes.First() {
		t.Fatalf("%+v, %v", back, err)
	}
	if _, mark, err := h.Moderated(t.Context(), p.ID); err != nil || mark != nil {
		t.Errorf("%+v, %v", mark, err)
	}
	_, changes, err := h.HistoryOf(t.Context(), claude, p.Slug)
	if err != nil || len(changes) != 3 || changes[0].Act == nil || changes[0].By != "" {
		t.Fatalf("%+v, %v", changes, err)
	}
	if seen := back.Seen(dany); len(seen.Acts) != 0 {
		t.Error("visitors read what was done")
	}
	if err := h.Mark(t.Context(), "rien", down(h)); err != nil {
		t.Error(err)
	}
	if _, _, err := h.Moderated(t.Context(), "rien"); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// A page that a moderator took down and whose owner leaves is both, and is erased with its acts.
func TestTakenDownWhileItsOwnerLeaves(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	if err := errors.Join(h.Mark(t.Context(), p.ID, down(h)), h.HideOf(t.Context(), p.ID, claude.Account), h.Mark(t.Context(), p.ID, nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := h.store.Get(t.Context(), p.ID); !errors.Is(err, fault.Gone) {
		t.Error("it came back while its owner leaves:", err)
	}
	if err := h.ForgetOf(t.Context(), p.ID, claude.Account, ""); err != nil {
		t.Fatal(err)
	}
	due, err := h.store.Take(t.Context(), p.Updated.AddDate(1, 0, 0), 0, 9, profile.OwesLetter)
	if err != nil || len(due) != 0 {
		t.Errorf("letters are owed still: %+v, %v", due, err)
	}
}

// Who moderated is forgotten when they leave, and what their letters were with them.
func TestActsOfSomebodyWhoLeft(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	joined, err := h.Join(t.Context(), p.ID, profile.Entry{ID: "e", Mate: profile.Mate{Account: dany.Account, Role: profile.Owner}})
	if err != nil {
		t.Fatal(err)
	}
	first := joined.Version()
	edits(t, h, claude, p.ID, func(d *profile.Draft) { d.Pitch = "Pain noir" })
	if _, err := h.Restore(t.Context(), judge, p.Slug, first); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(h.ForgetOf(t.Context(), p.ID, dany.Account, ""), h.ForgetOf(t.Context(), p.ID, judge.Account, "")); err != nil {
		t.Fatal(err)
	}
	left, err := h.store.Get(t.Context(), p.ID)
	if err != nil || len(left.Acts) != 1 {
		t.Fatal(left.Acts, err)
	}
	for _, a := range left.Acts {
		if a.By != profile.Left || len(a.Told) != 1 || a.Told[0].To != claude.Account {
			t.Errorf("%+v", a)
		}
	}
}

// Why a version is brought back is said in some words, and not in a novel.
func TestCheckReason(t *testing.T) {
	t.Parallel()
	for reason, want := range map[string]error{"": fault.Invalid, "  trop\n ": fault.Invalid, strings.Repeat("é", 501): fault.Invalid, "Cette page trompe.": nil} {
		if _, err := profile.CheckReason("raison", reason); !errors.Is(err, want) {
			t.Errorf("%q: %v", reason, err)
		}
	}
}

// When a moderator brings an older version back, the owner is told; when somebody of the team does, nobody is.
func TestRestoreByAModeratorIsTold(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	first := p.Version()
	p = edits(t, h, claude, p.ID, func(d *profile.Draft) { d.Pitch = "Pain noir" })
	second := p.Version()
	if p, err := h.Restore(t.Context(), claude, p.Slug, first); err != nil || len(p.Acts) != 0 {
		t.Fatalf("%+v, %v", p.Acts, err)
	}
	p, err := h.Restore(t.Context(), judge, p.Slug, second)
	if err != nil || len(p.Acts) != 1 || p.Acts[0].What != profile.Reverted || p.Acts[0].Told[0].To != claude.Account {
		t.Fatalf("%+v, %v", p.Acts, err)
	}
}

// An editor who renames a verified page takes its mark away: the owner is told who did it, and the former name brings it back.
func TestRenamingTakesTheMarkAway(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := create(t, h, claude, bakery())
	mark := profile.Verified{Means: "fichier", Of: "exemple.fr", At: p.Created}
	for _, e := range []profile.Entry{{ID: "e-1", Mate: profile.Mate{Account: claude.Account, Role: profile.Owner}, Verified: &mark}, {ID: "e-2", Mate: profile.Mate{Account: dany.Account, Role: profile.Editor}}} {
		if _, err := h.Join(t.Context(), p.ID, e); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := h.store.Get(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	first := kept.Version()
	p = edits(t, h, dany, p.ID, func(d *profile.Draft) { d.Pitch = "Pain noir" })
	if p.Verified == nil || len(p.Acts) != 0 {
		t.Fatalf("%+v", p)
	}
	p = edits(t, h, dany, p.ID, func(d *profile.Draft) { d.Name = "Le Fournil" })
	if p.Verified != nil || len(p.Acts) != 1 || p.Acts[0].What != profile.Unmarked || p.Acts[0].By != dany.Account || p.Acts[0].Told[0].To != claude.Account {
		t.Fatalf("%+v %+v", p.Verified, p.Acts)
	}
	p = edits(t, h, dany, p.ID, func(d *profile.Draft) { d.Name = "Le Pétrin" })
	if len(p.Acts) != 1 {
		t.Errorf("told twice: %+v", p.Acts)
	}
	p, err = h.Restore(t.Context(), dany, p.Slug, first)
	if err != nil || p.Verified == nil || *p.Verified != mark || p.Doubt != nil {
		t.Fatalf("%+v, %v", p.Verified, err)
	}
	p = edits(t, h, dany, p.ID, func(d *profile.Draft) { d.Name = "Le Fournil" })
	p, err = h.Join(t.Context(), p.ID, profile.Entry{ID: "e-3", Mate: profile.Mate{Account: "a-9", Role: profile.Owner}, Replace: true})
	if err != nil || p.Doubt != nil {
		t.Error("those who come after get a mark that was shown by others:", err)
	}
}

// A page of open data goes back to it when its owner deletes it, or leaves; nothing that they wrote is left.
func TestOpenDataOutlivesItsOwner(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(h *house, id string) error{
		"delete": func(h *house, id string) error { return h.Erase(t.Context(), claude, id) },
		"leave":  func(h *house, id string) error { return h.ForgetOf(t.Context(), id, claude.Account, "") },
	} {
		h := open(t)
		r := record()
		if _, err := h.Import(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		was, err := h.store.Get(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Join(t.Context(), r.ID, profile.Entry{ID: "e", Claim: true, Mate: profile.Mate{Account: claude.Account, Role: profile.Owner}, Verified: &profile.Verified{Means: "dns"}}); err != nil {
			t.Fatal(err)
		}
		edits(t, h, claude, r.ID, func(d *profile.Draft) { d.Pitch, d.About, d.Phone.Value = "Zébulon", "Zébulon", "02 61 91 00 02" })
		if err := end(h, r.ID); err != nil {
			t.Fatal(name, err)
		}
		p, err := h.store.Get(t.Context(), r.ID)
		if err != nil || p.Pitch != was.Pitch || p.About != was.About || p.Phone != was.Phone || len(p.Team)+len(p.Owned)+len(p.Entries) != 0 || p.Verified != nil || p.By != "" || p.Given != nil || p.Slug != was.Slug {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}
