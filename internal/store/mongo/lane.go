package mongo

import (
	"context"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"time"

	"partant/internal/fault"
)

// lanes let the writers of one document pass one at a time within this process. Correctness does not need them:
// compare and replace does that, also between machines. But of 400 who replace the same document at once, all but one
// fail each round, and some are still there after 15 s; in a lane each round succeeds.
type lanes struct {
	seed maphash.Seed
	all  [256]chan struct{} // a document takes the lane its id hashes to
}

func newLanes() *lanes {
	l := &lanes{seed: maphash.MakeSeed()}
	for i := range l.all {
		l.all[i] = make(chan struct{}, 1)
	}
	return l
}

// enter waits for the lane of an id. The caller leaves it.
func (l *lanes) enter(ctx context.Context, id string) (leave func(), err error) {
	lane := l.all[maphash.String(l.seed, id)%uint64(len(l.all))]
	select {
	case lane <- struct{}{}:
		return func() { <-lane }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for other writers: %w: %w", fault.Unavailable, ctx.Err())
	}
}

// patience bounds how long a write waits, or tries again, because of others who change the same document.
const patience = 15 * time.Second

// again calls try in the lane of an id until it is done or fails. A try that is neither lost against a writer of
// another process.
func (l *lanes) again(ctx context.Context, id string, try func() (done bool, err error)) error {
	wait, cancel := context.WithTimeout(ctx, patience) // for waiting only: commands have a shorter limit of their own
	defer cancel()
	leave, err := l.enter(wait, id)
	if err != nil {
		return err
	}
	defer leave()
	for n := 0; ; n++ {
		if done, err := try(); done || err != nil {
			return err
		}
		if err := pause(wait, n); err != nil {
			return err
		}
	}
}

// pause waits a little and at random, so that writers who met do not meet again.
func pause(ctx context.Context, n int) error {
	select {
	case <-time.After(rand.N(5 * time.Millisecond << min(n, 5))):
		return nil
	case <-ctx.Done():
		return fmt.Errorf("others kept changing the document: %w: %w", fault.Unavailable, ctx.Err())
	}
}
