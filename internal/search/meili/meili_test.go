package meili

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/search"
	"partant/internal/search/french"
	"partant/internal/testrig"
)

// config returns how to reach the test server with keys that reach one new name only. Patience is long: the machine
// of the tests does other things too.
func config(t testing.TB) Config {
	t.Helper()
	url, master := testrig.Meilisearch(t)
	cfg := Config{
		URL:      url,
		Prefix:   "test-" + strings.ToLower(rand.Text()[:12]),
		Patience: 20 * time.Second,
		Lexicon:  french.Directory(),
	}
	var err error
	if cfg.SearchKey, cfg.AdminKey, err = Keys(t.Context(), cfg, master); err != nil {
		t.Fatal(err)
	}
	return cfg
}

// open returns an empty index of its own, removed at the end of the test.
func open(t testing.TB, cfg Config) *Index {
	t.Helper()
	x, err := Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.drop(context.Background(), x.name); err != nil {
			t.Error(err)
		}
		x.Close()
	})
	return x
}

// put writes documents and waits until they are found.
func put(t testing.TB, x *Index, docs ...search.Document) {
	t.Helper()
	mark, err := x.Put(t.Context(), docs...)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Wait(t.Context(), mark); err != nil {
		t.Fatal(err)
	}
}

// ids returns what q finds, in order.
func ids(t testing.TB, x *Index, q search.Query) []string {
	t.Helper()
	if q.Page == (search.Page{}) {
		q.Page = search.Page{Number: 1, Size: 100}
	}
	found, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	var all []string
	for _, h := range found.Hits {
		all = append(all, h.ID)
	}
	return all
}

