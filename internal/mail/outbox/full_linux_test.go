package outbox_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"partant/internal/fault"
	"partant/internal/mail/mailtest"
)

// disk mounts a small disk of its own.
func disk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// On a full disk a letter is put off, leaves nothing half written, and goes once there is room.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := disk(t)
	c := open(t, dir)
	var err error
	n := 0
	for ; err == nil && n < 100; n++ {
		err = c.Carry(t.Context(), mailtest.Letter(fmt.Sprint("letter", n)))
	}
	if !errors.Is(err, fault.Full) {
		t.Fatalf("letter %d: %v", n, err)
	}
	all := arrived(t, dir)()
	for _, r := range all {
		if r.Wrong != nil {
			t.Errorf("%v in %q", r.Wrong, r.Raw)
		}
	}
	if len(all) != n-1 {
		t.Errorf("%d files for %d letters", len(all), n-1)
	}
	if err := os.Remove(filepath.Join(dir, "letter0.eml")); err != nil {
		t.Fatal(err)
	}
	carry(t, c, mailtest.Letter(fmt.Sprint("letter", n-1)))
}
