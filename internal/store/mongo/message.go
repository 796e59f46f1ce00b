package mongo

import (
	"context"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"partant/internal/debt"
	"partant/internal/message"
	"partant/internal/page"
)

// Messages is the message.Store and message.Blocks of the database.
type Messages struct {
	docs   store[message.Message]
	blocks *driver.Collection
}

// Messages returns the store of letters between people.
func (db *DB) Messages() Messages {
	return Messages{store[message.Message]{db, db.base.Collection("message"), messageTraits}, db.base.Collection("block")}
}

var messageTraits = traits[message.Message]{
	root:  func(m *message.Message) (string, *int64) { return m.ID, &m.Rev },
	names: func(*message.Message) []name { return nil },
	alive: func(*message.Message) error { return nil },
	owes:  func(m *message.Message) debt.Owes { return m.Owes },
	row: func(m *message.Message) any {
		return messageDoc{ID: m.ID, Doc: *m, Expires: m.Expires, Created: m.Created, Due: m.Owes.First(), Concerns: m.Concerns()}
	},
}

// messageDoc is a letter as it is stored.
type messageDoc struct {
	ID       string          `bson:"_id"`
	Doc      message.Message `bson:"doc"`
	Expires  time.Time       `bson:"expires,omitempty"`
	Created  time.Time       `bson:"created"`
	Due      time.Time       `bson:"due,omitempty"` // of the first debt
	Concerns []string        `bson:"concerns,omitempty"`
}

// InsertMessage implements message.Store.
func (s Messages) InsertMessage(ctx context.Context, m message.Message) error {
	return s.docs.insert(ctx, m)
}

// Message implements message.Store.
func (s Messages) Message(ctx context.Context, id string) (message.Message, error) {
	return s.docs.get(ctx, id)
}

// UpdateMessage implements message.Store.
func (s Messages) UpdateMessage(ctx context.Context, id string, edit func(*message.Message) error) (message.Message, error) {
	return s.docs.update(ctx, id, edit)
}

// DueMessages implements message.Store.
func (s Messages) DueMessages(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]message.Message, error) {
	return s.docs.take(ctx, now, lease, limit)
}

var messagesConcerning = list[message.Message]{"message_concerns", by("-created", "-_id"),
	func(m message.Message) page.Cursor { return stamp(m.Created, m.ID) }}

// MessagesConcerning implements message.Store.
func (s Messages) MessagesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[message.Message], error) {
	return s.docs.concerning(ctx, messagesConcerning, whom, req)
}

// RemoveMessage implements message.Store.
func (s Messages) RemoveMessage(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// SweepMessages implements message.Store.
func (s Messages) SweepMessages(ctx context.Context, now time.Time) error {
	_, err := s.docs.in.DeleteMany(ctx, where(compare("expires", below(now))))
	return kind(err)
}

// blockDoc is a wish as it is stored.
type blockDoc struct {
	ID  string        `bson:"_id"`
	Doc message.Block `bson:"doc"`
}

// PutBlock implements message.Blocks.
func (s Messages) PutBlock(ctx context.Context, b message.Block) error {
	return put(ctx, s.blocks, b.ID, blockDoc{ID: b.ID, Doc: b})
}

// Blocked implements message.Blocks.
func (s Messages) Blocked(ctx context.Context, ids []string) (bool, error) {
	if len(ids) == 0 {
		return false, nil
	}
	n, err := s.blocks.CountDocuments(ctx, where(isAny("_id", ids)), options.Count().SetLimit(1))
	return n > 0, kind(err)
}

// EndBlock implements message.Blocks.
func (s Messages) EndBlock(ctx context.Context, id string) error {
	_, err := s.blocks.DeleteOne(ctx, where(is("_id", id)))
	return kind(err)
}
