package mongo

import (
	"context"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/identification"
)

// Identification is the identification.Store of the database.
type Identification struct{ in *driver.Collection }

// Identification returns the store of what is sealed for an authority.
func (db *DB) Identification() Identification {
	return Identification{db.base.Collection("identification")}
}

// recordDoc is a record as it is stored.
type recordDoc struct {
	ID     string    `bson:"_id"`
	Mark   string    `bson:"mark"`
	Kind   string    `bson:"kind"`
	Purge  time.Time `bson:"purge,omitempty"`
	Sealed []byte    `bson:"sealed"`
}

// PutRecord implements identification.Store.
func (s Identification) PutRecord(ctx context.Context, r identification.Record) error {
	_, err := s.in.InsertOne(ctx, recordDoc{r.ID, r.Mark, string(r.Kind), r.Purge, r.Sealed})
	if driver.IsDuplicateKeyError(err) {
		return nil
	}
	return kind(err)
}

// CloseRecords implements identification.Store.
func (s Identification) CloseRecords(ctx context.Context, mark string, of identification.Kind, purge time.Time) error {
	_, err := s.in.UpdateMany(ctx, where(is("mark", mark), is("kind", string(of)), missing("purge")), where(set(at("purge", purge))))
	return kind(err)
}

// RecordsAfter implements identification.Store.
func (s Identification) RecordsAfter(ctx context.Context, after string, limit int) ([]identification.Record, error) {
	found, err := s.in.Find(ctx, where(compare("_id", above(after))), options.Find().SetSort(by("_id")).SetLimit(int64(limit)))
	if err != nil {
		return nil, kind(err)
	}
	var rows []recordDoc
	if err := found.All(ctx, &rows); err != nil {
		return nil, kind(err)
	}
	var all []identification.Record
	for _, d := range rows {
		all = append(all, identification.Record{ID: d.ID, Mark: d.Mark, Kind: identification.Kind(d.Kind), Purge: d.Purge, Sealed: d.Sealed})
	}
	return all, nil
}

// SweepRecords implements identification.Store.
func (s Identification) SweepRecords(ctx context.Context, now time.Time) error {
	_, err := s.in.DeleteMany(ctx, where(compare("purge", below(now))))
	return kind(err)
}
