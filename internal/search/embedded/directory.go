package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"partant/internal/fault"
)

// directory is the folder of an index: one SQLite file for each Rebuild, and CURRENT, which names the one that counts.
// A Rebuild writes a new file beside the old one and renames CURRENT last, so that a crash leaves one whole index.
type directory string

const (
	pointer = "CURRENT"
	lock    = "LOCK"
)

func (d directory) file(number int) string {
	return filepath.Join(string(d), fmt.Sprintf("index-%06d.db", number))
}

// current returns the number of the file that counts; 0 in a new folder, whose index nobody filled yet.
func (d directory) current() (int, error) {
	b, err := os.ReadFile(filepath.Join(string(d), pointer))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	number, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil || number < 0 {
		return 0, fmt.Errorf("%s of the search index holds %.40q: %w", pointer, b, fault.Unavailable)
	}
	return number, nil
}

// point makes number the file that counts. When it returns, that outlives a power cut.
func (d directory) point(number int) error {
	fresh := filepath.Join(string(d), pointer+".new")
	if err := writeDurably(fresh, strconv.Itoa(number)+"\n"); err != nil {
		return err
	}
	if err := os.Rename(fresh, filepath.Join(string(d), pointer)); err != nil {
		return err
	}
	return syncPath(string(d))
}

func writeDurably(path, content string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncPath makes a file or the list of a folder outlive a power cut.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// sweep removes the files of other Rebuilds, those that a crash cut short included.
func (d directory) sweep(keep int) error {
	files, err := filepath.Glob(filepath.Join(string(d), "index-*.db*"))
	for _, file := range files {
		if !strings.HasPrefix(file, d.file(keep)) {
			err = errors.Join(err, os.Remove(file))
		}
	}
	return err
}

func (d directory) remove(number int) error {
	var err error
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if e := os.Remove(d.file(number) + suffix); !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}
