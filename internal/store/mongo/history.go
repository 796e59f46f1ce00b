package mongo

import (
	"context"
	"strconv"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/profile"
)

// History is the profile.History of the database.
type History struct{ docs store[profile.Past] }

// History returns the store of what pages were.
func (db *DB) History() History {
	return History{store[profile.Past]{db: db, in: db.base.Collection("history")}}
}

// pastDoc is a version of a page as it is stored.
type pastDoc struct {
	ID      string       `bson:"_id"`
	Doc     profile.Past `bson:"doc"`
	Page    string       `bson:"page"`
	Version int64        `bson:"version"`
}

func pastID(pageID string, version int64) string {
	return pageID + "@" + strconv.FormatInt(version, 10)
}

// KeepPast implements profile.History.
func (s History) KeepPast(ctx context.Context, p profile.Past, most int) error {
	_, err := s.docs.in.InsertOne(ctx, pastDoc{ID: pastID(p.Page, p.Version), Doc: p, Page: p.Page, Version: p.Version})
	if err != nil && !driver.IsDuplicateKeyError(err) {
		return kind(err)
	}
	over, err := s.docs.find(ctx, where(is("page", p.Page)), s.newest(1).SetSkip(int64(most)))
	if err != nil || len(over) == 0 {
		return err
	}
	_, err = s.docs.in.DeleteMany(ctx, where(is("page", p.Page), compare("version", bson.E{Key: "$lte", Value: over[0].Version})))
	return kind(err)
}

// newest are the versions of a page, the last one first.
func (s History) newest(limit int) *options.FindOptionsBuilder {
	return options.Find().SetSort(by("-version")).SetLimit(int64(limit)).SetHint("history_page")
}

// Pasts implements profile.History.
func (s History) Pasts(ctx context.Context, pageID string, limit int) ([]profile.Past, error) {
	return s.docs.find(ctx, where(is("page", pageID)), s.newest(limit))
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
