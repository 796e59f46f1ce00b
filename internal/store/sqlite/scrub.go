package sqlite

import (
	"context"
	"fmt"
	"os"
	"time"

	"partant/internal/fault"
)

// scrubMost is how large the file may be that Scrub writes anew, in bytes. Writes wait meanwhile.
const scrubMost = 512 << 20

// Scrub writes the file anew, so that nothing is left in it of what was deleted. secure_delete overwrites what is deleted, but not the
// copy of it that stays in the room between the cells of a page when SQLite shares a full page out between several. A file above
// scrubMost is left as it is. The context bounds the wait for the writer only.
func (db *DB) Scrub(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sqlite.Scrub")
	if is, err := os.Stat(db.file); err != nil || is.Size() > scrubMost {
		return err
	}
	said := make(chan error, 1)
	select {
	case db.scrubs <- said:
		return <-said
	case <-db.closing:
		return errClosed
	case <-ctx.Done():
		return fmt.Errorf("waiting for the writer: %w: %w", fault.Unavailable, ctx.Err())
	}
}

// scrub writes the file anew by way of one beside it, then empties the log: readers that began before hold on to it for a moment.
func (c *conn) scrub() error {
	const anew = `PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY;`
	if err := kind(c.Exec(anew)); err != nil {
		return err
	}
	_ = c.BusyTimeout(time.Second)
	err := kind(c.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`))
	_ = c.BusyTimeout(5 * time.Second)
	return err
}
