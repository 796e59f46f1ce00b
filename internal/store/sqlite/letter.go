package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"partant/internal/mailroom"
	"partant/internal/page"
	"partant/internal/text"
)

// Letters is the mailroom.Lost of the file.
type Letters struct{ db *DB }

// Letters returns the store of lost letters.
func (db *DB) Letters() Letters { return Letters{db} }

// Lose implements mailroom.Lost.
func (s Letters) Lose(ctx context.Context, l mailroom.LostLetter) error {
	doc, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error {
		return c.exec(`INSERT OR IGNORE INTO letter (id, doc, lost, mailbox) VALUES (?, ?, ?, ?)`, l.ID, doc, l.At, text.Fold(l.To))
	})
}

// LostLetters implements mailroom.Lost.
func (s Letters) LostLetters(ctx context.Context, req page.Req) (page.Of[mailroom.LostLetter], error) {
	from := from(req, last)
	return pageOf(ctx, s.db, req, func(l mailroom.LostLetter) page.Cursor { return page.Cursor{Key: stamp(l.At), ID: l.ID} },
		`SELECT doc FROM letter WHERE (lost, id) < (?, ?) ORDER BY lost DESC, id DESC LIMIT ?`, from.Key, from.ID)
}

// ForgetLost implements mailroom.Lost.
func (s Letters) ForgetLost(ctx context.Context, email string) error {
	return s.db.change(ctx, func(c *conn) error { return c.exec(`DELETE FROM letter WHERE mailbox = ?`, text.Fold(email)) })
}

// SweepLost implements mailroom.Lost.
func (s Letters) SweepLost(ctx context.Context, before time.Time) error {
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error { return c.exec(`DELETE FROM letter WHERE lost < ?`, before) })
}
