// Package memory counts events in the process: the limit.Counter of one machine.
package memory

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
)

// Counter is a limit.Counter with bounded memory: the keys longest unused are forgotten first.
type Counter struct {
	windows *otter.Cache[string, *window]
	now     func() time.Time
}

type window struct {
	began time.Time // monotonic: a clock that jumps moves no window
	count atomic.Int64
}

// keys is how many windows are remembered, about 150 bytes each.
const keys = 100_000

// New returns a Counter. now must carry the monotonic clock, as time.Now does.
func New(now func() time.Time) *Counter {
	return &Counter{now: now, windows: otter.Must(&otter.Options[string, *window]{MaximumSize: keys})}
}

// Add implements limit.Counter. It never fails.
func (c *Counter) Add(_ context.Context, key string, length time.Duration) (int, time.Duration, error) {
	now := c.now()
	w, _ := c.windows.Compute(key, func(old *window, found bool) (*window, otter.ComputeOp) {
		if found && now.Sub(old.began) < length {
			return old, otter.CancelOp
		}
		return &window{began: now}, otter.WriteOp
	})
	return int(w.count.Add(1)), length - now.Sub(w.began), nil
}
