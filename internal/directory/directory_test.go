package directory_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/catalog"
	"partant/internal/clock"
	"partant/internal/directory"
	"partant/internal/fault"
	"partant/internal/markdown"
	"partant/internal/profile"
	"partant/internal/region"
	"partant/internal/search"
	"partant/internal/search/embedded"
	"partant/internal/search/french"
	"partant/internal/store/sqlite"
	"partant/internal/store/sqlite/sqlitetest"
	"partant/internal/territory"
	"partant/internal/viewer"
)

var (
	place  = territory.New(region.Loiret())
	claude = viewer.Viewer{Account: "a-1", Role: viewer.Member}
	nobody = viewer.Viewer{}
)

// house is a directory on a real store and a real index.
type house struct {
	*directory.Service
	t        *testing.T
	index    search.Index
	catalog  *catalog.Catalog
	profiles *profile.Service
	ids      map[string]string // by name
}

// pages are what every house holds.
var pages = []profile.Draft{
	{Kind: profile.Company, Name: "Plomberie Sablon", Activity: "43.22A", Commune: "45232", Tags: "chauffage", Offers: "dépannage d'urgence\nsalle de bains", Seeks: "apprenti"},
	{Kind: profile.Company, Name: "Plomberie Garance", Activity: "43.22A", Commune: "45155", Tags: "chauffage\nbain", Offers: "salle-de-bains clés en main"},
	{Kind: profile.Company, Name: "Boulangerie Épeautre", Activity: "10.71C", Commune: "45234", Offers: "pain au levain", Seeks: "site internet",
		Phone: profile.Contact{Value: "02 61 91 00 01", For: profile.ForMembers}},
	{Kind: profile.Club, Name: "Club Partage", Commune: "45234"},
	{Kind: profile.Institution, Name: "École du Val", Commune: "45116"},
}

func open(t *testing.T) *house {
	t.Helper()
	index, err := embedded.Open(t.Context(), t.TempDir(), french.Directory())
	if err != nil {
		t.Fatal(err)
	}
	return openOn(t, index)
}

