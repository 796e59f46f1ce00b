// Package directory answers what people ask of the directory: from the index, and from the store alone when the index is away.
package directory

import (
	"context"
	"slices"
	"strings"

	"partant/internal/fault"
	"partant/internal/geo"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/search"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Ask is one question. Places and sectors are given by slug, tags, offers and needs as people write them.
type Ask struct {
	Text                     string
	Kinds                    []profile.Kind
	Sectors, Communes, EPCIs []string
	Tags, Offers, Seeks      []string
	Near                     *search.Near
	Sort                     search.Sort
	Page, Size               int
	Facets                   bool // count the values of every field
	Marks                    bool
}

// Found is what the directory has to answer.
type Found struct {
	Hits    []Hit
	Total   int                            // -1: not known (Down)
	Facets  map[search.Field]search.Counts // by the names that the index holds; shared: see Top
	Relaxed bool                           // no page has all the words
	Down    bool                           // the index is away: Hits are by beginning of name, only one filter of each kind was heeded
	Deep    bool                           // the page asked for lies further than pages go
	Town    *Town                          // the commune that the text names: Hits are round it (see round)
}

// Hit is a page that was found.
type Hit struct {
	profile.Profile
	Distance float64  // metres; negative when there is no centre or no place
	Marks    [][2]int // byte ranges of the name that match
}

// Value is one value of a facet.
type Value struct {
	Key   string // what Ask takes: a slug, or the value itself
	Name  string
	Count int
}

// Profiles reads pages for a viewer.
type Profiles interface {
	// Many is profile.Service.Many.
	Many(ctx context.Context, v viewer.Viewer, ids []string) ([]profile.Profile, error)
}

// Named reads pages by name when there is no index.
type Named interface {
	// Named is profile.Lists.Named.
	Named(ctx context.Context, q profile.Named, req page.Req) (page.Of[profile.Profile], error)
}

// Names translates between the slugs of URLs and the names that the index holds.
type Names interface {
	// Name returns the name that the index holds for a slug of a field; the slug itself when it is unknown.
	Name(f search.Field, slug string) string
	// Slug returns the slug of a name of a field.
	Slug(f search.Field, name string) string
	// CommuneCode returns the INSEE code of a commune by its slug.
	CommuneCode(slug string) (insee string, at geo.Point, ok bool)
	// TownIn finds the commune that a text names beside something else, and that something.
	TownIn(text string) (slug, rest string, ok bool)
}

// Index answers questions: a search.Index, or something that stands before one.
type Index interface {
	// Search is search.Index.Search.
	Search(ctx context.Context, q search.Query) (search.Result, error)
}

// Service answers.
type Service struct {
	index    Index
	profiles Profiles
	store    Named
	names    Names
}

// New returns a Service.
func New(index Index, profiles Profiles, store Named, names Names) *Service {
	return &Service{index: index, profiles: profiles, store: store, names: names}
}

// MaxPage is the deepest page of n entries.
func MaxPage(n int) int { return search.MaxDepth / max(n, 1) }

// Facets are the fields that Ask.Facets counts.
var facets = []search.Field{search.Kind, search.Sector, search.Commune, search.EPCI, search.Tag}

// Search answers a question. It fails only when the store does.
func (s *Service) Search(ctx context.Context, v viewer.Viewer, ask Ask) (_ Found, err error) {
	defer fault.Wrap(&err, "directory.Search")
	if ask.Page > MaxPage(ask.Size) {
		return Found{Deep: true}, nil
	}
	q, err := s.query(ctx, ask)
	var result search.Result
	if err == nil {
		result, err = s.index.Search(ctx, q)
	}
	if search.Down(err) && ctx.Err() == nil {
		return s.fromStore(ctx, v, ask)
	}
	if err != nil {
		return Found{}, err
	}
	if (result.Relaxed || result.Total == 0) && ask.Near == nil {
		if found, ok, err := s.round(ctx, v, ask, q); ok || err != nil {
			return found, err
		}
	}
	found := Found{Total: result.Total, Relaxed: result.Relaxed, Facets: result.Facets}
	found.Hits, err = s.hits(ctx, v, result.Hits, ask.Near != nil)
	return found, err
}

func (s *Service) query(ctx context.Context, ask Ask) (search.Query, error) {
	q := search.Query{Text: ask.Text, Near: ask.Near, Sort: ask.Sort, Marks: ask.Marks,
		Page: search.Page{Number: max(ask.Page, 1), Size: ask.Size}}
	if ask.Near == nil && q.Sort == search.ByDistance {
		q.Sort = search.ByRelevance
	}
	for _, k := range ask.Kinds {
		q.Filter.Kinds = append(q.Filter.Kinds, string(k))
	}
	q.Filter.Sectors = s.named(search.Sector, ask.Sectors)
	q.Filter.Communes = s.named(search.Commune, ask.Communes)
	q.Filter.EPCIs = s.named(search.EPCI, ask.EPCIs)
	q.Filter.Tags = ask.Tags
	if ask.Facets {
		for _, f := range facets {
			q.Facets = append(q.Facets, search.Facet{Field: f, Open: true})
		}
	}
	var err error
	if q.Filter.Offers, err = s.alike(ctx, search.Offer, ask.Offers); err == nil {
		q.Filter.Seeks, err = s.alike(ctx, search.Seek, ask.Seeks)
	}
	return q, err
}

func (s *Service) named(f search.Field, slugs []string) (names []string) {
	for _, slug := range slugs {
		names = append(names, s.names.Name(f, slug))
	}
	return names
}

// alike returns the values of a field that hold all the words typed: « site internet » finds « création de site
// internet ». A wish that nobody has is kept as typed, so that it finds nothing rather than everything.
func (s *Service) alike(ctx context.Context, f search.Field, typed []string) (values []string, err error) {
	if len(typed) == 0 {
		return nil, nil
	}
	all, err := s.Values(ctx, f)
	if err != nil {
		return nil, err
	}
	for _, wish := range typed {
		words := strings.Fields(apart.Replace(text.Fold(wish)))
		for _, value := range all {
			if holds(text.Fold(value.Name), words) {
				values = append(values, value.Name)
			}
		}
	}
	if values == nil {
		return typed, nil
	}
	slices.Sort(values)
	return slices.Compact(values), nil
}

// apart parts the words that a hyphen or an apostrophe joins.
var apart = strings.NewReplacer("-", " ", "'", " ")

// holds reports whether each word begins a word of value.
func holds(value string, words []string) bool {
	value = " " + apart.Replace(value)
	for _, w := range words {
		if !strings.Contains(value, " "+w) {
			return false
		}
	}
	return len(words) > 0
}

// Values lists the values of a field, the commonest first; none when the index is away.
func (s *Service) Values(ctx context.Context, f search.Field) ([]Value, error) {
	all, err := s.index.Search(ctx, search.Query{Facets: []search.Facet{{Field: f}}})
	if search.Down(err) {
		return nil, nil
	}
	return s.Top(f, all.Facets[f], len(all.Facets[f])), err
}

// hits fetches the pages in the order of the hits. A page that the store no longer has is left out.
func (s *Service) hits(ctx context.Context, v viewer.Viewer, found []search.Hit, near bool) ([]Hit, error) {
	ids := make([]string, len(found))
	for i, h := range found {
		ids[i] = h.ID
	}
	profiles, err := s.profiles.Many(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, 0, len(profiles))
	next := 0
	for _, p := range profiles {
		for found[next].ID != p.ID {
			next++
		}
		h := Hit{Profile: p, Distance: -1}
		if near {
			h.Distance = found[next].Distance
		}
		if found[next].Name.Text == p.Name { // the name may have changed since it was indexed
			h.Marks = found[next].Name.Ranges
		}
		hits = append(hits, h)
	}
	return hits, nil
}

// Top returns the n commonest values of a field, the commonest first; those named in also are added behind them.
// It looks at each value once: a territory has hundreds of communes, and a page shows a dozen.
func (s *Service) Top(f search.Field, counts search.Counts, n int, also ...string) []Value {
	top := make([]Value, 0, n+1)
	for name, count := range counts {
		v := Value{Name: name, Count: count}
		if name == "" || len(top) == n && (n == 0 || byCount(top[n-1], v) < 0) {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, v, byCount)
		top = slices.Insert(top, at, v)[:min(len(top)+1, n)]
	}
	for _, name := range also {
		if !slices.ContainsFunc(top, func(v Value) bool { return v.Name == name }) && counts[name] > 0 {
			top = append(top, Value{Name: name, Count: counts[name]})
		}
	}
	for i := range top {
		top[i].Key = s.names.Slug(f, top[i].Name)
	}
	return top
}

func byCount(a, b Value) int {
	if a.Count != b.Count {
		return b.Count - a.Count
	}
	return strings.Compare(a.Name, b.Name)
}

// fromStore answers by beginning of name and by one filter of each kind: all that the store has an index for.
func (s *Service) fromStore(ctx context.Context, v viewer.Viewer, ask Ask) (Found, error) {
	q := profile.Named{Prefix: text.Fold(ask.Text)}
	if len(ask.Kinds) > 0 {
		q.Kind = ask.Kinds[0]
	}
	if len(ask.Sectors) > 0 {
		q.Sector = ask.Sectors[0]
	}
	if len(ask.Communes) > 0 {
		code, _, ok := s.names.CommuneCode(ask.Communes[0])
		if !ok { // nobody is there: without it the filter would let all pass
			return Found{Total: -1, Down: true}, nil
		}
		q.Commune = code
	}
	got, err := s.store.Named(ctx, q, page.Req{Limit: max(ask.Size, 1)})
	found := Found{Total: -1, Down: true}
	for _, p := range got.Items {
		found.Hits = append(found.Hits, Hit{Profile: p.Seen(v), Distance: -1})
	}
	return found, err
}
