// Package suggestion finds pages that a member may want to follow, and says why. It weighs nothing in secret and asks a bounded
// number of indexed questions, again only after a while or when the member's own pages or follows have changed; what a member has
// refused, follows or keeps at a distance never comes.
package suggestion

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"partant/internal/directory"
	"partant/internal/distance"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/geo"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/viewer"
)

// Reason is why a page is suggested.
type Reason string

// The reasons, in the order in which they count.
const (
	Followed Reason = "suivie"  // people whom the member follows follow it
	Clubmate Reason = "club"    // members of a club of the member follow it
	Offers   Reason = "propose" // it offers what a page of the member seeks
	Sector   Reason = "secteur" // it is of the same sector as a page of the member, near it
	Commune  Reason = "commune" // it is in the commune of a page of the member
)

// Suggestion is a page and why it is suggested.
type Suggestion struct {
	Page   profile.Profile
	Why    Reason
	People int     // Followed, Clubmate: how many
	Metres float64 // Sector: how far; negative: not known
	What   string  // Offers: what is sought, as the member wrote it
}

// Bounds of what is looked at: a page of the feed stays cheap whatever there is.
const (
	// Most is how many are suggested.
	Most = 5
	// mostOfOne is how many of one reason come first, so that no reason hides the others.
	mostOfOne = 2
	// mostFound is how many are remembered: some of them are refused or followed meanwhile.
	mostFound = 20

	followsSeen = 50 // of the member, the last ones
	peopleSeen  = 12 // of those, people whose own follows are looked at
	theirsSeen  = 50 // follows of each
	minesSeen   = 3  // pages of the member whose sector, commune and needs count
	townsSeen   = 8  // communes round each
	listSeen    = 12 // of each list of the store
	needsSeen   = 5  // needs of a page
	clubsSeen   = 3  // clubs of the member
	matesSeen   = 12 // members of each
	matesLeast  = 2  // of them follow a page that is suggested for that reason
)

// Follows reads what accounts follow: see follow.Service.
type Follows interface {
	Sources(ctx context.Context, account string) ([]string, error)
	Of(ctx context.Context, account string, req page.Req) (page.Of[follow.Follow], error)
}

// People knows whose own page a page is, and whether others may know what they follow: see follow.People and distance.People.
type People interface {
	Behind(ctx context.Context, page string) (account string, err error)
	Face(ctx context.Context, account string) (page string, err error)
}

// Pages reads pages: see profile.Service and profile.Lists.
type Pages interface {
	Many(ctx context.Context, v viewer.Viewer, ids []string) ([]profile.Profile, error)
}

// Lists reads lists of pages: see profile.Lists.
type Lists interface {
	OfMember(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error)
	Named(ctx context.Context, q profile.Named, req page.Req) (page.Of[profile.Profile], error)
}

// Distances knows what stands between a member and others: see distance.Service.
type Distances interface {
	Around(ctx context.Context, v viewer.Viewer) (distance.Around, error)
}

// Directory finds pages by what they offer: see directory.Service. Without its index nothing is suggested for that reason.
type Directory interface {
	Search(ctx context.Context, v viewer.Viewer, ask directory.Ask) (directory.Found, error)
}

// Clubs knows who is in a club with whom: see club.Service.
type Clubs interface {
	Clubs(ctx context.Context, account string) (clubs []string, err error)
	Mates(ctx context.Context, club string, most int) (accounts []string, err error)
}

// Memory remembers suggestions under a key: see kept.Suggestions and kept.Own.
type Memory interface {
	Read(ctx context.Context, key string, find func() ([]Suggestion, error)) ([]Suggestion, error)
}

// Service finds suggestions.
type Service struct {
	Found     Memory // what a search found, for a while
	Told      Memory // what a member is told, as long as it is right
	Follows   Follows
	People    People
	Pages     Pages
	Lists     Lists
	Distances Distances
	Directory Directory
	Clubs     Clubs                                    // nil: there are none
	Around    func(commune string) (communes []string) // INSEE codes of those that border on one
}

// search is one search for suggestions.
type search struct {
	*Service
	v       viewer.Viewer
	all     []profile.Profile // the member's own
	mine    []profile.Profile // those of them whose sector, commune and needs count
	away    distance.Around
	sources []string
	clubs   []string        // of the member
	known   map[string]bool // pages that are not suggested: followed, the member's own, suggested already
	found   []Suggestion
}

// Of returns up to Most suggestions for a member, to be read and not changed: of each reason, in their order, the first two; then what is left in the same
// order. Errors: fault.SignedOut.
func (s *Service) Of(ctx context.Context, v viewer.Viewer) (_ []Suggestion, err error) {
	defer fault.Wrap(&err, "suggestion.Of")
	if !v.SignedIn() {
		return nil, fault.SignedOut
	}
	return s.Told.Read(ctx, v.Account, func() ([]Suggestion, error) { return s.tell(ctx, v) })
}

