package sqlite

import (
	"context"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// glance is how old the news of other processes may be.
const glance = 50 * time.Millisecond

// Changes returns a number that differs from an earlier one when anything in the file has been written since: at once
// for the writes of this process, within 50 ms for those of others (commands that run beside a server).
func (db *DB) Changes(context.Context) (uint64, error) {
	now := time.Since(db.opened).Milliseconds()
	if last := db.glanced.Load(); now-last >= glance.Milliseconds() && db.glanced.CompareAndSwap(last, now) {
		if err := db.look(); err != nil {
			return 0, err
		}
	}
	return db.changes.Load(), nil
}

// look asks whether other connections have written. Those of this process count too, for the second time: no harm.
func (db *DB) look() error {
	db.watching.Lock()
	defer db.watching.Unlock()
	if err := db.open(); err != nil {
		return err
	}
	version := int64(0)
	err := db.watcher.each(func(s *sqlite3.Stmt) error { version = s.ColumnInt64(0); return nil }, `PRAGMA data_version`)
	if err == nil && version != db.version {
		db.version = version
		db.changes.Add(1)
	}
	return err
}
