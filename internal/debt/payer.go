package debt

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// Payer keeps a worker going that pays debts: a moment after it is woken, and now and then for what other processes owe. It
// outlives a panic.
type Payer struct {
	doing  string        // what the log speaks of: « counting answers »
	glance time.Duration // how often there is a look without being woken
	wake   chan struct{}
	ailing atomic.Bool // the last look failed
}

// NewPayer returns a Payer for so many hands: that many Runs at once.
func NewPayer(doing string, glance time.Duration, hands int) *Payer {
	return &Payer{doing: doing, glance: glance, wake: make(chan struct{}, hands)}
}

// ErrEnough is what pay returns when nothing will ever be owed again.
var ErrEnough = errors.New("nothing is owed any more")

// Wake tells a hand that there is something to pay. It never blocks.
func (p *Payer) Wake() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Run calls pay until ctx ends, or pay returns ErrEnough. That it fails is logged once, and that it works again.
func (p *Payer) Run(ctx context.Context, log *slog.Logger, pay func(context.Context) error) {
	tick := time.NewTicker(p.glance)
	defer tick.Stop()
	for {
		err := p.once(ctx, pay)
		if errors.Is(err, ErrEnough) {
			return
		}
		if ctx.Err() == nil && p.ailing.Swap(err != nil) != (err != nil) {
			log.Warn(p.doing, "working", err == nil, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
			gather(ctx)
		case <-tick.C:
		}
	}
}

// moment is how long a hand waits after it is woken: in a busy hour one look finds what many writes owe.
const moment = 25 * time.Millisecond

func gather(ctx context.Context) {
	more := time.NewTimer(moment)
	defer more.Stop()
	select {
	case <-ctx.Done():
	case <-more.C:
	}
}

func (p *Payer) once(ctx context.Context, pay func(context.Context) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic while %s: %v", p.doing, r)
		}
	}()
	return pay(ctx)
}
