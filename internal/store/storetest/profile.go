package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

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
		"PagesWhileWriting": profilePagesWhileWriting,
		"TakeSettle":        profileTakeSettle, "TakeLease": profileTakeLease, "TakeParallel": profileTakeParallel,
		"SettleKeepsNewer": profileSettleKeepsNewer, "Purge": profilePurge,
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
		Address: profile.Address{Street: "1 place du Martroi", Postcode: "45000", Commune: "45234"},
		Place:   &profile.Place{Point: geo.Point{Lat: 47.90289, Lon: 1.90389}, By: profile.ByHand},
		Phone:   profile.Contact{Value: "+33261910001", For: profile.ForAll},
		Email:   profile.Contact{Value: "exemple@exemple.invalid", For: profile.ForMembers},
		Web:     "https://exemple.invalid/", Links: []string{"https://exemple.invalid/a", "https://exemple.invalid/b"},
		Hours: profile.Hours{1: {{From: 420, To: 780}, {From: 960, To: 1170}}, 6: {{From: 1320, To: 1560}}},
		Size:  "02", Founded: 1987, SIREN: "732829320", SIRET: "73282932000074",
		Tags: []string{"pain", "l'été \\ ' \" <b>"}, Offers: []string{"pain au levain"}, Seeks: []string{"apprenti boulanger"},
		Team:   []profile.Mate{{Account: "a-1", Person: "p-1", Role: profile.Owner, Title: "gérante"}},
		Source: &profile.Source{Key: "essai:1", Name: "Essai", Date: "2026-11", Licence: "Licence Ouverte 2.0"},
		Owned:  []profile.Field{profile.FieldName}, Example: true, Purge: true,
		Created: noon, Updated: noon.Add(time.Hour), Erased: time.Time{},
		Owes: []profile.Debt{{ID: "d-1", Kind: profile.OwesIndex, Due: noon}},
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
			Updated: p.Updated.Add(time.Minute), Erased: noon, Owes: []profile.Debt{{ID: "bye", Kind: profile.OwesIndex, Due: noon}}}
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

func names(all []profile.Profile) []string {
	var names []string
	for _, p := range all {
		names = append(names, p.Name)
	}
	return names
}

// walk reads a whole list in pages of n.
func walk(t *testing.T, n int, list func(page.Req) (page.Of[profile.Profile], error)) []string {
	t.Helper()
	var all []string
	req := page.Req{Limit: n}
	for range 100 {
		got, err := list(req)
		must(t, got, err)
		if len(got.Items) > n {
			t.Fatalf("a page of %d has %d items", n, len(got.Items))
		}
		all = append(all, names(got.Items)...)
		if got.Next.IsZero() {
			return all
		}
		req.Cursor = got.Next
	}
	t.Fatal("the list does not end")
	return nil
}

func profileNewest(t *testing.T, s ProfileStore) {
	insertAll(t, s, plain(2, "deux"), plain(5, "cinq"), plain(1, "un"), plain(4, "quatre"), plain(3, "trois"))
	newest := func(r page.Req) (page.Of[profile.Profile], error) { return s.Newest(t.Context(), r) }
	for n := 1; n <= 6; n++ {
		same(t, walk(t, n, newest), []string{"cinq", "quatre", "trois", "deux", "un"})
	}
}

func profileNewestTies(t *testing.T, s ProfileStore) {
	var want []string
	for n := range 7 {
		p := plain(n, fmt.Sprint(n))
		p.Created = noon
		ok(t, s.Insert(t.Context(), p))
		want = append([]string{p.Name}, want...) // ids grow, the order is descending
	}
	same(t, walk(t, 2, func(r page.Req) (page.Of[profile.Profile], error) { return s.Newest(t.Context(), r) }), want)
}

func inTown(n int, name, commune string) profile.Profile {
	p := plain(n, name)
	p.Address.Commune = commune
	return p
}

func profileInCommune(t *testing.T, s ProfileStore) {
	insertAll(t, s, inTown(1, "Zèbre", "45234"), inTown(2, "éclair", "45234"), inTown(3, "Eclat", "45234"),
		inTown(4, "abeille", "45155"), inTown(5, "Œuf", "45234"), inTown(6, "Offre", "45234"), inTown(7, "L’Abri", "45234"))
	list := func(r page.Req) (page.Of[profile.Profile], error) { return s.InCommune(t.Context(), "45234", r) }
	for n := 1; n <= 3; n++ {
		same(t, walk(t, n, list), []string{"éclair", "Eclat", "L’Abri", "Œuf", "Offre", "Zèbre"})
	}
}

