package memory_test

import (
	"fmt"
	"testing"
	"time"

	"go.uber.org/goleak"

	"partant/internal/limit"
	"partant/internal/limit/limittest"
	"partant/internal/limit/memory"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestCounters(t *testing.T) {
	limittest.Counters(t, func(_ *testing.T, now func() time.Time) limit.Counter { return memory.New(1000, now) })
}

// A flood of addresses must neither fill the memory nor free the one who floods from one address.
func TestFloodForgetsNoRegular(t *testing.T) {
	c := memory.New(100, limittest.Start().Now)
	add := func(key string) int {
		n, _, err := c.Add(t.Context(), key, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	n := 0
	for i := range 10_000 {
		if i%10 == 0 {
			n = add("regular")
		}
		add(fmt.Sprint("once ", i))
	}
	if n != 1000 {
		t.Errorf("the regular was counted %d times of 1000", n)
	}
	if kept := c.Len(); kept > 100 {
		t.Errorf("%d counts are kept", kept)
	}
}
