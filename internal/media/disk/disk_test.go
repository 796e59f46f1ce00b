package disk

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/media/mediatest"
)

func open(t *testing.T) Files {
	t.Helper()
	f, err := Open(filepath.Join(t.TempDir(), "photos"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFiles(t *testing.T) {
	t.Parallel()
	mediatest.Files(t, func(t *testing.T) media.Files { return open(t) })
}

// No name leads out of the folder, and nobody else reads what is in it.
func TestInside(t *testing.T) {
	t.Parallel()
	f := open(t)
	for _, name := range []string{"../x", "/x", "a/../../x", "..", "x\\y", "x.part", strings.Repeat("x", 101)} {
		if err := f.Put(t.Context(), name, []byte("x")); !errors.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if err := f.Put(t.Context(), "019ab-320", []byte("x")); err != nil {
		t.Fatal(err)
	}
	count := 0
	err := filepath.WalkDir(filepath.Dir(f.dir), func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if count++; err == nil && path != filepath.Dir(f.dir) && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is open to others: %v", path, info.Mode())
		}
		return err
	})
	if err != nil || count != 4 { // the parent, the folder, one of its folders, the file
		t.Errorf("%d, %v", count, err)
	}
}

// What a kill left half written is never read, and goes with the file.
func TestHalfWritten(t *testing.T) {
	t.Parallel()
	f := open(t)
	path, err := f.path("019ab-320")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path+".part", []byte("ha"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Get(t.Context(), "019ab-320"); !errors.Is(err, fault.NotFound) {
		t.Errorf("half a file: %v", err)
	}
	if err := f.Put(t.Context(), "019ab-320", []byte("whole")); err != nil {
		t.Fatal(err)
	}
	if got, err := f.Get(t.Context(), "019ab-320"); err != nil || !bytes.Equal(got, []byte("whole")) {
		t.Errorf("%q, %v", got, err)
	}
	if err := os.WriteFile(path+".part", []byte("ha"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.Delete(t.Context(), "019ab-320"); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// A folder that cannot be written to is fault.Unavailable, and what is there is still read.
func TestAway(t *testing.T) {
	t.Parallel()
	f := open(t)
	if err := os.WriteFile(filepath.Join(f.dir, "f9a"), nil, 0o600); err != nil { // where a folder should be
		t.Fatal(err)
	}
	if err := f.Put(t.Context(), "0199a-320", []byte("x")); !errors.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
	if _, err := Open("/dev/null/photos"); err == nil {
		t.Error("no folder, no error")
	}
}