func (s *Service) tell(ctx context.Context, v viewer.Viewer) ([]Suggestion, error) {
	f := &search{Service: s, v: v}
	if err := f.begin(ctx); err != nil {
		return nil, err
	}
	found, err := s.Found.Read(ctx, f.key(), func() ([]Suggestion, error) { return f.look(ctx) })
	if err != nil {
		return nil, err
	}
	return f.still(ctx, found)
}

// key names what the suggestions follow from on the member's side.
func (f *search) key() string {
	var b strings.Builder
	b.WriteString(f.v.Account)
	for i := range f.all {
		fmt.Fprintf(&b, " %s %d", f.all[i].ID, f.all[i].Rev)
	}
	for _, source := range f.sources {
		b.WriteString(" " + source)
	}
	for _, club := range f.clubs {
		b.WriteString(" club " + club)
	}
	return id.Digest(b.String())
}

// look asks all questions.
func (f *search) look(ctx context.Context) ([]Suggestion, error) {
	f.restart()
	for _, ask := range []func(context.Context) error{f.followed, f.clubmates, f.offering, f.alike, f.near} {
		if err := ask(ctx); err != nil {
			return nil, err
		}
	}
	return fair(f.found), nil
}

// still takes Most of what was found that may be suggested now, as it is now.
func (f *search) still(ctx context.Context, found []Suggestion) ([]Suggestion, error) {
	f.restart()
	ids := make([]string, 0, len(found))
	for i := range found {
		ids = append(ids, found[i].Page.ID)
	}
	err := f.addPages(ctx, ids, func(id string) Suggestion { return found[slices.Index(ids, id)] })
	return f.found[:min(len(f.found), Most)], err
}

// begin reads what the member has, and what is not to be suggested to them.
func (f *search) begin(ctx context.Context) (err error) {
	if f.away, err = f.Distances.Around(ctx, f.v); err != nil {
		return err
	}
	mine, err := f.Lists.OfMember(ctx, f.v.Account, page.Req{Limit: page.MaxLimit})
	if err != nil {
		return err
	}
	f.all = mine.Items
	f.mine = f.all[:min(len(f.all), minesSeen)]
	if f.sources, err = f.Follows.Sources(ctx, f.v.Account); err == nil && f.Clubs != nil {
		f.clubs, err = f.Clubs.Clubs(ctx, f.v.Account)
		f.clubs = f.clubs[:min(len(f.clubs), clubsSeen)]
	}
	return err
}

// restart forgets what was found, and knows what the member has.
func (f *search) restart() {
	f.known = map[string]bool{}
	for i := range f.all {
		f.known[f.all[i].ID] = true
	}
	for _, s := range f.sources {
		if t := follow.Parse(s); t.Kind == follow.Page {
			f.known[t.ID] = true
		}
	}
	f.found = nil
}

// may reports whether a page may be suggested, once.
func (f *search) may(id string) bool {
	return id != "" && !f.known[id] && f.away.Chosen(id) == "" && !f.away.Hides(id)
}

// add suggests pages, each as everybody sees it.
func (f *search) add(all ...Suggestion) {
	for _, one := range all {
		if p := &one.Page; f.may(p.ID) && !p.IsErased() && !p.IsHidden() {
			f.known[p.ID] = true
			one.Page = p.Seen(viewer.Viewer{})
			f.found = append(f.found, one)
		}
	}
}

// followed looks at what people follow whom the member follows, as far as they let others see it.
func (f *search) followed(ctx context.Context) error {
	people, err := f.people(ctx)
	if err != nil {
		return err
	}
	return f.liked(ctx, people, Followed, 1)
}

// clubmates looks at what the members of the member's clubs follow, as far as they let others see it.
func (f *search) clubmates(ctx context.Context) error {
	var mates []string
	for _, club := range f.clubs {
		all, err := f.Clubs.Mates(ctx, club, matesSeen)
		if err != nil {
			return err
		}
		for _, account := range all {
			face, err := f.People.Face(ctx, account)
			if err != nil && !errors.Is(err, fault.NotFound) {
				return err
			}
			if face != "" && account != f.v.Account && !slices.Contains(mates, account) {
				mates = append(mates, account)
			}
		}
	}
	return f.liked(ctx, mates, Clubmate, matesLeast)
}

