// Package sqlitetest gives tests stores that are new, without making their schema each time: that takes longer than most tests.
package sqlitetest

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"partant/internal/store/sqlite"
)

// empty is the file of a new store.
var empty = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "partant-empty-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	db, err := sqlite.Open(dir)
	if err == nil {
		err = db.Close()
	}
	if err == nil {
		file, err = os.ReadFile(filepath.Join(dir, sqlite.FileName))
	}
	return file, err
})

// Fill makes a data folder that of a new store.
func Fill(t testing.TB, dir string) {
	t.Helper()
	file, err := empty()
	if err = errors.Join(err, os.WriteFile(filepath.Join(dir, sqlite.FileName), file, 0o600)); err != nil {
		t.Fatal(err)
	}
}

// Dir is a data folder with a new store, which goes with the test.
func Dir(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	Fill(t, dir)
	return dir
}
