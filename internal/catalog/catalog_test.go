package catalog_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/catalog"
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
	noon   = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	place  = territory.New(region.Loiret())
	claude = viewer.Viewer{Account: "a-1", Role: viewer.Member}
)

// faulty is an index and a store whose calls fail, or do something else first, when a test says so.
type faulty struct {
	search.Index
	sqlite.Profiles
	put, settle func() error
	rebuilding  func()
	away        error
}

func (f *faulty) Status(ctx context.Context) (search.Status, error) {
	if f.away != nil {
		return search.Status{}, f.away
	}
	return f.Index.Status(ctx)
}

func (f *faulty) Put(ctx context.Context, docs ...search.Document) (search.Mark, error) {
	if f.put != nil {
		if err := f.put(); err != nil {
			return "", err
		}
	}
	return f.Index.Put(ctx, docs...)
}

// Rebuild reads all there is before something else happens, as a long rebuild does.
func (f *faulty) Rebuild(ctx context.Context, docs iter.Seq2[search.Document, error]) (search.Report, error) {
	report, err := f.Index.Rebuild(ctx, docs)
	if f.rebuilding != nil {
		f.rebuilding()
	}
	return report, err
}

func (f *faulty) Settle(ctx context.Context, paid []profile.Profile) error {
	if f.settle != nil {
		if err := f.settle(); err != nil {
			return err
		}
	}
	return f.Profiles.Settle(ctx, paid)
}

// house is a catalog between a real store and a real index, with a clock that tests set.
type house struct {
	*catalog.Catalog
	*faulty
	t        *testing.T
	now      time.Time
	profiles *profile.Service
}

func open(t *testing.T) *house {
	t.Helper()
	return openIn(t, sqlitetest.Dir(t))
}

