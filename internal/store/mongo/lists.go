package mongo

import (
	"context"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/profile"
	"partant/internal/text"
)

// last sorts after every text that lists are ordered by: names and keys hold no such character.
const last = "\U0010FFFF"

// endOfTime sorts after every instant.
var endOfTime = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// list is one way to read aggregates: the index that serves it and the order of that index behind its equalities.
type list[T any] struct {
	index string
	order bson.D
	key   func(T) page.Cursor
}

var (
	newest  = list[profile.Profile]{"profile_created", by("-created", "-_id"), byCreated}
	members = list[profile.Profile]{"profile_team", by("-created", "-_id"), byCreated}
	hidden  = list[profile.Profile]{"profile_team", by("_id"), byID} // they are few: the server sorts them
	named   = list[profile.Profile]{"profile_shelves", by("name", "_id"), byName}
	changes = list[profile.Profile]{"profile_updated", by("updated", "_id"), byUpdated}
	sources = list[profile.Profile]{"profile_source", by("source", "_id"), bySource}
)

// page reads one item more than asked for, so as to know whether there is a next page. The hint keeps the planner from
// sorting what the index has in order.
func (s store[T]) page(ctx context.Context, l list[T], req page.Req, filter bson.D) (page.Of[T], error) {
	found, err := s.find(ctx, filter, options.Find().SetSort(l.order).SetLimit(int64(req.Limit+1)).SetHint(l.index))
	if err != nil {
		return page.Of[T]{}, err
	}
	return page.Cut(found, req.Limit, l.key), nil
}

// concerning lists what concerns somebody, the last created first.
func (s store[T]) concerning(ctx context.Context, l list[T], whom string, req page.Req) (page.Of[T], error) {
	from, err := since(req, endOfTime)
	if err != nil {
		return page.Of[T]{}, err
	}
	return s.page(ctx, l, req, append(where(is("concerns", whom)), older(from, req)...))
}

// Newest implements profile.Lists.
func (s Profiles) Newest(ctx context.Context, req page.Req) (page.Of[profile.Profile], error) {
	from, err := since(req, endOfTime)
	if err != nil {
		return page.Of[profile.Profile]{}, err
	}
	return s.docs.page(ctx, newest, req, where(older(from, req)...))
}

// InCommune implements profile.Lists.
func (s Profiles) InCommune(ctx context.Context, commune string, req page.Req) (page.Of[profile.Profile], error) {
	return s.Named(ctx, profile.Named{Commune: commune}, req)
}

// Named implements profile.Lists.
func (s Profiles) Named(ctx context.Context, q profile.Named, req page.Req) (page.Of[profile.Profile], error) {
	from := max(q.Prefix, req.Cursor.Key)
	return s.docs.page(ctx, named, req, where(is("shelves", q.Shelf()),
		compare("name", atLeast(from), below(q.Prefix+last)),
		either(compare("name", above(req.Cursor.Key)), compare("_id", above(req.Cursor.ID)))))
}

// OfMember implements profile.Lists.
func (s Profiles) OfMember(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error) {
	from, err := since(req, endOfTime)
	if err != nil {
		return page.Of[profile.Profile]{}, err
	}
	return s.docs.page(ctx, members, req, append(where(is("team", account)), older(from, req)...))
}

// HiddenOf implements profile.Lists.
func (s Profiles) HiddenOf(ctx context.Context, account string, req page.Req) (page.Of[profile.Profile], error) {
	return s.docs.page(ctx, hidden, req, where(is("team", profile.HiddenMember(account)), compare("_id", above(req.Cursor.ID))))
}

// older are the conditions of what comes behind a cursor when the last created is first.
func older(from time.Time, req page.Req) bson.D {
	return where(compare("created", atMost(from)),
		either(compare("created", below(from)), compare("_id", below(req.Cursor.ID))))
}

// Changed implements profile.Lists.
func (s Profiles) Changed(ctx context.Context, begin time.Time, req page.Req) (page.Of[profile.Profile], error) {
	from, err := since(req, begin)
	if err != nil {
		return page.Of[profile.Profile]{}, err
	}
	return s.docs.page(ctx, changes, req, where(compare("updated", atLeast(from)),
		either(compare("updated", above(from)), compare("_id", above(req.Cursor.ID)))))
}

// OfSource implements profile.Lists.
func (s Profiles) OfSource(ctx context.Context, prefix string, req page.Req) (page.Of[profile.Profile], error) {
	from := max(prefix, req.Cursor.Key)
	return s.docs.page(ctx, sources, req, where(compare("source", atLeast(from), below(prefix+last)),
		either(compare("source", above(req.Cursor.Key)), compare("_id", above(req.Cursor.ID)))))
}

// stampLayout is how instants stand in cursors: text that sorts, the same as other drivers write.
const stampLayout = "2006-01-02T15:04:05.000Z"

// since is the instant a page goes on from. A cursor of another list is fault.Invalid.
func since(req page.Req, begin time.Time) (time.Time, error) {
	if req.Cursor.IsZero() {
		return begin, nil
	}
	t, err := time.Parse(stampLayout, req.Cursor.Key)
	if err != nil {
		return t, fmt.Errorf("cursor %.40q: %w", req.Cursor.Key, fault.Invalid)
	}
	return t, nil
}

func stamp(t time.Time, id string) page.Cursor {
	return page.Cursor{Key: t.UTC().Format(stampLayout), ID: id}
}

func byID(p profile.Profile) page.Cursor      { return page.Cursor{ID: p.ID} }
func byCreated(p profile.Profile) page.Cursor { return stamp(p.Created, p.ID) }
func byUpdated(p profile.Profile) page.Cursor { return stamp(p.Updated, p.ID) }
func byName(p profile.Profile) page.Cursor    { return page.Cursor{Key: text.Fold(p.Name), ID: p.ID} }
func bySource(p profile.Profile) page.Cursor  { return page.Cursor{Key: p.Source.Key, ID: p.ID} }
