package mongo

import (
	"context"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"

	"partant/internal/mailroom"
	"partant/internal/page"
	"partant/internal/text"
)

// Letters is the mailroom.Lost of the database.
type Letters struct{ docs store[mailroom.LostLetter] }

// Letters returns the store of lost letters.
func (db *DB) Letters() Letters {
	return Letters{store[mailroom.LostLetter]{db: db, in: db.base.Collection("letter")}}
}

// letterDoc is a lost letter as it is stored.
type letterDoc struct {
	ID   string              `bson:"_id"`
	Doc  mailroom.LostLetter `bson:"doc"`
	Lost time.Time           `bson:"created"` // lists are ordered by it
	To   string              `bson:"mailbox"` // folded
}

var lost = list[mailroom.LostLetter]{"letter_lost", by("-created", "-_id"),
	func(l mailroom.LostLetter) page.Cursor { return stamp(l.At, l.ID) }}

// Lose implements mailroom.Lost.
func (s Letters) Lose(ctx context.Context, l mailroom.LostLetter) error {
	_, err := s.docs.in.InsertOne(ctx, letterDoc{ID: l.ID, Doc: l, Lost: l.At, To: text.Fold(l.To)})
	if driver.IsDuplicateKeyError(err) {
		return nil
	}
	return kind(err)
}

// LostLetters implements mailroom.Lost.
func (s Letters) LostLetters(ctx context.Context, req page.Req) (page.Of[mailroom.LostLetter], error) {
	from, err := since(req, endOfTime)
	if err != nil {
		return page.Of[mailroom.LostLetter]{}, err
	}
	return s.docs.page(ctx, lost, req, where(older(from, req)...))
}

// ForgetLost implements mailroom.Lost.
func (s Letters) ForgetLost(ctx context.Context, email string) error {
	_, err := s.docs.in.DeleteMany(ctx, where(is("mailbox", text.Fold(email))))
	return kind(err)
}

// SweepLost implements mailroom.Lost.
func (s Letters) SweepLost(ctx context.Context, before time.Time) error {
	_, err := s.docs.in.DeleteMany(ctx, where(compare("created", below(before))))
	return kind(err)
}
