// Package search is the port to the directory's index.
//
// The index is derived data: it can always be rebuilt from the store, and
// nothing may be read from it that an anonymous visitor may not read.
package search

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"time"

	"partant/internal/fault"
	"partant/internal/geo"
)

// Index is one searchable set of profiles. Safe for concurrent use.
// Errors are fault.Unavailable (engine down, slow or starting), fault.Invalid (a bad Query or Document: a programming
// error) or the context's.
type Index interface {
	// Search answers q. It never fails on what a person typed: operators, quotes and control characters are plain text.
	Search(ctx context.Context, q Query) (Result, error)

	// Put adds or wholly replaces documents by ID; in one call the last of the same ID wins. It returns once the write
	// is durable; it may become visible later: see Wait. A refused document fails the whole call.
	Put(ctx context.Context, docs ...Document) (Mark, error)

	// Delete removes documents; unknown IDs are no error.
	Delete(ctx context.Context, ids ...string) (Mark, error)

	// Wait blocks until every write up to m is visible to Search. Workers and tests use it; request handlers do not.
	Wait(ctx context.Context, m Mark) error

	// Rebuild replaces the whole content by what docs yields. Until it returns, Search answers from the old content;
	// then from the new one, with no moment between. If docs yields an error or a document is refused or ctx ends, the
	// old content stays. Of documents with the same ID the last wins.
	// Writes made by Put while Rebuild runs may be lost: the caller replays changes since it took its snapshot.
	Rebuild(ctx context.Context, docs iter.Seq2[Document, error]) (Report, error)

	// Status says whether the index can answer, how many documents it has and whether its schema is current.
	Status(ctx context.Context) (Status, error)

	// Close lets go of files and connections. The index is not used after it.
	Close() error
}

// Document is what the index knows of a profile. Text is plain text, never HTML. An empty value is no value, and one
// that a list repeats counts once.
type Document struct {
	ID          string     `json:"id"` // 1-511 of A-Z a-z 0-9 _ -
	Name        string     `json:"name"`
	Kind        string     `json:"kind"`     // facet
	NAF         string     `json:"naf"`      // "43.22A"
	NAFLabel    string     `json:"nafLabel"` // searchable: official label and plain trade words
	Sector      string     `json:"sector"`   // facet, searchable
	Commune     string     `json:"commune"`  // facet, searchable: the name
	EPCI        string     `json:"epci"`     // facet: the intercommunalité's name
	Postcode    string     `json:"postcode"` // searchable
	Description string     `json:"description"`
	Tags        []string   `json:"tags"`   // facet, searchable
	Offers      []string   `json:"offers"` // facet, searchable
	Seeks       []string   `json:"seeks"`  // facet, searchable
	At          *geo.Point `json:"at"`     // nil: matches no Near, sorts last by distance
	Followers   int64      `json:"followers"`
	CreatedAt   time.Time  `json:"createdAt"` // to the second
	UpdatedAt   time.Time  `json:"updatedAt"` // to the second
}

