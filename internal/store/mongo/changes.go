package mongo

import (
	"context"
	"errors"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/fault"
)

// shown is the one counter of changes that pages show.
const shown = "shown"

type changeDoc struct {
	N        int64 `bson:"n"`
	Profiles int64 `bson:"profiles"` // those of N that are of profiles
	Answers  int64 `bson:"answers"`  // those of N that are of what is said below something, who comes to events, how many reacted to what
}

// Changes returns a number that differs from an earlier one when anything that pages show has been written since, by any
// machine.
func (db *DB) Changes(ctx context.Context) (uint64, error) {
	d, err := db.changed(ctx)
	return uint64(d.N), err
}

// ProfileChanges is the same for profiles alone: what is said does not make them old.
func (db *DB) ProfileChanges(ctx context.Context) (uint64, error) {
	d, err := db.changed(ctx)
	return uint64(d.Profiles), err
}

// SubjectChanges is the same for what is answered, discussions, publications and events: neither answers nor profiles make them old.
func (db *DB) SubjectChanges(ctx context.Context) (uint64, error) {
	d, err := db.changed(ctx)
	return uint64(d.N - d.Profiles - d.Answers), err
}

func (db *DB) changed(ctx context.Context) (d changeDoc, err error) {
	err = db.base.Collection("change").FindOne(ctx, where(is("_id", shown))).Decode(&d)
	if errors.Is(err, driver.ErrNoDocuments) {
		return d, nil
	}
	return d, kind(err)
}

// countAtMost bounds what counting adds to a write, above all to one that has waited for an absent server already.
const countAtMost = 500 * time.Millisecond

// noted counts a change after it was written, also when nobody knows whether it was. When counting fails, or the process
// dies before it, the write still stands: pages kept in memory are then late by as long as they are kept, a minute at most.
func (db *DB) noted(ctx context.Context, written error) error { return db.note(ctx, written, "n") }

// notedProfile is noted for a change of a profile.
func (db *DB) notedProfile(ctx context.Context, written error) error {
	return db.note(ctx, written, "n", "profiles")
}

// notedAnswer is noted for what makes no subject old: see SubjectChanges.
func (db *DB) notedAnswer(ctx context.Context, written error) error {
	return db.note(ctx, written, "n", "answers")
}

func (db *DB) note(ctx context.Context, written error, counters ...string) error {
	if written != nil && !errors.Is(written, fault.Unavailable) {
		return written
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), countAtMost)
	defer cancel()
	more := bson.D{}
	for _, c := range counters {
		more = append(more, is(c, int64(1)))
	}
	_, _ = db.base.Collection("change").UpdateOne(ctx, where(is("_id", shown)), where(bson.E{Key: "$inc", Value: more}), options.UpdateOne().SetUpsert(true))
	return written
}

// settled is noted for debts that were paid. No page shows that, but for those of a kind: what is found since then is shown.
func (db *DB) settled(ctx context.Context, written error, paid []debt.Debt, shown string) error {
	if !slices.ContainsFunc(paid, func(one debt.Debt) bool { return one.Kind == shown }) {
		return written
	}
	return db.noted(ctx, written)
}
