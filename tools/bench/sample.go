package main

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/territory"
	"partant/internal/text"
)

// sampled is how many profiles a page of a list has.
const sampled = 20

// sample draws what is asked of every size from the profiles that all of them have. A list that is not yet full at the
// smallest size would cost more at the next one for that reason alone: it is left out.
type sample struct {
	towns   *territory.Territory
	all     []profile.Profile
	shelves map[string]int // how many profiles a shelf has
	begins  map[string]int // how many names begin with two letters
	places  []place
}

// place is somewhere in the list of a commune, with a full page behind it.
type place struct {
	town   string
	cursor page.Cursor
}

func newSample(n int) (*sample, error) {
	profiles, err := newMaker()
	if err != nil {
		return nil, err
	}
	s := &sample{shelves: map[string]int{}, begins: map[string]int{}, towns: profiles.towns}
	byTown := map[string][]page.Cursor{}
	for i := range n {
		p := profiles.profile(i)
		s.all = append(s.all, p)
		for _, shelf := range p.Shelves() {
			s.shelves[shelf]++
		}
		s.begins[begin(p)]++
		byTown[p.Address.Commune] = append(byTown[p.Address.Commune], page.Cursor{Key: text.Fold(p.Name), ID: p.ID})
	}
	delete(byTown, "")
	for _, town := range slices.Sorted(maps.Keys(byTown)) {
		list := byTown[town]
		slices.SortFunc(list, func(a, b page.Cursor) int { return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.ID, b.ID)) })
		for i := range len(list) - sampled - 1 {
			s.places = append(s.places, place{town, list[i]})
		}
	}
	return s, nil
}

// begin is what a name begins with.
func begin(p profile.Profile) string { return string([]rune(text.Fold(p.Name))[:2]) }

// stride is a prime number: walks by it visit each place once, far from the one before.
const stride = 4799

// at is the i-th profile of a walk that visits each once, far from the one before.
func (s *sample) at(i int) profile.Profile { return s.all[i*stride%len(s.all)] }

// fit is the first profile from at(i) on that fits; at(i) when none does.
func (s *sample) fit(i int, fits func(profile.Profile) bool) profile.Profile {
	for try := range s.all {
		if p := s.at(i + try); fits(p) {
			return p
		}
	}
	return s.at(i)
}

func (s *sample) full(q profile.Named) bool { return s.shelves[q.Shelf()] > 2*sampled }

// sampledPage is a page of the site, another one each time.
type sampledPage struct {
	name string
	path func(i int) string
}

func (s *sample) pages() []sampledPage {
	return []sampledPage{
		{"page of a profile", func(i int) string { return "/fiches/" + s.at(i).Slug }},
		{"page of a commune", func(i int) string {
			at := s.placeAt(i)
			town, _ := s.towns.Region.Commune(at.town)
			return "/communes/" + town.Slug + "?suite=" + at.cursor.String()
		}},
	}
}

func (s *sample) placeAt(i int) place { return s.places[i*stride%len(s.places)] }

// sampledList is a verb of profile.Lists with its i-th question; read returns how many profiles came.
type sampledList struct {
	name string
	read func(ctx context.Context, s profile.Lists, i int) (int, error)
}

func (s *sample) lists() []sampledList {
	first := page.Req{Limit: sampled}
	n := func(of page.Of[profile.Profile], err error) (int, error) { return len(of.Items), err }
	named := func(of func(p profile.Profile) profile.Named) func(context.Context, profile.Lists, int) (int, error) {
		return func(ctx context.Context, l profile.Lists, i int) (int, error) {
			p := s.fit(i, func(p profile.Profile) bool { return s.full(of(p)) })
			return n(l.Named(ctx, of(p), first))
		}
	}
	behind := func(i int) page.Req {
		p := s.fit(i, func(p profile.Profile) bool { return p.Created.After(s.all[pagesOfAMate].Created) })
		return page.Req{Limit: sampled, Cursor: page.Cursor{Key: p.Created.Format("2006-01-02T15:04:05.000Z"), ID: p.ID}}
	}
	return []sampledList{
		{"Newest", func(ctx context.Context, l profile.Lists, _ int) (int, error) { return n(l.Newest(ctx, first)) }},
		{"Newest, from somewhere on", func(ctx context.Context, l profile.Lists, i int) (int, error) { return n(l.Newest(ctx, behind(i))) }},
		{"InCommune", func(ctx context.Context, l profile.Lists, i int) (int, error) {
			at := s.placeAt(i)
			return n(l.InCommune(ctx, at.town, page.Req{Limit: sampled, Cursor: at.cursor}))
		}},
		{"OfMember", func(ctx context.Context, l profile.Lists, i int) (int, error) {
			return n(l.OfMember(ctx, mate(i*stride%(len(s.all)-pagesOfAMate)), first))
		}},
		{"Named, two letters", func(ctx context.Context, l profile.Lists, i int) (int, error) {
			p := s.fit(i, func(p profile.Profile) bool { return s.begins[begin(p)] > 2*sampled })
			return n(l.Named(ctx, profile.Named{Prefix: begin(p)}, first))
		}},
		{"Named, in a sector", named(func(p profile.Profile) profile.Named { return profile.Named{Sector: p.Sector} })},
		{"Named, sector and commune", named(func(p profile.Profile) profile.Named {
			return profile.Named{Kind: p.Kind, Sector: p.Sector, Commune: p.Address.Commune}
		})},
		{"Changed", func(ctx context.Context, l profile.Lists, i int) (int, error) {
			p := s.fit(i, func(p profile.Profile) bool { return p.Updated.Before(s.all[len(s.all)-2*sampled].Updated) })
			return n(l.Changed(ctx, p.Updated.Add(-time.Second), first))
		}},
		{"OfSource", func(ctx context.Context, l profile.Lists, i int) (int, error) {
			key := sourceKey(i * stride % (len(s.all) - 2*sampled))
			return n(l.OfSource(ctx, "essai:", page.Req{Limit: sampled, Cursor: page.Cursor{Key: key, ID: "z"}}))
		}},
	}
}
