package sqlite

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/debt"
	"partant/internal/page"
	"partant/internal/reaction"
)

// Reactions is the reaction.Stores of the file.
type Reactions struct {
	db   *DB
	docs docs[reaction.Reaction]
}

// Reactions returns the store of reactions.
func (db *DB) Reactions() Reactions {
	return Reactions{db, docs[reaction.Reaction]{db, reactionTraits}}
}

// A reaction is no news: pages show the numbers, which TallyReactions writes.
var reactionTraits = traits[reaction.Reaction]{
	table: "reaction", news: ofNothing, columns: []string{"account", "thing", "kind", "at"},
	root: func(r *reaction.Reaction) (string, *int64) { return r.ID, &r.Rev },
	owes: func(r *reaction.Reaction) debt.Owes { return r.Owes },
	row: func(r *reaction.Reaction) []any {
		return []any{orNull(r.Holder()), orNull(r.Counted()), string(r.Kind), stamp(r.At)}
	},
}

// InsertReaction implements reaction.Store.
func (s Reactions) InsertReaction(ctx context.Context, r reaction.Reaction) error {
	return s.docs.insert(ctx, r)
}

// UpdateReaction implements reaction.Store.
func (s Reactions) UpdateReaction(ctx context.Context, id string, edit func(*reaction.Reaction) error) (reaction.Reaction, error) {
	return s.docs.update(ctx, id, edit)
}

// RemoveReaction implements reaction.Store.
func (s Reactions) RemoveReaction(ctx context.Context, id string, rev int64) error {
	return s.db.changeOf(ctx, ofNothing, func(c *conn) error {
		return c.exec(`DELETE FROM reaction WHERE id = ? AND rev = ?`, id, rev)
	})
}

// ReactionsBy implements reaction.Store.
func (s Reactions) ReactionsBy(ctx context.Context, account string, to []reaction.Thing) (found []reaction.Reaction, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		found = nil
		return c.each(appendTo(&found), `SELECT doc FROM reaction WHERE id IN (SELECT value FROM json_each(?)) AND account IS NOT NULL`, jsonText(reaction.IDsOf(account, to)))
	})
	return found, err
}

// ReactionsOf implements reaction.Store.
func (s Reactions) ReactionsOf(ctx context.Context, account string, req page.Req) (page.Of[reaction.Reaction], error) {
	from := from(req, last)
	return pageOf(ctx, s.db, req, func(r reaction.Reaction) page.Cursor { return page.Cursor{Key: stamp(r.At), ID: r.ID} },
		`SELECT doc FROM reaction WHERE account = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?`, account, from.Key, from.ID)
}

// ReactionsTo implements reaction.Store.
func (s Reactions) ReactionsTo(ctx context.Context, t reaction.Thing, limit int) (found []reaction.Reaction, err error) {
	err = s.db.read(ctx, func(c *conn) error {
		found = nil
		return c.each(appendTo(&found), `SELECT doc FROM reaction WHERE thing = ? LIMIT ?`, t.String(), limit)
	})
	return found, err
}

// DueReactions implements reaction.Store.
func (s Reactions) DueReactions(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]reaction.Reaction, error) {
	return s.docs.take(ctx, now, lease, limit)
}

// TallyReactions implements reaction.Tallies: nobody can react between counting and keeping, for there is one writer.
func (s Reactions) TallyReactions(ctx context.Context, t reaction.Thing) (n reaction.Counts, err error) {
	kept, err := s.Tallied(ctx, []reaction.Thing{t})
	if err != nil {
		return nil, err
	}
	err = s.db.read(ctx, func(c *conn) (err error) { n, err = reactionsTo(c, t); return err })
	if err != nil || maps.Equal(n, kept[t.String()]) {
		return n, err
	}
	err = s.db.changeOf(ctx, ofAnswers, func(c *conn) error {
		if n, err = reactionsTo(c, t); err != nil {
			return err
		}
		if len(n) == 0 {
			return c.exec(`DELETE FROM reaction_count WHERE thing = ?`, t.String())
		}
		counts, err := json.Marshal(n)
		if err != nil {
			return err
		}
		return c.exec(`INSERT OR REPLACE INTO reaction_count (thing, counts) VALUES (?, ?)`, t.String(), string(counts))
	})
	return n, err
}

// reactionsTo counts along an index.
func reactionsTo(c *conn, t reaction.Thing) (reaction.Counts, error) {
	n := reaction.Counts{}
	err := c.each(func(s *sqlite3.Stmt) error { n[reaction.Kind(s.ColumnText(0))] = s.ColumnInt(1); return nil },
		`SELECT kind, count(*) FROM reaction WHERE thing = ? GROUP BY kind`, t.String())
	return n, err
}

// Tallied implements reaction.Tallies.
func (s Reactions) Tallied(ctx context.Context, things []reaction.Thing) (all map[string]reaction.Counts, err error) {
	var keys []string
	for _, t := range things {
		keys = append(keys, t.String())
	}
	err = s.db.read(ctx, func(c *conn) error {
		all = map[string]reaction.Counts{}
		return c.each(func(s *sqlite3.Stmt) error {
			var n reaction.Counts
			err := json.Unmarshal([]byte(s.ColumnText(1)), &n)
			all[s.ColumnText(0)] = n
			return err
		}, `SELECT thing, counts FROM reaction_count WHERE thing IN (SELECT value FROM json_each(?))`, jsonText(keys))
	})
	return all, err
}
