package embedded

import (
	"context"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/fault"
	"partant/internal/search"
	"partant/internal/search/french"
)

// content is one file of the index and what memory holds of it.
type content struct {
	number   int
	lex      *french.Lexicon
	analyser analyser
	t        *table
	kept     *keptPostings
	pool     *readPool
	w        *writer
}

const durable = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"

// errSchema says that a file was made by another version of the program.
var errSchema = fmt.Errorf("the search index was made by another version: %w", fault.Unavailable)

func newContent(number int, lex *french.Lexicon) *content {
	return &content{
		number: number, lex: lex, t: newTable(lex), kept: newKeptPostings(),
		analyser: analyser{lex: lex, seen: make(map[string]bool)},
	}
}

// attach opens the connections of a content whose file is whole.
func (c *content) attach(path string) error {
	conn, err := connect(path, sqlite3.OPEN_READWRITE, durable)
	if err != nil {
		return err
	}
	if c.w, err = newWriter(conn); err != nil {
		return err
	}
	c.pool = newReadPool(path)
	return nil
}

func (c *content) close() error {
	if c == nil {
		return nil
	}
	if c.pool != nil {
		c.pool.close()
	}
	return c.w.close()
}

// write stores documents and deletions in one transaction and returns what the table must apply, with the stage to
// commit first. Documents have different ids.
func (c *content) write(ctx context.Context, docs []search.Document, deleted []string) ([]change, *stage, error) {
	s := newStage(c.t)
	changes := make([]change, 0, len(docs)+len(deleted))
	cut := make([]analysis, len(docs))
	for i := range docs {
		cut[i] = c.analyser.analyse(&docs[i])
	}
	err := c.w.transact(ctx, func() error {
		for i := range docs {
			done, err := c.w.put(s, &docs[i], &cut[i])
			if err != nil {
				return err
			}
			changes = append(changes, done)
		}
		for _, id := range deleted {
			rid, _, err := c.w.find(id)
			if err != nil {
				return err
			}
			if rid != 0 {
				changes = append(changes, change{before: rid})
				err = c.w.remove(rid)
			}
			if err != nil {
				return err
			}
		}
		return errors.Join(c.w.save(s), c.w.tidy(len(docs)))
	})
	return changes, s, err
}

// tidy merges a few pages of the postings, where there are small pieces to merge: enough to keep up with what n
// documents bring, little enough for nobody to notice.
func (w *writer) tidy(n int) error {
	const pages = 16
	if n == 0 {
		return nil
	}
	return w.run(merge, uint32(pages+n))
}

// put writes one document. When no text changed it keeps its rid: popular pages gain followers all day, and must not
// make garbage.
func (w *writer) put(s *stage, d *search.Document, a *analysis) (change, error) {
	before, sum, err := w.find(d.ID)
	if err != nil {
		return change{}, err
	}
	done := change{before: before, id: d.ID, name: d.Name, packed: s.pack(d, a)}
	if before != 0 && sum == a.sum {
		done.now = before
		return done, w.run(editDoc, done.packed.encode(), before)
	}
	if before != 0 {
		err = w.remove(before)
	}
	if err == nil {
		done.used = s.used(a)
		done.now, err = w.add(d, a, &done.packed)
	}
	return done, err
}

// load reads a file into memory.
func (c *content) load(ctx context.Context) error {
	conn := c.w.conn
	conn.SetInterrupt(ctx)
	defer conn.SetInterrupt(context.Background())
	version, last := 0, uint32(0)
	err := errors.Join(
		each(conn, "PRAGMA user_version", func(row *sqlite3.Stmt) error { version = row.ColumnInt(0); return nil }),
		each(conn, "SELECT seq FROM sqlite_sequence WHERE name = 'docs'", func(row *sqlite3.Stmt) error {
			last = uint32(row.ColumnInt64(0))
			return nil
		}))
	if version != schema {
		return errors.Join(errSchema, err)
	}
	c.t.reserve(int(last))
	err = errors.Join(err, each(conn, "SELECT field, value FROM vals ORDER BY field, id", c.loadValue))
	err = errors.Join(err, each(conn, "SELECT word, used FROM words ORDER BY id", c.loadWord))
	err = errors.Join(err, each(conn, "SELECT rid, id, name, packed FROM docs ORDER BY rid", c.loadDocs()))
	if err == nil {
		c.t.settle()
	}
	return err
}

// each calls take for each row of a query.
func each(conn *sqlite3.Conn, sql string, take func(row *sqlite3.Stmt) error) error {
	stmt, _, err := conn.Prepare(sql)
	if err != nil {
		return err
	}
	for err == nil && stmt.Step() {
		err = take(stmt)
	}
	return errors.Join(err, stmt.Err(), stmt.Close())
}

func (c *content) loadValue(row *sqlite3.Stmt) error {
	field := row.ColumnInt(0)
	if field < 0 || field >= fields {
		return errRow
	}
	c.t.dicts[field].add(row.ColumnText(1))
	return nil
}

func (c *content) loadWord(row *sqlite3.Stmt) error {
	c.t.vocab.add(row.ColumnText(0), uint32(row.ColumnInt64(1)))
	return nil
}

func (c *content) loadDocs() func(*sqlite3.Stmt) error {
	var p packed
	return func(row *sqlite3.Stmt) error {
		rid := row.ColumnInt64(0)
		if err := p.decode(row.ColumnRawBlob(3)); err != nil {
			return err
		}
		if rid < 1 || rid >= int64(len(c.t.rows)) || !c.t.knows(&p) {
			return errRow
		}
		c.t.load(uint32(rid), row.ColumnText(1), row.ColumnText(2), &p)
		return nil
	}
}

// reserve makes room for the rows up to last, so that loading does not grow lists again and again.
func (t *table) reserve(last int) {
	room := last + last/8 + 1
	t.rows = append(make([]row, 0, room), make([]row, last+1)...)
	t.at = append(make([]vector, 0, room), make([]vector, last+1)...)
	t.ids = append(make([]string, 0, room), make([]string, last+1)...)
	t.names = append(make([]string, 0, room), make([]string, last+1)...)
	const wordsOfADocument, valuesOfADocument = 26, 6
	t.words = make([]uint32, 0, room*wordsOfADocument)
	t.values = make([]uint32, 0, room*valuesOfADocument)
}

// knows reports whether the words and values of p are in the dictionaries.
func (t *table) knows(p *packed) bool {
	for _, word := range p.words {
		if word == 0 || int(word) >= len(t.vocab.words) {
			return false
		}
	}
	for field, value := range p.single {
		if int(value) >= len(t.dicts[field].values) {
			return false
		}
	}
	rest := p.values
	for i, n := range p.list {
		for _, value := range rest[:n] {
			if value == 0 || int(value) >= len(t.dicts[singles+i].values) {
				return false
			}
		}
		rest = rest[n:]
	}
	return true
}
