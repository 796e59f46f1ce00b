package sqlite

import (
	"errors"
	"fmt"
	"time"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/fault"
)

// conn is one connection with its prepared statements. One goroutine uses it at a time.
type conn struct {
	*sqlite3.Conn
	stmts map[string]*sqlite3.Stmt
}

// pragmas hold on every connection: SAFETY of writes first, then small caches (they multiply by connection).
const pragmas = `
	PRAGMA busy_timeout = 5000;
	PRAGMA journal_mode = WAL;
	PRAGMA synchronous = FULL;
	PRAGMA foreign_keys = ON;
	PRAGMA secure_delete = ON; -- what is erased is overwritten
	PRAGMA temp_store = MEMORY;
	PRAGMA cache_size = -4000;`

func openConn(file string) (*conn, error) {
	c, err := sqlite3.Open(file)
	if err != nil {
		return nil, kind(err)
	}
	if err := c.Exec(pragmas); err != nil {
		return nil, kind(errors.Join(err, c.Close()))
	}
	return &conn{Conn: c, stmts: map[string]*sqlite3.Stmt{}}, nil
}

// close lets go of the statements, then of the file.
func (c *conn) close() error {
	for _, s := range c.stmts {
		s.Close()
	}
	return c.Conn.Close()
}

// each runs sql and calls row for each row of its answer. Column texts are only valid inside row.
func (c *conn) each(row func(*sqlite3.Stmt) error, sql string, args ...any) (err error) {
	stmt, err := c.prepared(sql)
	if err != nil {
		return err
	}
	defer func() { // Reset repeats the error of the last Step
		if resetErr := stmt.Reset(); err == nil {
			err = kind(resetErr)
		}
	}()
	if err := bind(stmt, args); err != nil {
		return err
	}
	for stmt.Step() {
		if err := row(stmt); err != nil {
			return err
		}
	}
	return kind(stmt.Err())
}

// exec runs a statement that answers no rows.
func (c *conn) exec(sql string, args ...any) error {
	return c.each(func(*sqlite3.Stmt) error { return nil }, sql, args...)
}

func (c *conn) prepared(sql string) (*sqlite3.Stmt, error) {
	if s := c.stmts[sql]; s != nil {
		return s, nil
	}
	s, _, err := c.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT)
	if err != nil {
		return nil, fmt.Errorf("prepare %.80q: %w", sql, err)
	}
	c.stmts[sql] = s
	return s, nil
}

func bind(stmt *sqlite3.Stmt, args []any) (err error) {
	for i, arg := range args {
		switch v := arg.(type) {
		case nil:
			err = stmt.BindNull(i + 1)
		case string:
			err = stmt.BindText(i+1, v)
		case int:
			err = stmt.BindInt(i+1, v)
		case int64:
			err = stmt.BindInt64(i+1, v)
		case bool:
			err = stmt.BindBool(i+1, v)
		case []byte:
			err = stmt.BindBlob(i+1, v)
		case time.Time:
			err = bindTime(stmt, i+1, v)
		default:
			err = fmt.Errorf("no way to bind a %T", arg)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bindTime stores an instant as text that sorts; the zero time is NULL, which no range holds.
func bindTime(stmt *sqlite3.Stmt, i int, t time.Time) error {
	if t.IsZero() {
		return stmt.BindNull(i)
	}
	return stmt.BindText(i, stamp(t))
}

const stampLayout = "2006-01-02T15:04:05.000Z"

func stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

// kind makes a fault of what SQLite says, here and nowhere else.
func kind(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sqlite3.FULL), errors.Is(err, sqlite3.IOERR_WRITE), errors.Is(err, sqlite3.IOERR_SHMSIZE):
		return fmt.Errorf("%w: %w", fault.Full, err)
	case errors.Is(err, sqlite3.BUSY), errors.Is(err, sqlite3.IOERR), errors.Is(err, sqlite3.CANTOPEN),
		errors.Is(err, sqlite3.CORRUPT), errors.Is(err, sqlite3.NOTADB), errors.Is(err, sqlite3.READONLY):
		return fmt.Errorf("%w: %w", fault.Unavailable, err)
	}
	return err
}
