package embedded

import (
	"context"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/ext/fts5"

	"partant/internal/fault"
)

// schema is raised when the tables, the packing of rows or the way words are cut change: older files are not read.
const schema = 1

// The postings hold the words of a document under its rid, and are only ever added to: deleting from them makes every
// later search several times slower, and rows that are never reused let answers be kept. See garbage.
const tables = `
CREATE TABLE docs (rid INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sum INTEGER NOT NULL, name TEXT NOT NULL, packed BLOB NOT NULL);
CREATE TABLE bodies (rid INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE vals (field INTEGER NOT NULL, id INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (field, id)) WITHOUT ROWID;
CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL, used INTEGER NOT NULL);
CREATE VIRTUAL TABLE postings USING fts5 (words, content='', columnsize=0, detail=none, prefix='3', tokenize='ascii');`

// merging leaves it to the writer how much of the postings is rewritten, and when. By itself FTS5 does little for many
// writes and then, in one of them, all of it: half a second.
const merging = `INSERT INTO postings (postings, rank) VALUES ('automerge', 0);
INSERT INTO postings (postings, rank) VALUES ('crisismerge', 200);`

// Small caches: each connection has its own, and the postings that are asked for often are kept above them.
const (
	readers  = 4
	settings = `PRAGMA busy_timeout=5000; PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=FAST;`
)

// connect opens a connection to the file at path.
func connect(path string, flags sqlite3.OpenFlag, pragmas string) (*sqlite3.Conn, error) {
	conn, err := sqlite3.OpenFlags(path, flags)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(fts5.Register(conn), conn.Exec(settings+pragmas)); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// readPool lends connections that read, at most readers at a time.
type readPool struct {
	path  string
	slots chan *readConn // nil is one that is not open yet
}

// readConn is a connection with its statements.
type readConn struct {
	conn     *sqlite3.Conn
	postings *sqlite3.Stmt
	card     *sqlite3.Stmt
}

func newReadPool(path string) *readPool {
	p := &readPool{path: path, slots: make(chan *readConn, readers)}
	for range readers {
		p.slots <- nil
	}
	return p
}

// use lends a connection to do. One that fails, or panics, is not lent again, unless ctx is what ended it.
func (p *readPool) use(ctx context.Context, do func(*readConn) error) (err error) {
	var r *readConn
	select {
	case r = <-p.slots:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("reading the index: %v: %w", panicked, fault.Unavailable)
		}
		if err != nil && !errors.Is(err, sqlite3.INTERRUPT) {
			r = r.discard()
		}
		p.slots <- r
	}()
	if r == nil {
		if r, err = openReader(p.path); err != nil {
			return err
		}
	}
	r.conn.SetInterrupt(ctx)
	return do(r)
}

func openReader(path string) (*readConn, error) {
	conn, err := connect(path, sqlite3.OPEN_READWRITE, "PRAGMA query_only=ON;")
	if err != nil {
		return nil, err
	}
	r := &readConn{conn: conn}
	r.postings, _, err = conn.PrepareFlags("SELECT rowid FROM postings WHERE postings MATCH ? AND rowid > ?", sqlite3.PREPARE_PERSISTENT)
	if err == nil {
		r.card, _, err = conn.PrepareFlags("SELECT name, body FROM docs JOIN bodies USING (rid) WHERE id = ?", sqlite3.PREPARE_PERSISTENT)
	}
	if err != nil {
		return r.discard(), err
	}
	return r, nil
}

// discard closes the connection, whatever state it is in, and returns nil. An error then has nobody to go to: what
// made the connection useless was told already.
func (r *readConn) discard() *readConn {
	if r == nil {
		return nil
	}
	defer func() { _ = recover() }()
	_ = r.postings.Close()
	_ = r.card.Close()
	_ = r.conn.Close()
	return nil
}

// close ends all connections. Nobody may be using one.
func (p *readPool) close() {
	for range readers {
		(<-p.slots).discard()
	}
}

// find returns the rids after from, in order, whose words match.
func (r *readConn) find(match string, from uint32) ([]uint32, error) {
	if err := errors.Join(r.postings.BindText(1, match), r.postings.BindInt64(2, int64(from))); err != nil {
		return nil, err
	}
	var rids []uint32
	for r.postings.Step() {
		rids = append(rids, uint32(r.postings.ColumnInt64(0)))
	}
	return rids, errors.Join(r.postings.Err(), r.postings.Reset())
}

// text returns what a document was given as name and description. It asks by id: the row may have been replaced since
// the search began.
func (r *readConn) text(id string) (name, body string, err error) {
	if err := r.card.BindText(1, id); err != nil {
		return "", "", err
	}
	if r.card.Step() {
		name, body = r.card.ColumnText(0), r.card.ColumnText(1)
	}
	return name, body, errors.Join(r.card.Err(), r.card.Reset())
}

// kindOf turns what SQLite says into a fault, or the context's error when that is why it stopped.
func kindOf(ctx context.Context, err error) error {
	var code sqlite3.ErrorCode
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fault.Invalid) || errors.Is(err, fault.Unavailable):
		return err
	case errors.As(err, &code) && code == sqlite3.FULL:
		return fmt.Errorf("%w: %w", fault.Full, err)
	}
	return fmt.Errorf("%w: %w", fault.Unavailable, err)
}

// damaged reports whether err says that the file cannot be trusted any more.
func damaged(err error) bool {
	return errors.Is(err, sqlite3.CORRUPT) || errors.Is(err, sqlite3.NOTADB) || errors.Is(err, errRow)
}
