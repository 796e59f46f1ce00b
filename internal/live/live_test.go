package live_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"partant/internal/fault"
	"partant/internal/live"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// numbers is a live.Source that tests change.
type numbers struct {
	mu    sync.Mutex
	is    map[string]int // by ID of the topic
	moved map[string]bool
	asked int
	fails error
}

func (n *numbers) set(id string, to int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.is[id], n.moved[id] = to, true
}

func (n *numbers) fail(err error) { n.mu.Lock(); defer n.mu.Unlock(); n.fails = err }
func (n *numbers) counts() int    { n.mu.Lock(); defer n.mu.Unlock(); return n.asked }

// Count implements live.Source.
func (n *numbers) Count(_ context.Context, t live.Topic) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
	return n.is[t.ID], n.fails
}

// Stirred implements live.Source.
func (n *numbers) Stirred(context.Context) (func(live.Topic) bool, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	moved := n.moved
	n.moved = map[string]bool{}
	return func(t live.Topic) bool { return moved[t.ID] }, n.fails
}

func say(t live.Topic, n int) string { return fmt.Sprintf("%s %d\n\n", t.ID, n) }

// house is a hub that runs.
type house struct {
	*live.Hub
	*numbers
	t    *testing.T
	stop func()
}

// in runs a test in a bubble of time with a hub.
func in(t *testing.T, most live.Most, test func(h *house)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := &numbers{is: map[string]int{"a": 1, "b": 2}, moved: map[string]bool{}}
		ctx, cancel := context.WithCancel(t.Context())
		h := &house{Hub: live.New(n, say, most, slog.New(slog.DiscardHandler)), numbers: n, t: t}
		ended := make(chan struct{})
		go func() { h.Run(ctx); close(ended) }()
		h.stop = func() { cancel(); <-ended }
		test(h)
		h.stop()
	})
}

// ear is the other side of a connection.
type ear struct {
	h     *house
	conn  net.Conn
	mu    sync.Mutex
	heard []string
	ended chan error // what Listen returned
}

// listen opens a connection to some topics.
func (h *house) listen(who string, topics ...string) *ear { return h.listenWhile(nil, who, topics...) }

// listenWhile is listen for as long as still lets them.
func (h *house) listenWhile(still live.Still, who string, topics ...string) *ear {
	there, here := net.Pipe()
	e := &ear{h: h, conn: here, ended: make(chan error, 1)}
	var on []live.Topic
	for _, id := range topics {
		on = append(on, live.Topic{Name: "n", ID: id})
	}
	go func() {
		err := h.Listen(there, who, "head\n\n", still, on...)
		there.Close()
		e.ended <- err
	}()
	go func() {
		for lines := bufio.NewScanner(here); lines.Scan(); {
			if line := lines.Text(); line != "" {
				e.mu.Lock()
				e.heard = append(e.heard, line)
				e.mu.Unlock()
			}
		}
	}()
	return e
}

// hears checks what was said since it was looked at last, once nothing more is to be said for a while. Topics that change at once
// are told in any order.
func (e *ear) hears(want ...string) {
	e.h.t.Helper()
	time.Sleep(time.Second)
	synctest.Wait()
	e.mu.Lock()
	defer e.mu.Unlock()
	if got := slices.Sorted(slices.Values(e.heard)); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		e.h.t.Errorf("it heard %q, want %q", e.heard, want)
	}
	e.heard = nil
}

var roomy = live.Most{All: 100, Each: 100}

// Each hears how its topics stand, then each change of them, once.
func TestListen(t *testing.T) {
	in(t, roomy, func(h *house) {
		one, both := h.listen("x", "a"), h.listen("y", "a", "b")
		one.hears("head", "a 1")
		both.hears("head", "a 1", "b 2")
		h.set("b", 3)
		both.hears("b 3")
		one.hears()
		h.set("a", 1) // stirred, and the same
		both.hears()
		h.set("a", 5)
		one.hears("a 5")
		both.hears("a 5")
		late := h.listen("z", "a")
		late.hears("head", "a 5")
		one.hears()
	})
}

