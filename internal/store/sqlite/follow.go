package sqlite

import (
	"context"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/debt"
	"partant/internal/follow"
	"partant/internal/page"
)

// Follows is the follow.Store and follow.Counts of the file.
type Follows struct {
	db   *DB
	docs docs[follow.Follow]
}

// Follows returns the store of who follows what.
func (db *DB) Follows() Follows { return Follows{db, docs[follow.Follow]{db, followTraits}} }

// A follow is no news of pages: they show the number of followers, which Recount writes. What a member follows is remembered
// with their account.
var followTraits = traits[follow.Follow]{
	table: "follow", news: ofAccounts, columns: []string{"account", "target", "at"},
	root: func(f *follow.Follow) (string, *int64) { return f.ID, &f.Rev },
	owes: func(f *follow.Follow) debt.Owes { return f.Owes },
	row: func(f *follow.Follow) []any {
		account, target := f.Listed()
		return []any{orNull(account), orNull(target), stamp(f.At)}
	},
}

// InsertFollow implements follow.Store.
func (s Follows) InsertFollow(ctx context.Context, f follow.Follow) error {
	return s.docs.insert(ctx, f)
}

// UpdateFollow implements follow.Store.
func (s Follows) UpdateFollow(ctx context.Context, id string, edit func(*follow.Follow) error) (follow.Follow, error) {
	return s.docs.update(ctx, id, edit)
}

// RemoveFollow implements follow.Store.
func (s Follows) RemoveFollow(ctx context.Context, id string, rev int64) error {
	return s.db.changeOf(ctx, ofAccounts, func(c *conn) error {
		return c.exec(`DELETE FROM follow WHERE id = ? AND rev = ?`, id, rev)
	})
}

// FollowsAmong implements follow.Store.
func (s Follows) FollowsAmong(ctx context.Context, ids []string) (found []follow.Follow, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		found = nil
		return c.each(appendTo(&found), `SELECT doc FROM follow WHERE id IN (SELECT value FROM json_each(?)) AND account IS NOT NULL`, jsonText(ids))
	})
	return found, err
}

func byFollowed(f follow.Follow) page.Cursor { return page.Cursor{Key: stamp(f.At), ID: f.ID} }

// FollowsOf implements follow.Store.
func (s Follows) FollowsOf(ctx context.Context, account string, req page.Req) (page.Of[follow.Follow], error) {
	from := from(req, last)
	return pageOf(ctx, s.db, req, byFollowed,
		`SELECT doc FROM follow WHERE account = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?`, account, from.Key, from.ID)
}

// FollowersOf implements follow.Store.
func (s Follows) FollowersOf(ctx context.Context, t follow.Target, req page.Req) (page.Of[follow.Follow], error) {
	from := from(req, last)
	return pageOf(ctx, s.db, req, byFollowed,
		`SELECT doc FROM follow WHERE target = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?`, t.String(), from.Key, from.ID)
}

// DueFollows implements follow.Store.
func (s Follows) DueFollows(ctx context.Context, now time.Time, lease time.Duration, limit int, kind string) ([]follow.Follow, error) {
	return s.docs.take(ctx, now, lease, limit, kind)
}

// Recount implements follow.Counts: nobody can follow between counting and keeping, for there is one writer.
func (s Follows) Recount(ctx context.Context, t follow.Target) (n int, err error) {
	kept, err := s.Counted(ctx, t)
	if err == nil {
		n, err = s.count(ctx, `SELECT count(*) FROM follow WHERE target = ?`, t.String())
	}
	if err != nil || n == kept {
		return n, err
	}
	err = s.db.changeOf(ctx, ofPages, func(c *conn) error {
		if n, err = number(c, `SELECT count(*) FROM follow WHERE target = ?`, t.String()); err != nil {
			return err
		}
		if n == 0 {
			return c.exec(`DELETE FROM follower_count WHERE target = ?`, t.String())
		}
		return c.exec(`INSERT OR REPLACE INTO follower_count (target, followers) VALUES (?, ?)`, t.String(), n)
	})
	return n, err
}

// Counted implements follow.Counts.
func (s Follows) Counted(ctx context.Context, t follow.Target) (int, error) {
	return s.count(ctx, `SELECT followers FROM follower_count WHERE target = ?`, t.String())
}

// CountFollowers implements follow.Counts.
func (s Follows) CountFollowers(ctx context.Context, t follow.Target, since time.Time, most int) (int, error) {
	return s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM follow WHERE target = ? AND at >= ? LIMIT ?)`, t.String(), stamp(since), most)
}

// CountFollows implements follow.Counts.
func (s Follows) CountFollows(ctx context.Context, account string, most int) (int, error) {
	return s.count(ctx, `SELECT count(*) FROM (SELECT 1 FROM follow WHERE account = ? LIMIT ?)`, account, most)
}

// SourcesOf implements follow.Counts.
func (s Follows) SourcesOf(ctx context.Context, account string, most int) (all []string, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		all = nil
		return c.each(func(s *sqlite3.Stmt) error { all = append(all, s.ColumnText(0)); return nil },
			`SELECT target FROM follow WHERE account = ? ORDER BY target LIMIT ?`, account, most)
	})
	return all, err
}

// count reads one number.
func (s Follows) count(ctx context.Context, sql string, args ...any) (n int, err error) {
	err = s.db.read(ctx, func(c *conn) (err error) { n, err = number(c, sql, args...); return err })
	return n, err
}

// number is what a query answers with one number; 0 when it answers nothing.
func number(c *conn, sql string, args ...any) (n int, err error) {
	err = c.each(func(s *sqlite3.Stmt) error { n = s.ColumnInt(0); return nil }, sql, args...)
	return n, err
}
