package mongo

import (
	"context"
	"errors"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/page"
)

// Follows is the follow.Store and follow.Counts of the database.
type Follows struct {
	docs   store[follow.Follow]
	counts *driver.Collection
}

// Follows returns the store of who follows what.
func (db *DB) Follows() Follows {
	return Follows{store[follow.Follow]{db, db.base.Collection("follow"), followTraits}, db.base.Collection("follower_count")}
}

var followTraits = traits[follow.Follow]{
	root:  func(f *follow.Follow) (string, *int64) { return f.ID, &f.Rev },
	names: func(*follow.Follow) []name { return nil },
	alive: func(*follow.Follow) error { return nil },
	owes:  func(f *follow.Follow) debt.Owes { return f.Owes },
	row: func(f *follow.Follow) any {
		account, target := f.Listed()
		return followDoc{ID: f.ID, Doc: *f, Account: account, Target: target, Created: f.At, Due: f.Owes.First()}
	},
}

// followDoc is a follow as it is stored.
type followDoc struct {
	ID      string        `bson:"_id"`
	Doc     follow.Follow `bson:"doc"`
	Account string        `bson:"account,omitempty"` // missing, and the target too, once it has ended
	Target  string        `bson:"target,omitempty"`
	Created time.Time     `bson:"created"`
	Due     time.Time     `bson:"due,omitempty"` // of the first debt
}

func byFollowed(f follow.Follow) page.Cursor { return stamp(f.At, f.ID) }

var (
	followsOf   = list[follow.Follow]{"follow_account", by("-created", "-_id"), byFollowed}
	followersOf = list[follow.Follow]{"follow_target", by("-created", "-_id"), byFollowed}
)

// InsertFollow implements follow.Store.
func (s Follows) InsertFollow(ctx context.Context, f follow.Follow) error {
	return s.docs.insert(ctx, f)
}

// UpdateFollow implements follow.Store.
func (s Follows) UpdateFollow(ctx context.Context, id string, edit func(*follow.Follow) error) (follow.Follow, error) {
	return s.docs.update(ctx, id, edit)
}

// RemoveFollow implements follow.Store.
func (s Follows) RemoveFollow(ctx context.Context, id string, rev int64) error {
	_, err := s.docs.in.DeleteOne(ctx, where(is("_id", id), is("doc.rev", rev)))
	return kind(err)
}

// FollowsAmong implements follow.Store.
func (s Follows) FollowsAmong(ctx context.Context, ids []string) ([]follow.Follow, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.docs.find(ctx, where(isAny("_id", ids)), options.Find())
	var there []follow.Follow
	for _, f := range found {
		if f.Ended.IsZero() {
			there = append(there, f)
		}
	}
	return there, err
}

// FollowsOf implements follow.Store.
func (s Follows) FollowsOf(ctx context.Context, account string, req page.Req) (page.Of[follow.Follow], error) {
	return s.listed(ctx, followsOf, "account", account, req)
}

// FollowersOf implements follow.Store.
func (s Follows) FollowersOf(ctx context.Context, t follow.Target, req page.Req) (page.Of[follow.Follow], error) {
	return s.listed(ctx, followersOf, "target", t.String(), req)
}

func (s Follows) listed(ctx context.Context, l list[follow.Follow], field, value string, req page.Req) (page.Of[follow.Follow], error) {
	from, err := since(req, endOfTime)
	if err != nil {
		return page.Of[follow.Follow]{}, err
	}
	return s.docs.page(ctx, l, req, append(where(is(field, value)), older(from, req)...))
}

// DueFollows implements follow.Store.
func (s Follows) DueFollows(ctx context.Context, now time.Time, lease time.Duration, limit int, kind string) ([]follow.Follow, error) {
	return s.docs.take(ctx, now, lease, limit, kind)
}

// followersDoc is how many follow a target.
type followersDoc struct {
	ID        string `bson:"_id"`
	Followers int    `bson:"followers"`
}

// Recount implements follow.Counts. Somebody may follow between counting and keeping: it counts again until what it kept is
// what it finds, so that the last to keep a number has seen all that was written before.
func (s Follows) Recount(ctx context.Context, t follow.Target) (int, error) {
	changed := false
	for {
		n, err := s.docs.in.CountDocuments(ctx, where(is("target", t.String())), options.Count().SetHint(followersOf.index))
		if err != nil {
			return 0, kind(err)
		}
		kept, err := s.Counted(ctx, t)
		if err == nil && int(n) != kept {
			changed, err = true, s.keep(ctx, t, int(n))
			if err == nil {
				continue
			}
		}
		if changed {
			err = s.docs.db.noted(ctx, err)
		}
		return int(n), err
	}
}

func (s Follows) keep(ctx context.Context, t follow.Target, n int) error {
	if n == 0 {
		_, err := s.counts.DeleteOne(ctx, where(is("_id", t.String())))
		return kind(err)
	}
	return put(ctx, s.counts, t.String(), followersDoc{ID: t.String(), Followers: n})
}

// Counted implements follow.Counts.
func (s Follows) Counted(ctx context.Context, t follow.Target) (int, error) {
	var d followersDoc
	err := kind(s.counts.FindOne(ctx, where(is("_id", t.String()))).Decode(&d))
	if errors.Is(err, fault.NotFound) {
		return 0, nil
	}
	return d.Followers, err
}

// CountFollowers implements follow.Counts.
func (s Follows) CountFollowers(ctx context.Context, t follow.Target, since time.Time, most int) (int, error) {
	n, err := s.docs.in.CountDocuments(ctx, where(is("target", t.String()), compare("created", atLeast(since))),
		options.Count().SetLimit(int64(most)).SetHint(followersOf.index))
	return int(n), kind(err)
}

// CountFollows implements follow.Counts.
func (s Follows) CountFollows(ctx context.Context, account string, most int) (int, error) {
	n, err := s.docs.in.CountDocuments(ctx, where(is("account", account)), options.Count().SetLimit(int64(most)).SetHint(followsOf.index))
	return int(n), kind(err)
}

// SourcesOf implements follow.Counts.
func (s Follows) SourcesOf(ctx context.Context, account string, most int) ([]string, error) {
	found, err := s.docs.in.Find(ctx, where(is("account", account)),
		options.Find().SetProjection(by("target")).SetSort(by("target")).SetLimit(int64(most)).SetHint("follow_source"))
	if err != nil {
		return nil, kind(err)
	}
	var rows []struct {
		Target string `bson:"target"`
	}
	if err := found.All(ctx, &rows); err != nil {
		return nil, kind(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, r.Target)
	}
	return all, nil
}
