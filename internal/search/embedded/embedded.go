// Package embedded keeps the directory's index beside the program: one SQLite file, whose FTS5 table says which
// documents have a word, and columns in memory for everything else (filters, counts, orders, ranking).
//
// It serves up to some 200,000 documents. One process at a time may have the folder open.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/fault"
	"partant/internal/search"
	"partant/internal/search/french"
)

// Index is a search.Index in a folder.
type Index struct {
	dir    directory
	lex    *french.Lexicon
	unlock func() error

	mu     sync.RWMutex // held for reading by a search from beginning to end: it sees a write wholly or not at all
	cur    *content     // nil while there is none
	broken atomic.Pointer[error]

	writing    chan struct{} // holds a token: one writer at a time
	rebuilding chan struct{} // the same for Rebuild
	written    atomic.Uint64

	life    context.Context // ends when the index is closed
	stop    context.CancelFunc
	loaded  chan struct{} // closed when the background load has ended
	closing sync.Once
}

var _ search.Index = (*Index)(nil)

// ErrInUse is the fault.Unavailable of a folder that another process has open.
var ErrInUse = fmt.Errorf("another process has the index open: %w", fault.Unavailable)

var errClosed = fmt.Errorf("the search index is closed: %w", fault.Unavailable)

// Open opens the index in a folder, made when missing, and returns at once: it loads in the background, and until then
// Search answers search.ErrStarting, while writes wait. A folder that another process has open is ErrInUse.
// A file that cannot be read is no error here: the index is then unavailable and stale until it is rebuilt.
func Open(ctx context.Context, dir string, lex *french.Lexicon) (*Index, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("search index: %w: %w", fault.Unavailable, err)
	}
	unlock, err := lockFolder(directory(dir))
	if err != nil {
		return nil, fmt.Errorf("search index: %w: %w", fault.Unavailable, err)
	}
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	ix := &Index{
		dir: directory(dir), lex: lex, unlock: unlock, life: life, stop: stop,
		writing: make(chan struct{}, 1), rebuilding: make(chan struct{}, 1), loaded: make(chan struct{}),
	}
	go ix.load()
	return ix, nil
}

// load runs in the background. Nothing it does may bring the process down.
func (ix *Index) load() {
	defer close(ix.loaded)
	c, err := ix.open(ix.life)
	if err != nil {
		ix.fail(errors.Join(err, c.close()))
		return
	}
	ix.mu.Lock()
	ix.cur = c
	ix.mu.Unlock()
}

func (ix *Index) open(ctx context.Context) (c *content, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("loading the search index: %v: %w", panicked, fault.Unavailable)
		}
	}()
	number, err := ix.dir.current()
	if err != nil {
		return nil, err
	}
	if err := ix.dir.sweep(number); err != nil {
		return nil, err
	}
	c = newContent(number, ix.lex)
	if number == 0 {
		err = create(ix.dir.file(0))
	}
	if err == nil {
		err = c.attach(ix.dir.file(number))
	}
	if err == nil {
		err = c.load(ctx)
	}
	return c, err
}

// create makes the empty file of a new folder, unless a run before did.
func create(path string) error {
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		return nil
	}
	conn, err := connect(path, sqlite3.OPEN_READWRITE|sqlite3.OPEN_CREATE, "")
	if err != nil {
		return err
	}
	err = conn.Exec("BEGIN;" + tables + merging + "PRAGMA user_version=" + strconv.Itoa(schema) + "; COMMIT;")
	return errors.Join(err, conn.Close())
}

// fail notes that the index cannot answer until it is rebuilt.
func (ix *Index) fail(err error) {
	err = kindOf(context.Background(), err)
	ix.broken.Store(&err)
}

// Ready blocks until the index has loaded, and returns why it cannot answer when it cannot.
func (ix *Index) Ready(ctx context.Context) error {
	select {
	case <-ix.loaded:
		return ix.usable()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (ix *Index) usable() error {
	if err := ix.broken.Load(); err != nil {
		return *err
	}
	select {
	case <-ix.loaded:
		return nil
	default:
		return search.ErrStarting
	}
}

// Status says whether the index can answer. It is stale when nobody filled it yet, when its file cannot be read, and
// when more than a quarter of it is garbage.
func (ix *Index) Status(ctx context.Context) (search.Status, error) {
	if err := ctx.Err(); err != nil {
		return search.Status{}, err
	}
	switch err := ix.usable(); {
	case errors.Is(err, search.ErrStarting):
		return search.Status{}, nil
	case errors.Is(err, errClosed):
		return search.Status{}, err
	case err != nil:
		return search.Status{Stale: true}, nil
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	t := ix.cur.t
	const enough = 1000 // rows of garbage that nobody would notice
	garbage := t.garbage() > enough && t.garbage() > t.live/3
	return search.Status{Ready: true, Documents: t.live, Stale: ix.cur.number == 0 || garbage}, nil
}

// Hoards reports whether the file may still have words of documents that are gone: those of a garbage row stay until the
// next Rebuild.
func (ix *Index) Hoards() bool {
	if ix.usable() != nil {
		return true // nobody knows
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return ix.cur.t.garbage() > 0
}

// Close lets writes and searches end, gives up a Rebuild and lets go of the folder. Everything afterwards is fault.Unavailable.
func (ix *Index) Close() error {
	var err error
	ix.closing.Do(func() {
		ix.stop()
		<-ix.loaded
		ix.rebuilding <- struct{}{}
		ix.writing <- struct{}{}
		ix.broken.Store(&errClosed)
		ix.mu.Lock()
		defer ix.mu.Unlock()
		err = errors.Join(ix.cur.close(), ix.unlock())
		ix.cur = nil
		<-ix.writing
		<-ix.rebuilding
	})
	return err
}
