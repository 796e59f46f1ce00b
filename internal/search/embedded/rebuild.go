package embedded

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strconv"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/search"
)

// Rebuild builds another file beside the one that answers, and takes its place when it is whole and on the disk.
func (ix *Index) Rebuild(ctx context.Context, docs iter.Seq2[search.Document, error]) (search.Report, error) {
	begun := time.Now()
	select {
	case <-ix.loaded:
	case <-ctx.Done():
		return search.Report{}, ctx.Err()
	}
	if err := take(ctx, ix.rebuilding); err != nil {
		return search.Report{}, err
	}
	defer func() { <-ix.rebuilding }()
	if errors.Is(ix.usable(), errClosed) {
		return search.Report{}, errClosed
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ix.life, cancel)()
	n, err := ix.rebuild(ctx, docs)
	if ix.life.Err() != nil && err != nil {
		err = errClosed
	}
	if err != nil {
		return search.Report{}, fmt.Errorf("rebuilding the search index: %w", err)
	}
	return search.Report{Documents: n, Took: time.Since(begun)}, nil
}

func (ix *Index) rebuild(ctx context.Context, docs iter.Seq2[search.Document, error]) (int, error) {
	number, err := ix.dir.next()
	if err != nil {
		return 0, kindOf(ctx, err)
	}
	fresh := newContent(number, ix.lex)
	if err := fresh.build(ctx, ix.dir, docs); err != nil {
		return 0, errors.Join(err, fresh.close(), ix.dir.remove(number))
	}
	n := fresh.t.live
	ix.writing <- struct{}{}
	old, err := ix.swap(fresh)
	<-ix.writing
	if err != nil {
		return 0, errors.Join(kindOf(ctx, err), fresh.close(), ix.dir.remove(number))
	}
	if old != nil {
		// The new index answers: that the old one leaves something behind is no failure. The next start sweeps.
		_ = errors.Join(old.close(), ix.dir.remove(old.number))
	}
	return n, nil
}

// swap makes fresh the content that counts, first on the disk, then in memory, and returns the one it replaces.
func (ix *Index) swap(fresh *content) (*content, error) {
	if err := ix.dir.point(fresh.number); err != nil {
		return nil, err
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	old := ix.cur
	ix.cur = fresh
	ix.broken.Store(nil)
	return old, nil
}

// next returns a number that no file has.
func (d directory) next() (int, error) {
	files, err := filepath.Glob(filepath.Join(string(d), "index-*.db*"))
	highest := 0
	for _, file := range files {
		var number int
		if _, err := fmt.Sscanf(filepath.Base(file), "index-%d.db", &number); err == nil {
			highest = max(highest, number)
		}
	}
	return highest + 1, err
}

// building trades safety for speed: until CURRENT names it, a file that a crash cuts short is swept away.
const building = `PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000; PRAGMA locking_mode=EXCLUSIVE;`

// build fills a new file and reopens it for use.
func (c *content) build(ctx context.Context, dir directory, docs iter.Seq2[search.Document, error]) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = kindOf(ctx, fmt.Errorf("%v: %w", panicked, errPanicked))
		}
	}()
	path := dir.file(c.number)
	if err := c.fill(ctx, path, docs); err != nil {
		return err
	}
	c.t.settle()
	return kindOf(ctx, errors.Join(c.attach(path), syncPath(path), syncPath(string(dir))))
}

func (c *content) fill(ctx context.Context, path string, docs iter.Seq2[search.Document, error]) error {
	conn, err := connect(path, sqlite3.OPEN_READWRITE|sqlite3.OPEN_CREATE, building)
	if err != nil {
		return kindOf(ctx, err)
	}
	const mostHashed = "16000000" // bytes of postings kept before they are written: few large segments
	err = conn.Exec(tables + merging + "INSERT INTO postings (postings, rank) VALUES ('hashsize', " + mostHashed + "); BEGIN;")
	if err != nil {
		return errors.Join(kindOf(ctx, err), conn.Close())
	}
	w, err := newWriter(conn)
	if err != nil {
		return kindOf(ctx, err)
	}
	conn.SetInterrupt(ctx)
	err = c.pour(ctx, w, docs)
	if err == nil {
		err = kindOf(ctx, c.seal(w))
	}
	return errors.Join(err, kindOf(ctx, w.close()))
}

// pour writes the documents one by one.
func (c *content) pour(ctx context.Context, w *writer, docs iter.Seq2[search.Document, error]) error {
	for d, err := range docs {
		if err == nil {
			err = errors.Join(ctx.Err(), d.Check())
		}
		if err != nil {
			return err
		}
		s := newStage(c.t)
		a := c.analyser.analyse(&d)
		done, err := w.put(s, &d, &a)
		if err != nil {
			return kindOf(ctx, err)
		}
		s.commit(false)
		c.t.take(&done)
	}
	return ctx.Err()
}

// take applies a change to a table that is not settled.
func (t *table) take(c *change) {
	if c.before != 0 {
		t.drop(c.before)
	}
	t.load(c.now, c.id, c.name, &c.packed)
	for _, word := range c.used {
		t.vocab.used[word]++
	}
}

// seal writes what is known only at the end, and leaves the postings in one piece, which is the fastest to read.
func (c *content) seal(w *writer) error {
	for id := 1; id < len(c.t.vocab.words); id++ {
		if err := w.run(addWord, uint32(id), c.t.vocab.words[id], c.t.vocab.used[id]); err != nil {
			return err
		}
	}
	for field := range c.t.dicts {
		for id, value := range c.t.dicts[field].values[1:] {
			if err := w.run(addValue, uint32(field), uint32(id+1), value); err != nil {
				return err
			}
		}
	}
	return w.conn.Exec(lift + "PRAGMA user_version=" + strconv.Itoa(schema) + "; COMMIT;")
}

// lift puts the postings in one piece, which is the fastest to read, and then twice more with a row that no search asks
// for: each time the piece comes to lie higher in the pile that FTS5 merges from below, so that the first thousand
// writes need not rewrite all of it.
const lift = `INSERT INTO postings (postings, rank) VALUES ('hashsize', 1000000);
INSERT INTO postings (rowid, words) VALUES (-1, 'x'); INSERT INTO postings (postings) VALUES ('optimize');
INSERT INTO postings (rowid, words) VALUES (-2, 'x'); INSERT INTO postings (postings) VALUES ('optimize');
INSERT INTO postings (rowid, words) VALUES (-3, 'x'); INSERT INTO postings (postings) VALUES ('optimize');`
