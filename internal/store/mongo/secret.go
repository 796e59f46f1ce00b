package mongo

import (
	"context"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
)

// Secrets is the trap.Secrets of the database.
type Secrets struct{ in *driver.Collection }

// Secrets returns the store of what all copies of the program share.
func (db *DB) Secrets() Secrets { return Secrets{db.base.Collection("secret")} }

type secretDoc struct {
	Name  string `bson:"_id"`
	Value string `bson:"value"`
}

// Secret implements trap.Secrets.
func (s Secrets) Secret(ctx context.Context, name, offered string) (string, error) {
	if _, err := s.in.InsertOne(ctx, secretDoc{name, offered}); err != nil && !driver.IsDuplicateKeyError(err) {
		return "", kind(err)
	}
	var d secretDoc
	err := s.in.FindOne(ctx, where(is("_id", name))).Decode(&d)
	return d.Value, kind(err)
}
