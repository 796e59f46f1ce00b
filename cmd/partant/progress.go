package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far a long task is, when somebody is looking: when to is a terminal. end clears the line.
func progress(to io.Writer) (step func(done, total int), end func()) {
	if !terminal(to) {
		return func(int, int) {}, func() {}
	}
	bar := progressbar.NewOptions(1, progressbar.OptionSetWriter(to), progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond))
	step = func(done, total int) {
		bar.ChangeMax(max(total, done+1)) // only end ends it
		_ = bar.Set(done)                 // a bar that cannot be drawn is no reason to stop
	}
	return step, func() { _ = bar.Clear() }
}

// terminal reports whether w is read as it is written.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
