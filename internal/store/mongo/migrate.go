package mongo

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/fault"
)

// migration brings the schema one version on. It may be cut off, run again, and run on several machines at once.
type migration func(ctx context.Context, base *driver.Database) error

// migrations bring the schema from version i to i+1. They are never edited once released, only added to.
//
// Sparse indexes leave out documents without the field; no list reads those. None is unique: only _id is.
var migrations = []migration{
	indexes(
		index{in: "name", name: "name_asked", keys: by("asked"), sparse: true},
		index{in: "profile", name: "profile_created", keys: by("-created", "-_id")},
		index{in: "profile", name: "profile_updated", keys: by("updated", "_id")},
		index{in: "profile", name: "profile_source", keys: by("source", "_id")},
		index{in: "profile", name: "profile_due", keys: by("due"), sparse: true},
		index{in: "profile", name: "profile_shelves", keys: by("shelves", "name", "_id")},
		index{in: "profile", name: "profile_team", keys: by("team", "-created", "-_id")},
	),
	indexes(
		index{in: "account", name: "account_role", keys: by("role", "_id")},
		index{in: "session", name: "session_account", keys: by("account", "_id")},
		index{in: "session", name: "session_expires", keys: by("expires"), sparse: true},
		index{in: "ticket", name: "ticket_expires", keys: by("expires"), sparse: true},
	),
	indexes(index{in: "count", name: "count_ends", keys: by("ends")}),
	indexes(
		index{in: "account", name: "account_due", keys: by("due"), sparse: true},
		index{in: "ticket", name: "ticket_due", keys: by("due"), sparse: true},
		index{in: "letter", name: "letter_lost", keys: by("-created", "-_id")},
	),
	indexes(index{in: "attempt", name: "attempt_expires", keys: by("expires"), sparse: true}),
	indexes( // tickets of before live an hour, letters a month
		index{in: "ticket", name: "ticket_account", keys: by("account"), sparse: true},
		index{in: "letter", name: "letter_mailbox", keys: by("mailbox"), sparse: true},
	),
	indexes(
		index{in: "claim", name: "claim_page", keys: by("page", "-created", "-_id")},
		index{in: "claim", name: "claim_account", keys: by("account", "-created", "-_id")},
		index{in: "claim", name: "claim_waiting", keys: by("waiting", "_id"), sparse: true},
		index{in: "claim", name: "claim_due", keys: by("due"), sparse: true},
	),
}

type index struct {
	in, name string
	keys     bson.D
	sparse   bool
}

// indexes is the migration that adds indexes. Adding one that is there changes nothing.
func indexes(all ...index) migration {
	return func(ctx context.Context, base *driver.Database) error {
		for _, i := range all {
			how := options.Index().SetName(i.name)
			if i.sparse {
				how.SetSparse(true)
			}
			if _, err := base.Collection(i.in).Indexes().CreateOne(ctx, driver.IndexModel{Keys: i.keys, Options: how}); err != nil {
				return fmt.Errorf("index %s: %w", i.name, kind(err))
			}
		}
		return nil
	}
}

// schemaDoc is the one document of the collection "schema".
type schemaDoc struct {
	ID      string `bson:"_id"`
	Version int    `bson:"version"`
}

const schemaID = "schema"

// migrate brings the database to the newest schema.
func migrate(ctx context.Context, base *driver.Database) error {
	in := base.Collection("schema")
	for {
		at, err := version(ctx, in)
		if err != nil {
			return err
		}
		if at > len(migrations) {
			return fmt.Errorf("this database was written by a newer version of Partant (schema %d, this program knows %d): "+
				"install that version again, or restore a backup: %w", at, len(migrations), fault.Unavailable)
		}
		if at == len(migrations) {
			return nil
		}
		if err := migrations[at](ctx, base); err != nil {
			return fmt.Errorf("migration %d: %w", at+1, err)
		}
		if err := advance(ctx, in, at); err != nil {
			return err
		}
	}
}

func version(ctx context.Context, in *driver.Collection) (int, error) {
	var d schemaDoc
	err := kind(in.FindOne(ctx, where(is("_id", schemaID))).Decode(&d))
	if errors.Is(err, fault.NotFound) {
		return 0, nil
	}
	return d.Version, err
}

// advance notes that the schema is at version at+1, unless another machine did.
func advance(ctx context.Context, in *driver.Collection, at int) error {
	if at == 0 {
		_, err := in.InsertOne(ctx, schemaDoc{ID: schemaID, Version: 1})
		if driver.IsDuplicateKeyError(err) {
			err = nil
		}
		return kind(err)
	}
	_, err := in.UpdateOne(ctx, where(is("_id", schemaID), is("version", int64(at))), where(set(is("version", int64(at+1)))))
	return kind(err)
}
