// Package breaker fails at once what has failed several times in a row, so that a server that is down costs nobody a
// wait, and lets one try through from time to time to see whether it is back.
package breaker

import (
	"errors"
	"fmt"
	"time"

	"github.com/sony/gobreaker/v2"

	"partant/internal/fault"
)

// Breaker guards what gives a T. Safe for concurrent use.
type Breaker[T any] struct {
	circuit *gobreaker.CircuitBreaker[T]
}

// Rules say when a Breaker opens, and for how long.
type Rules struct {
	Failures int                  // in a row that open it
	Rest     time.Duration        // before the next try is let through
	Counts   func(err error) bool // whether an error is a failure of what is guarded, or says nothing of it
}

// New returns a Breaker that lets everything through so far.
func New[T any](r Rules) *Breaker[T] {
	return &Breaker[T]{gobreaker.NewCircuitBreaker[T](gobreaker.Settings{
		Timeout:     r.Rest,
		ReadyToTrip: func(c gobreaker.Counts) bool { return int(c.ConsecutiveFailures) >= r.Failures },
		IsExcluded:  func(err error) bool { return err != nil && !r.Counts(err) },
	})}
}

// Do runs what is guarded and returns what came of it; fault.Unavailable without running it while the breaker is open.
func (b *Breaker[T]) Do(run func() (T, error)) (T, error) {
	v, err := b.circuit.Execute(run)
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		err = fmt.Errorf("%w: %w", err, fault.Unavailable)
	}
	return v, err
}
