package profile_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// entry is somebody who enters with a role.
func entry(id string, v viewer.Viewer, role profile.Role) profile.Entry {
	return profile.Entry{ID: id, Mate: profile.Mate{Account: v.Account, Person: v.Person, Role: role}}
}

func (h *house) join(t *testing.T, p profile.Profile, e profile.Entry) profile.Profile {
	t.Helper()
	q, err := h.Join(t.Context(), p.ID, e)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func key(v viewer.Viewer) string { return profile.Mate{Account: v.Account, Person: v.Person}.Key() }

func TestJoinIsMadeOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, err := h.Create(t.Context(), claude, bakery())
	if err != nil {
		t.Fatal(err)
	}
	e := entry("e-1", dany, profile.Editor)
	e.Verified = &profile.Verified{Means: "dns", Of: "exemple.fr", At: noon}
	q := h.join(t, p, e)
	if len(q.Team) != 2 || !q.CanEdit(dany) || q.Owns(dany) || q.Verified == nil {
		t.Fatalf("%+v", q.Team)
	}
	if err := h.Dismiss(t.Context(), claude, p.ID, key(dany)); err != nil {
		t.Fatal(err)
	}
	if q = h.join(t, p, e); len(q.Team) != 1 {
		t.Errorf("who left came back by the same entry: %+v", q.Team)
	}
	if q = h.join(t, p, entry("e-2", dany, profile.Reader)); len(q.Team) != 2 || q.CanEdit(dany) {
		t.Errorf("%+v", q.Team)
	}
	if _, err := h.Join(t.Context(), "rien", e); err == nil {
		t.Error("into no page")
	}
}

func TestJoinWidens(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, err := h.Create(t.Context(), claude, bakery())
	if err != nil {
		t.Fatal(err)
	}
	h.join(t, p, entry("1", dany, profile.Reader))
	h.join(t, p, entry("2", dany, profile.Editor))
	q := h.join(t, p, entry("3", dany, profile.Shown))
	if m := q.Team[1]; m.Role != profile.Editor || len(q.Team) != 2 {
		t.Errorf("%+v", q.Team)
	}
}

