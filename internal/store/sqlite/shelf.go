package sqlite

import (
	"context"

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

// quiet is the same store for writes that change nothing of what pages show.
func (d docs[T]) quiet() docs[T] {
	d.news = ofNothing
	return d
}