// A number is asked for once, however many listen, and not at all when nobody does.
func TestOneQuestion(t *testing.T) {
	in(t, roomy, func(h *house) {
		var all []*ear
		for n := range 50 {
			all = append(all, h.listen(fmt.Sprint(n), "a"))
		}
		all[0].hears("head", "a 1")
		before := h.counts()
		h.set("a", 2)
		for _, e := range all[1:5] {
			e.hears("head", "a 1", "a 2")
		}
		if asked := h.counts() - before; asked != 1 {
			t.Errorf("it was asked for %d times", asked)
		}
		for _, e := range all {
			e.conn.Close()
		}
		synctest.Wait()
		before = h.counts()
		h.set("a", 3)
		time.Sleep(time.Minute)
		if asked := h.counts() - before; asked != 0 || h.Listening() != 0 {
			t.Errorf("it was asked for %d times, and %d listen", asked, h.Listening())
		}
	})
}

// Who may not hear any more is told no number, but to come back; the others hear it.
func TestStill(t *testing.T) {
	in(t, roomy, func(h *house) {
		var may atomic.Bool
		may.Store(true)
		e, other := h.listenWhile(func(context.Context) bool { return may.Load() }, "x", "a", "b"), h.listen("y", "a")
		e.hears("head", "a 1", "b 2")
		other.hears("head", "a 1")
		h.set("a", 3)
		e.hears("a 3")
		may.Store(false)
		h.set("a", 4)
		if err := <-e.ended; err != nil {
			t.Error(err)
		}
		other.hears("a 3", "a 4")
		synctest.Wait()
		if len(e.heard) != 1 || !strings.HasPrefix(e.heard[0], "retry: ") || h.Listening() != 1 {
			t.Errorf("it heard %q, and %d listen", e.heard, h.Listening())
		}
	})
}

// No more may listen than there are seats, in all and for one; whoever leaves gives theirs back.
func TestSeats(t *testing.T) {
	in(t, live.Most{All: 3, Each: 2}, func(h *house) {
		first, second := h.listen("x", "a"), h.listen("x", "a")
		second.hears("head", "a 1")
		if err := <-h.listen("x", "a").ended; !errors.Is(err, fault.TooMany) {
			t.Errorf("the third of one: %v", err)
		}
		free := h.listen("", "a")
		free.hears("head", "a 1")
		if err := <-h.listen("y", "a").ended; !errors.Is(err, fault.TooMany) {
			t.Errorf("the fourth of all: %v", err)
		}
		first.conn.Close()
		if err := <-first.ended; err != nil {
			t.Error(err)
		}
		h.listen("x", "a").hears("head", "a 1")
		free.conn.Close()
		<-free.ended
		h.listen("", "a").hears("head", "a 1")
	})
}

// What is quiet is kept alive, and each connection ends in time: whoever listens is told when to come back.
func TestLife(t *testing.T) {
	in(t, roomy, func(h *house) {
		e := h.listen("x", "a")
		e.hears("head", "a 1")
		time.Sleep(30 * time.Second)
		e.hears(":")
		time.Sleep(5 * time.Minute)
		if err := <-e.ended; err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if last := e.heard[len(e.heard)-1]; !strings.HasPrefix(last, "retry: ") {
			t.Errorf("its last word is %q", last)
		}
	})
}

// Whoever reads nothing is hung up on, and keeps nobody waiting for long.
func TestDeaf(t *testing.T) {
	in(t, roomy, func(h *house) {
		there, here := net.Pipe()
		ended := make(chan error, 1)
		go func() { ended <- h.Listen(there, "x", "head\n\n", nil, live.Topic{ID: "a"}) }()
		_, _ = io.ReadFull(here, make([]byte, 6)) // the head, and nothing after it
		e := h.listen("y", "a")
		e.hears("head", "a 1")
		if err := <-ended; err != nil {
			t.Error(err)
		}
		here.Close()
	})
}

// A store that is away is asked again; all hear how things stand once it is back.
func TestStoreAway(t *testing.T) {
	in(t, roomy, func(h *house) {
		h.fail(fault.Unavailable)
		e := h.listen("x", "a")
		e.hears("head")
		h.set("a", 7)
		e.hears()
		h.fail(nil)
		e.hears("a 7")
	})
}

// Who is told to stop says good-bye to all, and takes nobody in any more.
func TestEnd(t *testing.T) {
	in(t, roomy, func(h *house) {
		e := h.listen("x", "a")
		e.hears("head", "a 1")
		h.stop()
		if err := <-e.ended; err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if len(e.heard) != 1 || !strings.HasPrefix(e.heard[0], "retry: ") {
			t.Errorf("it heard %q", e.heard)
		}
		if err := <-h.listen("x", "a").ended; !errors.Is(err, fault.Unavailable) {
			t.Errorf("after the end: %v", err)
		}
	})
}
