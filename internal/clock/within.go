package clock

import (
	"context"
	"sync"
	"time"
)

// Within is context.WithTimeout for what mostly ends at once: its timer starts when somebody first waits on Done. A timer
// costs as much as a page from memory, and wakes the scheduler besides. The context keeps all other laws of contexts.
func Within(parent context.Context, most time.Duration) (context.Context, context.CancelFunc) {
	w := &within{parent: parent, ends: time.Now().Add(most)}
	if before, ok := parent.Deadline(); ok && before.Before(w.ends) {
		w.ends = before
	}
	return w, w.cancel
}

type within struct {
	parent context.Context
	ends   time.Time

	mu    sync.Mutex
	timed context.Context // nil until somebody waits
	stop  context.CancelFunc
	err   error // why it is over, once somebody asked or cancelled
}

// Deadline implements context.Context.
func (w *within) Deadline() (time.Time, bool) { return w.ends, true }

// Done implements context.Context.
func (w *within) Done() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timed == nil {
		w.timed, w.stop = context.WithDeadline(w.parent, w.ends)
		if w.err != nil {
			w.stop()
		}
	}
	return w.timed.Done()
}

// Err implements context.Context.
func (w *within) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.err != nil:
	case w.timed != nil:
		w.err = w.timed.Err()
	case w.parent.Err() != nil:
		w.err = w.parent.Err()
	case !time.Now().Before(w.ends):
		w.err = context.DeadlineExceeded
	}
	return w.err
}

// Value implements context.Context. Once there is a timer it leads there, so that the contexts made of this one are ended
// by it without a goroutine each.
func (w *within) Value(key any) any {
	w.mu.Lock()
	from := w.parent
	if w.timed != nil {
		from = w.timed
	}
	w.mu.Unlock()
	return from.Value(key)
}

func (w *within) cancel() {
	w.mu.Lock()
	if w.err == nil {
		w.err = context.Canceled
	}
	stop := w.stop
	w.mu.Unlock()
	if stop != nil {
		stop()
	}
}
