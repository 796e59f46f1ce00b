package embedded

import (
	"context"
	"errors"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/search"
)

// writer is the one connection that writes to a file, with its statements.
type writer struct {
	conn *sqlite3.Conn
	stmt map[string]*sqlite3.Stmt
}

// The statements of a writer, by what they are for.
const (
	findDoc   = "SELECT rid, sum FROM docs WHERE id = ?"
	addDoc    = "INSERT INTO docs (id, sum, name, packed) VALUES (?, ?, ?, ?)"
	addBody   = "INSERT INTO bodies (rid, body) VALUES (?, ?)"
	post      = "INSERT INTO postings (rowid, words) VALUES (?, ?)"
	editDoc   = "UPDATE docs SET packed = ? WHERE rid = ?"
	removeDoc = "DELETE FROM docs WHERE rid = ?"
	removeTxt = "DELETE FROM bodies WHERE rid = ?"
	addValue  = "INSERT INTO vals (field, id, value) VALUES (?, ?, ?)"
	addWord   = "INSERT INTO words (id, word, used) VALUES (?, ?, ?)"
	merge     = "INSERT INTO postings (postings, rank) VALUES ('merge', ?)"
)

func newWriter(conn *sqlite3.Conn) (*writer, error) {
	w := &writer{conn: conn, stmt: make(map[string]*sqlite3.Stmt)}
	for _, sql := range []string{findDoc, addDoc, addBody, post, editDoc, removeDoc, removeTxt, addValue, addWord, merge} {
		stmt, _, err := conn.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT)
		if err != nil {
			return nil, errors.Join(err, w.close())
		}
		w.stmt[sql] = stmt
	}
	return w, nil
}

func (w *writer) close() error {
	if w == nil {
		return nil
	}
	w.conn.SetInterrupt(context.Background())
	var err error
	for _, stmt := range w.stmt {
		err = errors.Join(err, stmt.Close())
	}
	return errors.Join(err, w.conn.Close())
}

// transact runs do in one transaction, which is durable when it returns nil. When ctx ends first, nothing is written.
func (w *writer) transact(ctx context.Context, do func() error) error {
	w.conn.SetInterrupt(ctx)
	err := w.conn.Exec("BEGIN IMMEDIATE")
	if err == nil {
		err = do()
	}
	w.conn.SetInterrupt(context.Background())
	if err == nil {
		err = w.conn.Exec("COMMIT")
	}
	if err != nil && !w.conn.GetAutocommit() {
		err = errors.Join(err, w.conn.Exec("ROLLBACK"))
	}
	return err
}

// run executes a statement with arguments: int64, string or []byte.
func (w *writer) run(sql string, args ...any) error {
	stmt := w.stmt[sql]
	for i, arg := range args {
		if err := bind(stmt, i+1, arg); err != nil {
			return err
		}
	}
	return stmt.Exec()
}

func bind(stmt *sqlite3.Stmt, at int, arg any) error {
	switch arg := arg.(type) {
	case string:
		return stmt.BindText(at, arg)
	case []byte:
		return stmt.BindBlob(at, arg)
	case uint32:
		return stmt.BindInt64(at, int64(arg))
	case uint64:
		return stmt.BindInt64(at, int64(arg))
	}
	return errors.New("bind: a type that no statement has")
}

// find returns the row of a document and the sum of its texts; rid 0 when there is none.
func (w *writer) find(id string) (rid uint32, sum uint64, err error) {
	stmt := w.stmt[findDoc]
	if err := stmt.BindText(1, id); err != nil {
		return 0, 0, err
	}
	if stmt.Step() {
		rid, sum = uint32(stmt.ColumnInt64(0)), uint64(stmt.ColumnInt64(1))
	}
	return rid, sum, errors.Join(stmt.Err(), stmt.Reset())
}

// add writes a document under a rid nobody had.
func (w *writer) add(d *search.Document, a *analysis, p *packed) (uint32, error) {
	if err := w.run(addDoc, d.ID, a.sum, d.Name, p.encode()); err != nil {
		return 0, err
	}
	rid := uint32(w.conn.LastInsertRowID())
	return rid, errors.Join(w.run(addBody, rid, d.Description), w.run(post, rid, strings.Join(a.all, " ")))
}

// remove takes a document away; its postings stay, as garbage.
func (w *writer) remove(rid uint32) error {
	return errors.Join(w.run(removeDoc, rid), w.run(removeTxt, rid))
}

// save writes new words and values.
func (w *writer) save(s *stage) error {
	for i, word := range s.words {
		if err := w.run(addWord, s.firstWord+uint32(i), word, uint32(1)); err != nil {
			return err
		}
	}
	for field, values := range s.values {
		for i, value := range values {
			if err := w.run(addValue, uint32(field), s.firstValue[field]+uint32(i), value); err != nil {
				return err
			}
		}
	}
	return nil
}
