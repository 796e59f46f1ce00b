package live

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// look counts what may have changed and tells who listens to it. What cannot be counted now is counted later.
func (h *Hub) look(ctx context.Context) {
	if h.Listening() == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := h.recount(ctx)
	if (err != nil) != h.ailing && ctx.Err() == nil {
		h.log.Warn("telling who listens", "working", err == nil, "error", err)
		h.ailing = err != nil
	}
}

// recount outlives a panic.
func (h *Hub) recount(ctx context.Context) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	stirred, err := h.source.Stirred(ctx)
	if err != nil {
		return err
	}
	for _, t := range h.pending(stirred) {
		n, err := h.source.Count(ctx, t.Topic)
		if err != nil {
			return err
		}
		h.tell(ctx, t, n)
	}
	return nil
}

// pending are the topics to count. They stay due until they are told.
func (h *Hub) pending(stirred func(Topic) bool) (due []*topic) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, t := range h.topics {
		if t.due || stirred(t.Topic) {
			t.due = true
			due = append(due, t)
		}
	}
	return due
}

// tell says how a topic stands to those who heard another number last. It may have been joined since it was counted: a number
// that is as young as the look will do.
func (h *Hub) tell(ctx context.Context, t *topic, n int) {
	h.mu.Lock()
	var to []*ear
	for e := range t.ears {
		if e.hears(t, n) {
			to = append(to, e)
		}
	}
	t.due = false
	h.mu.Unlock()
	said := h.say(t.Topic, n)
	for _, e := range to {
		if e.still != nil && !e.still(ctx) {
			e.farewell() // they may come back, and are asked anew who they are
			continue
		}
		e.speak(said)
	}
}

// hears notes what e is told of a topic, and reports whether it is news.
func (e *ear) hears(t *topic, n int) bool {
	for i := range e.on {
		if e.on[i] == t && e.told[i] != n {
			e.told[i] = n
			return true
		}
	}
	return false
}

// tend keeps connections alive that are quiet, and ends old ones.
func (h *Hub) tend(now time.Time) {
	for _, e := range h.all() {
		switch {
		case now.After(e.until):
			e.farewell()
		case e.first != "": // it could not be told how things stand
			e.speak("")
		case now.Sub(e.spoke) > quiet:
			e.speak(nothing)
		}
	}
}

// end says good-bye to all and waits until they have left.
func (h *Hub) end() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	for _, e := range h.all() {
		e.farewell()
	}
	h.gone.Wait()
}

func (h *Hub) all() []*ear {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]*ear, 0, len(h.ears))
	for e := range h.ears {
		all = append(all, e)
	}
	return all
}

// speak writes to e, or hangs up.
func (e *ear) speak(said string) {
	if e.over {
		return
	}
	said, e.first = e.first+said, ""
	e.spoke = time.Now()
	if e.write(said) != nil {
		e.hangUp()
	}
}

func (e *ear) write(said string) error {
	if err := e.conn.SetWriteDeadline(time.Now().Add(blocked)); err != nil {
		return err
	}
	_, err := e.conn.Write([]byte(said))
	return err
}

// farewell asks whoever listens to come back within some seconds: not all at once.
func (e *ear) farewell() {
	e.speak(fmt.Sprintf(soon, 1000+rand.IntN(4000)))
	e.hangUp()
}

// hangUp has Listen return.
func (e *ear) hangUp() {
	e.over = true
	_ = e.conn.SetReadDeadline(time.Unix(1, 0)) // one that cannot be set has ended
}