// Who is shown already by their own page is that mate, not another one.
func TestJoinKnowsThePerson(t *testing.T) {
	t.Parallel()
	h := open(t)
	r := profile.Record{ID: "r", Draft: bakery(), Mates: []profile.Mate{{Person: "p-9", Role: profile.Shown, Title: "gérante"}}}
	if _, err := h.Import(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	q := h.join(t, profile.Profile{ID: "r"}, entry("1", viewer.Viewer{Account: "a-9", Person: "p-9"}, profile.Owner))
	want := []profile.Mate{{Account: "a-9", Person: "p-9", Role: profile.Owner, Title: "gérante"}}
	if diff := cmp.Diff(want, q.Team); diff != "" {
		t.Errorf("team (-want +got):\n%s", diff)
	}
}

func TestClaimedPagesAreNotEntered(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, err := h.Create(t.Context(), claude, bakery())
	if err != nil {
		t.Fatal(err)
	}
	e := entry("1", dany, profile.Owner)
	e.Claim = true
	_, err = h.Join(t.Context(), p.ID, e)
	wantErr(t, err, fault.Conflict)
	own := entry("2", claude, profile.Owner)
	own.Claim = true
	h.join(t, p, own)
	e.Claim, e.Replace = false, true
	if q := h.join(t, p, e); len(q.Team) != 1 || !q.Owns(dany) {
		t.Errorf("%+v", q.Team)
	}
}

func TestManage(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, err := h.Create(t.Context(), claude, bakery())
	if err != nil {
		t.Fatal(err)
	}
	h.join(t, p, entry("1", dany, profile.Shown))
	stranger := viewer.Viewer{Account: "a-8", Role: viewer.Member}
	for _, v := range []viewer.Viewer{dany, stranger, {}} { // nobody raises themselves
		wantErr(t, h.SetRole(t.Context(), v, p.ID, key(dany), profile.Editor), fault.Forbidden)
		wantErr(t, h.Dismiss(t.Context(), v, p.ID, key(claude)), fault.Forbidden)
	}
	wantErr(t, h.SetRole(t.Context(), claude, p.ID, key(dany), profile.Owner), fault.Invalid) // it is offered
	wantErr(t, h.SetRole(t.Context(), claude, p.ID, key(dany), "roi"), fault.Invalid)
	wantErr(t, h.SetRole(t.Context(), claude, p.ID, "rien", profile.Editor), fault.NotFound)
	wantErr(t, h.SetRole(t.Context(), claude, p.ID, key(claude), profile.Editor), profile.ErrLastOwner)
	wantErr(t, h.Dismiss(t.Context(), claude, p.ID, key(claude)), profile.ErrLastOwner)
	ok(t, h.SetRole(t.Context(), claude, p.ID, key(dany), profile.Editor))
	ok(t, h.Dismiss(t.Context(), dany, p.ID, key(dany))) // one leaves by oneself
	q, err := h.store.Get(t.Context(), p.ID)
	if err != nil || len(q.Team) != 1 {
		t.Errorf("%+v %v", q.Team, err)
	}
}

// A moderator may take a page from who holds it: it is then nobody's, and not verified.
func TestModeratorsMayEvict(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, err := h.Create(t.Context(), claude, bakery())
	if err != nil {
		t.Fatal(err)
	}
	e := entry("1", claude, profile.Owner)
	e.Verified = &profile.Verified{Means: "moderateur", At: noon}
	h.join(t, p, e)
	ok(t, h.Dismiss(t.Context(), judge, p.ID, key(claude)))
	q, err := h.store.Get(t.Context(), p.ID)
	if err != nil || q.Claimed() || q.Verified != nil {
		t.Errorf("%+v %+v %v", q.Team, q.Verified, err)
	}
}

func TestIntroduce(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := viewer.Viewer{Account: "a-7", Person: "p-7", Role: viewer.Member}
	p, err := h.Create(t.Context(), v, bakery())
	if err != nil {
		t.Fatal(err)
	}
	ok(t, h.Introduce(t.Context(), v, p.ID, "  présidente ", false))
	q, err := h.store.Get(t.Context(), p.ID)
	if err != nil || q.Team[0].Title != "présidente" || q.Team[0].Person != "" || len(q.Seen(viewer.Viewer{}).Team) != 0 {
		t.Errorf("%+v %v", q.Team, err)
	}
	ok(t, h.Introduce(t.Context(), v, p.ID, "présidente", true))
	if q, err = h.store.Get(t.Context(), p.ID); err != nil || len(q.Seen(viewer.Viewer{}).Team) != 1 {
		t.Errorf("%+v %v", q.Team, err)
	}
	wantErr(t, h.Introduce(t.Context(), dany, p.ID, "roi", true), fault.Forbidden)
	wantErr(t, h.Introduce(t.Context(), viewer.Viewer{}, p.ID, "roi", true), fault.Forbidden)
	wantErr(t, h.Introduce(t.Context(), v, p.ID, longTitle, true), fault.Invalid)
}

const longTitle = "directeur général adjoint chargé des affaires qui ne regardent personne d'autre"

// What was shown was shown of the page as it was: under another name, as another thing, it is to be shown again.
func TestVerifiedPagesMayNotChangeInto(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*profile.Draft){
		"name":  func(d *profile.Draft) { d.Name = "CCI du Loiret" },
		"kind":  func(d *profile.Draft) { d.Kind = profile.Institution },
		"siren": func(d *profile.Draft) { d.SIRET = "552081317" },
	} {
		for _, v := range []viewer.Viewer{claude, judge} {
			h := open(t)
			p, err := h.Create(t.Context(), claude, bakery())
			if err != nil {
				t.Fatal(err)
			}
			e := entry("1", claude, profile.Owner)
			e.Verified = &profile.Verified{Means: "dns", At: noon}
			p = h.join(t, p, e)
			d := profile.Filled(p)
			d.Name = "BOULANGERIE du Martroi" // the same name
			if p, err = h.Edit(t.Context(), v, p.ID, d); err != nil || p.Verified == nil {
				t.Fatalf("%+v %v", p.Verified, err)
			}
			d = profile.Filled(p)
			change(&d)
			p, err = h.Edit(t.Context(), v, p.ID, d)
			if kept := p.Verified != nil; err != nil || kept != v.Moderates() {
				t.Errorf("%s changed by %s: verified %v, %v", name, v.Role, kept, err)
			}
		}
	}
}

// The street of somebody who works at home goes to whom they say, and no map is more precise than their commune.
func TestStreetOfAPerson(t *testing.T) {
	t.Parallel()
	h := open(t)
	for kind, hides := range map[profile.Kind]bool{profile.Person: true, profile.Company: false} {
		for _, door := range []profile.Audience{profile.ForAll, profile.ForMembers, profile.ForTeam, "", "n'importe quoi"} {
			d := bakery()
			d.Kind, d.Door, d.SIRET, d.Size = kind, door, "", ""
			p, err := h.Create(t.Context(), claude, d)
			if err != nil {
				t.Fatal(err)
			}
			hidden := hides && (door == profile.ForMembers || door == profile.ForTeam)
			town, _ := place.Town("45234")
			if at := p.Place.Point == town.Point && p.Place.By == profile.AtCommune; at != hidden {
				t.Errorf("%s, %q: on the map %+v", kind, door, p.Place)
			}
			for v, sees := range map[viewer.Viewer]bool{{}: !hidden, dany: !hidden || door == profile.ForMembers, claude: true, judge: true} {
				if got := p.Seen(v).Address.Street; (got != "") != sees {
					t.Errorf("%s, %q: %v reads %q", kind, door, v, got)
				}
			}
			if again := profile.Filled(p); hidden && again.Door != door {
				t.Errorf("%s, %q is filled as %q", kind, door, again.Door)
			}
		}
	}
}

func wantErr(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("error is %v, want %v", err, kind)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