// liked suggests what at least so many of these people follow, what most follow first.
func (f *search) liked(ctx context.Context, people []string, why Reason, least int) error {
	counts := map[string]int{}
	for _, account := range people {
		theirs, err := f.Follows.Of(ctx, account, page.Req{Limit: theirsSeen})
		if err != nil {
			return err
		}
		for _, one := range theirs.Items {
			if one.Target.Kind == follow.Page && f.may(one.Target.ID) {
				counts[one.Target.ID]++
			}
		}
	}
	ids := make([]string, 0, len(counts))
	for id, n := range counts {
		if n >= least {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	return f.addPages(ctx, ids[:min(len(ids), listSeen)], func(id string) Suggestion { return Suggestion{Why: why, People: counts[id]} })
}

// people are the accounts of the people whom the member follows, the last first.
func (f *search) people(ctx context.Context) (accounts []string, err error) {
	list, err := f.Follows.Of(ctx, f.v.Account, page.Req{Limit: followsSeen})
	if err != nil {
		return nil, err
	}
	for _, one := range list.Items {
		if one.Target.Kind != follow.Page || len(accounts) == peopleSeen {
			continue
		}
		account, err := f.People.Behind(ctx, one.Target.ID)
		if err == nil && account != "" {
			var face string
			if face, err = f.People.Face(ctx, account); face != "" {
				accounts = append(accounts, account)
			}
		}
		if err != nil && !errors.Is(err, fault.NotFound) {
			return nil, err
		}
	}
	return accounts, nil
}

// addPages suggests pages by their ids, in that order.
func (f *search) addPages(ctx context.Context, ids []string, why func(id string) Suggestion) error {
	if len(ids) == 0 {
		return nil
	}
	pages, err := f.Pages.Many(ctx, viewer.Viewer{}, ids)
	for _, id := range ids {
		if i := slices.IndexFunc(pages, func(p profile.Profile) bool { return p.ID == id }); i >= 0 {
			one := why(id)
			one.Page = pages[i]
			f.add(one)
		}
	}
	return err
}

// offering looks for who offers what a page of the member seeks.
func (f *search) offering(ctx context.Context) error {
	for i := range f.mine {
		seeks := f.mine[i].Seeks
		if len(seeks) == 0 {
			continue
		}
		for _, need := range seeks[:min(len(seeks), needsSeen)] {
			found, err := f.Directory.Search(ctx, viewer.Viewer{}, directory.Ask{Offers: []string{need}, Page: 1, Size: listSeen})
			if err != nil || found.Down {
				return err
			}
			for _, hit := range found.Hits {
				if offers(&hit.Profile, need) {
					f.add(Suggestion{Page: hit.Profile, Why: Offers, What: need})
				}
			}
		}
	}
	return nil
}

// offers reports whether a page offers what was asked for: an index that is away answers something else.
func offers(p *profile.Profile, need string) bool {
	return slices.ContainsFunc(p.Offers, func(o string) bool { return alikeWords(o, need) })
}

// alike looks for pages of the sector of a page of the member, in its commune and those that border on it, the nearest first.
func (f *search) alike(ctx context.Context) error {
	for i := range f.mine {
		p := &f.mine[i]
		if p.Sector == "" || p.Address.Commune == "" {
			continue
		}
		towns := f.Service.Around(p.Address.Commune)
		var some []Suggestion
		for _, town := range append([]string{p.Address.Commune}, towns[:min(len(towns), townsSeen)]...) {
			list, err := f.Lists.Named(ctx, profile.Named{Commune: town, Sector: p.Sector}, page.Req{Limit: listSeen})
			if err != nil {
				return err
			}
			for _, other := range list.Items {
				some = append(some, Suggestion{Page: other, Why: Sector, Metres: metres(p, &other)})
			}
		}
		slices.SortStableFunc(some, func(a, b Suggestion) int { return cmp.Compare(a.Metres, b.Metres) })
		f.add(some...)
	}
	return nil
}

// metres is how far two pages are; negative when one of them is nowhere.
func metres(a, b *profile.Profile) float64 {
	if a.Place == nil || b.Place == nil {
		return -1
	}
	return geo.Distance(a.Place.Point, b.Place.Point)
}

// near looks for pages of the communes of the member's pages that have something to say, by name.
func (f *search) near(ctx context.Context) error {
	var towns []string
	for i := range f.mine {
		if town := f.mine[i].Address.Commune; town != "" && !slices.Contains(towns, town) {
			towns = append(towns, town)
		}
	}
	for _, town := range towns {
		for _, kind := range []profile.Kind{profile.Club, profile.Person, profile.Company, profile.Institution} {
			list, err := f.Lists.Named(ctx, profile.Named{Kind: kind, Commune: town}, page.Req{Limit: listSeen})
			if err != nil {
				return err
			}
			for _, p := range list.Items {
				f.add(Suggestion{Page: p, Why: Commune})
			}
		}
	}
	return nil
}

// fair takes mostFound of what was found: first up to mostOfOne for each reason, then the rest as it comes.
func fair(found []Suggestion) (taken []Suggestion) {
	var rest []Suggestion
	of := map[Reason]int{}
	for _, one := range found {
		if of[one.Why]++; of[one.Why] <= mostOfOne {
			taken = append(taken, one)
		} else {
			rest = append(rest, one)
		}
	}
	all := append(taken, rest...)
	return all[:min(len(all), mostFound)]
}