func profileOfMember(t *testing.T, s ProfileStore) {
	for n := range 4 {
		p := plain(n, fmt.Sprint(n))
		p.Team = []profile.Mate{{Account: fmt.Sprintf("a-%d", n%2), Role: profile.Owner}, {Person: "p", Role: profile.Shown}}
		ok(t, s.Insert(t.Context(), p))
	}
	of := func(account string) []string {
		return walk(t, 1, func(r page.Req) (page.Of[profile.Profile], error) { return s.OfMember(t.Context(), account, r) })
	}
	same(t, of("a-0"), []string{"2", "0"})
	same(t, of("a-1"), []string{"3", "1"})
	same(t, of("nobody"), nil)
	same(t, of(""), nil)
}

func profileNamed(t *testing.T, s ProfileStore) {
	insertAll(t, s, plain(1, "Plomberie Bé"), plain(2, "plomberie Ab"), plain(3, "Plombier"), plain(4, "Pluie"), plain(5, "100 % bois"),
		plain(6, "100_bis"))
	named := func(prefix string) []string {
		return walk(t, 2, func(r page.Req) (page.Of[profile.Profile], error) {
			return s.Named(t.Context(), profile.Named{Prefix: prefix}, r)
		})
	}
	same(t, named("plomb"), []string{"plomberie Ab", "Plomberie Bé", "Plombier"})
	same(t, named("100 %"), []string{"100 % bois"}) // no wildcard, no pattern
	same(t, named(".*"), nil)
	same(t, named("zz"), nil)
	if all := named(""); len(all) != 6 {
		t.Errorf("the empty prefix finds %v", all)
	}
}

func profileNamedFilters(t *testing.T, s ProfileStore) {
	kinds, communes, sectors := []profile.Kind{profile.Company, profile.Club}, []string{"45234", "45155"}, []string{"sante", "culture"}
	n := 0
	for _, k := range kinds {
		for _, c := range communes {
			for _, sec := range sectors {
				n++
				p := inTown(n, fmt.Sprintf("%s %s %s", k, c, sec), c)
				p.Kind, p.Sector = k, sec
				ok(t, s.Insert(t.Context(), p))
			}
		}
	}
	for _, q := range []profile.Named{{}, {Kind: profile.Club}, {Commune: "45155"}, {Sector: "sante"},
		{Kind: profile.Club, Commune: "45155"}, {Kind: profile.Club, Sector: "sante"}, {Commune: "45155", Sector: "sante"},
		{Kind: profile.Club, Commune: "45155", Sector: "sante"}, {Prefix: "club", Commune: "45155"}, {Kind: profile.Person}} {
		got := walk(t, 3, func(r page.Req) (page.Of[profile.Profile], error) { return s.Named(t.Context(), q, r) })
		var want []string
		for _, k := range []profile.Kind{profile.Club, profile.Company} { // the order of names
			for _, c := range []string{"45155", "45234"} {
				for _, sec := range []string{"culture", "sante"} {
					name := fmt.Sprintf("%s %s %s", k, c, sec)
					if (q.Kind == "" || q.Kind == k) && (q.Commune == "" || q.Commune == c) && (q.Sector == "" || q.Sector == sec) &&
						strings.HasPrefix(name, q.Prefix) {
						want = append(want, name)
					}
				}
			}
		}
		same(t, got, want)
	}
}

func profileChanged(t *testing.T, s ProfileStore) {
	a, b, c := plain(1, "a"), plain(2, "b"), plain(3, "c")
	insertAll(t, s, c, a, b)
	erase(t, s, a.ID) // a minute after its making, so after all others
	var ids []string
	req := page.Req{Limit: 1}
	for {
		got, err := s.Changed(t.Context(), noon.Add(2*time.Second), req)
		must(t, got, err)
		for _, p := range got.Items {
			ids = append(ids, p.ID)
		}
		if got.Next.IsZero() {
			break
		}
		req.Cursor = got.Next
	}
	same(t, ids, []string{b.ID, c.ID, a.ID})
}

func profileOfSource(t *testing.T, s ProfileStore) {
	for n, key := range []string{"irep:2", "irep:1", "insee:1", "", "irep%:1"} {
		p := plain(n, key)
		if key != "" {
			p.Source = &profile.Source{Key: key, Name: "Essai", Date: "2026", Licence: "LO"}
		}
		ok(t, s.Insert(t.Context(), p))
	}
	of := func(prefix string) []string {
		return walk(t, 1, func(r page.Req) (page.Of[profile.Profile], error) { return s.OfSource(t.Context(), prefix, r) })
	}
	same(t, of("irep:"), []string{"irep:1", "irep:2"})
	same(t, of(""), []string{"insee:1", "irep%:1", "irep:1", "irep:2"})
}