func openIn(t *testing.T, dir string) *house {
	t.Helper()
	db, err := sqlite.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	index, err := embedded.Open(t.Context(), filepath.Join(dir, "index"), french.Directory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	_ = index.Ready(t.Context()) // one that is damaged says so to its tests
	h := &house{t: t, now: noon, faulty: &faulty{Index: index, Profiles: db.Profiles()}}
	clock := func() time.Time { return h.now }
	h.Catalog = catalog.New(h.faulty, h.faulty, place, clock, slog.New(slog.DiscardHandler))
	h.profiles = profile.New(db.Profiles(), place, markdown.New(), clock, h.Catalog.Wake)
	return h
}

// Rebuild is the catalog's, not the index's.
func (h *house) Rebuild(ctx context.Context) (search.Report, error) {
	return h.Catalog.Rebuild(ctx, func(int) {})
}

func (h *house) create(name string) profile.Profile {
	h.t.Helper()
	p, err := h.profiles.Create(h.t.Context(), claude, draft(name))
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func draft(name string) profile.Draft {
	return profile.Draft{Kind: profile.Company, Name: name, Commune: "45232"}
}

func (h *house) pays(want int) {
	h.t.Helper()
	if got, err := h.Pay(h.t.Context()); got != want || err != nil {
		h.t.Errorf("paid %d, %v; want %d", got, err, want)
	}
}

// finds checks which pages a search finds.
func (h *house) finds(typed string, want ...string) {
	h.t.Helper()
	found, err := h.Index.Search(h.t.Context(), search.Query{Text: typed, Page: search.Page{Number: 1, Size: 10}})
	if err != nil {
		h.t.Fatal(err)
	}
	var ids []string
	for _, hit := range found.Hits {
		ids = append(ids, hit.ID)
	}
	if diff := cmp.Diff(want, ids); diff != "" {
		h.t.Errorf("searching %q (-want +got):\n%s", typed, diff)
	}
}

func TestWhatIsWrittenIsFound(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.create("Vannerie du Loing")
	h.finds("vannerie")
	h.pays(1)
	h.finds("vannerie", p.ID)
	h.finds("olivet", p.ID) // the commune, in words
	h.pays(0)

	h.now = h.now.Add(time.Minute)
	if _, err := h.profiles.Edit(t.Context(), claude, p.ID, draft("Poterie du Loing")); err != nil {
		t.Fatal(err)
	}
	h.pays(1)
	h.finds("vannerie")
	h.finds("poterie", p.ID)

	h.now = h.now.Add(time.Minute)
	if err := h.profiles.Erase(t.Context(), claude, p.ID); err != nil {
		t.Fatal(err)
	}
	h.pays(1)
	h.finds("poterie")
	h.finds("olivet")
	h.pays(0)
}

// A program that has no index, beside one that has it, leaves it all to pay.
func TestNothingIsTakenWithoutAnIndex(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.create("Vannerie du Loing")
	h.away = fmt.Errorf("another has it: %w", fault.Unavailable)
	if n, err := h.Pay(t.Context()); n != 0 || !errors.Is(err, fault.Unavailable) {
		t.Errorf("paid %d, %v", n, err)
	}
	h.away = nil
	h.pays(1) // at once
	h.finds("vannerie", p.ID)
}

func TestADebtOutlivesAnAbsentIndex(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.create("Vannerie du Loing")
	h.put = func() error { return fmt.Errorf("away: %w", fault.Unavailable) }
	if n, err := h.Pay(t.Context()); n != 0 || !errors.Is(err, fault.Unavailable) {
		t.Errorf("paid %d, %v to an index that is away", n, err)
	}
	h.put = nil
	h.pays(0) // it is leased: another worker may be at it
	h.finds("vannerie")
	h.now = h.now.Add(time.Minute)
	h.pays(1)
	h.finds("vannerie", p.ID)
}

func TestAnErasedPageIsForgottenAlsoLater(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.create("Vannerie du Loing")
	h.pays(1)
	erase := func() {
		if err := h.profiles.Erase(t.Context(), claude, p.ID); err != nil {
			t.Fatal(err)
		}
	}
	erase()
	if err := h.Index.Close(); err != nil { // a real index that is away
		t.Fatal(err)
	}
	if _, err := h.Pay(t.Context()); !search.Down(err) {
		t.Errorf("paid to a closed index: %v", err)
	}
	owing, err := h.Take(t.Context(), h.now.Add(time.Minute), time.Second, 10)
	if err != nil || len(owing) != 1 || owing[0].ID != p.ID || !owing[0].IsErased() {
		t.Errorf("the tombstone no longer owes: %+v, %v", owing, err)
	}
}

// A worker that is killed after it has told the index and before the store knows pays twice, to no harm.
func TestPaidTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.create("Vannerie du Loing")
	h.settle = func() error { return errors.New("killed") }
	if _, err := h.Pay(t.Context()); err == nil {
		t.Fatal("nothing was killed")
	}
	h.finds("vannerie", p.ID)
	h.settle = nil
	h.now = h.now.Add(time.Minute)
	h.pays(1)
	h.finds("vannerie", p.ID)
	h.pays(0)
}

// A change that comes between the reading of a page and the settling of its debt is told too.
func TestAChangeWhilePaying(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.create("Vannerie du Loing")
	h.settle = func() error {
		h.settle = nil
		h.now = h.now.Add(time.Second)
		_, err := h.profiles.Edit(t.Context(), claude, p.ID, draft("Poterie du Loing"))
		return err
	}
	h.pays(2)
	h.finds("vannerie")
	h.finds("poterie", p.ID)
}

func TestManyWorkers(t *testing.T) {
	t.Parallel()
	h := open(t)
	const pages = 40
	for i := range pages {
		h.create(fmt.Sprintf("Vannerie %d", i))
	}
	other := catalog.New(h.faulty, h.faulty, place, func() time.Time { return h.now }, slog.New(slog.DiscardHandler))
	var paid [2]int
	var errs [2]error
	var workers sync.WaitGroup
	for i, c := range []*catalog.Catalog{h.Catalog, other} {
		workers.Go(func() { paid[i], errs[i] = c.Pay(t.Context()) })
	}
	workers.Wait()
	if err := errors.Join(errs[:]...); err != nil || paid[0]+paid[1] != pages {
		t.Errorf("paid %v of %d, %v", paid, pages, err)
	}
	status, err := h.Status(t.Context())
	if err != nil || status.Documents != pages {
		t.Errorf("%+v, %v", status, err)
	}
}

func TestDocument(t *testing.T) {
	t.Parallel()
	p := profile.Profile{
		ID: "b1", Slug: "vannerie", Kind: profile.Company, Name: "Vannerie du Loing", Pitch: "Des paniers", About: profile.Rich{Text: "Tressés **ici**", HTML: "html"},
		Activity: "43.22A", Sector: "construction", Address: profile.Address{Street: "1 rue Basse", Postcode: "45160", Commune: "45232"},
		Place: &profile.Place{Point: place.Region.Communes[0].At, By: profile.ByHand},
		Phone: profile.Contact{Value: "+33261910001", For: profile.ForAll}, Email: profile.Contact{Value: "secret@exemple.invalid", For: profile.ForTeam},
		Tags: []string{"panier"}, Offers: []string{"cours"}, Seeks: []string{"osier"}, Team: []profile.Mate{{Account: "a-1", Role: profile.Owner}},
		Created: noon, Updated: noon.Add(time.Hour),
	}
	at := place.Region.Communes[0].At
	words := place.Labels(&p)
	got := catalog.Document(&p, words)
	want := search.Document{ID: "b1", Name: "Vannerie du Loing", Kind: "entreprise", NAF: "43.22A", NAFLabel: words.Trade, Sector: "Construction",
		Commune: "Olivet", EPCI: words.EPCI, Postcode: "45160", Description: "Des paniers\nTressés **ici**", Tags: []string{"panier"},
		Offers: []string{"cours"}, Seeks: []string{"osier"}, At: &at, CreatedAt: noon, UpdatedAt: noon.Add(time.Hour)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{"261910001", "secret@", "rue Basse", "a-1"} {
		if strings.Contains(string(text), hidden) {
			t.Errorf("the index would know %s", hidden)
		}
	}
}

func TestALongTextIsCut(t *testing.T) {
	t.Parallel()
	p := profile.Profile{ID: "b1", About: profile.Rich{Text: strings.Repeat("osier ", 5000)}}
	if got := len(catalog.Document(&p, place.Labels(&p)).Description); got > 2100 {
		t.Errorf("%d bytes of description", got)
	}
}
