package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
)

// docs keeps the aggregates of one noun in a table of their own: a row each, the document as JSON and beside it what
// lists and debts are found by.
type docs[T any] struct {
	db *DB
	traits[T]
}

// traits tell what a store must know of an aggregate.
type traits[T any] struct {
	table   string // has the columns id, rev and doc, and those below
	news    news   // what a write makes old
	columns []string
	root    func(*T) (id string, rev *int64)
	owes    func(*T) debt.Owes
	row     func(*T) []any    // the values of columns
	names   func(*T) []unique // nil: it has none

	concerns func(*T) (created time.Time, whom []string) // nil: nobody looks for it by whom it concerns
	beside   beside[T]                                   // rows of a table of its own, which go when the row of the document does
	shelves  func(*T) (rank string, shelves []string)    // nil: it stands on none
}

// unique is a name that one aggregate has, and the field it comes from.
type unique struct{ key, field string }

func (d docs[T]) unique(v *T) []unique {
	if d.names == nil {
		return nil
	}
	return d.names(v)
}

// insert adds v with revision 1, or returns fault.Taken: "id" or the field of a name.
func (d docs[T]) insert(ctx context.Context, v T) error {
	id, rev := d.root(&v)
	*rev = 1
	return d.db.changeOf(ctx, d.news, func(c *conn) error {
		if known, err := exists(c, `SELECT 1 FROM `+d.table+` WHERE id = ?`, id); err != nil || known {
			return orTaken(err, "id")
		}
		return d.begin(c, id, &v)
	})
}

// insertOr adds v with revision 1 or, when its id is there, runs edit on what is, in one atomic step. Errors: as insert and update.
func (d docs[T]) insertOr(ctx context.Context, v T, edit func(is *T) error) error {
	id, rev := d.root(&v)
	return d.db.changeOf(ctx, d.news, func(c *conn) error {
		_, err := d.edit(c, id, edit)
		if errors.Is(err, fault.NotFound) {
			*rev = 1
			err = d.begin(c, id, &v)
		}
		return err
	})
}