func profilePagesWhileWriting(t *testing.T, s ProfileStore) {
	for n := range 10 {
		ok(t, s.Insert(t.Context(), plain(n, fmt.Sprint(n))))
	}
	first, err := s.Newest(t.Context(), page.Req{Limit: 5})
	must(t, first, err)
	ok(t, s.Insert(t.Context(), plain(99, "neuf"))) // a newcomer in front moves nobody behind
	rest, err := s.Newest(t.Context(), page.Req{Limit: 5, Cursor: first.Next})
	same(t, names(must(t, rest, err).Items), []string{"4", "3", "2", "1", "0"})
}

func owing(n int, due time.Time) profile.Profile {
	p := plain(n, fmt.Sprint(n))
	p.Owes = []profile.Debt{{ID: fmt.Sprintf("d-%d", n), Kind: profile.OwesIndex, Due: due}}
	return p
}

func profileTakeSettle(t *testing.T, s ProfileStore) {
	insertAll(t, s, owing(1, noon.Add(2*time.Minute)), owing(2, noon), owing(3, noon.Add(time.Minute)), owing(4, noon.Add(time.Hour)), plain(5, "quitte"))
	at := noon.Add(5 * time.Minute)
	got, err := s.Take(t.Context(), at, time.Minute, 2)
	same(t, names(must(t, got, err)), []string{"2", "3"})
	ok(t, s.Settle(t.Context(), got))
	ok(t, s.Settle(t.Context(), got)) // twice is no error
	got, err = s.Take(t.Context(), at.Add(2*time.Minute), time.Minute, 9)
	same(t, names(must(t, got, err)), []string{"1"})
	if len(got) == 1 && (len(got[0].Owes) != 1 || got[0].Owes[0].ID != "d-1") {
		t.Errorf("owes %+v", got[0].Owes)
	}
}

func profileTakeLease(t *testing.T, s ProfileStore) {
	insertAll(t, s, owing(1, noon))
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {59 * time.Second, 0}, {60 * time.Second, 1}, {61 * time.Second, 0}, {120 * time.Second, 1}} {
		got, err := s.Take(t.Context(), noon.Add(step.after), time.Minute, 9)
		if must(t, got, err); len(got) != step.want {
			t.Fatalf("%v after: %d taken, want %d", step.after, len(got), step.want)
		}
	}
}

func profileTakeParallel(t *testing.T, s ProfileStore) {
	for n := range 30 {
		ok(t, s.Insert(t.Context(), owing(n, noon)))
	}
	var group sync.WaitGroup
	taken := make(chan string, 100)
	for range 5 {
		group.Go(func() {
			got, err := s.Take(t.Context(), noon, time.Minute, 10)
			if err != nil {
				t.Error(err)
			}
			for _, p := range got {
				taken <- p.ID
			}
		})
	}
	group.Wait()
	close(taken)
	var ids []string
	for taken := range taken {
		ids = append(ids, taken)
	}
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != len(ids) {
		t.Errorf("%d of %d were taken twice", len(ids)-n, len(ids))
	}
}

func profileSettleKeepsNewer(t *testing.T, s ProfileStore) {
	p := owing(1, noon)
	ok(t, s.Insert(t.Context(), p))
	taken, err := s.Take(t.Context(), noon, time.Minute, 9)
	must(t, taken, err)
	_, err = s.Update(t.Context(), p.ID, func(p *profile.Profile) error {
		p.Name = "changé"
		p.Owes = append(p.Owes, profile.Debt{ID: "new", Kind: profile.OwesIndex, Due: noon.Add(time.Second)})
		return nil
	})
	ok(t, err)
	ok(t, s.Settle(t.Context(), taken))
	got, err := s.Take(t.Context(), noon.Add(2*time.Second), time.Minute, 9)
	if must(t, got, err); len(got) != 1 || len(got[0].Owes) != 1 || got[0].Owes[0].ID != "new" || got[0].Name != "changé" {
		t.Errorf("the newer debt is lost: %+v", got)
	}
}

func profilePurge(t *testing.T, s ProfileStore) {
	p := owing(1, noon)
	ok(t, s.Insert(t.Context(), p))
	_, err := s.Update(t.Context(), p.ID, func(p *profile.Profile) error { p.Erased, p.Purge = noon, true; return nil })
	ok(t, err)
	taken, err := s.Take(t.Context(), noon, time.Minute, 9)
	if must(t, taken, err); len(taken) != 1 || !taken[0].IsErased() {
		t.Fatalf("tombstones owe too: %+v", taken)
	}
	ok(t, s.Settle(t.Context(), taken))
	_, err = s.Get(t.Context(), p.ID)
	if wantErr(t, err, fault.NotFound); errors.Is(err, fault.Gone) {
		t.Error("a purged page leaves a trace")
	}
	ok(t, s.Insert(t.Context(), p)) // id and slug are free
	got, err := s.Get(t.Context(), p.ID)
	p.Rev = 1
	same(t, must(t, got, err), p)
}
