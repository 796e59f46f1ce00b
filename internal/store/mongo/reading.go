package mongo

import (
	"context"
	"errors"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/reading"
)

// Readings is the reading.Store of the database.
type Readings struct{ docs store[reading.Mark] }

// Readings returns the store of how far members have read.
func (db *DB) Readings() Readings {
	return Readings{store[reading.Mark]{db, db.base.Collection("reading"), readingTraits}}
}

var readingTraits = traits[reading.Mark]{
	root:  func(m *reading.Mark) (string, *int64) { return m.ID, &m.Rev },
	names: func(*reading.Mark) []name { return nil },
	alive: func(*reading.Mark) error { return nil },
	owes:  func(*reading.Mark) debt.Owes { return nil },
	row: func(m *reading.Mark) any {
		return readingDoc{ID: m.ID, Doc: *m, Created: m.Seen, Concerns: m.Concerns(), Expires: m.Expires()}
	},
}

// readingDoc is a mark as it is stored.
type readingDoc struct {
	ID       string       `bson:"_id"`
	Doc      reading.Mark `bson:"doc"`
	Created  time.Time    `bson:"created"`
	Concerns []string     `bson:"concerns"`
	Expires  time.Time    `bson:"expires"`
}

var readingsConcerning = list[reading.Mark]{"reading_concerns", by("-created", "-_id"),
	func(m reading.Mark) page.Cursor { return stamp(m.Seen, m.ID) }}

// errStays says that there is nothing to change.
var errStays = errors.New("it stays as it is")

// PutMark implements reading.Store.
func (s Readings) PutMark(ctx context.Context, m reading.Mark) error {
	for {
		err := s.docs.insert(ctx, m)
		if errors.Is(err, fault.Taken{Field: "id"}) {
			_, err = s.docs.update(ctx, m.ID, func(is *reading.Mark) error {
				if !is.Advance(m) {
					return errStays
				}
				return nil
			})
		}
		switch {
		case errors.Is(err, fault.NotFound): // it went just now
			continue
		case errors.Is(err, errStays):
			return nil
		}
		return err
	}
}

// MarksAmong implements reading.Store.
func (s Readings) MarksAmong(ctx context.Context, ids []string) ([]reading.Mark, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return s.docs.find(ctx, where(isAny("_id", ids)), options.Find())
}

// MarksConcerning implements reading.Store.
func (s Readings) MarksConcerning(ctx context.Context, whom string, req page.Req) (page.Of[reading.Mark], error) {
	return s.docs.concerning(ctx, readingsConcerning, whom, req)
}

// RemoveMark implements reading.Store.
func (s Readings) RemoveMark(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// SweepMarks implements reading.Store.
func (s Readings) SweepMarks(ctx context.Context, now time.Time) error {
	_, err := s.docs.in.DeleteMany(ctx, where(compare("expires", below(now))))
	return kind(err)
}
