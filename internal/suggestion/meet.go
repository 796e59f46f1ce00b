package suggestion

import (
	"context"
	"slices"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Comer is somebody who comes to an event and lets everybody see it: their account, and the page of their own.
type Comer struct{ Account, Page string }

// Encounter is somebody to meet, and why.
type Encounter struct {
	Person profile.Profile // their own page
	Why    []Match         // mostWhys at most
}

// Match is what a page says that a page of the reader answers.
type Match struct {
	Of    profile.Profile // the own page of who is met, or one that shows them in its team
	What  string          // as the reader wrote it
	Seeks bool            // it seeks what the reader offers; else it offers what the reader seeks
}

// Bounds of whom to meet.
const (
	// MostMet is how many are named.
	MostMet = 6
	// ComersSeen is how many of those who come are looked at, the first arrived first.
	ComersSeen = 200

	mostWhys  = 3  // of one person
	theirPage = 5  // pages of one comer that are looked at
	myPages   = 10 // of the reader
)

// Meet returns whom a member may want to meet among those who come to an event: who offers what a page of theirs seeks first, then who
// seeks what it offers, each in the order in which they were given. Words are compared as suggestions compare them. Nobody is found by a
// page that does not show them, and nobody who is kept at a distance is. Asks reports whether the pages of the member offer or seek
// anything. Errors: fault.SignedOut.
func (s *Service) Meet(ctx context.Context, v viewer.Viewer, comers []Comer) (met []Encounter, asks bool, err error) {
	defer fault.Wrap(&err, "suggestion.Meet")
	if !v.SignedIn() {
		return nil, false, fault.SignedOut
	}
	f := &search{Service: s, v: v}
	if f.away, err = s.Distances.Around(ctx, v); err != nil {
		return nil, false, err
	}
	mine, err := s.Lists.OfMember(ctx, v.Account, page.Req{Limit: myPages})
	if err != nil {
		return nil, false, err
	}
	f.all = mine.Items
	f.restart()
	seeks, offers := f.words()
	if asks = len(seeks)+len(offers) > 0; !asks {
		return nil, false, nil
	}
	people, err := f.comers(ctx, comers)
	if err != nil {
		return nil, true, err
	}
	var given, wanted []Encounter
	for i := range people {
		one, err := f.encounter(ctx, &people[i], seeks, offers)
		switch {
		case err != nil:
			return nil, true, err
		case len(one.Why) == 0:
		case one.Why[0].Seeks:
			wanted = append(wanted, one)
		default:
			given = append(given, one)
		}
		if len(given) == MostMet {
			break
		}
	}
	met = append(given, wanted...)
	return met[:min(len(met), MostMet)], true, nil
}

// words are what the member's own pages seek and offer.
func (f *search) words() (seeks, offers []string) {
	for i := range f.all {
		seeks, offers = append(seeks, f.all[i].Seeks...), append(offers, f.all[i].Offers...)
	}
	return seeks, offers
}

// person is who comes, and their own page as the reader sees it.
type person struct {
	Comer
	own profile.Profile
}

// comers are those who may be met, in their order: not the reader, nobody at a distance, nobody whose page is not seen.
func (f *search) comers(ctx context.Context, all []Comer) (met []person, err error) {
	var ids []string
	for _, c := range all[:min(len(all), ComersSeen)] {
		if c.Account != f.v.Account && f.may(c.Page) {
			met, ids = append(met, person{Comer: c}), append(ids, c.Page)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	pages, err := f.Pages.Many(ctx, f.v, ids)
	own := map[string]profile.Profile{}
	for i := range pages {
		if p := &pages[i]; !p.IsErased() && !p.IsHidden() {
			own[p.ID] = *p
		}
	}
	met = slices.DeleteFunc(met, func(one person) bool { return own[one.Page].ID == "" })
	for i := range met {
		met[i].own = own[met[i].Page]
	}
	return met, err
}

// encounter looks at what a person offers and seeks, by their own page and by those that show them.
func (f *search) encounter(ctx context.Context, one *person, seeks, offers []string) (Encounter, error) {
	theirs := []profile.Profile{one.own}
	if one.Account != "" {
		list, err := f.Lists.OfMember(ctx, one.Account, page.Req{Limit: theirPage})
		if err != nil {
			return Encounter{}, err
		}
		for _, p := range list.Items {
			if p.ID != one.Page && f.may(p.ID) && !p.IsErased() && !p.IsHidden() && p.Names(one.Page) {
				theirs = append(theirs, p.Seen(f.v))
			}
		}
	}
	e := Encounter{Person: one.own}
	for i := range theirs {
		e.add(&theirs[i], theirs[i].Offers, seeks, false)
	}
	for i := range theirs {
		e.add(&theirs[i], theirs[i].Seeks, offers, true)
	}
	return e, nil
}

// add notes what a page says that is among the words of the reader.
func (e *Encounter) add(of *profile.Profile, says, words []string, seeks bool) {
	for _, word := range words {
		known := slices.ContainsFunc(e.Why, func(m Match) bool { return m.Seeks == seeks && alikeWords(m.What, word) })
		if len(e.Why) < mostWhys && !known && slices.ContainsFunc(says, func(said string) bool { return alikeWords(said, word) }) {
			e.Why = append(e.Why, Match{Of: *of, What: word, Seeks: seeks})
		}
	}
}

// alikeWords compares what is offered with what is sought.
func alikeWords(a, b string) bool { return text.Fold(a) == text.Fold(b) }
