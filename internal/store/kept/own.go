package kept

import "context"

// Own remembers what was put together for one member, as long as nothing that it came from has changed. The zero Own remembers
// nothing.
type Own[V any] struct{ memory memory[V] }

// NewOwn returns an Own that remembers at most so many; changes are those of all that goes into them: without any, it remembers nothing.
func NewOwn[V any](most int, changes ...Changes) Own[V] {
	if len(changes) == 0 {
		return Own[V]{}
	}
	return Own[V]{newMemory[V](most, sum(changes))}
}

// Read returns what is kept under key, or finds it. Errors are not kept.
func (o Own[V]) Read(ctx context.Context, key string, find func() (V, error)) (V, error) {
	if o.memory.values == nil {
		return find()
	}
	return o.memory.read(ctx, key, find)
}

// sum is of numbers each of which only grows.
func sum(changes []Changes) Changes {
	return func(ctx context.Context) (all uint64, err error) {
		for _, c := range changes {
			n, err := c(ctx)
			if err != nil {
				return 0, err
			}
			all += n
		}
		return all, nil
	}
}
