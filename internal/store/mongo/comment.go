package mongo

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/comment"
	"partant/internal/debt"
	"partant/internal/page"
)

// Comments is the comment.Stores of the database.
type Comments struct{ docs store[comment.Comment] }

// Comments returns the store of what is answered.
func (db *DB) Comments() Comments {
	return Comments{store[comment.Comment]{db, db.base.Collection("comment"), commentTraits}}
}

var commentTraits = traits[comment.Comment]{
	root:  func(c *comment.Comment) (string, *int64) { return c.ID, &c.Rev },
	names: func(*comment.Comment) []name { return nil },
	alive: func(*comment.Comment) error { return nil },
	owes:  func(c *comment.Comment) debt.Owes { return c.Owes },
	row: func(c *comment.Comment) any {
		d := commentDoc{ID: c.ID, Doc: *c, Target: c.Target.Key(), Place: c.Place, Created: c.Created, Concerns: c.Concerns(), Due: c.Owes.First()}
		if c.Held() {
			d.Target = "" // in no list
		}
		if c.Unseen() == nil {
			d.Alive = d.Target
		}
		return d
	},
}

// commentDoc is an answer as it is stored.
type commentDoc struct {
	ID       string          `bson:"_id"`
	Doc      comment.Comment `bson:"doc"`
	Target   string          `bson:"target"`
	Place    string          `bson:"place"`
	Alive    string          `bson:"alive,omitempty"` // target; missing in what nobody sees
	Created  time.Time       `bson:"created"`
	Concerns []string        `bson:"concerns,omitempty"`
	Due      time.Time       `bson:"due,omitempty"` // of the first debt
}

var (
	commentsOfTarget = list[comment.Comment]{"comment_place", by("place", "_id"),
		func(c comment.Comment) page.Cursor { return page.Cursor{Key: c.Place, ID: c.ID} }}
	commentsConcerning = list[comment.Comment]{"comment_concerns", by("-created", "-_id"),
		func(c comment.Comment) page.Cursor { return stamp(c.Created, c.ID) }}
)

// Insert implements comment.Store.
func (s Comments) Insert(ctx context.Context, c comment.Comment) error {
	return s.docs.db.notedAnswer(ctx, s.docs.insert(ctx, c))
}

// Get implements comment.Store.
func (s Comments) Get(ctx context.Context, id string) (comment.Comment, error) {
	return s.docs.get(ctx, id)
}

// Update implements comment.Store.
func (s Comments) Update(ctx context.Context, id string, edit func(*comment.Comment) error) (comment.Comment, error) {
	c, err := s.docs.update(ctx, id, edit)
	return c, s.docs.db.notedAnswer(ctx, err)
}

// OfTarget implements comment.Store.
func (s Comments) OfTarget(ctx context.Context, t comment.Target, req page.Req) (page.Of[comment.Comment], error) {
	from := req.Cursor
	return s.docs.page(ctx, commentsOfTarget, req, where(is("target", t.Key()), compare("place", atLeast(from.Key)),
		either(compare("place", above(from.Key)), compare("_id", above(from.ID)))))
}

// Between implements comment.Store.
func (s Comments) Between(ctx context.Context, t comment.Target, from, to string, most int) (int, error) {
	n, err := s.docs.in.CountDocuments(ctx, where(is("target", t.Key()), compare("place", atLeast(from), below(to))),
		options.Count().SetLimit(int64(most)).SetHint(commentsOfTarget.index))
	return int(n), kind(err)
}

// Concerning implements comment.Store.
func (s Comments) Concerning(ctx context.Context, whom string, req page.Req) (page.Of[comment.Comment], error) {
	return s.docs.concerning(ctx, commentsConcerning, whom, req)
}

// Latest implements comment.Store.
func (s Comments) Latest(ctx context.Context, t comment.Target, limit int) ([]comment.Comment, error) {
	return s.docs.find(ctx, where(is("alive", t.Key())), options.Find().SetSort(by("-created")).SetLimit(int64(limit)).SetHint("comment_alive"))
}

// CountSince implements comment.Store.
func (s Comments) CountSince(ctx context.Context, t comment.Target, since time.Time, most int) (int, error) {
	n, err := s.docs.in.CountDocuments(ctx, where(is("alive", t.Key()), compare("created", above(since))), options.Count().SetLimit(int64(most)).SetHint("comment_alive"))
	return int(n), kind(err)
}

// Remove implements comment.Store.
func (s Comments) Remove(ctx context.Context, id string) error {
	return s.docs.db.notedAnswer(ctx, s.docs.remove(ctx, id))
}

// TakeDue implements comment.Debts.
func (s Comments) TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]comment.Comment, error) {
	return s.docs.take(ctx, now, lease, limit, kinds...)
}

// Settle implements comment.Debts.
func (s Comments) Settle(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.docs.update(ctx, id, func(c *comment.Comment) error { c.Owes.Clear(paid...); return nil })
	return s.docs.db.settled(ctx, orMissing(err), paid, comment.OwesIndex)
}

// Tally implements comment.Debts.
func (s Comments) Tally(ctx context.Context, t comment.Target) (n int, last time.Time, err error) {
	alive := where(is("alive", t.Key()))
	count, err := s.docs.in.CountDocuments(ctx, alive, options.Count().SetHint("comment_alive"))
	if err != nil {
		return 0, last, kind(err)
	}
	newest, err := s.docs.find(ctx, alive, options.Find().SetSort(by("-created")).SetLimit(1).SetHint("comment_alive"))
	if err != nil || len(newest) == 0 {
		return 0, last, err
	}
	return int(count), newest[0].Created, nil
}
