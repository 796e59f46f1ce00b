package sqlite

import (
	"cmp"
	"context"
	"slices"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/page"
)

func (d docs[T]) unshelve(c *conn, id string) error {
	return c.exec(`DELETE FROM shelf WHERE noun = ? AND id = ?`, d.table, id)
}

// onShelf lists what stands on a shelf, the greatest rank first.
func (d docs[T]) onShelf(ctx context.Context, shelf string, req page.Req) (page.Of[T], error) {
	return d.between(ctx, shelf, "", last, req)
}

// between is onShelf for two ranks and what lies between them.
func (d docs[T]) between(ctx context.Context, shelf, least, greatest string, req page.Req) (page.Of[T], error) {
	from := from(req, greatest+last)
	if from.Key > greatest {
		from = page.Cursor{Key: greatest + last}
	}
	return pageOf(ctx, d.db, req, func(v T) page.Cursor {
		id, _ := d.root(&v)
		rank, _ := d.shelves(&v)
		return page.Cursor{Key: rank, ID: id}
	}, `SELECT doc FROM shelf JOIN `+d.table+` AS thing ON thing.id = shelf.id
		WHERE noun = ? AND shelf = ? AND (rank, shelf.id) < (?, ?) AND rank >= ? ORDER BY rank DESC, shelf.id DESC LIMIT ?`,
		d.table, shelf, from.Key, from.ID, least)
}

// onShelves is onShelf for what stands on any of some, each once: the first of each are found, then those read that come first of all.
func (d docs[T]) onShelves(ctx context.Context, shelves []string, req page.Req) (page.Of[T], error) {
	from, key := from(req, last), func(v T) page.Cursor {
		id, _ := d.root(&v)
		rank, _ := d.shelves(&v)
		return page.Cursor{Key: rank, ID: id}
	}
	var found []T
	err := d.db.read(ctx, func(c *conn) error {
		return snapshot(c, func() error {
			var heads []page.Cursor
			for _, shelf := range shelves {
				err := c.each(func(row *sqlite3.Stmt) error {
					heads = append(heads, page.Cursor{Key: row.ColumnText(0), ID: row.ColumnText(1)})
					return nil
				}, `SELECT rank, id FROM shelf WHERE noun = ? AND shelf = ? AND (rank, id) < (?, ?) ORDER BY rank DESC, id DESC LIMIT ?`,
					d.table, shelf, from.Key, from.ID, req.Limit+1)
				if err != nil {
					return err
				}
			}
			for _, h := range firstOf(heads, req.Limit+1) {
				if err := c.each(appendTo(&found), `SELECT doc FROM `+d.table+` WHERE id = ?`, h.ID); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return page.Of[T]{}, err
	}
	return page.Cut(found, req.Limit, key), nil
}

// firstOf are the greatest of what several lists begin with, each once.
func firstOf(heads []page.Cursor, most int) []page.Cursor {
	slices.SortFunc(heads, func(a, b page.Cursor) int { return cmp.Or(cmp.Compare(b.Key, a.Key), cmp.Compare(b.ID, a.ID)) })
	heads = slices.Compact(heads)
	return heads[:min(len(heads), most)]
}

// upShelf lists what stands on a shelf, the smallest rank first.
func (d docs[T]) upShelf(ctx context.Context, shelf string, req page.Req) (page.Of[T], error) {
	from := from(req, "")
	return pageOf(ctx, d.db, req, func(v T) page.Cursor {
		id, _ := d.root(&v)
		rank, _ := d.shelves(&v)
		return page.Cursor{Key: rank, ID: id}
	}, `SELECT doc FROM shelf JOIN `+d.table+` AS thing ON thing.id = shelf.id
		WHERE noun = ? AND shelf = ? AND (rank, shelf.id) > (?, ?) ORDER BY rank, shelf.id LIMIT ?`, d.table, shelf, from.Key, from.ID)
}

// quiet is the same store for writes that change nothing of what pages show.
func (d docs[T]) quiet() docs[T] {
	d.news = ofNothing
	return d
}
