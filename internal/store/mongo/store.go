package mongo

import (
	"context"
	"errors"
	"slices"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/fault"
)

// store keeps aggregates of one kind, each in one document: what the domain wrote under "doc", and beside it what
// names and lists are found by.
type store[T any] struct {
	db *DB
	in *driver.Collection
	traits[T]
}

// traits tell what a store must know of an aggregate.
type traits[T any] struct {
	root  func(*T) (id string, rev *int64)
	names func(*T) []name // the unique names it has
	alive func(*T) error  // why it cannot be changed any more, as fault.Gone
	owes  func(*T) debt.Owes
	row   func(*T) any // the whole document
}

// kept is the part of a document that is the domain's.
type kept[T any] struct {
	Doc T `bson:"doc"`
}

// onlyDoc spares the rest of a document the way.
var onlyDoc = by("doc")

func (s store[T]) insert(ctx context.Context, v T) error {
	id, rev := s.root(&v)
	*rev = 1
	names, c := s.names(&v), s.db.claim(id)
	err := c.take(ctx, names)
	if err == nil {
		_, err = s.in.InsertOne(ctx, s.row(&v))
		err = kind(err)
	}
	if err != nil {
		return c.giveUp(ctx, s.idFirst(ctx, id, err))
	}
	c.settle(ctx, names)
	return nil
}

// idFirst says that the id is taken rather than a name: who sends one thing twice must hear that it is there.
func (s store[T]) idFirst(ctx context.Context, id string, err error) error {
	var taken fault.Taken
	if !errors.As(err, &taken) || taken.Field == "id" {
		return err
	}
	if _, missing := s.get(ctx, id); missing == nil {
		return fault.Taken{Field: "id"}
	}
	return err
}

// get returns the aggregate, dead or alive; fault.NotFound when there is none.
func (s store[T]) get(ctx context.Context, id string) (T, error) {
	var k kept[T]
	err := s.in.FindOne(ctx, where(is("_id", id)), options.FindOne().SetProjection(onlyDoc)).Decode(&k)
	return k.Doc, kind(err)
}

// byName returns the aggregate that a unique name leads to, dead or alive.
func (s store[T]) byName(ctx context.Context, key string) (T, error) {
	var zero T
	owner, settled, err := s.db.owner(ctx, key)
	if err != nil {
		return zero, err
	}
	v, err := s.get(ctx, owner)
	if err == nil && !settled && !s.lists(&v, key) {
		err = fault.NotFound // claimed by a write that is under way, or was lost
	}
	if err != nil {
		return zero, err
	}
	return v, nil
}

// lists reports whether v has the name itself.
func (s store[T]) lists(v *T, key string) bool {
	return slices.ContainsFunc(s.names(v), func(n name) bool { return n.key == key })
}

// has reports whether the owner of n is one of these and has n.
func (s store[T]) has(ctx context.Context, n nameDoc) (bool, error) {
	v, err := s.get(ctx, n.Owner)
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil && s.lists(&v, n.Key), err
}

// find decodes what a filter finds, in order, with the index of that name.
func (s store[T]) find(ctx context.Context, filter any, how *options.FindOptionsBuilder) ([]T, error) {
	found, err := s.in.Find(ctx, filter, how.SetProjection(onlyDoc))
	if err != nil {
		return nil, kind(err)
	}
	var rows []kept[T]
	if err := found.All(ctx, &rows); err != nil {
		return nil, kind(err)
	}
	all := make([]T, len(rows))
	for i := range rows {
		all[i] = rows[i].Doc
	}
	return all, nil
}

// update reads, edits and replaces, again and again until nobody came between.
func (s store[T]) update(ctx context.Context, id string, edit func(*T) error) (v T, err error) {
	err = s.db.lanes.again(ctx, id, func() (done bool, err error) {
		v, done, err = s.tryUpdate(ctx, id, edit)
		return done, err
	})
	return v, err
}

// updateOr runs edit on what has an id or, when there is nothing, on fresh, in one atomic step. Errors: edit's.
func (s store[T]) updateOr(ctx context.Context, id string, fresh T, edit func(*T) error) (T, error) {
	for {
		_, err := s.get(ctx, id)
		if err == nil {
			return s.update(ctx, id, edit)
		}
		if !errors.Is(err, fault.NotFound) {
			return *new(T), err
		}
		v := fresh
		if err := edit(&v); err != nil {
			return *new(T), err
		}
		err = s.insert(ctx, v)
		if errors.Is(err, fault.Taken{Field: "id"}) {
			continue // somebody was faster
		}
		_, rev := s.root(&v)
		*rev = 1
		return v, err
	}
}