func openOn(t *testing.T, index search.Index) *house {
	t.Helper()
	t.Cleanup(func() { index.Close() })
	db, err := sqlite.Open(sqlitetest.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{t: t, index: index, ids: map[string]string{}}
	now := clock.At(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	h.catalog = catalog.New(db.Profiles(), h.index, place, now, slog.New(slog.DiscardHandler))
	h.profiles = profile.New(db.Profiles(), place, markdown.New(), now, h.catalog.Wake)
	h.Service = directory.New(h.index, h.profiles, db.Profiles(), place)
	for _, d := range pages {
		p, err := h.profiles.Create(t.Context(), claude, d)
		if err != nil {
			t.Fatal(err)
		}
		h.ids[d.Name] = p.ID
	}
	if _, err := h.catalog.Pay(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) ask(v viewer.Viewer, ask directory.Ask) directory.Found {
	h.t.Helper()
	if ask.Size == 0 {
		ask.Size = 10
	}
	found, err := h.Search(h.t.Context(), v, ask)
	if err != nil {
		h.t.Fatal(err)
	}
	return found
}

// away takes the index away for good.
func (h *house) away() {
	h.t.Helper()
	if err := h.index.Close(); err != nil {
		h.t.Fatal(err)
	}
}

func names(hits []directory.Hit) (list []string) {
	for _, h := range hits {
		list = append(list, h.Name)
	}
	return list
}

func TestSearch(t *testing.T) {
	t.Parallel()
	h := open(t)
	olivet, _ := place.Region.Commune("45232")
	for name, tt := range map[string]struct {
		ask  directory.Ask
		want []string
	}{
		"by trade, with a slip": {directory.Ask{Text: "plonbier", Sort: search.ByName}, []string{"Plomberie Garance", "Plomberie Sablon"}},
		"by commune":            {directory.Ask{Communes: []string{"orleans"}, Sort: search.ByName}, []string{"Boulangerie Épeautre", "Club Partage"}},
		"by two communes":       {directory.Ask{Communes: []string{"olivet", "gien"}, Sort: search.ByName}, []string{"Plomberie Garance", "Plomberie Sablon"}},
		"by kind and commune":   {directory.Ask{Kinds: []profile.Kind{profile.Club}, Communes: []string{"orleans"}}, []string{"Club Partage"}},
		"by sector":             {directory.Ask{Sectors: []string{"construction"}, Sort: search.ByName}, []string{"Plomberie Garance", "Plomberie Sablon"}},
		"by intercommunalité":   {directory.Ask{EPCIs: []string{"orleans-metropole"}, Kinds: []profile.Kind{profile.Company}, Sort: search.ByName}, []string{"Boulangerie Épeautre", "Plomberie Sablon"}},
		"by tag":                {directory.Ask{Tags: []string{"bain"}}, []string{"Plomberie Garance"}},
		"by a need":             {directory.Ask{Seeks: []string{"site"}}, []string{"Boulangerie Épeautre"}},
		"near":                  {directory.Ask{Near: &search.Near{Center: olivet.At, Radius: 8000}, Sort: search.ByDistance, Text: "plombier"}, []string{"Plomberie Sablon"}},
		"distance to nowhere":   {directory.Ask{Text: "levain", Sort: search.ByDistance}, []string{"Boulangerie Épeautre"}},
		"unknown commune":       {directory.Ask{Communes: []string{"atlantide"}}, nil},
		"the second page":       {directory.Ask{Sort: search.ByName, Size: 2, Page: 2}, []string{"École du Val", "Plomberie Garance"}},
	} {
		found := h.ask(nobody, tt.ask)
		if diff := cmp.Diff(tt.want, names(found.Hits)); diff != "" || found.Down || found.Deep {
			t.Errorf("%s (-want +got):\n%s%+v", name, diff, found)
		}
	}
}

func TestHits(t *testing.T) {
	t.Parallel()
	h := open(t)
	gien, _ := place.Region.Commune("45155")
	found := h.ask(nobody, directory.Ask{Text: "boulangerie", Marks: true, Near: &search.Near{Center: gien.At}})
	if len(found.Hits) != 1 || found.Total != 1 {
		t.Fatalf("%+v", found)
	}
	hit := found.Hits[0]
	if hit.Distance < 50_000 || hit.Distance > 80_000 || !cmp.Equal(hit.Marks, [][2]int{{0, len("Boulangerie")}}) {
		t.Errorf("Orléans is %.0f m from Gien, marks %v", hit.Distance, hit.Marks)
	}
	if hit.Phone.Value != "" || len(hit.Team) > 0 || len(hit.Owes) > 0 {
		t.Errorf("a visitor sees %+v", hit.Profile)
	}
	member := h.ask(viewer.Viewer{Account: "a-2", Role: viewer.Member}, directory.Ask{Text: "boulangerie"}).Hits[0]
	if member.Phone.Value == "" || member.Distance >= 0 || member.Marks != nil {
		t.Errorf("a member who asks for no marks and no centre gets %+v", member)
	}
}

// Between a change and the payment of its debt, pages are shown as they are, or not at all.
func TestTheStoreIsRight(t *testing.T) {
	t.Parallel()
	h := open(t)
	renamed := pages[0]
	renamed.Name = "Chauffage Sablon"
	_, err := h.profiles.Edit(t.Context(), claude, h.ids["Plomberie Sablon"], renamed)
	if err := errors.Join(err, h.profiles.Erase(t.Context(), claude, h.ids["Plomberie Garance"])); err != nil {
		t.Fatal(err)
	}
	found := h.ask(nobody, directory.Ask{Text: "plomberie", Marks: true})
	if diff := cmp.Diff([]string{"Chauffage Sablon"}, names(found.Hits)); diff != "" || found.Hits[0].Marks != nil {
		t.Errorf("%s%+v", diff, found.Hits)
	}
}

// Every facet is a link: asked with its key, the directory must find as many pages as it says.
func TestFacetsLeadToWhatTheyCount(t *testing.T) {
	t.Parallel()
	h := open(t)
	all := h.ask(nobody, directory.Ask{Facets: true, Size: 1})
	if all.Total != len(pages) {
		t.Errorf("%d pages in all", all.Total)
	}
	seen := 0
	for field, counts := range all.Facets {
		for _, v := range h.Top(field, counts, len(counts)) {
			seen++
			if found := h.ask(nobody, narrowed(field, v.Key)); found.Total != v.Count || v.Count == 0 {
				t.Errorf("%s %s (%s): %d pages, the facet says %d", field, v.Key, v.Name, found.Total, v.Count)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d values in %+v", seen, all.Facets)
	}
}

func narrowed(f search.Field, key string) directory.Ask {
	switch keys := []string{key}; f {
	case search.Kind:
		return directory.Ask{Kinds: []profile.Kind{profile.Kind(key)}}
	case search.Sector:
		return directory.Ask{Sectors: keys}
	case search.Commune:
		return directory.Ask{Communes: keys}
	case search.EPCI:
		return directory.Ask{EPCIs: keys}
	default:
		return directory.Ask{Tags: keys}
	}
}

func TestTop(t *testing.T) {
	t.Parallel()
	h := open(t)
	counts := search.Counts{"Gien": 3, "Olivet": 5, "Orléans": 5, "Briare": 1, "": 9}
	for _, tt := range []struct {
		n    int
		also []string
		want []string
	}{
		{2, nil, []string{"olivet", "orleans"}},
		{3, []string{"Briare", "Gien", "Montargis"}, []string{"olivet", "orleans", "gien", "briare"}},
		{0, []string{"Gien"}, []string{"gien"}},
		{9, nil, []string{"olivet", "orleans", "gien", "briare"}},
	} {
		var keys []string
		for _, v := range h.Top(search.Commune, counts, tt.n, tt.also...) {
			keys = append(keys, v.Key)
		}
		if diff := cmp.Diff(tt.want, keys); diff != "" {
			t.Errorf("top %d and %v: %s", tt.n, tt.also, diff)
		}
	}
}

func TestOffersAlike(t *testing.T) {
	t.Parallel()
	h := open(t)
	for typed, want := range map[string][]string{
		"salle de bains":      {"Plomberie Garance", "Plomberie Sablon"},
		"Salle-de-Bain":       {"Plomberie Garance", "Plomberie Sablon"},
		"dépannage d’urgence": {"Plomberie Sablon"},
		"URGENCE":             {"Plomberie Sablon"},
		"levain":              {"Boulangerie Épeautre"},
		"ain":                 nil, // the middle of a word is not its beginning
		"fusée":               nil, // nobody has it: not everybody
		"site internet":       nil, // a need is no offer
		"'":                   nil,
	} {
		found := h.ask(nobody, directory.Ask{Offers: []string{typed}, Sort: search.ByName})
		if diff := cmp.Diff(want, names(found.Hits)); diff != "" {
			t.Errorf("propose=%s (-want +got):\n%s", typed, diff)
		}
	}
	both := h.ask(nobody, directory.Ask{Offers: []string{"levain", "urgence"}, Sort: search.ByName})
	if diff := cmp.Diff([]string{"Boulangerie Épeautre", "Plomberie Sablon"}, names(both.Hits)); diff != "" {
		t.Error(diff)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	h := open(t)
	got, err := h.Values(t.Context(), search.Tag)
	want := []directory.Value{{Key: "chauffage", Name: "chauffage", Count: 2}, {Key: "bain", Name: "bain", Count: 1}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	h.away()
	if got, err := h.Values(t.Context(), search.Tag); got != nil || err != nil {
		t.Errorf("without an index: %v, %v", got, err)
	}
}

func TestDeepPagesAreRefusedSoftly(t *testing.T) {
	t.Parallel()
	h := open(t)
	if found := h.ask(nobody, directory.Ask{Size: 20, Page: directory.MaxPage(20) + 1}); !found.Deep {
		t.Errorf("%+v", found)
	}
	if found := h.ask(nobody, directory.Ask{Size: 20, Page: directory.MaxPage(20)}); found.Deep || len(found.Hits) > 0 {
		t.Errorf("%+v", found)
	}
}

func TestWithoutAnIndex(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.away()
	for name, tt := range map[string]struct {
		ask  directory.Ask
		want []string
	}{
		"beginning of name":   {directory.Ask{Text: "PLOMB"}, []string{"Plomberie Garance", "Plomberie Sablon"}},
		"accents":             {directory.Ask{Text: "ecole"}, []string{"École du Val"}},
		"the middle of it":    {directory.Ask{Text: "sablon"}, nil},
		"kind and commune":    {directory.Ask{Kinds: []profile.Kind{profile.Company}, Communes: []string{"orleans"}}, []string{"Boulangerie Épeautre"}},
		"sector":              {directory.Ask{Text: "plomberie s", Sectors: []string{"construction"}}, []string{"Plomberie Sablon"}},
		"unknown commune":     {directory.Ask{Communes: []string{"atlantide"}}, nil},
		"unknown sector":      {directory.Ask{Sectors: []string{"alchimie"}}, nil},
		"no more than a page": {directory.Ask{Size: 2}, []string{"Boulangerie Épeautre", "Club Partage"}},
		"offers are not read": {directory.Ask{Offers: []string{"levain"}, Text: "club"}, []string{"Club Partage"}},
	} {
		found := h.ask(nobody, tt.ask)
		if diff := cmp.Diff(tt.want, names(found.Hits)); diff != "" || !found.Down || found.Total != -1 {
			t.Errorf("%s (-want +got):\n%s%+v", name, diff, found)
		}
	}
	for _, hit := range h.ask(nobody, directory.Ask{Text: "boul"}).Hits {
		if hit.Phone.Value != "" || hit.Distance >= 0 {
			t.Errorf("a visitor sees %+v", hit)
		}
	}
}

func TestAVisitorWhoLeftIsNotAnswered(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, err := h.Search(ctx, nobody, directory.Ask{Size: 10}); err == nil {
		t.Errorf("%+v", found)
	}
}

// stubborn is an index that fails without being away: a bug, which must not look like an empty directory.
type stubborn struct{}

func (stubborn) Search(context.Context, search.Query) (search.Result, error) {
	return search.Result{}, fault.Invalid
}

func TestABugIsNoFallback(t *testing.T) {
	t.Parallel()
	h := open(t)
	s := directory.New(stubborn{}, h.profiles, nil, place)
	if _, err := s.Search(t.Context(), nobody, directory.Ask{Size: 10}); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if _, err := s.Search(t.Context(), nobody, directory.Ask{Size: 10, Offers: []string{"pain"}}); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func TestWider(t *testing.T) {
	t.Parallel()
	h := open(t)
	chateauneuf, _ := place.Region.Commune("45082")
	near := func(radius float64) *search.Near { return &search.Near{Center: chateauneuf.At, Radius: radius} }
	for name, tt := range map[string]struct {
		ask    directory.Ask
		radius float64
		first  string // empty: nothing
	}{
		"somewhat further":       {directory.Ask{Text: "boulangerie", Near: near(2000)}, 50_000, "Boulangerie Épeautre"},
		"further than asked":     {directory.Ask{Text: "plomberie", Near: near(30_000)}, 50_000, "Plomberie Sablon"},
		"round a commune":        {directory.Ask{Kinds: []profile.Kind{profile.Club}, Communes: []string{"olivet"}}, 20_000, "Club Partage"},
		"the whole territory":    {directory.Ask{Text: "garance", Near: near(50_000)}, 0, "Plomberie Garance"},
		"nobody anywhere":        {directory.Ask{Text: "zzzxqw", Near: near(2000)}, 0, ""},
		"no place to start at":   {directory.Ask{Text: "boulangerie"}, 0, ""},
		"a commune nobody knows": {directory.Ask{Text: "boulangerie", Communes: []string{"atlantide"}}, 0, ""},
	} {
		tt.ask.Size = 3
		got, err := h.Wider(t.Context(), nobody, tt.ask)
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case tt.first == "" && got != nil:
			t.Errorf("%s: %+v", name, got)
		case tt.first != "" && (got == nil || got.Radius != tt.radius || len(got.Hits) == 0 || got.Hits[0].Name != tt.first):
			t.Errorf("%s: %+v, want %s within %.0f m", name, got, tt.first, tt.radius)
		}
	}
	h.away()
	if got, err := h.Wider(t.Context(), nobody, directory.Ask{Near: near(2000), Size: 3}); got != nil || err != nil {
		t.Errorf("without an index: %+v, %v", got, err)
	}
}

func TestNeighbours(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, name := range []string{"Plomberie Alouette", "Plomberie Zinzolin"} {
		d := pages[0]
		d.Name = name
		if _, err := h.profiles.Create(t.Context(), claude, d); err != nil {
			t.Fatal(err)
		}
	}
	h.away() // the store alone is asked
	p, err := h.profiles.BySlug(t.Context(), nobody, "plomberie-sablon")
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int][]string{1: {"Plomberie Zinzolin"}, 2: {"Plomberie Zinzolin", "Plomberie Alouette"}, 9: {"Plomberie Zinzolin", "Plomberie Alouette"}} {
		near, err := h.Neighbours(t.Context(), nobody, &p, n)
		var got []string
		for _, other := range near {
			got = append(got, other.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%d neighbours, %v: %s", n, err, diff)
		}
	}
	if near, err := h.Neighbours(t.Context(), nobody, &profile.Profile{Name: "Nulle part"}, 3); near != nil || err != nil {
		t.Errorf("of a page that is nowhere: %v, %v", near, err)
	}
}
