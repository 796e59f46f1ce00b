// Package retract takes away what pages have said elsewhere once they are erased. It is a debt of the tombstone, and paying
// it twice does no harm: a kill at any moment loses nothing and leaves nothing behind.
package retract

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/profile"
)

// Eraser takes away all that one noun keeps of an erased page. Done twice it is done once.
type Eraser func(ctx context.Context, page string) error

// Retractor pays the debts of kind profile.OwesWords. Any number of copies may run.
type Retractor struct {
	debts   profile.Debts
	erasers []Eraser
	now     clock.Clock
	log     *slog.Logger
	payer   *debt.Payer
}

// New returns a Retractor. Erasers are those of the nouns in which pages speak, in any order.
func New(debts profile.Debts, now clock.Clock, log *slog.Logger, erasers ...Eraser) *Retractor {
	return &Retractor{debts: debts, erasers: erasers, now: now, log: log, payer: debt.NewPayer("taking away what erased pages have said", glance, 1)}
}

const (
	// lease is how long a debt is out of the reach of other workers, and so how soon it is tried again.
	lease = time.Minute
	// together is how many pages are taken at once.
	together = 10
	// glance is how often the store is asked what other processes owe.
	glance = 10 * time.Second
)

// Wake tells the worker that there is something to do. It never blocks.
func (r *Retractor) Wake() { r.payer.Wake() }

// Run pays debts until ctx ends.
func (r *Retractor) Run(ctx context.Context) {
	r.payer.Run(ctx, r.log, func(ctx context.Context) error {
		_, err := r.Pay(ctx)
		return err
	})
}

// Pay pays all that is due now and returns of how many pages.
func (r *Retractor) Pay(ctx context.Context) (paid int, err error) {
	defer fault.Wrap(&err, "retract.Pay")
	for {
		owing, err := r.debts.Take(ctx, r.now(), lease, together, profile.OwesWords)
		if err != nil || len(owing) == 0 {
			return paid, err
		}
		for i := range owing {
			if err := r.pay(ctx, &owing[i]); err != nil {
				return paid, err
			}
			paid++
		}
	}
}

// pay takes away what one page has said, then clears the debt: this one only.
func (r *Retractor) pay(ctx context.Context, p *profile.Profile) error {
	for _, erase := range r.erasers {
		if err := erase(ctx, p.ID); err != nil {
			return err
		}
	}
	p.Owes = slices.DeleteFunc(slices.Clone(p.Owes), func(d debt.Debt) bool { return d.Kind != profile.OwesWords })
	return r.debts.Settle(ctx, []profile.Profile{*p})
}
