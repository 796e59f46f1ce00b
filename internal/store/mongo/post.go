package mongo

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/page"
	"partant/internal/post"
)

// Posts is the post.Stores of the database.
type Posts struct{ docs store[post.Post] }

// Posts returns the store of publications.
func (db *DB) Posts() Posts {
	return Posts{store[post.Post]{db, db.base.Collection("post"), postTraits}}
}

var postTraits = traits[post.Post]{
	root:  func(p *post.Post) (string, *int64) { return p.ID, &p.Rev },
	names: postNames,
	alive: func(*post.Post) error { return nil },
	owes:  func(p *post.Post) debt.Owes { return p.Owes },
	row: func(p *post.Post) any {
		return postDoc{ID: p.ID, Doc: *p, Created: p.Created, Published: p.Published, Due: p.Owes.First(), Concerns: p.Concerns(), Sources: p.Sources()}
	},
}

// postDoc is a publication as it is stored.
type postDoc struct {
	ID        string    `bson:"_id"`
	Doc       post.Post `bson:"doc"`
	Created   time.Time `bson:"created"`
	Published time.Time `bson:"published,omitempty"`
	Due       time.Time `bson:"due,omitempty"` // of the first debt
	Concerns  []string  `bson:"concerns,omitempty"`
	Sources   []string  `bson:"sources,omitempty"` // the lists that it is found in
}

// postNames are the names that p has alone.
func postNames(p *post.Post) []name {
	all := []name{{key: postKey(p.Slug), field: "slug"}}
	if key := p.VersionKey(); key != "" {
		all = append(all, name{key: key, field: post.FieldVersion})
	}
	return all
}

func postKey(slug string) string { return "publication:" + slug }

// InsertPost implements post.Store.
func (s Posts) InsertPost(ctx context.Context, p post.Post) error {
	return s.docs.db.noted(ctx, s.docs.insert(ctx, p))
}

// Post implements post.Store.
func (s Posts) Post(ctx context.Context, id string) (post.Post, error) { return s.docs.get(ctx, id) }

// PostBySlug implements post.Store.
func (s Posts) PostBySlug(ctx context.Context, slug string) (post.Post, error) {
	return s.docs.byName(ctx, postKey(slug))
}

// UpdatePost implements post.Store.
func (s Posts) UpdatePost(ctx context.Context, id string, edit func(*post.Post) error) (post.Post, error) {
	p, err := s.docs.update(ctx, id, edit)
	return p, s.docs.db.noted(ctx, err)
}

// RemovePost implements post.Store.
func (s Posts) RemovePost(ctx context.Context, id string) error {
	return s.docs.db.noted(ctx, s.docs.remove(ctx, id))
}

// DuePosts implements post.Debts.
func (s Posts) DuePosts(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]post.Post, error) {
	return s.docs.take(ctx, now, lease, limit, kinds...)
}

// SettlePost implements post.Debts.
func (s Posts) SettlePost(ctx context.Context, id string, paid ...debt.Debt) error {
	_, err := s.docs.update(ctx, id, func(p *post.Post) error { return p.Owes.Pay(p.Purge, paid...) })
	if errors.Is(err, debt.ErrOver) {
		err = s.docs.remove(ctx, id)
	}
	return s.docs.db.settled(ctx, orMissing(err), paid, post.OwesIndex)
}

var postsConcerning = list[post.Post]{"post_concerns", by("-created", "-_id"),
	func(p post.Post) page.Cursor { return stamp(p.Created, p.ID) }}

// PostsConcerning implements post.Lists.
func (s Posts) PostsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[post.Post], error) {
	return s.docs.concerning(ctx, postsConcerning, whom, req)
}

func byPublished(p post.Post) page.Cursor { return stamp(p.Published, p.ID) }

// atOnce is how many sources one question names: the server merges as many seeks in order.
const atOnce = 100

// From implements post.Lists. The first of each part are read, then merged.
func (s Posts) From(ctx context.Context, sources []string, req page.Req) (page.Of[post.Post], error) {
	from, err := since(req, endOfTime)
	if err != nil {
		return page.Of[post.Post]{}, err
	}
	behind := where(compare("published", atMost(from)), either(compare("published", below(from)), compare("_id", below(req.Cursor.ID))))
	how := func() *options.FindOptionsBuilder {
		return options.Find().SetSort(by("-published", "-_id")).SetLimit(int64(req.Limit + 1)).SetHint("post_sources")
	}
	var found []post.Post
	for some := range slices.Chunk(sources, atOnce) {
		heads, err := s.docs.find(ctx, append(where(isAny("sources", some)), behind...), how())
		if err != nil {
			return page.Of[post.Post]{}, err
		}
		found = append(found, heads...)
	}
	return page.Cut(mergedPosts(found), req.Limit, byPublished), nil
}

// mergedPosts are each once, the last published first.
func mergedPosts(found []post.Post) []post.Post {
	slices.SortFunc(found, func(a, b post.Post) int { return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(b.ID, a.ID)) })
	return slices.CompactFunc(found, func(a, b post.Post) bool { return a.ID == b.ID })
}
