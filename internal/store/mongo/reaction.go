package mongo

import (
	"context"
	"maps"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/page"
	"partant/internal/reaction"
)

// Reactions is the reaction.Stores of the database.
type Reactions struct {
	docs   store[reaction.Reaction]
	counts *driver.Collection
}

// Reactions returns the store of reactions.
func (db *DB) Reactions() Reactions {
	return Reactions{store[reaction.Reaction]{db, db.base.Collection("reaction"), reactionTraits}, db.base.Collection("reaction_count")}
}

var reactionTraits = traits[reaction.Reaction]{
	root:  func(r *reaction.Reaction) (string, *int64) { return r.ID, &r.Rev },
	names: func(*reaction.Reaction) []name { return nil },
	alive: func(*reaction.Reaction) error { return nil },
	owes:  func(r *reaction.Reaction) debt.Owes { return r.Owes },
	row: func(r *reaction.Reaction) any {
		return reactionDoc{ID: r.ID, Doc: *r, Account: r.Holder(), Thing: r.Counted(), Kind: string(r.Kind), Created: r.At, Due: r.Owes.First()}
	},
}

// reactionDoc is a reaction as it is stored.
type reactionDoc struct {
	ID      string            `bson:"_id"`
	Doc     reaction.Reaction `bson:"doc"`
	Account string            `bson:"account,omitempty"` // missing once it was taken back
	Thing   string            `bson:"thing,omitempty"`   // missing when it is not counted
	Kind    string            `bson:"kind"`
	Created time.Time         `bson:"created"`
	Due     time.Time         `bson:"due,omitempty"` // of the first debt
}

var reactionsOf = list[reaction.Reaction]{"reaction_account", by("-created", "-_id"),
	func(r reaction.Reaction) page.Cursor { return stamp(r.At, r.ID) }}

// InsertReaction implements reaction.Store.
func (s Reactions) InsertReaction(ctx context.Context, r reaction.Reaction) error {
	return s.docs.insert(ctx, r)
}

// UpdateReaction implements reaction.Store.
func (s Reactions) UpdateReaction(ctx context.Context, id string, edit func(*reaction.Reaction) error) (reaction.Reaction, error) {
	return s.docs.update(ctx, id, edit)
}

// RemoveReaction implements reaction.Store.
func (s Reactions) RemoveReaction(ctx context.Context, id string, rev int64) error {
	_, err := s.docs.in.DeleteOne(ctx, where(is("_id", id), is("doc.rev", rev)))
	return kind(err)
}

// ReactionsBy implements reaction.Store.
func (s Reactions) ReactionsBy(ctx context.Context, account string, to []reaction.Thing) (there []reaction.Reaction, err error) {
	if len(to) == 0 {
		return nil, nil
	}
	found, err := s.docs.find(ctx, where(isAny("_id", reaction.IDsOf(account, to))), options.Find())
	for _, r := range found {
		if r.Ended.IsZero() {
			there = append(there, r)
		}
	}
	return there, err
}

// ReactionsOf implements reaction.Store.
func (s Reactions) ReactionsOf(ctx context.Context, account string, req page.Req) (page.Of[reaction.Reaction], error) {
	from, err := since(req, endOfTime)
	if err != nil {
		return page.Of[reaction.Reaction]{}, err
	}
	return s.docs.page(ctx, reactionsOf, req, append(where(is("account", account)), older(from, req)...))
}

// ReactionsTo implements reaction.Store.
func (s Reactions) ReactionsTo(ctx context.Context, t reaction.Thing, limit int) ([]reaction.Reaction, error) {
	return s.docs.find(ctx, where(is("thing", t.String())), options.Find().SetHint("reaction_thing").SetLimit(int64(limit)))
}

// DueReactions implements reaction.Store.
func (s Reactions) DueReactions(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]reaction.Reaction, error) {
	return s.docs.take(ctx, now, lease, limit)
}

// reactionCountDoc is how many said what of a thing.
type reactionCountDoc struct {
	ID     string         `bson:"_id"`
	Counts map[string]int `bson:"counts"`
}

// TallyReactions implements reaction.Tallies. Somebody may react between counting and keeping: it counts again until what it
// kept is what it finds, so that the last to keep numbers has seen all that was written before.
func (s Reactions) TallyReactions(ctx context.Context, t reaction.Thing) (reaction.Counts, error) {
	changed := false
	for {
		n, err := s.count(ctx, t)
		if err != nil {
			return nil, err
		}
		kept, err := s.Tallied(ctx, []reaction.Thing{t})
		if err == nil && !maps.Equal(n, kept[t.String()]) {
			changed, err = true, s.keep(ctx, t, n)
			if err == nil {
				continue
			}
		}
		if changed {
			err = s.docs.db.notedAnswer(ctx, err)
		}
		return n, err
	}
}

func (s Reactions) count(ctx context.Context, t reaction.Thing) (reaction.Counts, error) {
	n := reaction.Counts{}
	for _, k := range reaction.Kinds {
		some, err := s.docs.in.CountDocuments(ctx, where(is("thing", t.String()), is("kind", string(k))), options.Count().SetHint("reaction_thing"))
		if err != nil {
			return nil, kind(err)
		}
		if some > 0 {
			n[k] = int(some)
		}
	}
	return n, nil
}

func (s Reactions) keep(ctx context.Context, t reaction.Thing, n reaction.Counts) error {
	if len(n) == 0 {
		_, err := s.counts.DeleteOne(ctx, where(is("_id", t.String())))
		return kind(err)
	}
	d := reactionCountDoc{ID: t.String(), Counts: map[string]int{}}
	for k, some := range n {
		d.Counts[string(k)] = some
	}
	return put(ctx, s.counts, t.String(), d)
}

// Tallied implements reaction.Tallies.
func (s Reactions) Tallied(ctx context.Context, things []reaction.Thing) (map[string]reaction.Counts, error) {
	var keys []string
	for _, t := range things {
		keys = append(keys, t.String())
	}
	if len(keys) == 0 {
		return nil, nil
	}
	found, err := s.counts.Find(ctx, where(isAny("_id", keys)))
	if err != nil {
		return nil, kind(err)
	}
	var docs []reactionCountDoc
	if err := found.All(ctx, &docs); err != nil {
		return nil, kind(err)
	}
	all := map[string]reaction.Counts{}
	for _, d := range docs {
		n := reaction.Counts{}
		for k, some := range d.Counts {
			n[reaction.Kind(k)] = some
		}
		all[d.ID] = n
	}
	return all, nil
}
