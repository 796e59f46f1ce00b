package outbox

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"partant/internal/fault"
)

func TestKind(t *testing.T) {
	t.Parallel()
	for cause, full := range map[error]bool{
		syscall.ENOSPC: true, syscall.EDQUOT: true, syscall.EROFS: false, syscall.EACCES: false, syscall.EIO: false, os.ErrDeadlineExceeded: false,
	} {
		err := kind(&fs.PathError{Op: "write", Path: "letter", Err: cause})
		if !errors.Is(err, fault.Unavailable) || errors.Is(err, fault.Full) != full {
			t.Errorf("%v: %v", cause, err)
		}
	}
	if err := kind(nil); err != nil {
		t.Error(err)
	}
}
