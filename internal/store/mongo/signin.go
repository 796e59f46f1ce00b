package mongo

import (
	"context"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"

	"partant/internal/signin"
)

// Attempts is the signin.Attempts of the database.
type Attempts struct{ docs *driver.Collection }

// Attempts returns the store of attempts to sign in.
func (db *DB) Attempts() Attempts { return Attempts{db.base.Collection("attempt")} }

// attemptDoc is an attempt as it is stored.
type attemptDoc struct {
	Digest  string         `bson:"_id"`
	Doc     signin.Attempt `bson:"doc"`
	Expires time.Time      `bson:"expires,omitempty"`
}

// PutAttempt implements signin.Attempts.
func (s Attempts) PutAttempt(ctx context.Context, a signin.Attempt) error {
	return put(ctx, s.docs, a.Digest, attemptDoc{Digest: a.Digest, Doc: a, Expires: a.Expires})
}

// TakeAttempt implements signin.Attempts.
func (s Attempts) TakeAttempt(ctx context.Context, digest string) (signin.Attempt, error) {
	var d attemptDoc
	err := s.docs.FindOneAndDelete(ctx, where(is("_id", digest))).Decode(&d)
	return d.Doc, kind(err)
}

// Sweep implements signin.Attempts.
func (s Attempts) Sweep(ctx context.Context, now time.Time) error {
	_, err := s.docs.DeleteMany(ctx, where(compare("expires", below(now))))
	return kind(err)
}
