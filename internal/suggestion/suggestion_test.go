package suggestion_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/clock"
	"partant/internal/directory"
	"partant/internal/distance"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/markdown"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/store/kept"
	"partant/internal/store/sqlite"
	"partant/internal/suggestion"
	"partant/internal/territory"
	"partant/internal/viewer"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const (
	orleans = "45234"
	olivet  = "45232"
	gien    = "45155"
)

// house has pages on a real store; the rest is of its own making.
type house struct {
	*suggestion.Service
	t        *testing.T
	profiles *profile.Service
	follows  map[string][]string // pages, by account
	discreet map[string]bool
	behind   map[string]string // accounts, by own page
	down     bool
	offers   []profile.Profile
	away     *distance.Service
	clubs    map[string][]string                // accounts, by club
	kept     map[string][]suggestion.Suggestion // what is remembered; nil: nothing
}

// Read implements suggestion.Memory.
func (h *house) Read(_ context.Context, key string, find func() ([]suggestion.Suggestion, error)) ([]suggestion.Suggestion, error) {
	if found, ok := h.kept[key]; ok {
		return found, nil
	}
	found, err := find()
	if h.kept != nil {
		h.kept[key] = found
	}
	return found, err
}

func open(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, follows: map[string][]string{}, discreet: map[string]bool{}, behind: map[string]string{}}
	place := territory.New(region.Loiret())
	h.profiles = profile.New(db.Profiles(), place, markdown.New(), clock.At(noon), func() {})
	h.away = distance.New(db.Distances(), h, distance.Ends{}, clock.At(noon))
	h.Service = &suggestion.Service{Found: h, Told: kept.Own[[]suggestion.Suggestion]{}, Follows: h, People: h, Pages: h.profiles, Lists: db.Profiles(), Distances: h.away, Directory: h, Clubs: h,
		Around: func(commune string) (codes []string) {
			for _, c := range place.Region.Neighbours(commune) {
				codes = append(codes, c.INSEE)
			}
			return codes
		}}
	return h
}

// Sources implements suggestion.Follows.
func (h *house) Sources(_ context.Context, account string) (sources []string, err error) {
	for _, p := range h.follows[account] {
		sources = append(sources, "fiche:"+p)
	}
	return append(sources, "sujet:bois"), nil
}

// Of implements suggestion.Follows.
func (h *house) Of(_ context.Context, account string, _ page.Req) (all page.Of[follow.Follow], err error) {
	for _, p := range h.follows[account] {
		all.Items = append(all.Items, follow.Follow{Account: account, Target: follow.Target{Kind: follow.Page, ID: p}})
	}
	return all, nil
}

// Behind implements suggestion.People and distance.People.
func (h *house) Behind(_ context.Context, page string) (string, error) { return h.behind[page], nil }

// Speaks implements distance.People.
func (h *house) Speaks(context.Context, viewer.Viewer, string) (bool, error) { return false, nil }

// Sides implements distance.People.
func (h *house) Sides(_ context.Context, account string) (pages []string, err error) {
	for page, of := range h.behind {
		if of == account {
			pages = append(pages, page)
		}
	}
	return pages, nil
}

// Face implements suggestion.People.
func (h *house) Face(_ context.Context, account string) (string, error) {
	if h.discreet[account] {
		return "", nil
	}
	return "page of " + account, nil
}

// Search implements suggestion.Directory.
func (h *house) Search(_ context.Context, _ viewer.Viewer, ask directory.Ask) (f directory.Found, err error) {
	for _, p := range h.offers {
		f.Hits = append(f.Hits, directory.Hit{Profile: p})
	}
	f.Down = h.down
	return f, nil
}

// page makes a page of an account.
func (h *house) page(account string, kind profile.Kind, name, commune string, change func(*profile.Draft)) profile.Profile {
	h.t.Helper()
	d := profile.Draft{Kind: kind, Name: name, Commune: commune}
	if change != nil {
		change(&d)
	}
	p, err := h.profiles.Create(h.t.Context(), viewer.Viewer{Account: account}, d)
	if err != nil {
		h.t.Fatal(err)
	}
	if kind == profile.Person {
		h.behind[p.ID] = account
	}
	return p
}

