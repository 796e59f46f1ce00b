package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"partant/internal/page"
	"partant/internal/profile"
)

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
