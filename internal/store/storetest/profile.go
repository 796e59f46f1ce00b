package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/profile"
)

// ProfileStore is all that a driver offers for profiles.
type ProfileStore interface {
	profile.Store
	profile.Lists
	profile.Debts
}

// Profiles runs the suite of the three ports of profiles. open gives a fresh, empty store.
func Profiles(t *testing.T, open func(t *testing.T) ProfileStore) {
	for name, check := range map[string]func(*testing.T, ProfileStore){
		"InsertGet": profileInsertGet, "InsertZero": profileInsertZero, "InsertTaken": profileInsertTaken,
		"InsertRefusedLeavesNothing": profileInsertRefused,
		"GetMissing":                 profileGetMissing, "Many": profileMany,
		"OldSlugs": profileOldSlugs, "Update": profileUpdate, "UpdateRefused": profileUpdateRefused,
		"UpdatePanics": profileUpdatePanics, "UpdateParallel": profileUpdateParallel, "UpdateNames": profileUpdateNames,
		"InsertParallelOneSlug": profileInsertParallel,
		"Erase":                 profileErase, "Newest": profileNewest, "NewestTies": profileNewestTies,
		"InCommune": profileInCommune, "OfMember": profileOfMember, "Named": profileNamed,
		"NamedFilters": profileNamedFilters, "Changed": profileChanged, "OfSource": profileOfSource,
		"Hidden": profileHidden, "HiddenOf": profileHiddenOf, "HiddenInsert": profileHiddenInsert,
		"PagesWhileWriting": profilePagesWhileWriting,
		"TakeSettle":        profileTakeSettle, "TakeLease": profileTakeLease, "TakeParallel": profileTakeParallel,
		"SettleKeepsNewer": profileSettleKeepsNewer, "TakeKinds": profileTakeKinds, "Purge": profilePurge,
		"Strange": profileStrange, "Unreadable": profileUnreadable, "ForeignCursor": profileForeignCursor,
		"Twice": profileTwice, "SlugDropped": profileSlugDropped, "UpdateLetsGo": profileUpdateLetsGo,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// fullProfile leaves no field zero: a dropped column would show.
func fullProfile() profile.Profile {
	return profile.Profile{
		ID: id.New(), Rev: 1, Slug: "boulangerie-du-martroi", OldSlugs: []string{"le-fournil-du-martroi"},
		Kind: profile.Company, Name: "Boulangerie du Martroi — « Œuvre & pain »", Pitch: "Pain au levain",
		About:    profile.Rich{Text: "**Bonjour**", HTML: "<p><strong>Bonjour</strong></p>"},
		Activity: "10.71C", Sector: "industrie-alimentaire",
		Address: profile.Address{Street: "1 place du Martroi", Postcode: "45000", Commune: "45234", For: profile.ForMembers},
		Place:   &profile.Place{Point: geo.Point{Lat: 47.90289, Lon: 1.90389}, By: profile.ByHand},
		Phone:   profile.Contact{Value: "+33261910001", For: profile.ForAll},
		Email:   profile.Contact{Value: "exemple@exemple.invalid", For: profile.ForMembers},
		Web:     "https://exemple.invalid/", Links: []string{"https://exemple.invalid/a", "https://exemple.invalid/b"},
		Hours: profile.Hours{1: {{From: 420, To: 780}, {From: 960, To: 1170}}, 6: {{From: 1320, To: 1560}}},
		Size:  "02", Founded: 1987, SIREN: "732829320", SIRET: "73282932000074",
		Tags: []string{"pain", "l'été \\ ' \" <b>"}, Offers: []string{"pain au levain"}, Seeks: []string{"apprenti boulanger"},
		Team:   []profile.Mate{{Account: "a-1", Person: "p-1", Role: profile.Owner, Title: "gérante"}},
		Source: &profile.Source{Key: "essai:1", Name: "Essai", Date: "2026-11", Licence: "Licence Ouverte 2.0"},
		Owned:  []profile.Field{profile.FieldName}, Given: &profile.Draft{Name: "Le fournil", Phone: profile.Contact{Value: "02", For: profile.ForAll}, Hours: [7]string{1: "8h-12h"}}, Example: true, Purge: true,
		Verified: &profile.Verified{Means: "fichier", Of: "exemple.fr", At: noon}, Entries: []string{"e-1"},
		Doubt:   &profile.Doubt{Verified: profile.Verified{Means: "dns", Of: "exemple.fr", At: noon}, Name: "le fournil", Kind: profile.Club, SIREN: "732829320"},
		Acts:    []profile.Act{{ID: "x-1", What: profile.TookDown, By: "m-1", Reason: "Une page fausse.", At: noon, Told: []profile.Told{{ID: "l-1", To: "a-1"}}}},
		Created: noon, Updated: noon.Add(time.Hour), By: "a-1", Erased: time.Time{},
		Owes: debt.Owes{{ID: "d-1", Kind: profile.OwesIndex, Due: noon}},
	}
}

// plain is the n-th of many small profiles, made n seconds after noon.
func plain(n int, name string) profile.Profile {
	at := noon.Add(time.Duration(n) * time.Second)
	return profile.Profile{ID: id.New(), Slug: fmt.Sprintf("page-%d", n), Kind: profile.Company, Name: name, Created: at, Updated: at}
}

func insertAll(t *testing.T, s ProfileStore, all ...profile.Profile) {
	t.Helper()
	for _, p := range all {
		ok(t, s.Insert(t.Context(), p))
	}
}

func profileInsertGet(t *testing.T, s ProfileStore) {
	want := fullProfile()
	ok(t, s.Insert(t.Context(), want))
	got, err := s.Get(t.Context(), want.ID)
	same(t, must(t, got, err), want)
	bySlug, err := s.BySlug(t.Context(), want.Slug)
	same(t, must(t, bySlug, err), want)
	bySIRET, err := s.BySIRET(t.Context(), want.SIRET)
	same(t, must(t, bySIRET, err), want)
	for _, none := range []string{"", want.Slug, "00000000000000"} {
		_, err = s.BySIRET(t.Context(), none)
		wantErr(t, err, fault.NotFound)
	}
	if got.Created.Location() != time.UTC {
		t.Error("times must come back in UTC")
	}
}

func profileInsertZero(t *testing.T, s ProfileStore) {
	want := profile.Profile{ID: id.New(), Rev: 1}
	ok(t, s.Insert(t.Context(), want))
	got, err := s.Get(t.Context(), want.ID)
	same(t, must(t, got, err), want)
}

func profileInsertTaken(t *testing.T, s ProfileStore) {
	first := fullProfile()
	ok(t, s.Insert(t.Context(), first))
	for field, change := range map[string]func(*profile.Profile){
		"id":    func(p *profile.Profile) { p.ID, p.Slug, p.OldSlugs, p.SIRET = first.ID, "autre", nil, "" },
		"slug":  func(p *profile.Profile) { p.OldSlugs, p.SIRET = nil, "" },
		"siret": func(p *profile.Profile) { p.Slug, p.OldSlugs = "tout-autre", nil },
	} {
		p := fullProfile()
		change(&p)
		err := s.Insert(t.Context(), p)
		wantErr(t, err, fault.Conflict)
		var taken fault.Taken
		if !errors.As(err, &taken) || taken.Field != field {
			t.Errorf("want %s taken, got %v", field, err)
		}
	}
}

func profileInsertRefused(t *testing.T, s ProfileStore) {
	first := fullProfile()
	ok(t, s.Insert(t.Context(), first))
	p := fullProfile() // same SIRET, new slug: refused
	p.Slug, p.OldSlugs = "libre", nil
	wantErr(t, s.Insert(t.Context(), p), fault.Conflict)
	_, err := s.BySlug(t.Context(), "libre")
	wantErr(t, err, fault.NotFound)
	other := plain(1, "Autre")
	other.Slug = "libre" // the refused insert must not hold the slug
	ok(t, s.Insert(t.Context(), other))
}

func profileGetMissing(t *testing.T, s ProfileStore) {
	_, err := s.Get(t.Context(), id.New())
	wantErr(t, err, fault.NotFound)
	_, err = s.BySlug(t.Context(), "rien")
	wantErr(t, err, fault.NotFound)
	_, err = s.Update(t.Context(), id.New(), func(*profile.Profile) error { return nil })
	wantErr(t, err, fault.NotFound)
	if errors.Is(err, fault.Gone) {
		t.Error("what never was is not gone")
	}
}

func profileMany(t *testing.T, s ProfileStore) {
	a, b, c := plain(1, "A"), plain(2, "B"), plain(3, "C")
	insertAll(t, s, a, b, c)
	erase(t, s, b.ID)
	got, err := s.Many(t.Context(), []string{c.ID, id.New(), b.ID, a.ID})
	same(t, names(must(t, got, err)), []string{"C", "A"})
	none, err := s.Many(t.Context(), nil)
	same(t, names(must(t, none, err)), nil)
}

func profileOldSlugs(t *testing.T, s ProfileStore) {
	p := fullProfile()
	ok(t, s.Insert(t.Context(), p))
	got, err := s.BySlug(t.Context(), "le-fournil-du-martroi")
	if must(t, got, err).Slug != p.Slug {
		t.Errorf("an old slug leads to %q", got.Slug)
	}
}

func profileUpdate(t *testing.T, s ProfileStore) {
	p := fullProfile()
	ok(t, s.Insert(t.Context(), p))
	got, err := s.Update(t.Context(), p.ID, func(p *profile.Profile) error {
		p.Name, p.Place, p.Tags = "Autre nom", nil, nil
		p.Team = append(p.Team, profile.Mate{Account: "a-2", Role: profile.Editor})
		return nil
	})
	must(t, got, err)
	stored, err := s.Get(t.Context(), p.ID)
	same(t, must(t, stored, err), got)
	if got.Rev != 2 || got.Name != "Autre nom" || got.Place != nil || len(got.Team) != 2 {
		t.Errorf("after the update: %+v", got)
	}
}

func profileUpdateRefused(t *testing.T, s ProfileStore) {
	p := fullProfile()
	ok(t, s.Insert(t.Context(), p))
	mine := errors.New("mine")
	_, err := s.Update(t.Context(), p.ID, func(p *profile.Profile) error { p.Name = "perdu"; return mine })
	wantErr(t, err, mine)
	got, err := s.Get(t.Context(), p.ID)
	same(t, must(t, got, err), p)
}

func profileUpdatePanics(t *testing.T, s ProfileStore) {
	p := fullProfile()
	ok(t, s.Insert(t.Context(), p))
	func() {
		defer func() { _ = recover() }() // a driver may pass the panic on or make it an error
		if _, err := s.Update(t.Context(), p.ID, func(*profile.Profile) error { panic("boom") }); err == nil {
			t.Error("an edit that panics must not succeed")
		}
	}()
	got, err := s.Get(t.Context(), p.ID)
	same(t, must(t, got, err), p)
	ok(t, s.Insert(t.Context(), plain(1, "le magasin vit encore")))
}

func profileUpdateParallel(t *testing.T, s ProfileStore) {
	const writers = 40
	p := plain(1, "Compte")
	ok(t, s.Insert(t.Context(), p))
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			_, err := s.Update(t.Context(), p.ID, func(p *profile.Profile) error { p.Founded++; return nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got, err := s.Get(t.Context(), p.ID)
	if must(t, got, err).Founded != writers || got.Rev != writers+1 {
		t.Errorf("%d of %d updates kept, revision %d", got.Founded, writers, got.Rev)
	}
}

func profileUpdateNames(t *testing.T, s ProfileStore) {
	p, other := fullProfile(), plain(1, "Autre")
	insertAll(t, s, p, other)
	_, err := s.Update(t.Context(), other.ID, func(o *profile.Profile) error { o.Slug = p.Slug; return nil })
	wantErr(t, err, fault.Taken{Field: "slug"})
	_, err = s.Update(t.Context(), other.ID, func(o *profile.Profile) error { o.SIRET = p.SIRET; return nil })
	wantErr(t, err, fault.Taken{Field: "siret"})
	_, err = s.Update(t.Context(), p.ID, func(p *profile.Profile) error {
		p.OldSlugs, p.Slug, p.SIRET = append(p.OldSlugs, p.Slug), "nouveau-nom", ""
		return nil
	})
	ok(t, err)
	for _, slug := range []string{"nouveau-nom", "boulangerie-du-martroi", "le-fournil-du-martroi"} {
		got, err := s.BySlug(t.Context(), slug)
		if must(t, got, err).ID != p.ID {
			t.Errorf("%s leads elsewhere", slug)
		}
	}
	_, err = s.Update(t.Context(), other.ID, func(o *profile.Profile) error { o.SIRET = p.SIRET; return nil })
	ok(t, err) // the SIRET is free again
}

func profileInsertParallel(t *testing.T, s ProfileStore) {
	var group sync.WaitGroup
	won := make(chan string, 20)
	for range 20 {
		group.Go(func() {
			p := plain(7, "Course")
			if err := s.Insert(t.Context(), p); err == nil {
				won <- p.ID
			} else if !errors.Is(err, fault.Taken{Field: "slug"}) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if len(won) != 1 {
		t.Fatalf("%d inserts won one slug", len(won))
	}
	got, err := s.BySlug(t.Context(), "page-7")
	if winner := <-won; must(t, got, err).ID != winner {
		t.Error("the slug leads to a loser")
	}
}

// erase does what the Service does: all but the id, the slugs and the debts goes.
func erase(t *testing.T, s ProfileStore, pageID string) {
	t.Helper()
	_, err := s.Update(t.Context(), pageID, func(p *profile.Profile) error {
		*p = profile.Profile{ID: p.ID, Rev: p.Rev, Slug: p.Slug, OldSlugs: p.OldSlugs, Created: p.Created,
			Updated: p.Updated.Add(time.Minute), Erased: noon, Owes: debt.Owes{{ID: "bye", Kind: profile.OwesIndex, Due: noon}}}
		return nil
	})
	ok(t, err)
}

func profileErase(t *testing.T, s ProfileStore) {
	p := fullProfile()
	ok(t, s.Insert(t.Context(), p))
	erase(t, s, p.ID)
	_, err := s.Get(t.Context(), p.ID)
	wantErr(t, err, fault.Gone)
	for _, slug := range p.Slugs() {
		_, err = s.BySlug(t.Context(), slug)
		wantErr(t, err, fault.Gone)
	}
	_, err = s.Update(t.Context(), p.ID, func(*profile.Profile) error { return nil })
	wantErr(t, err, fault.Gone)
	again := fullProfile()
	wantErr(t, s.Insert(t.Context(), again), fault.Taken{Field: "slug"}) // slugs stay reserved
	again.Slug, again.OldSlugs = "ailleurs", nil
	ok(t, s.Insert(t.Context(), again)) // the SIRET does not
	for name, list := range map[string]func() (page.Of[profile.Profile], error){
		"Newest":    func() (page.Of[profile.Profile], error) { return s.Newest(t.Context(), page.Req{Limit: 9}) },
		"InCommune": func() (page.Of[profile.Profile], error) { return s.InCommune(t.Context(), "45234", page.Req{Limit: 9}) },
		"OfMember":  func() (page.Of[profile.Profile], error) { return s.OfMember(t.Context(), "a-1", page.Req{Limit: 9}) },
		"OfSource":  func() (page.Of[profile.Profile], error) { return s.OfSource(t.Context(), "essai:", page.Req{Limit: 9}) },
	} {
		got, err := list()
		if must(t, got, err); len(got.Items) != 1 || got.Items[0].ID != again.ID {
			t.Errorf("%s shows %v", name, names(got.Items))
		}
	}
}
