package post

import (
	"context"
	"time"

	"partant/internal/debt"
	"partant/internal/page"
)

// Store keeps publications. A tombstone is read like any other; only Delete takes one away.
type Store interface {
	// InsertPost adds p with revision 1 and reserves its slug, or returns fault.Taken: "id" or "slug".
	InsertPost(ctx context.Context, p Post) error
	// Post returns the publication, or fault.NotFound.
	Post(ctx context.Context, id string) (Post, error)
	// PostBySlug returns the publication that has this slug, or fault.NotFound.
	PostBySlug(ctx context.Context, slug string) (Post, error)
	// UpdatePost runs edit on the stored publication in one atomic step and returns what is stored then. Edit may run more
	// than once and must not keep its argument; when it fails nothing changes and its error comes back. A slug that it
	// changes is reserved, the one it drops is free again; fault.Taken as InsertPost. fault.NotFound when there is none.
	UpdatePost(ctx context.Context, id string, edit func(*Post) error) (Post, error)
	// RemovePost takes the publication away and frees its slug. A missing one is no error.
	RemovePost(ctx context.Context, id string) error
	Lists
}

// Lists reads publications in order, by key. Limits are clamped by the caller.
type Lists interface {
	// From lists the publications of any of the sources, each once, the last published first; among those of one instant
	// the greatest id first. See Post.Sources. It costs one seek for each source and the reading of the page, however
	// many publications there are. No source is the empty list.
	From(ctx context.Context, sources []string, req page.Req) (page.Of[Post], error)
	// PostsConcerning lists what concerns somebody, drafts and tombstones too, the last created first. See Post.Concerns.
	PostsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Post], error)
}

// Debts hands out the work that publications owe. Any number of workers may ask at once.
type Debts interface {
	// DuePosts returns up to limit publications, tombstones too, with a debt of these kinds (of any when none is named) due at
	// now, first due first, and puts these debts off by lease.
	DuePosts(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]Post, error)
	// SettlePost clears debts that were paid. A tombstone marked Purge goes with the last of them. A missing publication is
	// no error.
	SettlePost(ctx context.Context, id string, paid ...debt.Debt) error
}

// Stores is all that a driver keeps of publications.
type Stores interface {
	Store
	Debts
	History
}
