package sqlite

import (
	"context"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/debt"
)

// oweInstead writes by what the debts of a document are found, in the place of what it owed before. Each kind is found by itself: what waits
// of one costs nobody who looks for another. They go with the row of the document, by a trigger: see debtsOf.
func oweInstead(c *conn, table, id string, owes debt.Owes) error {
	if err := c.exec(`DELETE FROM debt WHERE noun = ? AND id = ?`, table, id); err != nil {
		return err
	}
	for _, one := range owes {
		if err := c.exec(`INSERT OR IGNORE INTO debt (noun, kind, due, id) VALUES (?, ?, ?, ?)`, table, one.Kind, stamp(one.Due), id); err != nil {
			return err
		}
	}
	return nil
}

const (
	namedKinds = `SELECT value AS kind FROM json_each(?4)`
	// allKinds leaps from kind to kind in the index.
	allKinds = `WITH RECURSIVE leap (kind) AS (
			SELECT min(kind) FROM debt WHERE noun = ?3
			UNION ALL SELECT (SELECT min(kind) FROM debt WHERE noun = ?3 AND kind > leap.kind) FROM leap WHERE leap.kind IS NOT NULL)
		SELECT kind FROM leap WHERE kind IS NOT NULL`
)

// dueOf is what is looked for: where a query finds documents that owe something, another the instant of the first debt, due or not, and the
// arguments of both.
type dueOf struct {
	name        string
	now         string
	rows, first string
	args        []any
}

// dueIn is where up to limit documents of a table with a debt due at now are found, the first due first. When kinds are named
// others do not count.
func dueIn(table string, now time.Time, limit int, kinds []string) dueOf {
	which, args := allKinds, []any{stamp(now), limit, table}
	if len(kinds) > 0 {
		which, args = namedKinds, append(args, jsonText(kinds))
	}
	rows := `(SELECT id, min(due) AS first FROM (
			SELECT debt.id, due FROM (` + which + `) AS wanted CROSS JOIN debt ON noun = ?3 AND debt.kind = wanted.kind WHERE due <= ?1 ORDER BY due LIMIT ?2)
		GROUP BY id) JOIN ` + table + ` USING (id) ORDER BY first`
	first := `SELECT min(first) FROM (SELECT (SELECT min(due) FROM debt WHERE noun = ?3 AND debt.kind = wanted.kind) AS first FROM (` + which + `) AS wanted)`
	return dueOf{table + " " + strings.Join(kinds, " "), stamp(now), rows, first, args}
}

// calm is until when nothing is due of what is looked for, unless somebody writes.
type calm struct {
	written uint64
	until   string // a stamp
}

// never comes after every stamp.
const never = "~"

// isCalm reports that nothing of what is looked for is due: workers look again and again, and most looks find nothing.
func (db *DB) isCalm(ctx context.Context, d dueOf) (bool, error) {
	if err := db.hear(); err != nil {
		return false, err
	}
	is := calm{db.written.Load(), never}
	if was, known := db.calms.Load(d.name); known && was.(calm).written == is.written {
		return d.now < was.(calm).until, nil
	}
	err := db.read(ctx, func(c *conn) error {
		return c.each(func(s *sqlite3.Stmt) error {
			if first := s.ColumnText(0); first != "" {
				is.until = strings.Clone(first)
			}
			return nil
		}, d.first, d.args...)
	})
	if err != nil {
		return false, err
	}
	db.calms.Store(d.name, is)
	return d.now < is.until, nil
}

// takeDue reads documents with a debt due at now and has putOff write each, its debts put off, in one atomic step.
func takeDue[T any](ctx context.Context, db *DB, writes news, found dueOf, putOff func(*conn, *T) error) (owing []T, err error) {
	if calm, err := db.isCalm(ctx, found); err != nil || calm {
		return nil, err
	}
	err = db.changeOf(ctx, writes, func(c *conn) error {
		owing = nil
		err := c.each(appendTo(&owing), `SELECT doc FROM `+found.rows, found.args...)
		for i := range owing {
			if err == nil {
				err = putOff(c, &owing[i])
			}
		}
		return err
	})
	return owing, err
}

// take returns up to limit aggregates with a debt due at now, first due first, and puts these debts off by lease. When
// kinds are named it looks at no others.
func (d docs[T]) take(ctx context.Context, now time.Time, lease time.Duration, limit int, kinds ...string) ([]T, error) {
	return takeDue(ctx, d.db, d.news, dueIn(d.table, now, limit, kinds), func(c *conn, v *T) error {
		return d.rewrite(c, v, func(v *T) error { d.owes(v).PutOff(now, lease, kinds...); return nil })
	})
}
