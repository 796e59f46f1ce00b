package sqlite

import "slices"

// spot is one row by which an aggregate is found: its name and its rank among those of the name.
type spot struct{ name, rank string }

// beside is a table of its own in which an aggregate is found.
type beside[T any] struct {
	table          string // "": there is none
	name, rank, id string // its columns
	spots          func(*T) []spot
}

// found is all that an aggregate is found by, the columns of its own row apart: what it owes, whom it concerns, where it stands. A write
// touches only the rows that differ, so whoever changes how a noun is found migrates what is there.
type found struct{ debts, concerns, shelves, beside []spot }

// found is what v is found by as it is now. Nothing of it is shared with v.
func (d docs[T]) found(v *T) (f found) {
	for _, one := range d.owes(v) {
		f.debts = append(f.debts, spot{one.Kind, stamp(one.Due)})
	}
	if d.concerns != nil {
		created, whom := d.concerns(v)
		f.concerns = spots(whom, stamp(created))
	}
	if d.shelves != nil {
		rank, all := d.shelves(v)
		f.shelves = spots(all, rank)
	}
	if d.beside.table != "" {
		f.beside = d.beside.spots(v)
	}
	return f
}

// foundIf is found for what may not be there.
func (d docs[T]) foundIf(v *T) found {
	if v == nil {
		return found{}
	}
	return d.found(v)
}

// spots are of one rank.
func spots(names []string, rank string) []spot {
	all := make([]spot, len(names))
	for i, name := range names {
		all[i] = spot{name, rank}
	}
	return all
}

// become writes what a document is found by, where it differs from what it was found by. Debts go with the row of the document, too, by a
// trigger: see debtsOf.
func (d docs[T]) become(c *conn, id string, had, is found) error {
	for _, rows := range [...]struct {
		had, has  []spot
		take, add string
		of        []any
	}{
		{had.debts, is.debts, `DELETE FROM debt WHERE kind = ? AND due = ? AND noun = ? AND id = ?`, `INSERT OR IGNORE INTO debt (kind, due, noun, id) VALUES (?, ?, ?, ?)`, []any{d.table, id}},
		{had.concerns, is.concerns, `DELETE FROM concern WHERE whom = ? AND created = ? AND noun = ? AND id = ?`, `INSERT OR IGNORE INTO concern (whom, created, noun, id) VALUES (?, ?, ?, ?)`, []any{d.table, id}},
		{had.shelves, is.shelves, `DELETE FROM shelf WHERE shelf = ? AND rank = ? AND noun = ? AND id = ?`, `INSERT OR IGNORE INTO shelf (shelf, rank, noun, id) VALUES (?, ?, ?, ?)`, []any{d.table, id}},
		{had.beside, is.beside, d.beside.take(), d.beside.add(), []any{id}},
	} {
		if err := differ(c, rows.had, rows.has, rows.take, rows.add, rows.of); err != nil {
			return err
		}
	}
	return nil
}

func (b beside[T]) take() string {
	return `DELETE FROM ` + b.table + ` WHERE ` + b.name + ` = ? AND ` + b.rank + ` = ? AND ` + b.id + ` = ?`
}

func (b beside[T]) add() string {
	return `INSERT OR IGNORE INTO ` + b.table + ` (` + b.name + `, ` + b.rank + `, ` + b.id + `) VALUES (?, ?, ?)`
}

// differ takes away the rows of spots that are no more, and adds those of new ones; of are the values of the other columns.
func differ(c *conn, had, has []spot, take, add string, of []any) error {
	for _, s := range had {
		if !slices.Contains(has, s) {
			if err := c.exec(take, append([]any{s.name, s.rank}, of...)...); err != nil {
				return err
			}
		}
	}
	for _, s := range has {
		if !slices.Contains(had, s) {
			if err := c.exec(add, append([]any{s.name, s.rank}, of...)...); err != nil {
				return err
			}
		}
	}
	return nil
}
