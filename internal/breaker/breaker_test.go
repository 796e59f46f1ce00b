package breaker_test

import (
	"errors"
	"testing"
	"time"

	"partant/internal/breaker"
	"partant/internal/fault"
)

var (
	errDown = errors.New("down")
	errOurs = errors.New("our own mistake")
)

// guarded is a breaker and how often it let something through.
type guarded struct {
	*breaker.Breaker[int]
	ran int
}

func (g *guarded) try(err error) error {
	_, got := g.Do(func() (int, error) { g.ran++; return 7, err })
	return got
}

func open(rest time.Duration) *guarded {
	return &guarded{Breaker: breaker.New[int](breaker.Rules{Failures: 3, Rest: rest, Counts: func(err error) bool { return errors.Is(err, errDown) }})}
}

func TestOpensAfterFailuresInARow(t *testing.T) {
	t.Parallel()
	g := open(time.Hour)
	for i, err := range []error{errDown, errDown, nil, errDown, errDown, errOurs, errDown} {
		if got := g.try(err); !errors.Is(got, err) {
			t.Errorf("try %d: %v, want %v", i, got, err)
		}
	}
	if got := g.try(nil); !errors.Is(got, fault.Unavailable) || g.ran != 7 {
		t.Errorf("open: %v, %d ran", got, g.ran)
	}
}

func TestOwnMistakesDoNotOpenIt(t *testing.T) {
	t.Parallel()
	g := open(time.Hour)
	for range 10 {
		if got := g.try(errOurs); !errors.Is(got, errOurs) {
			t.Errorf("%v", got)
		}
	}
	if v, err := g.Do(func() (int, error) { return 7, nil }); v != 7 || err != nil {
		t.Errorf("%d, %v", v, err)
	}
}

func TestLetsOneThroughAfterItsRest(t *testing.T) {
	t.Parallel()
	g := open(time.Millisecond)
	for range 3 {
		_ = g.try(errDown)
	}
	tryUntil(t, g, errDown) // half open: one failure shuts it again
	tryUntil(t, g, nil)
	if got := g.try(nil); got != nil {
		t.Errorf("back again: %v", got)
	}
}

// tryUntil tries until one try is let through.
func tryUntil(t *testing.T, g *guarded, with error) {
	t.Helper()
	was := g.ran
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if err := g.try(with); g.ran > was {
			if !errors.Is(err, with) {
				t.Errorf("%v, want %v", err, with)
			}
			return
		}
	}
	t.Fatal("nothing is let through any more")
}
