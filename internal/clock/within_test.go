package clock_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"partant/internal/clock"
)

type ofTest struct{}

func over(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return true
	default:
		return false
	}
}

func TestWithinEndsInTime(t *testing.T) {
	t.Parallel()
	for _, waited := range []bool{false, true} { // whether somebody waits before the end
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := clock.Within(t.Context(), time.Second)
			defer cancel()
			if ends, ok := ctx.Deadline(); !ok || time.Until(ends) != time.Second {
				t.Errorf("it ends at %v, %v", ends, ok)
			}
			if waited && over(ctx) {
				t.Error("over at once")
			}
			time.Sleep(time.Second - 1)
			if err := ctx.Err(); err != nil || waited && over(ctx) {
				t.Errorf("over too early: %v", err)
			}
			time.Sleep(time.Nanosecond)
			synctest.Wait()
			if err := ctx.Err(); err != context.DeadlineExceeded || !over(ctx) {
				t.Errorf("not over: %v", err)
			}
			cancel()
			if err := ctx.Err(); err != context.DeadlineExceeded {
				t.Errorf("it changes its mind: %v", err)
			}
		})
	}
}

func TestWithinIsCancelled(t *testing.T) {
	t.Parallel()
	for _, waited := range []bool{false, true} {
		ctx, cancel := clock.Within(context.WithValue(t.Context(), ofTest{}, "kept"), time.Hour)
		if waited && over(ctx) {
			t.Error("over at once")
		}
		child, stop := context.WithCancel(ctx)
		defer stop()
		cancel()
		if err := ctx.Err(); err != context.Canceled || !over(ctx) || !over(child) {
			t.Errorf("cancelled, it says %v", err)
		}
		if ctx.Value(ofTest{}) != "kept" || child.Value(ofTest{}) != "kept" {
			t.Error("a value is lost")
		}
	}
}

func TestWithinItsParent(t *testing.T) {
	t.Parallel()
	for _, waited := range []bool{false, true} {
		parent, cancel := context.WithTimeout(t.Context(), time.Hour)
		ctx, stop := clock.Within(parent, 2*time.Hour)
		defer stop()
		inner, stopInner := clock.Within(ctx, time.Minute)
		defer stopInner()
		if waited && (over(ctx) || over(inner)) {
			t.Error("over at once")
		}
		ends, _ := ctx.Deadline()
		if want, _ := parent.Deadline(); !ends.Equal(want) {
			t.Errorf("it ends at %v, its parent at %v", ends, want)
		}
		cancel()
		if err := ctx.Err(); !errors.Is(err, context.Canceled) || !over(ctx) || !over(inner) || inner.Err() != context.Canceled {
			t.Errorf("it outlives its parent: %v, %v", err, inner.Err())
		}
	}
}