// told are the suggestions of a member in few words.
func (h *house) told(account string) (all []string) {
	h.t.Helper()
	found, err := h.Service.Of(h.t.Context(), viewer.Viewer{Account: account})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, s := range found {
		all = append(all, fmt.Sprintf("%s: %s %d %s", s.Page.Name, s.Why, s.People, s.What))
	}
	return all
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestSignedOut(t *testing.T) {
	t.Parallel()
	if _, err := open(t).Service.Of(t.Context(), viewer.Viewer{}); !errors.Is(err, fault.SignedOut) {
		t.Error(err)
	}
}

// What those follow whom one follows comes first, the most followed before the others; who is discreet tells nothing.
func TestFollowed(t *testing.T) {
	t.Parallel()
	h := open(t)
	a, b, c := h.page("a", profile.Person, "Ada", gien, nil), h.page("b", profile.Person, "Bob", gien, nil), h.page("c", profile.Person, "Cleo", gien, nil)
	one, two, three := h.page("z", profile.Company, "Un", orleans, nil), h.page("z", profile.Company, "Deux", orleans, nil), h.page("z", profile.Company, "Trois", orleans, nil)
	h.follows["me"] = []string{a.ID, b.ID, c.ID, three.ID}
	h.follows["a"], h.follows["b"], h.follows["c"] = []string{one.ID, two.ID, three.ID}, []string{two.ID}, []string{one.ID, two.ID}
	h.discreet["c"] = true
	same(t, h.told("me"), []string{"Deux: suivie 2 ", "Un: suivie 1 "})
	h.discreet["a"] = true
	same(t, h.told("me"), []string{"Deux: suivie 1 "})
}

// Those near are found without an index: of the same sector by distance, then of the commune.
func TestNear(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.page("me", profile.Company, "Mon Fournil", orleans, func(d *profile.Draft) { d.Activity = "10.71C" })
	h.page("z", profile.Company, "Four d'Olivet", olivet, func(d *profile.Draft) { d.Activity = "10.71C" })
	h.page("z", profile.Company, "Four d'Orléans", orleans, func(d *profile.Draft) { d.Activity = "10.71C" })
	h.page("z", profile.Company, "Four de Gien", gien, func(d *profile.Draft) { d.Activity = "10.71C" })
	h.page("z", profile.Club, "Club d'Orléans", orleans, nil)
	h.down = true
	same(t, h.told("me"), []string{"Four d'Orléans: secteur 0 ", "Four d'Olivet: secteur 0 ", "Club d'Orléans: commune 0 "})
}

// Who offers what one seeks is suggested, unless the index answers something else.
func TestOffers(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.page("me", profile.Company, "Ma Scierie", gien, func(d *profile.Draft) { d.Seeks = "Du chêne" })
	oak := h.page("z", profile.Company, "Au Chêne", orleans, func(d *profile.Draft) { d.Offers = "du chêne" })
	h.offers = []profile.Profile{h.page("z", profile.Company, "Au Pin", orleans, nil), oak}
	same(t, h.told("me"), []string{"Au Chêne: propose 0 Du chêne"})
	h.down = true
	same(t, h.told("me"), []string(nil))
}

// Five at most, two of a reason before a third; the same each time.
func TestFair(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.page("me", profile.Person, "Moi", orleans, nil)
	a := h.page("a", profile.Person, "Ada", gien, nil)
	h.follows["me"] = []string{a.ID}
	for n := range 6 {
		h.follows["a"] = append(h.follows["a"], h.page("z", profile.Company, fmt.Sprint("Suivie ", n), gien, nil).ID)
		h.page("z", profile.Club, fmt.Sprint("Club ", n), orleans, nil)
	}
	first := h.told("me")
	same(t, len(first), suggestion.Most)
	count := map[string]int{}
	for _, s := range first {
		count[s[:4]]++
	}
	same(t, count, map[string]int{"Suiv": 3, "Club": 2})
	for range 5 {
		same(t, h.told("me"), first)
	}
}

// What was refused, is blocked, silenced, hidden or one's own is never suggested.
func TestNever(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.page("me", profile.Person, "Moi", orleans, nil)
	pages := map[string]profile.Profile{}
	for _, name := range []string{"Bloqué", "Masqué", "Refusé", "Qui me bloque", "Libre"} {
		pages[name] = h.page("of "+name, profile.Person, name, orleans, nil)
	}
	me := viewer.Viewer{Account: "me"}
	for name, k := range map[string]distance.Kind{"Bloqué": distance.Block, "Masqué": distance.Silence, "Refusé": distance.Unsuggested} {
		if err := h.away.Keep(t.Context(), me, pages[name].ID, k); err != nil {
			t.Fatal(err)
		}
	}
	for page, of := range h.behind {
		if of == "me" {
			if err := h.away.Keep(t.Context(), viewer.Viewer{Account: "of Qui me bloque"}, page, distance.Block); err != nil {
				t.Fatal(err)
			}
		}
	}
	same(t, h.told("me"), []string{"Libre: commune 0 "})
}

// What was found is asked for again only when the member's own pages or follows have changed; what must not be suggested any more is
// left out at once, and the next ones take its place.
func TestRemembered(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.kept = map[string][]suggestion.Suggestion{}
	mine := h.page("me", profile.Person, "Moi", orleans, nil)
	var clubs []profile.Profile
	for n := range suggestion.Most + 2 {
		clubs = append(clubs, h.page("z", profile.Club, fmt.Sprint("Club ", n), orleans, nil))
	}
	same(t, h.told("me"), []string{"Club 0: commune 0 ", "Club 1: commune 0 ", "Club 2: commune 0 ", "Club 3: commune 0 ", "Club 4: commune 0 "})
	h.page("z", profile.Club, "A", orleans, nil)
	if err := h.away.Keep(t.Context(), viewer.Viewer{Account: "me"}, clubs[0].ID, distance.Unsuggested); err != nil {
		t.Fatal(err)
	}
	if err := h.profiles.Erase(t.Context(), viewer.Viewer{Account: "z"}, clubs[1].ID); err != nil {
		t.Fatal(err)
	}
	same(t, h.told("me"), []string{"Club 2: commune 0 ", "Club 3: commune 0 ", "Club 4: commune 0 ", "Club 5: commune 0 ", "Club 6: commune 0 "})
	same(t, len(h.kept), 1)
	h.follows["me"] = []string{mine.ID}
	same(t, h.told("me")[0], "A: commune 0 ")
	same(t, len(h.kept), 2)
}

// Clubs implements suggestion.Clubs.
func (h *house) Clubs(_ context.Context, account string) (clubs []string, err error) {
	for club, members := range h.clubs {
		if slices.Contains(members, account) {
			clubs = append(clubs, club)
		}
	}
	return clubs, nil
}

// Mates implements suggestion.Clubs.
func (h *house) Mates(_ context.Context, club string, _ int) ([]string, error) {
	return h.clubs[club], nil
}

// What at least two members of a club follow is suggested to the others, unless they prefer not to be seen; of clubs that one is not in nothing is.
func TestClubmates(t *testing.T) {
	t.Parallel()
	h := open(t)
	both := h.page("x", profile.Company, "Suivie par deux", gien, nil)
	one := h.page("x", profile.Company, "Suivie par un", gien, nil)
	shy := h.page("x", profile.Company, "Suivie en secret", gien, nil)
	h.clubs = map[string][]string{"club": {"moi", "a", "b", "c"}, "autre": {"d", "e"}}
	h.follows["a"], h.follows["b"], h.follows["c"] = []string{both.ID, one.ID}, []string{both.ID, shy.ID}, []string{shy.ID}
	h.follows["d"], h.follows["e"] = []string{one.ID}, []string{one.ID}
	h.discreet["c"] = true
	found, err := h.Service.Of(t.Context(), viewer.Viewer{Account: "moi"})
	if err != nil || len(found) != 1 || found[0].Page.ID != both.ID || found[0].Why != suggestion.Clubmate || found[0].People != 2 {
		t.Errorf("%+v, %v", found, err)
	}
}