func TestOpenRefusesABadConfiguration(t *testing.T) {
	t.Parallel()
	good := Config{URL: "http://127.0.0.1:1", Prefix: "p", Lexicon: french.Directory()}
	tests := map[string]func(*Config){
		"no scheme":     func(c *Config) { c.URL = "127.0.0.1:7700" },
		"no host":       func(c *Config) { c.URL = "http://" },
		"not a URL":     func(c *Config) { c.URL = "http://u:secret@h:port" },
		"odd prefix":    func(c *Config) { c.Prefix = "a/b" },
		"no prefix":     func(c *Config) { c.Prefix = "" },
		"no lexicon":    func(c *Config) { c.Lexicon = nil },
		"another thing": func(c *Config) { c.URL = "mongodb://h" },
	}
	for name, spoil := range tests {
		cfg := good
		spoil(&cfg)
		_, err := Open(t.Context(), cfg)
		if !errors.Is(err, fault.Invalid) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeysAreTheSameWhenAskedAgain(t *testing.T) {
	t.Parallel()
	cfg := config(t)
	_, master := testrig.Meilisearch(t)
	searchKey, adminKey, err := Keys(t.Context(), cfg, master)
	if err != nil {
		t.Fatal(err)
	}
	if searchKey != cfg.SearchKey || adminKey != cfg.AdminKey || searchKey == adminKey {
		t.Error("other keys the second time")
	}
	if _, _, err := Keys(t.Context(), cfg, "not the master key"); !errors.Is(err, fault.Unavailable) {
		t.Errorf("with a wrong master key: %v", err)
	}
}

func TestTheSearchKeyOnlySearches(t *testing.T) {
	t.Parallel()
	cfg := config(t)
	x := open(t, cfg)
	put(t, x, search.Document{ID: "a", Name: "Boulangerie"})

	reader := cfg
	reader.AdminKey = ""
	r, err := Open(t.Context(), reader)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got := ids(t, r, search.Query{Text: "boulangerie"}); !cmp.Equal(got, []string{"a"}) {
		t.Errorf("found %q", got)
	}
	if got, err := r.Status(t.Context()); err != nil || got != (search.Status{Ready: true, Documents: 1}) {
		t.Errorf("status %+v, %v", got, err)
	}
	if _, err := r.Put(t.Context(), search.Document{ID: "b"}); !errors.Is(err, fault.Unavailable) {
		t.Errorf("put: %v", err)
	}
	if err := r.Wait(t.Context(), "1"); !errors.Is(err, fault.Unavailable) {
		t.Errorf("wait: %v", err)
	}

	pretender := cfg
	pretender.AdminKey = cfg.SearchKey
	p, err := Open(t.Context(), pretender)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, err := p.Put(t.Context(), search.Document{ID: "b"}); !errors.Is(err, fault.Unavailable) {
		t.Errorf("put with the search key: %v", err)
	}
}

func TestValuesAreComparedExactly(t *testing.T) {
	t.Parallel()
	x := open(t, config(t))
	odd := []string{"Bio", "bio", "BIO", "Été", "ete", "l'été \\ ' OR 1=1", `bug "bounty"`, "ﬁn", "fin", " x ", "x", "in"}
	var docs []search.Document
	for i, tag := range odd {
		docs = append(docs, search.Document{ID: string(rune('a' + i)), Name: "n", Tags: []string{tag}})
	}
	put(t, x, docs...)
	found, err := x.Search(t.Context(), search.Query{Facets: []search.Facet{{Field: search.Tag}}})
	if err != nil {
		t.Fatal(err)
	}
	want := search.Counts{}
	for i, tag := range odd {
		want[tag] = 1
		if got := ids(t, x, search.Query{Filter: search.Filter{Tags: []string{tag}}}); !cmp.Equal(got, []string{docs[i].ID}) {
			t.Errorf("%q finds %q", tag, got)
		}
	}
	if diff := cmp.Diff(want, found.Facets[search.Tag]); diff != "" {
		t.Error(diff)
	}
}

func TestStrictOrders(t *testing.T) {
	t.Parallel()
	x := open(t, config(t))
	at := func(lat float64) *geo.Point { return &geo.Point{Lat: lat, Lon: 2} }
	second := func(n int64) time.Time { return time.Unix(n, 0) }
	put(t, x,
		search.Document{ID: "A1", Name: "éclair", At: at(47.9), Followers: 2, CreatedAt: second(3), UpdatedAt: second(1)},
		search.Document{ID: "a1", Name: "Eclair", At: nil, Followers: 2, CreatedAt: second(2), UpdatedAt: second(2)},
		search.Document{ID: "a-1", Name: "100 % bio", At: at(48.5), Followers: 9, CreatedAt: second(1), UpdatedAt: second(3)},
		search.Document{ID: "B", Name: "L’Œuvre", At: nil, CreatedAt: second(1), UpdatedAt: second(3)},
		search.Document{ID: "b", Name: "a-z", At: at(48), CreatedAt: second(1), UpdatedAt: second(3)},
		search.Document{ID: "C", Name: "a b", At: at(47.8), CreatedAt: second(1), UpdatedAt: second(3)},
	)
	near := &search.Near{Center: *at(47.9)}
	tests := []struct {
		name string
		q    search.Query
		want []string
	}{
		{"newest first", search.Query{}, []string{"B", "C", "a-1", "b", "a1", "A1"}},
		{"created", search.Query{Sort: search.ByCreated}, []string{"A1", "a1", "B", "C", "a-1", "b"}},
		{"name", search.Query{Sort: search.ByName}, []string{"a-1", "C", "b", "A1", "a1", "B"}},
		{"followers", search.Query{Sort: search.ByFollowers}, []string{"a-1", "A1", "a1", "B", "C", "b"}},
		{"distance, no place last", search.Query{Sort: search.ByDistance, Near: near}, []string{"A1", "C", "b", "a-1", "B", "a1"}},
		{"text by name", search.Query{Text: "eclair", Sort: search.ByName}, []string{"A1", "a1"}},
		{"updated from a fraction", search.Query{Filter: search.Filter{UpdatedFrom: second(1).Add(1)}}, []string{"B", "C", "a-1", "b", "a1"}},
		{"at least two followers", search.Query{Filter: search.Filter{MinFollowers: 2}}, []string{"a-1", "a1", "A1"}},
	}
	for _, tt := range tests {
		if got := ids(t, x, tt.q); !cmp.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	x := open(t, config(t))
	center := geo.Point{Lat: 47.9, Lon: 1.9}
	place := geo.Point{Lat: 47.95, Lon: 1.95}
	put(t, x, search.Document{ID: "a", At: &place}, search.Document{ID: "b"})
	page := search.Page{Number: 1, Size: 10}
	found, err := x.Search(t.Context(), search.Query{Near: &search.Near{Center: center}, Sort: search.ByDistance, Page: page})
	if err != nil {
		t.Fatal(err)
	}
	want := []search.Hit{{ID: "a", Distance: geo.Distance(center, place)}, {ID: "b", Distance: -1}}
	if diff := cmp.Diff(want, found.Hits); diff != "" {
		t.Error(diff)
	}
	if got := ids(t, x, search.Query{Near: &search.Near{Center: center, Radius: 50_000}}); !cmp.Equal(got, []string{"a"}) {
		t.Errorf("within 50 km: %q", got)
	}
}

func TestNothingTypedIsAnOperator(t *testing.T) {
	t.Parallel()
	x := open(t, config(t))
	put(t, x, search.Document{ID: "a", Name: "Plombier du Val"}, search.Document{ID: "b", Name: "Studio de danse"})
	for typed, want := range map[string][]string{
		"-plombier":             {"a"},
		`"val plombier"`:        {"a"},
		"plombier\x00du\x02val": {"a"},
		"plomb":                 {"a"},
		"plomb ":                nil, // the space says that the word is whole
		"st":                    {"b"},
		"!!! ???":               {"a", "b"},
		"\xff\xfe":              {"a", "b"},
	} {
		if got := ids(t, x, search.Query{Text: typed}); !cmp.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", typed, got, want)
		}
	}
}

func TestRelaxedSaysSo(t *testing.T) {
	t.Parallel()
	x := open(t, config(t))
	put(t, x,
		search.Document{ID: "a", Name: "Plombier", Sector: "Construction"},
		search.Document{ID: "b", Name: "Serrurier", Sector: "Construction"},
		search.Document{ID: "c", Name: "Autre", Sector: "Conseil"},
	)
	q := search.Query{
		Text: "serrurier montgolfières", Page: search.Page{Number: 1, Size: 10},
		Filter: search.Filter{Sectors: []string{"Construction"}}, Facets: []search.Facet{{Field: search.Sector, Open: true}},
	}
	found, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	want := search.Result{
		Hits: []search.Hit{{ID: "b"}}, Total: 1, Relaxed: true,
		Facets: map[search.Field]search.Counts{search.Sector: {"Construction": 1}},
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	q.Text = "montgolfières"
	if found, err = x.Search(t.Context(), q); err != nil || found.Total != 0 || found.Relaxed {
		t.Errorf("one unknown word: %+v, %v", found, err)
	}
}

func TestStatusTellsAnIndexOfAnotherProgram(t *testing.T) {
	t.Parallel()
	cfg := config(t)
	x := open(t, cfg)
	put(t, x, search.Document{ID: "a"}, search.Document{ID: "b"})
	if got, err := x.Status(t.Context()); err != nil || got != (search.Status{Ready: true, Documents: 2}) {
		t.Errorf("ours: %+v, %v", got, err)
	}
	task, err := x.write.Index(x.name).UpdateStopWordsWithContext(t.Context(), &[]string{"autre"})
	var done tasks
	if err := done.add(t.Context(), task, err); err != nil {
		t.Fatal(err)
	}
	if err := x.Wait(t.Context(), done.mark()); err != nil {
		t.Fatal(err)
	}
	if got, err := x.Status(t.Context()); err != nil || !got.Stale {
		t.Errorf("changed by hand: %+v, %v", got, err)
	}
	if _, err := x.Rebuild(t.Context(), func(func(search.Document, error) bool) {}); err != nil {
		t.Fatal(err)
	}
	if got, err := x.Status(t.Context()); err != nil || got != (search.Status{Ready: true}) {
		t.Errorf("rebuilt: %+v, %v", got, err)
	}
}
