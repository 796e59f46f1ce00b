package mongo

import (
	"context"
	"errors"
	"time"

	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/page"
)

// Discussions is the discussion.Stores of the database.
type Discussions struct{ docs store[discussion.Discussion] }

// Discussions returns the store of discussions.
func (db *DB) Discussions() Discussions {
	return Discussions{store[discussion.Discussion]{db, db.base.Collection("discussion"), discussionTraits}}
}

var discussionTraits = traits[discussion.Discussion]{
	root: func(d *discussion.Discussion) (string, *int64) { return d.ID, &d.Rev },
	names: func(d *discussion.Discussion) []name {
		return []name{{key: discussionKey(d.Slug), field: "slug"}}
	},
	alive: func(*discussion.Discussion) error { return nil }, // the debts of tombstones are settled
	owes:  func(d *discussion.Discussion) debt.Owes { return d.Owes },
	row: func(d *discussion.Discussion) any {
		return discussionDoc{ID: d.ID, Doc: *d, Shelves: d.Shelves(), Rank: d.Rank(), Created: d.Created, Concerns: d.Concerns(), Due: d.Owes.First()}
	},
}

func discussionKey(slug string) string { return "discussion:" + slug }

// discussionDoc is a discussion as it is stored.
type discussionDoc struct {
	ID       string                `bson:"_id"`
	Doc      discussion.Discussion `bson:"doc"`
	Shelves  []string              `bson:"shelves,omitempty"`
	Rank     string                `bson:"rank"`
	Created  time.Time             `bson:"created"`
	Concerns []string              `bson:"concerns,omitempty"`
	Due      time.Time             `bson:"due,omitempty"` // of the first debt
}

var (
	discussionsShelved = list[discussion.Discussion]{"discussion_shelves", by("-rank", "-_id"),
		func(d discussion.Discussion) page.Cursor { return page.Cursor{Key: d.Rank(), ID: d.ID} }}
	discussionsConcerning = list[discussion.Discussion]{"discussion_concerns", by("-created", "-_id"),
		func(d discussion.Discussion) page.Cursor { return stamp(d.Created, d.ID) }}
)

// Insert implements discussion.Store.
func (s Discussions) Insert(ctx context.Context, d discussion.Discussion) error {
	return s.docs.db.noted(ctx, s.docs.insert(ctx, d))
}

// Get implements discussion.Store.
func (s Discussions) Get(ctx context.Context, id string) (discussion.Discussion, error) {
	return undeleted(s.docs.get(ctx, id))
}

// BySlug implements discussion.Store.
func (s Discussions) BySlug(ctx context.Context, slug string) (discussion.Discussion, error) {
	return undeleted(s.docs.byName(ctx, discussionKey(slug)))
}

// undeleted leaves out tombstones.
func undeleted(d discussion.Discussion, err error) (discussion.Discussion, error) {
	if err == nil {
		err = d.Unseen()
	}
	if err != nil {
		return discussion.Discussion{}, err
	}
	return d, nil
}

// Update implements discussion.Store.
func (s Discussions) Update(ctx context.Context, id string, edit func(*discussion.Discussion) error) (discussion.Discussion, error) {
	d, err := s.docs.update(ctx, id, func(d *discussion.Discussion) error {
		if d.IsDeleted() {
			return fault.Gone
		}
		return edit(d)
	})
	return d, s.docs.db.noted(ctx, err)
}

// List implements discussion.Store.
func (s Discussions) List(ctx context.Context, f discussion.Filter, req page.Req) (page.Of[discussion.Discussion], error) {
	filter := where(is("shelves", f.Shelf()))
	if from := req.Cursor; !from.IsZero() {
		filter = append(filter, compare("rank", atMost(from.Key)), either(compare("rank", below(from.Key)), compare("_id", below(from.ID))))
	}
	return s.docs.page(ctx, discussionsShelved, req, filter)
}

// Concerning implements discussion.Store.
func (s Discussions) Concerning(ctx context.Context, whom string, req page.Req) (page.Of[discussion.Discussion], error) {
	return s.docs.concerning(ctx, discussionsConcerning, whom, req)
}

// Remove implements discussion.Store.
func (s Discussions) Remove(ctx context.Context, id string) error {
	return s.docs.db.noted(ctx, s.docs.remove(ctx, id))
}

// TakeDue implements discussion.Debts.
func (s Discussions) TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]discussion.Discussion, error) {
	return s.docs.take(ctx, now, lease, limit, kinds...)
}

// Settle implements discussion.Debts.
func (s Discussions) Settle(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.docs.update(ctx, id, func(d *discussion.Discussion) error { return d.Owes.Pay(d.Purge, paid...) })
	if errors.Is(err, debt.ErrOver) {
		err = s.docs.remove(ctx, id)
	}
	return s.docs.db.settled(ctx, orMissing(err), paid, discussion.OwesIndex)
}

// orMissing takes what is not there for done.
func orMissing(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