// editOr runs edit on what has an id or, when there is nothing, on fresh, in one atomic step. Errors: edit's.
func (d docs[T]) editOr(ctx context.Context, id string, fresh T, edit func(*T) error) (v T, err error) {
	err = d.db.changeOf(ctx, d.news, func(c *conn) error {
		known, err := exists(c, `SELECT 1 FROM `+d.table+` WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if known {
			v, err = d.edit(c, id, edit)
			return err
		}
		v = fresh
		if err := edit(&v); err != nil {
			return err
		}
		_, rev := d.root(&v)
		*rev = 1
		return d.begin(c, id, &v)
	})
	if err != nil {
		return *new(T), err
	}
	return v, nil
}

// begin writes v, which is new.
func (d docs[T]) begin(c *conn, id string, v *T) error {
	for _, n := range d.unique(v) {
		if err := reserve(c, n.field, n.key, id); err != nil {
			return err
		}
	}
	return d.put(c, found{}, v)
}

// put writes v in the place of what it was, which was found by had: nothing, when it is new.
func (d docs[T]) put(c *conn, had found, v *T) error {
	doc, err := json.Marshal(v)
	if err != nil {
		return err
	}
	id, rev := d.root(v)
	columns := append([]string{"id", "rev", "doc"}, d.columns...)
	values := append([]any{id, *rev, doc}, d.row(v)...)
	if err := c.exec(upsert(d.table, columns), values...); err != nil {
		return err
	}
	return d.become(c, id, had, d.found(v))
}

// upsert writes a row, or what has changed of it: indexes of other columns stay as they are, and so do rows that refer to it.
func upsert(table string, columns []string) string {
	var b strings.Builder
	b.WriteString(`INSERT INTO ` + table + ` (` + strings.Join(columns, ", ") + `) VALUES (?` + strings.Repeat(", ?", len(columns)-1) + `) ON CONFLICT (id) DO UPDATE SET `)
	for i, column := range columns[1:] {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(column + " = excluded." + column)
	}
	return b.String()
}

// rewrite changes v by edit, as its next revision.
func (d docs[T]) rewrite(c *conn, v *T, edit func(*T) error) error {
	had := d.found(v)
	if err := edit(v); err != nil {
		return err
	}
	_, rev := d.root(v)
	*rev++
	return d.put(c, had, v)
}

func (d docs[T]) unnote(c *conn, id string) error {
	return c.exec(`DELETE FROM concern WHERE noun = ? AND id = ?`, d.table, id)
}

// concerning lists what concerns somebody, the last created first.
func (d docs[T]) concerning(ctx context.Context, whom string, req page.Req) (page.Of[T], error) {
	from := from(req, last)
	return pageOf(ctx, d.db, req, func(v T) page.Cursor {
		id, _ := d.root(&v)
		created, _ := d.concerns(&v)
		return page.Cursor{Key: stamp(created), ID: id}
	}, `SELECT doc FROM concern JOIN `+d.table+` AS thing ON thing.id = concern.id
		WHERE noun = ? AND whom = ? AND (concern.created, concern.id) < (?, ?) ORDER BY concern.created DESC, concern.id DESC LIMIT ?`,
		d.table, whom, from.Key, from.ID)
}

// get returns the aggregate, or fault.NotFound.
func (d docs[T]) get(ctx context.Context, id string) (v T, err error) {
	err = d.db.read(ctx, func(c *conn) error { return one(c, &v, `SELECT doc FROM `+d.table+` WHERE id = ?`, id) })
	return v, err
}

// update runs edit on the stored aggregate in one atomic step, or returns fault.NotFound, fault.Taken, or edit's error.
func (d docs[T]) update(ctx context.Context, id string, edit func(*T) error) (v T, err error) {
	err = d.db.changeOf(ctx, d.news, func(c *conn) error {
		v, err = d.edit(c, id, edit)
		return err
	})
	if err != nil {
		return *new(T), err
	}
	return v, nil
}

// edit is update inside of a write.
func (d docs[T]) edit(c *conn, id string, edit func(*T) error) (v T, err error) {
	if err := one(c, &v, `SELECT doc FROM `+d.table+` WHERE id = ?`, id); err != nil {
		return v, err
	}
	had := d.unique(&v)
	return v, d.rewrite(c, &v, func(v *T) error {
		if err := edit(v); err != nil {
			return err
		}
		return rename(c, id, had, d.unique(v))
	})
}

// remove takes the aggregate away and frees its names. A missing one is no error.
func (d docs[T]) remove(ctx context.Context, id string) error {
	return d.db.changeOf(ctx, d.news, func(c *conn) error {
		var v T
		err := one(c, &v, `DELETE FROM `+d.table+` WHERE id = ? RETURNING doc`, id)
		if errors.Is(err, fault.NotFound) {
			return nil
		}
		if err == nil && d.concerns != nil {
			err = d.unnote(c, id)
		}
		if err == nil && d.shelves != nil {
			err = d.unshelve(c, id)
		}
		if err != nil {
			return err
		}
		return rename(c, id, d.unique(&v), nil)
	})
}

// rename reserves the names that an edit added and releases those it dropped.
func rename(c *conn, owner string, had, has []unique) error {
	for _, n := range has {
		if !slices.Contains(had, n) {
			if err := reserve(c, n.field, n.key, owner); err != nil {
				return err
			}
		}
	}
	for _, n := range had {
		if !slices.Contains(has, n) {
			if err := release(c, n.key); err != nil {
				return err
			}
		}
	}
	return nil
}

// sweep removes aggregates that ended before now, found by the column expires. It writes only when there are some.
func (d docs[T]) sweep(ctx context.Context, now time.Time) error {
	some := false
	err := d.db.read(ctx, func(c *conn) (err error) {
		some, err = exists(c, `SELECT 1 FROM `+d.table+` WHERE expires < ? LIMIT 1`, now)
		return err
	})
	if err != nil || !some {
		return err
	}
	return d.db.changeOf(ctx, d.news, func(c *conn) error {
		if d.concerns != nil {
			err := c.exec(`DELETE FROM concern WHERE noun = ? AND id IN (SELECT id FROM `+d.table+` WHERE expires < ?)`, d.table, now)
			if err != nil {
				return err
			}
		}
		return c.exec(`DELETE FROM `+d.table+` WHERE expires < ?`, now)
	})
}

// settling is d for clearing debts that were paid. No page shows that, but for those of a kind: what is found since then is
// shown.
func (d docs[T]) settling(paid []debt.Debt, shown string) docs[T] {
	if slices.ContainsFunc(paid, func(one debt.Debt) bool { return one.Kind == shown }) {
		return d
	}
	return d.quiet()
}
