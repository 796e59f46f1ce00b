// Package memory counts for limits in the memory of one process.
package memory

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"
)

// Counter is a limit.Counter. Safe for concurrent use. Its counts go with the process.
type Counter struct {
	counts *otter.Cache[key, count]
	now    func() time.Time
	began  time.Time
}

type key struct {
	name   string
	window time.Duration
}

type count struct {
	window int64 // how many windows passed since the counter began
	n      int
}

// New returns a Counter that remembers some most counts, some 200 bytes each: whoever comes from ever new addresses
// does not fill the memory, and the counts of those who come often stay. now is time.Now: its readings are compared
// on the monotonic clock, so that setting the clock of the machine neither stops nor frees anybody.
func New(most int, now func() time.Time) *Counter {
	options := &otter.Options[key, count]{
		MaximumSize: most,
		Executor:    func(task func()) { task() }, // upkeep in the caller: nothing to end when the counter goes
	}
	return &Counter{counts: otter.Must(options), now: now, began: now()}
}

// Add implements limit.Counter. It never fails.
func (c *Counter) Add(_ context.Context, name string, window time.Duration) (int, time.Duration, error) {
	passed := c.now().Sub(c.began)
	present := int64(passed / window)
	now, _ := c.counts.Compute(key{name, window}, func(was count, found bool) (count, otter.ComputeOp) {
		if !found || was.window != present {
			was = count{window: present}
		}
		was.n++
		return was, otter.WriteOp
	})
	return now.n, window - passed%window, nil
}

// Len returns how many counts are remembered.
func (c *Counter) Len() int { return c.counts.EstimatedSize() }