// tryUpdate is one round of update; done is false when another writer came between.
func (s store[T]) tryUpdate(ctx context.Context, id string, edit func(*T) error) (v T, done bool, err error) {
	var zero T
	v, err = s.get(ctx, id)
	if err == nil {
		err = s.alive(&v)
	}
	if err != nil {
		return zero, false, err
	}
	had := s.names(&v)
	_, rev := s.root(&v)
	was := *rev
	if err := edit(&v); err != nil {
		return zero, false, err
	}
	c := s.db.claim(id)
	if err = c.take(ctx, changed(had, s.names(&v))); err == nil {
		done, err = s.replace(ctx, was, &v)
	}
	if err != nil || !done {
		return zero, false, c.giveUp(ctx, err)
	}
	c.settle(ctx, s.names(&v))
	return v, true, nil
}

// changed returns the names that an edit added and those that it gives up.
func changed(had, has []name) []name {
	in := func(all []name) func(name) bool {
		return func(n name) bool { return slices.ContainsFunc(all, func(o name) bool { return o.key == n.key }) }
	}
	added := slices.DeleteFunc(slices.Clone(has), in(had))
	gone := slices.DeleteFunc(slices.Clone(had), func(n name) bool { return n.forever || in(has)(n) })
	return append(added, gone...)
}

// replace writes v, whose revision was was, unless somebody else did meanwhile.
func (s store[T]) replace(ctx context.Context, was int64, v *T) (done bool, err error) {
	id, rev := s.root(v)
	*rev = was + 1
	found, err := s.in.ReplaceOne(ctx, where(is("_id", id), is("doc.rev", was)), s.row(v))
	if err != nil {
		return false, kind(err)
	}
	return found.MatchedCount == 1, nil
}

// remove takes the aggregate away and frees its names. A missing one is no error.
func (s store[T]) remove(ctx context.Context, id string) error {
	return s.db.lanes.again(ctx, id, func() (done bool, err error) {
		v, err := s.get(ctx, id)
		if errors.Is(err, fault.NotFound) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		return s.purge(ctx, &v)
	})
}

// take returns up to limit aggregates with a debt due at now, first due first, and puts these debts off by lease; when
// kinds are named it looks at no others. Two workers that look at once see the same ones; whoever replaces one first has it, and the other looks again.
func (s store[T]) take(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) (owing []T, err error) {
	due, index, passed := where(compare("due", atMost(now))), "_due", map[string]bool{}
	if len(kinds) > 0 {
		due, index = append(due, isAny("doc.owes.kind", kinds)), "_owes"
	}
	for len(owing) < limit {
		found, err := s.find(ctx, due, options.Find().SetSort(by("due")).SetLimit(int64(limit-len(owing)+2*len(passed))).SetHint(s.in.Name()+index))
		if err != nil {
			return owing, err
		}
		tried := false
		for i := range found {
			id, rev := s.root(&found[i])
			owes := s.owes(&found[i])
			if len(owes.DueAt(now, kinds...)) == 0 {
				tried, passed[id] = tried || !passed[id], true // what it owes of these kinds is due later; each look reaches twice as far
				continue
			}
			tried = true
			owes.PutOff(now, lease, kinds...)
			mine, err := s.replace(ctx, *rev, &found[i])
			if err != nil {
				return nil, err // what was taken already comes back when its lease ends
			}
			if mine {
				owing = append(owing, found[i])
			}
		}
		if !tried {
			break
		}
	}
	return owing, nil
}

// purge removes v and its names unless somebody changed it meanwhile. The names are claimed first: should the process
// die between, the sweeper frees them.
func (s store[T]) purge(ctx context.Context, v *T) (done bool, err error) {
	id, rev := s.root(v)
	c := s.db.claim(id)
	if err := c.take(ctx, s.names(v)); err != nil {
		return false, c.giveUp(ctx, err)
	}
	found, err := s.in.DeleteOne(ctx, where(is("_id", id), is("doc.rev", *rev)))
	if err != nil || found.DeletedCount == 0 {
		return false, kind(err) // the names are still the owner's
	}
	c.settle(ctx, nil)
	return true, nil
}
