// Package outbox is the post of a machine without a mail server: letters are written to a folder, where a person or a
// program may look at them.
package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"partant/internal/fault"
	"partant/internal/mail"
	"partant/internal/mail/eml"
)

// Carrier is a mail.Carrier. Safe for concurrent use, by several processes too.
type Carrier struct {
	dir    string
	writer *eml.Writer
}

var _ mail.Carrier = (*Carrier)(nil)

// Open returns the Carrier of a folder. The first letter makes the folder; only its owner can read there.
func Open(dir string, writer *eml.Writer) *Carrier { return &Carrier{dir: dir, writer: writer} }

// Path is the file in which the letter with an ID lies: the same for the same ID.
func Path(dir, id string) string { return filepath.Join(dir, eml.Name(id)+".eml") }

// Carry implements mail.Carrier: the letter is on the disk, whole, when it returns. Carried again, it takes the place of
// the same letter. fault.Full when there is no room, fault.Unavailable when nothing can be written there.
func (c *Carrier) Carry(ctx context.Context, m mail.Message) error {
	letter, err := c.writer.Write(m)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("mail: %w: %w", err, fault.Unavailable)
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return kind(err)
	}
	return kind(write(Path(c.dir, m.ID), letter.Content))
}

// write puts a file in its place at once: it is never there in part, not even after the power was cut.
func write(path string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".letter-") // its mode is 0600
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = cmp.Or(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return cmp.Or(err, os.Remove(file.Name()))
	}
	return sync(filepath.Dir(path))
}

// sync makes the names in a folder last.
func sync(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return cmp.Or(folder.Sync(), folder.Close())
}

// kind turns an error of the file system into one of the port.
func kind(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("mail: %v: %w", err, fault.Full)
	}
	return fmt.Errorf("mail: %v: %w", err, fault.Unavailable)
}
