package sqlite

import (
	"context"
	"encoding/json"

	"partant/internal/post"
	"partant/internal/profile"
)

// History is the profile.History of the file.
type History struct{ db *DB }

// History returns the store of what pages were.
func (db *DB) History() History { return History{db} }

// KeepPast implements profile.History.
func (s History) KeepPast(ctx context.Context, p profile.Past, most int) error {
	doc, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error { return keepPast(c, p.Page, p.Version, doc, most) })
}

// keepPast keeps one version of something, and the last most of them.
func keepPast(c *conn, of string, version int64, doc []byte, most int) error {
	if err := c.exec(`INSERT OR IGNORE INTO history (page, version, doc) VALUES (?, ?, ?)`, of, version, doc); err != nil {
		return err
	}
	return c.exec(`DELETE FROM history WHERE page = ?1 AND version <=
		(SELECT version FROM history WHERE page = ?1 ORDER BY version DESC LIMIT 1 OFFSET ?2)`, of, most)
}

// Pasts implements profile.History.
func (s History) Pasts(ctx context.Context, pageID string, limit int) (all []profile.Past, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		return c.each(appendTo(&all), `SELECT doc FROM history WHERE page = ? ORDER BY version DESC LIMIT ?`, pageID, limit)
	})
	return all, err
}

// Past implements profile.History.
func (s History) Past(ctx context.Context, pageID string, version int64) (p profile.Past, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		return one(c, &p, `SELECT doc FROM history WHERE page = ? AND version = ?`, pageID, version)
	})
	return p, err
}

// Unname implements profile.History.
func (s History) Unname(ctx context.Context, pageID, account string) error {
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error {
		return c.exec(`UPDATE history SET doc = CAST(json_set(CAST(doc AS TEXT), '$.profile.by', ?) AS BLOB)
			WHERE page = ? AND CAST(doc AS TEXT) ->> '$.profile.by' = ?`, profile.Left, pageID, account)
	})
}

// ForgetPasts implements profile.History.
func (s History) ForgetPasts(ctx context.Context, pageID string) error {
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error { return c.exec(`DELETE FROM history WHERE page = ?`, pageID) })
}

// Posts keep what they said beside what pages were: both go by the id of what it was.

// KeepPast implements post.History.
func (s Posts) KeepPast(ctx context.Context, p post.Past, most int) error {
	doc, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return s.docs.db.changeOf(ctx, ofNothing, func(c *conn) error { return keepPast(c, p.Post, p.Version, doc, most) })
}

// Pasts implements post.History.
func (s Posts) Pasts(ctx context.Context, postID string, limit int) (all []post.Past, err error) {
	err = s.docs.db.read(ctx, func(c *conn) error {
		return c.each(appendTo(&all), `SELECT doc FROM history WHERE page = ? ORDER BY version DESC LIMIT ?`, postID, limit)
	})
	return all, err
}

// ForgetPasts implements post.History.
func (s Posts) ForgetPasts(ctx context.Context, postID string) error {
	return History{s.docs.db}.ForgetPasts(ctx, postID)
}
