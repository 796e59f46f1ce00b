package sqlite

import (
	"os"
	"testing"
	"time"

	"partant/internal/comment"
)

// Closing waits for who reads, and leaves nothing of the log: what was erased is in no file.
func TestCloseWaitsForReaders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Comments().Insert(t.Context(), comment.Comment{ID: "c-1", Created: dawn}); err != nil {
		t.Fatal(err)
	}
	reading, enough, read := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		read <- db.read(t.Context(), func(c *conn) error {
			close(reading)
			<-enough
			return c.exec(`SELECT 1 FROM comment`)
		})
	}()
	<-reading
	closed := make(chan error)
	go func() { closed <- db.Close() }()
	<-db.closing
	select {
	case err := <-closed:
		t.Fatalf("closed under a reader: %v", err)
	case <-time.After(20 * time.Millisecond): // it may not have come so far yet: then this proves less
	}
	close(enough)
	if err := <-read; err != nil {
		t.Errorf("the reader: %v", err)
	}
	if err := <-closed; err != nil {
		t.Errorf("closing: %v", err)
	}
	if _, err := os.Stat(db.file + "-wal"); !os.IsNotExist(err) {
		t.Errorf("the log stays: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Errorf("closing once more: %v", err)
	}
}
