// Package standing has what was said in public follow what becomes of who said it: what an address wrote without account is
// given to the account that it gets, and who is suspended is counted nowhere. Each is a debt of the account, and paying it
// twice does no harm.
package standing

import (
	"context"
	"log/slog"
	"time"

	"partant/internal/account"
	"partant/internal/debt"
	"partant/internal/fault"
)

// Accounts hands out what accounts owe: see account.Service.
type Accounts interface {
	TakeStanding(ctx context.Context, lease time.Duration, limit int) ([]account.Account, error)
	Settle(ctx context.Context, account string, paid debt.Debt) error
}

// Follower makes one noun follow an account as it is now. Done twice it is done once.
type Follower func(ctx context.Context, a account.Account) error

// Worker pays the debts of kind account.OwesWords and account.OwesVoice. Any number of copies may run.
type Worker struct {
	accounts     Accounts
	words, voice Follower
	log          *slog.Logger
	payer        *debt.Payer
}

// New returns a Worker. Words follows the address and the page of an account, voice whether it is suspended.
func New(accounts Accounts, words, voice Follower, log *slog.Logger) *Worker {
	return &Worker{accounts: accounts, words: words, voice: voice, log: log, payer: debt.NewPayer("following what becomes of accounts", glance, 1)}
}

const (
	// lease is how long a debt is out of the reach of other workers, and so how soon it is tried again.
	lease = time.Minute
	// together is how many accounts are taken at once.
	together = 20
	// glance is how often the store is asked what other processes owe.
	glance = 2 * time.Second
)

// Wake tells the worker that there is something to do. It never blocks.
func (w *Worker) Wake() { w.payer.Wake() }

// Run pays debts until ctx ends.
func (w *Worker) Run(ctx context.Context) {
	w.payer.Run(ctx, w.log, func(ctx context.Context) error {
		_, err := w.Pay(ctx)
		return err
	})
}

// Pay pays all that is due now and returns how many debts were paid.
func (w *Worker) Pay(ctx context.Context) (paid int, err error) {
	defer fault.Wrap(&err, "standing.Pay")
	for {
		due, err := w.accounts.TakeStanding(ctx, lease, together)
		if err != nil || len(due) == 0 {
			return paid, err
		}
		for _, a := range due {
			for _, d := range a.Owes {
				if d.Kind != account.OwesWords && d.Kind != account.OwesVoice {
					continue
				}
				follow := w.words
				if d.Kind == account.OwesVoice {
					follow = w.voice
				}
				if err := follow(ctx, a); err != nil {
					return paid, err
				}
				if err := w.accounts.Settle(ctx, a.ID, d); err != nil {
					return paid, err
				}
				paid++
			}
		}
	}
}
