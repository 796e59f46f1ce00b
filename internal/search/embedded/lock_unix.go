//go:build unix

package embedded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lockFolder keeps other processes away until the function it returns is called or the process ends, however it ends.
func lockFolder(d directory) (func() error, error) {
	f, err := os.OpenFile(filepath.Join(string(d), lock), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w: %w", d, ErrInUse, err), f.Close())
	}
	return f.Close, nil
}
