package sqlite

import (
	"github.com/ncruces/go-sqlite3"

	"partant/internal/fault"
)

// reserve takes a unique name for owner, who may have it already; fault.Taken{field} when another has it.
func reserve(c *conn, field, key, owner string) error {
	holder := ""
	read := func(s *sqlite3.Stmt) error { holder = s.ColumnText(0); return nil }
	if err := c.each(read, `SELECT owner FROM name WHERE key = ?`, key); err != nil {
		return err
	}
	switch holder {
	case owner:
		return nil
	case "":
		return c.exec(`INSERT INTO name (key, owner) VALUES (?, ?)`, key, owner)
	}
	return fault.Taken{Field: field}
}

func release(c *conn, key string) error { return c.exec(`DELETE FROM name WHERE key = ?`, key) }