var wellFormedID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,511}$`)

// Check returns fault.Invalid when d cannot be indexed by every driver. Drivers call it before they write.
func (d Document) Check() error {
	if !wellFormedID.MatchString(d.ID) {
		return fmt.Errorf("document id %.60q: %w", d.ID, fault.Invalid)
	}
	if d.At != nil && !d.At.Valid() {
		return fmt.Errorf("document %s at %v: %w", d.ID, *d.At, fault.Invalid)
	}
	return nil
}

// Query is one request. The zero value asks for no hits; a Page with a Size and nothing else browses, newest first.
type Query struct {
	Text   string // as typed; only the first 10 words count. The last word is completed unless a space follows it
	Filter Filter
	Near   *Near
	Sort   Sort
	Page   Page
	Facets []Facet // which distributions to return
	Marks  bool    // return Hit.Name and Hit.Snippet with matched ranges
}

// Filter holds AND between fields and OR inside one. Values are compared exactly.
type Filter struct {
	Kinds, Sectors, Communes, EPCIs, Tags, Offers, Seeks []string
	MinFollowers                                         int64
	UpdatedFrom                                          time.Time
}

// Values returns the values f sets on a facet field.
func (f Filter) Values(field Field) []string {
	switch field {
	case Kind:
		return f.Kinds
	case Sector:
		return f.Sectors
	case Commune:
		return f.Communes
	case EPCI:
		return f.EPCIs
	case Tag:
		return f.Tags
	case Offer:
		return f.Offers
	case Seek:
		return f.Seeks
	}
	return nil
}

// Without returns f with one facet field let go: what an open facet counts.
func (f Filter) Without(field Field) Filter {
	switch field {
	case Kind:
		f.Kinds = nil
	case Sector:
		f.Sectors = nil
	case Commune:
		f.Communes = nil
	case EPCI:
		f.EPCIs = nil
	case Tag:
		f.Tags = nil
	case Offer:
		f.Offers = nil
	case Seek:
		f.Seeks = nil
	}
	return f
}

// Near keeps documents within Radius metres (0: no limit, only a centre to sort by). Precise to 0.3 % of Radius.
type Near struct {
	Center geo.Point
	Radius float64
}

// Sort orders hits. ByRelevance needs Text (without it: newest first, by UpdatedAt). The others are strict orders,
// ties by ID; ByDistance needs Near and is precise to 1 m; ByName follows text.Fold of the name.
type Sort int

// The orders of a result.
const (
	ByRelevance Sort = iota
	ByDistance
	ByUpdated
	ByCreated
	ByName
	ByFollowers
)

// Page numbers from 1. Size 0 returns no hits, only Total and Facets. Number*Size above MaxDepth is fault.Invalid
// (deep pages are for export, not people); past the end is empty.
type Page struct{ Number, Size int }

// MaxDepth is how far pages go.
const MaxDepth = 20_000

// Field is something facets count and filters compare.
type Field string

// The fields of facets, by the name of the Document's JSON member.
const (
	Kind    Field = "kind"
	Sector  Field = "sector"
	Commune Field = "commune"
	EPCI    Field = "epci"
	Tag     Field = "tags"
	Offer   Field = "offers"
	Seek    Field = "seeks"
)

// Facet asks for the counts of a field. Open counts as if the Filter on that same field were not set
// (so that ticked boxes keep their neighbours).
type Facet struct {
	Field Field
	Open  bool
}

// Counts is how many documents have each value of a field; every value with count > 0, never cut.
type Counts map[string]int

// Result is what a Query finds.
type Result struct {
	Hits    []Hit
	Total   int // exact for this engine's matching; equal to the sum of any single-valued closed facet
	Facets  map[Field]Counts
	Relaxed bool // no document had all words: some were let go. Show it to the person
}

// Hit carries an ID; the page is drawn from the store, not from here.
type Hit struct {
	ID       string
	Distance float64 // metres, when Near is set; -1 for a document with no place
	Name     Marked  // with Query.Marks
	Snippet  Marked  // with Query.Marks: about 30 words round the first match in Description
}

// Marked is text with matched byte ranges. It holds no markup: the template escapes, then marks.
type Marked struct {
	Text   string
	Ranges [][2]int
}

// Mark is an opaque position in the write order of one Index. The zero Mark is before every write.
type Mark string

// Report says what a Rebuild did.
type Report struct {
	Documents int
	Took      time.Duration
}

// Status is the state of an index.
type Status struct {
	Ready     bool
	Documents int
	Stale     bool // never filled, built by another version of the schema, or full of replaced documents: Rebuild is due
}

// Check returns fault.Invalid when q breaks the port's law. Drivers call it first.
func (q Query) Check() error {
	switch {
	case q.Page.Size < 0 || q.Page.Number < 0 || q.Page.Size > 0 && q.Page.Number == 0:
		return fmt.Errorf("page %+v: %w", q.Page, fault.Invalid)
	case q.Page.Number*q.Page.Size > MaxDepth:
		return fmt.Errorf("page %+v is too deep: %w", q.Page, fault.Invalid)
	case q.Sort == ByDistance && q.Near == nil:
		return fmt.Errorf("sort by distance without a centre: %w", fault.Invalid)
	case q.Near != nil && (!q.Near.Center.Valid() || !(q.Near.Radius >= 0)):
		return fmt.Errorf("near %+v: %w", *q.Near, fault.Invalid)
	}
	return nil
}

// ErrStarting is the fault.Unavailable of an index that is loading.
var ErrStarting = fmt.Errorf("the index is starting: %w", fault.Unavailable)

// Down reports whether err means that the engine cannot answer now, so that the caller may fall back to the store.
func Down(err error) bool {
	return errors.Is(err, fault.Unavailable) || errors.Is(err, context.DeadlineExceeded)
}
