// Package limittest holds the suite of limit.Counter.
package limittest

import (
	"sync"
	"testing"
	"time"

	"partant/internal/limit"
)

// Clock is a clock that stands until it is moved.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Now tells the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Move moves the clock on.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Start returns a clock at a fixed instant that begins a minute, an hour and a day.
func Start() *Clock { return &Clock{at: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)} }

// Counters runs the suite. open gives a fresh counter that asks now for the time.
func Counters(t *testing.T, open func(t *testing.T, now func() time.Time) limit.Counter) {
	for name, check := range map[string]func(*testing.T, limit.Counter, *Clock){
		"Counts": counts, "Apart": apart, "Windows": windows, "Parallel": parallel, "StrangeKeys": strangeKeys,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := Start()
			check(t, open(t, clock.Now), clock)
		})
	}
}

// add counts once and returns what the counter says.
func add(t *testing.T, c limit.Counter, key string, window time.Duration) (int, time.Duration) {
	t.Helper()
	n, left, err := c.Add(t.Context(), key, window)
	if err != nil {
		t.Fatal(err)
	}
	if left <= 0 || left > window {
		t.Fatalf("a window of %v lasts another %v", window, left)
	}
	return n, left
}

func counts(t *testing.T, c limit.Counter, _ *Clock) {
	for want := 1; want <= 5; want++ {
		if n, _ := add(t, c, "k", time.Minute); n != want {
			t.Fatalf("count %d, want %d", n, want)
		}
	}
}

func apart(t *testing.T, c limit.Counter, _ *Clock) {
	for _, other := range []struct {
		key    string
		window time.Duration
	}{{"k", time.Minute}, {"k", time.Hour}, {"k2", time.Minute}, {"K", time.Minute}, {"", time.Minute}} {
		if n, _ := add(t, c, other.key, other.window); n != 1 {
			t.Errorf("%q in %v begins with %d", other.key, other.window, n)
		}
	}
}

func windows(t *testing.T, c limit.Counter, clock *Clock) {
	for _, step := range []struct {
		move  time.Duration
		count int
		left  time.Duration
	}{
		{0, 1, time.Minute},
		{20 * time.Second, 2, 40 * time.Second},
		{40*time.Second - time.Millisecond, 3, time.Millisecond},
		{time.Millisecond, 1, time.Minute}, // the next window
		{10 * time.Minute, 1, time.Minute},
		{time.Second, 2, 59 * time.Second},
	} {
		clock.Move(step.move)
		if n, left := add(t, c, "k", time.Minute); n != step.count || left != step.left {
			t.Errorf("%v on: count %d with %v left, want %d with %v", step.move, n, left, step.count, step.left)
		}
	}
}

func parallel(t *testing.T, c limit.Counter, _ *Clock) {
	const callers = 50
	var group sync.WaitGroup
	var seen sync.Map
	for range callers {
		group.Go(func() {
			n, _, err := c.Add(t.Context(), "k", time.Minute)
			if err != nil {
				t.Error(err)
			}
			if _, twice := seen.LoadOrStore(n, true); twice {
				t.Errorf("%d was given twice", n)
			}
		})
	}
	group.Wait()
	if n, _ := add(t, c, "k", time.Minute); n != callers+1 {
		t.Errorf("%d of %d were counted", n-1, callers)
	}
}

func strangeKeys(t *testing.T, c limit.Counter, _ *Clock) {
	for _, key := range []string{"$gt", `{"$ne": null}`, "a|b", "a.b", "' OR 1=1 --", "2001:db8::/64", "é", "\U0010FFFF"} {
		for want := 1; want <= 2; want++ {
			if n, _ := add(t, c, key, time.Minute); n != want {
				t.Errorf("%q: count %d, want %d", key, n, want)
			}
		}
	}
}
