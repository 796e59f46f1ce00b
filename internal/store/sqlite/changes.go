package sqlite

import (
	"context"

	"github.com/ncruces/go-sqlite3"
)

// Changes returns a number that differs from an earlier one when anything in the file has been written since, by this
// process or another.
func (db *DB) Changes(context.Context) (n uint64, err error) {
	db.watching.Lock()
	defer db.watching.Unlock()
	err = db.watcher.each(func(s *sqlite3.Stmt) error { n = uint64(s.ColumnInt64(0)); return nil }, `PRAGMA data_version`)
	return n, err
}
