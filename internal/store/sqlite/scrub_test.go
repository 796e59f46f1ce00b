package sqlite

import (
	"bytes"
	"fmt"
	"os"
	"testing"
)

// The file that is written anew is whole and smaller, the log is empty, writing goes on, and of what was deleted nothing is in it. That
// SQLite alone leaves some of it behind is seen by what erases a whole account (app.TestNothingIsLeftOfAMember).
func TestScrub(t *testing.T) {
	t.Parallel()
	db := openFresh(t)
	size := func() int64 {
		t.Helper()
		is, err := os.Stat(db.file)
		if err != nil {
			t.Fatal(err)
		}
		return is.Size()
	}
	write := func(sql string, args ...any) {
		t.Helper()
		if err := db.change(t.Context(), func(c *conn) error { return c.exec(sql, args...) }); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 300 {
		write(`INSERT INTO concern (whom, created, noun, id) VALUES (?, ?, 'comment', ?)`, []string{"zebulon", "omar"}[n%2], stamp(dawn), fmt.Sprint(n*7919%1000))
	}
	write(`DELETE FROM concern WHERE whom = 'zebulon'`)
	if err := db.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if log, err := os.Stat(db.file + "-wal"); err != nil || log.Size() > 0 {
		t.Errorf("the log: %v, %v", log, err)
	}
	full := size()
	write(`DELETE FROM concern`)
	if err := db.Scrub(t.Context()); err != nil || size() >= full {
		t.Errorf("%d bytes, then %d, %v", full, size(), err)
	}
	write(`INSERT INTO concern (whom, created, noun, id) VALUES ('nina', ?, 'comment', 'c-1')`, stamp(dawn))
	if err := Check(db); err != nil {
		t.Error(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Scrub(t.Context()); err == nil {
		t.Error("closed, it writes")
	}
	file, err := os.ReadFile(db.file)
	if err != nil || bytes.Contains(file, []byte("zebulon")) || bytes.Contains(file, []byte("omar")) || !bytes.Contains(file, []byte("nina")) {
		t.Errorf("what was deleted is in the file, or what was written is not: %v", err)
	}
}
