package mongo

import (
	"context"
	"strconv"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/post"
	"partant/internal/profile"
)

// History is the profile.History of the database.
type History struct{ docs store[profile.Past] }

// History returns the store of what pages were.
func (db *DB) History() History {
	return History{store[profile.Past]{db: db, in: db.base.Collection("history")}}
}

// pastDoc is a version of a page or of a publication as it is stored.
type pastDoc[T any] struct {
	ID      string `bson:"_id"`
	Doc     T      `bson:"doc"`
	Page    string `bson:"page"` // or publication: what it was
	Version int64  `bson:"version"`
}

func pastID(pageID string, version int64) string {
	return pageID + "@" + strconv.FormatInt(version, 10)
}

// KeepPast implements profile.History.
func (s History) KeepPast(ctx context.Context, p profile.Past, most int) error {
	return keepPast(ctx, s.docs, pastDoc[profile.Past]{pastID(p.Page, p.Version), p, p.Page, p.Version}, most, func(p profile.Past) int64 { return p.Version })
}

// keepPast keeps one version of something, and the last most of them.
func keepPast[T any](ctx context.Context, docs store[T], p pastDoc[T], most int, version func(T) int64) error {
	_, err := docs.in.InsertOne(ctx, p)
	if err != nil && !driver.IsDuplicateKeyError(err) {
		return kind(err)
	}
	over, err := docs.find(ctx, where(is("page", p.Page)), newestPasts(1).SetSkip(int64(most)))
	if err != nil || len(over) == 0 {
		return err
	}
	_, err = docs.in.DeleteMany(ctx, where(is("page", p.Page), compare("version", bson.E{Key: "$lte", Value: version(over[0])})))
	return kind(err)
}

// newestPasts are the versions of something, the last one first.
func newestPasts(limit int) *options.FindOptionsBuilder {
	return options.Find().SetSort(by("-version")).SetLimit(int64(limit)).SetHint("history_page")
}

// Pasts implements profile.History.
func (s History) Pasts(ctx context.Context, pageID string, limit int) ([]profile.Past, error) {
	return s.docs.find(ctx, where(is("page", pageID)), newestPasts(limit))
}

// Past implements profile.History.
func (s History) Past(ctx context.Context, pageID string, version int64) (profile.Past, error) {
	return s.docs.get(ctx, pastID(pageID, version))
}

// Unname implements profile.History.
func (s History) Unname(ctx context.Context, pageID, account string) error {
	_, err := s.docs.in.UpdateMany(ctx, where(is("page", pageID), is("doc.profile.by", account)), where(set(is("doc.profile.by", profile.Left))))
	return kind(err)
}

// ForgetPasts implements profile.History.
func (s History) ForgetPasts(ctx context.Context, pageID string) error {
	_, err := s.docs.in.DeleteMany(ctx, where(is("page", pageID)))
	return kind(err)
}

// pasts are what publications said: they lie beside what pages were, both by the id of what it was.
func (s Posts) pasts() store[post.Past] {
	return store[post.Past]{db: s.docs.db, in: s.docs.db.base.Collection("history")}
}

// KeepPast implements post.History.
func (s Posts) KeepPast(ctx context.Context, p post.Past, most int) error {
	return keepPast(ctx, s.pasts(), pastDoc[post.Past]{pastID(p.Post, p.Version), p, p.Post, p.Version}, most, func(p post.Past) int64 { return p.Version })
}

// Pasts implements post.History.
func (s Posts) Pasts(ctx context.Context, postID string, limit int) ([]post.Past, error) {
	return s.pasts().find(ctx, where(is("page", postID)), newestPasts(limit))
}

// ForgetPasts implements post.History.
func (s Posts) ForgetPasts(ctx context.Context, postID string) error {
	return s.docs.db.History().ForgetPasts(ctx, postID)
}
