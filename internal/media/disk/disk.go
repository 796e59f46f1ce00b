// Package disk keeps the files of photos in a folder.
package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"partant/internal/fault"
)

// Files is the media.Files of a folder: a file each, in some hundred folders, so that none holds too many.
type Files struct{ dir string }

// Open returns the files of dir, which is made when it is missing.
func Open(dir string) (_ Files, err error) {
	defer fault.Wrap(&err, "disk.Open(%s)", dir)
	return Files{dir}, os.MkdirAll(dir, folderMode)
}

// Nobody else on the machine reads them.
const (
	folderMode = 0o700
	fileMode   = 0o600
)

// path is where a name lies: its last letters differ most, as ids begin with the hour. Only letters, digits and hyphens are
// names: no name leads out of the folder.
func (f Files) path(name string) (string, error) {
	if name == "" || len(name) > 100 || strings.Trim(name, letters) != "" {
		return "", fmt.Errorf("%.40q is no name of a file: %w", name, fault.NotFound)
	}
	stem := name[:max(strings.LastIndexByte(name, '-'), 0)]
	if stem == "" {
		stem = name
	}
	return filepath.Join(f.dir, "f"+stem[max(0, len(stem)-2):], name), nil
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

// Put implements media.Files: written beside, brought to the disk, then put in its place in one step.
func (f Files) Put(_ context.Context, name string, content []byte) (err error) {
	defer fault.Wrap(&err, "disk.Put(%.60s)", name)
	path, err := f.path(name)
	if err != nil {
		return err
	}
	if err := f.folder(filepath.Dir(path)); err != nil {
		return kind(err)
	}
	beside := path + ".part"
	if err := write(beside, content); err != nil {
		return errors.Join(kind(err), os.RemoveAll(beside))
	}
	if err := os.Rename(beside, path); err != nil {
		return kind(err)
	}
	return kind(sync(filepath.Dir(path)))
}

// folder makes one of the folders, and sees that its own name is on the disk.
func (f Files) folder(dir string) error {
	err := os.Mkdir(dir, folderMode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		err = sync(f.dir)
	}
	return err
}

func write(path string, content []byte) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		return err
	}
	_, err = out.Write(content)
	if err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}

// sync brings what a folder lists to the disk.
func sync(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Get implements media.Files.
func (f Files) Get(_ context.Context, name string) (_ []byte, err error) {
	defer fault.Wrap(&err, "disk.Get(%.60s)", name)
	path, err := f.path(name)
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(path)
	return content, kind(err)
}

// Delete implements media.Files.
func (f Files) Delete(_ context.Context, names ...string) (err error) {
	defer fault.Wrap(&err, "disk.Delete")
	for _, name := range names {
		path, err := f.path(name)
		if err != nil {
			continue // no file has such a name
		}
		for _, one := range []string{path, path + ".part"} {
			if err := os.Remove(one); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return kind(err)
			}
		}
	}
	return nil
}

// kind makes a fault of what the system says.
func kind(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fault.NotFound
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w: %w", fault.Full, err)
	}
	return fmt.Errorf("%w: %w", fault.Unavailable, err)
}
