package sqlite

import (
	"context"
	"errors"
	"time"

	"partant/internal/debt"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/page"
)

// Discussions is the discussion.Stores of the file.
type Discussions struct{ docs docs[discussion.Discussion] }

// Discussions returns the store of discussions.
func (db *DB) Discussions() Discussions {
	return Discussions{docs[discussion.Discussion]{db, discussionTraits}}
}

var discussionTraits = traits[discussion.Discussion]{
	table: "discussion", news: ofPages,
	root:     func(d *discussion.Discussion) (string, *int64) { return d.ID, &d.Rev },
	owes:     func(d *discussion.Discussion) debt.Owes { return d.Owes },
	row:      func(*discussion.Discussion) []any { return nil },
	names:    func(d *discussion.Discussion) []unique { return []unique{{discussionKey(d.Slug), "slug"}} },
	concerns: func(d *discussion.Discussion) (time.Time, []string) { return d.Created, d.Concerns() },
	shelves:  func(d *discussion.Discussion) (string, []string) { return d.Rank(), d.Shelves() },
}

func discussionKey(slug string) string { return "discussion:" + slug }

// Insert implements discussion.Store.
func (s Discussions) Insert(ctx context.Context, d discussion.Discussion) error {
	return s.docs.insert(ctx, d)
}

// Get implements discussion.Store.
func (s Discussions) Get(ctx context.Context, id string) (discussion.Discussion, error) {
	return open(s.docs.get(ctx, id))
}

// BySlug implements discussion.Store.
func (s Discussions) BySlug(ctx context.Context, slug string) (d discussion.Discussion, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		return one(c, &d, `SELECT doc FROM name JOIN discussion ON discussion.id = name.owner WHERE key = ?`, discussionKey(slug))
	})
	return open(d, err)
}

// open leaves out tombstones and what nobody sees.
func open(d discussion.Discussion, err error) (discussion.Discussion, error) {
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
	return s.docs.update(ctx, id, func(d *discussion.Discussion) error {
		if d.IsDeleted() {
			return fault.Gone
		}
		return edit(d)
	})
}

// List implements discussion.Store.
func (s Discussions) List(ctx context.Context, f discussion.Filter, req page.Req) (page.Of[discussion.Discussion], error) {
	return s.docs.onShelf(ctx, f.Shelf(), req)
}

// Concerning implements discussion.Store.
func (s Discussions) Concerning(ctx context.Context, whom string, req page.Req) (page.Of[discussion.Discussion], error) {
	return s.docs.concerning(ctx, whom, req)
}

// Remove implements discussion.Store.
func (s Discussions) Remove(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// TakeDue implements discussion.Debts.
func (s Discussions) TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]discussion.Discussion, error) {
	return s.docs.quiet().take(ctx, now, lease, limit, kinds...)
}

// Settle implements discussion.Debts.
func (s Discussions) Settle(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.docs.settling(paid, discussion.OwesIndex).update(ctx, id, func(d *discussion.Discussion) error { return d.Owes.Pay(d.Purge, paid...) })
	if errors.Is(err, debt.ErrOver) {
		err = s.docs.remove(ctx, id)
	}
	return orMissing(err)
}

// orMissing takes what is not there for done.
func orMissing(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
