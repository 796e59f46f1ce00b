// Package kept spares the store what was read a moment ago: it keeps decoded documents in the memory of the process for
// as long as nothing at all has been written. What it returns is shared: callers read it and copy what they change.
package kept

import (
	"context"
	"time"

	"github.com/maypok86/otter/v2"
)

// Changes returns a number that differs from an earlier one when anything has been written since.
type Changes func(context.Context) (uint64, error)

// atMost is how long anything is remembered: the bound on what a store shows late that could not count a change.
const atMost = time.Minute

// memory keeps values by key, each with the state of the store it was read in.
type memory[V any] struct {
	changes Changes
	values  *otter.Cache[string, entry[V]]
}

type entry[V any] struct {
	value V
	at    uint64
	read  time.Time
}

func newMemory[V any](most int, changes Changes) memory[V] {
	return memory[V]{changes, otter.Must(&otter.Options[string, entry[V]]{MaximumSize: most})} // its own expiry takes a goroutine that nobody ends
}

// now is the state of the store. It must be asked before reading: a write that comes between is then noticed.
func (m memory[V]) now(ctx context.Context) (at uint64, known bool) {
	at, err := m.changes(ctx)
	return at, err == nil
}

func (m memory[V]) get(key string, at uint64) (v V, ok bool) {
	e, ok := m.values.GetIfPresent(key)
	if !ok || e.at != at || time.Since(e.read) > atMost {
		return v, false
	}
	return e.value, true
}

func (m memory[V]) put(key string, at uint64, v V) { m.values.Set(key, entry[V]{v, at, time.Now()}) }

// read returns what is kept under key, or reads it. Errors are not kept.
func (m memory[V]) read(ctx context.Context, key string, read func() (V, error)) (V, error) {
	at, known := m.now(ctx)
	if !known {
		return read()
	}
	if v, ok := m.get(key, at); ok {
		return v, nil
	}
	v, err := read()
	if err == nil {
		m.put(key, at, v)
	}
	return v, err
}
