package search

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"strings"
	"time"

	"partant/internal/fault"
)

// Talk is one searchable set of what people wrote in public. It keeps it in an Index of its own, so that every engine
// reads it as it reads pages: accents, plurals, elisions, misspelt words. Safe for concurrent use. Errors are those of Index.
type Talk struct{ index Index }

// NewTalk returns the Talk of an index that holds nothing else.
func NewTalk(index Index) *Talk { return &Talk{index} }

// What is something that people write.
type What string

// The kinds of what is said.
const (
	Discussion  What = "discussion"
	Publication What = "publication"
	Event       What = "evenement"
)

// Ref names one thing that was said.
type Ref struct {
	What What
	ID   string // of the document in the store
}

// key is the id of its document in the index.
func (r Ref) key() string { return string(r.What) + "-" + r.ID }

func refOf(key string) Ref {
	what, id, _ := strings.Cut(key, "-")
	return Ref{What(what), id}
}

// Said is what an index of talk knows of one thing. Text is plain text, never HTML.
type Said struct {
	Ref
	Title string
	Tags  []string
	Text  string
	At    time.Time // among equals the newest is found first
	First int64     // and before all others what has the greatest; 0: it waits its turn
}

// document is a Said as the engines keep it.
func (s Said) document() Document {
	return Document{ID: s.key(), Name: s.Title, Kind: string(s.What), Tags: s.Tags, Description: s.Text, CreatedAt: s.At, UpdatedAt: s.At,
		Followers: cmp.Or(s.First, s.At.Unix())} // nobody follows it, but by this engines part equals
}

// Put adds or wholly replaces what was said: see Index.Put.
func (t *Talk) Put(ctx context.Context, said ...Said) (Mark, error) {
	docs := make([]Document, len(said))
	for i, s := range said {
		docs[i] = s.document()
	}
	return t.index.Put(ctx, docs...)
}

// Remove takes it away; what is not there is no error.
func (t *Talk) Remove(ctx context.Context, refs ...Ref) (Mark, error) {
	keys := make([]string, len(refs))
	for i, r := range refs {
		keys[i] = r.key()
	}
	return t.index.Delete(ctx, keys...)
}

// Wait is Index.Wait.
func (t *Talk) Wait(ctx context.Context, m Mark) error { return t.index.Wait(ctx, m) }

// Rebuild replaces all by what said yields: see Index.Rebuild.
func (t *Talk) Rebuild(ctx context.Context, said iter.Seq2[Said, error]) (Report, error) {
	return t.index.Rebuild(ctx, func(yield func(Document, error) bool) {
		for s, err := range said {
			if !yield(s.document(), err) {
				return
			}
		}
	})
}

// Status is Index.Status.
func (t *Talk) Status(ctx context.Context) (Status, error) { return t.index.Status(ctx) }

// Hoards reports whether words of what is gone may be left until the next Rebuild: see Hoarder.
func (t *Talk) Hoards() bool {
	h, yes := t.index.(Hoarder)
	return yes && h.Hoards()
}

// Close is Index.Close.
func (t *Talk) Close() error { return t.index.Close() }

// Hoarder is an index that keeps words of documents that are gone until it is made anew.
type Hoarder interface {
	// Hoards reports whether there may be such words.
	Hoards() bool
}

// TalkQuery is what somebody looks for. Without a word nothing is found.
type TalkQuery struct {
	Text string // as typed: see Query.Text
	What What   // of one kind only; empty: all
	Page Page   // with a Size
}

// TalkFound is what a TalkQuery finds, the best first.
type TalkFound struct {
	Hits    []TalkHit
	Total   int
	Kinds   map[What]int // how many there are of each kind, whatever kind was asked for
	Relaxed bool         // no text had all words
}

// TalkHit is one of them. What it says is read from the store, but for the marks.
type TalkHit struct {
	Ref
	Title   Marked
	Excerpt Marked
}

// Find answers q.
func (t *Talk) Find(ctx context.Context, q TalkQuery) (TalkFound, error) {
	if q.Page.Size == 0 {
		return TalkFound{}, fmt.Errorf("a page of no size: %w", fault.Invalid)
	}
	if strings.TrimSpace(q.Text) == "" {
		return TalkFound{}, nil
	}
	ask := Query{Text: q.Text, Page: q.Page, Marks: true, Facets: []Facet{{Field: Kind, Open: true}}}
	if q.What != "" {
		ask.Filter.Kinds = []string{string(q.What)}
	}
	result, err := t.index.Search(ctx, ask)
	if err != nil {
		return TalkFound{}, err
	}
	found := TalkFound{Total: result.Total, Relaxed: result.Relaxed, Kinds: map[What]int{}}
	for _, h := range result.Hits {
		found.Hits = append(found.Hits, TalkHit{Ref: refOf(h.ID), Title: h.Name, Excerpt: h.Snippet})
	}
	for kind, n := range result.Facets[Kind] {
		found.Kinds[What(kind)] = n
	}
	return found, nil
}
