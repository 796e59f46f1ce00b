// Package sqlite keeps the documents of Partant in one SQLite file: readers beside one writer that commits in groups.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/fault"
)

// DB is the open store. Safe for concurrent use.
type DB struct {
	file    string
	readers *pool
	jobs    chan job
	scrubs  chan chan error
	closing chan struct{} // closed by Close: no more jobs
	done    chan struct{} // closed when the writer has gone
	once    sync.Once

	// See Changes.
	opened   time.Time
	counts   [counters]counter
	glanced  atomic.Int64 // milliseconds since opened
	watching sync.Mutex
	watcher  *conn
	version  int64
	written  atomic.Uint64 // differs once anything was written
	calms    sync.Map      // calm by what is looked for
}

// FileName is the file inside the data folder.
const FileName = "partant.db"

// readerCount keeps memory small: caches multiply by connection (SPEED.md).
const readerCount = 4

// Open opens the store in dir, making both when they are missing, and brings its schema up to date.
// A folder written by a newer version is refused with a sentence for its administrator.
func Open(dir string) (_ *DB, err error) {
	defer fault.Wrap(&err, "sqlite.Open(%s)", dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	file := filepath.Join(dir, FileName)
	db := &DB{
		file:    file,
		readers: newPool(readerCount, func() (*conn, error) { return openConn(file) }),
		jobs:    make(chan job),
		scrubs:  make(chan chan error),
		closing: make(chan struct{}),
		done:    make(chan struct{}),
		opened:  time.Now(),
	}
	writer, err := openConn(db.file)
	if err != nil {
		return nil, err
	}
	if err := migrate(writer); err != nil {
		return nil, errors.Join(err, writer.close())
	}
	if db.watcher, err = openConn(db.file); err != nil {
		return nil, errors.Join(err, writer.close())
	}
	go db.write(writer)
	return db, nil
}

// Close waits for what is under way and closes the file, whose log goes with the last connection. The DB is not used after it.
func (db *DB) Close() (err error) {
	db.once.Do(func() {
		close(db.closing)
		<-db.done
		db.watching.Lock()
		defer db.watching.Unlock()
		err = errors.Join(db.readers.close(), db.watcher.close())
	})
	return err
}

// Ping reports whether the store can read and, when it could not write for want of room, whether it can again.
func (db *DB) Ping(ctx context.Context) error {
	return db.read(ctx, func(c *conn) error { return c.exec(`SELECT 1 FROM schema`) })
}

// read runs f on a connection of its own. A statement that f starts sees one state of the store.
func (db *DB) read(ctx context.Context, f func(*conn) error) error {
	if err := db.open(); err != nil {
		return err
	}
	c, err := db.reader(ctx)
	if err != nil {
		return err
	}
	defer db.readers.give(c)
	return f(c)
}

// reader takes a connection that nobody uses. It waits only when there is none: waiting has a price (clock.Within).
func (db *DB) reader(ctx context.Context) (*conn, error) {
	select {
	case <-db.readers.free:
		return db.readers.take()
	default:
	}
	select {
	case <-db.readers.free:
		return db.readers.take()
	case <-db.closing:
		return nil, errClosed
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for a reader: %w: %w", fault.Unavailable, ctx.Err())
	}
}

// Check reads the whole file and reports what is broken in it; nil when nothing is.
func Check(db *DB) error {
	return db.read(context.Background(), func(c *conn) error {
		return c.each(func(s *sqlite3.Stmt) error {
			if said := s.ColumnText(0); said != "ok" {
				return fmt.Errorf("integrity: %s: %w", said, fault.Unavailable)
			}
			return nil
		}, `PRAGMA integrity_check`)
	})
}

var errClosed = fmt.Errorf("the store is closed: %w", fault.Unavailable)

// open returns fault.Unavailable once the store is closed.
func (db *DB) open() error {
	select {
	case <-db.closing:
		return errClosed
	default:
		return nil
	}
}
