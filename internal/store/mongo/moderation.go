package mongo

import (
	"context"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/moderation"
	"partant/internal/page"
)

// Moderation is the moderation.Stores of the database.
type Moderation struct {
	docs    store[moderation.Case]
	entries store[moderation.Entry] // only for its reads
}

// Moderation returns the store of what is reported and decided.
func (db *DB) Moderation() Moderation {
	return Moderation{store[moderation.Case]{db, db.base.Collection("moderation_case"), caseTraits},
		store[moderation.Entry]{db: db, in: db.base.Collection("moderation_entry")}}
}

var caseTraits = traits[moderation.Case]{
	root:  func(c *moderation.Case) (string, *int64) { return c.ID, &c.Rev },
	names: func(*moderation.Case) []name { return nil },
	alive: func(*moderation.Case) error { return nil },
	owes:  func(c *moderation.Case) debt.Owes { return c.Owes },
	row: func(c *moderation.Case) any {
		return caseDoc{ID: c.ID, Doc: *c, Waits: c.Waits, Expires: c.Expires, Created: c.Created, Due: c.Owes.First(), Concerns: c.Concerns()}
	},
}

// caseDoc is a case as it is stored.
type caseDoc struct {
	ID       string          `bson:"_id"`
	Doc      moderation.Case `bson:"doc"`
	Waits    time.Time       `bson:"waits,omitempty"`
	Expires  time.Time       `bson:"expires,omitempty"`
	Created  time.Time       `bson:"created"`
	Concerns []string        `bson:"concerns,omitempty"`
	Due      time.Time       `bson:"due,omitempty"` // of the first debt
}

// entryDoc is a line of the log as it is stored.
type entryDoc struct {
	ID    string           `bson:"_id"`
	Doc   moderation.Entry `bson:"doc"`
	At    time.Time        `bson:"at"`
	Month string           `bson:"month"`
	What  string           `bson:"what"`
}

var (
	casesOpen = list[moderation.Case]{"moderation_case_waits", by("waits", "_id"),
		func(c moderation.Case) page.Cursor { return stamp(c.Waits, c.ID) }}
	casesConcerning = list[moderation.Case]{"moderation_case_concerns", by("-created", "-_id"),
		func(c moderation.Case) page.Cursor { return stamp(c.Created, c.ID) }}
	entriesNewest = list[moderation.Entry]{"moderation_entry_at", by("-at", "-_id"),
		func(e moderation.Entry) page.Cursor { return stamp(e.At, e.ID) }}
)

// InsertCase implements moderation.Store.
func (s Moderation) InsertCase(ctx context.Context, c moderation.Case) error {
	return s.docs.insert(ctx, c)
}

// Case implements moderation.Store.
func (s Moderation) Case(ctx context.Context, id string) (moderation.Case, error) {
	return s.docs.get(ctx, id)
}

// UpdateCase implements moderation.Store.
func (s Moderation) UpdateCase(ctx context.Context, id string, edit func(*moderation.Case) error) (moderation.Case, error) {
	return s.docs.update(ctx, id, edit)
}

// RemoveCase implements moderation.Store.
func (s Moderation) RemoveCase(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// OpenCases implements moderation.Store.
func (s Moderation) OpenCases(ctx context.Context, req page.Req) (page.Of[moderation.Case], error) {
	from, err := since(req, time.Time{})
	if err != nil {
		return page.Of[moderation.Case]{}, err
	}
	return s.docs.page(ctx, casesOpen, req, where(compare("waits", atLeast(from)),
		either(compare("waits", above(from)), compare("_id", above(req.Cursor.ID)))))
}

// CasesConcerning implements moderation.Store.
func (s Moderation) CasesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[moderation.Case], error) {
	return s.docs.concerning(ctx, casesConcerning, whom, req)
}

// DueCases implements moderation.Store.
func (s Moderation) DueCases(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]moderation.Case, error) {
	return s.docs.take(ctx, now, lease, limit)
}

// SweepCases implements moderation.Store.
func (s Moderation) SweepCases(ctx context.Context, now time.Time) error {
	_, err := s.docs.in.DeleteMany(ctx, where(compare("expires", below(now))))
	return kind(err)
}

// WriteEntry implements moderation.Journal.
func (s Moderation) WriteEntry(ctx context.Context, e moderation.Entry) error {
	_, err := s.entries.in.InsertOne(ctx, entryDoc{ID: e.ID, Doc: e, At: e.At, Month: e.Month(), What: string(e.What)})
	if driver.IsDuplicateKeyError(err) {
		return nil
	}
	return kind(err)
}

// Entries implements moderation.Journal.
func (s Moderation) Entries(ctx context.Context, req page.Req) (page.Of[moderation.Entry], error) {
	from, err := since(req, endOfTime)
	if err != nil {
		return page.Of[moderation.Entry]{}, err
	}
	return s.entries.page(ctx, entriesNewest, req, where(compare("at", atMost(from)),
		either(compare("at", below(from)), compare("_id", below(req.Cursor.ID)))))
}

// CountEntries implements moderation.Journal.
func (s Moderation) CountEntries(ctx context.Context, month string, what moderation.What) (int, error) {
	n, err := s.entries.in.CountDocuments(ctx, where(is("month", month), is("what", string(what))), options.Count().SetHint("moderation_entry_month"))
	return int(n), kind(err)
}
