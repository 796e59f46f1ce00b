package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"partant/internal/debt"
	"partant/internal/message"
	"partant/internal/page"
)

// Messages is the message.Store and message.Blocks of the file.
type Messages struct {
	db   *DB
	docs docs[message.Message]
}

// Messages returns the store of letters between people.
func (db *DB) Messages() Messages {
	return Messages{db: db, docs: docs[message.Message]{db, messageTraits}}
}

var messageTraits = traits[message.Message]{
	table: "message", news: ofNothing, columns: []string{"expires"},
	root: func(m *message.Message) (string, *int64) { return m.ID, &m.Rev },
	owes: func(m *message.Message) debt.Owes { return m.Owes },
	row:  func(m *message.Message) []any { return []any{m.Expires} },

	concerns: func(m *message.Message) (time.Time, []string) { return m.Created, m.Concerns() },
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

// MessagesConcerning implements message.Store.
func (s Messages) MessagesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[message.Message], error) {
	return s.docs.concerning(ctx, whom, req)
}

// RemoveMessage implements message.Store.
func (s Messages) RemoveMessage(ctx context.Context, id string) error { return s.docs.remove(ctx, id) }

// SweepMessages implements message.Store.
func (s Messages) SweepMessages(ctx context.Context, now time.Time) error {
	return s.docs.sweep(ctx, now)
}

// PutBlock implements message.Blocks.
func (s Messages) PutBlock(ctx context.Context, b message.Block) error {
	doc, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error {
		return c.exec(`INSERT OR IGNORE INTO block (id, doc) VALUES (?, ?)`, b.ID, doc)
	})
}

// Blocked implements message.Blocks.
func (s Messages) Blocked(ctx context.Context, ids []string) (yes bool, err error) {
	err = s.db.read(ctx, func(c *conn) (err error) {
		yes, err = exists(c, `SELECT 1 FROM block WHERE id IN (SELECT value FROM json_each(?))`, jsonText(ids))
		return err
	})
	return yes, err
}

// EndBlock implements message.Blocks.
func (s Messages) EndBlock(ctx context.Context, id string) error {
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error { return c.exec(`DELETE FROM block WHERE id = ?`, id) })
}
