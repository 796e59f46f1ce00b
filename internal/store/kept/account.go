package kept

import (
	"context"

	"partant/internal/account"
)

// AccountStore is what Accounts stands in front of.
type AccountStore interface{ account.Stores }

// sessionsKept is how many sessions, and accounts, are remembered, under 1 KB each.
const sessionsKept = 5000

// Accounts is an account store that remembers who is signed in. It is only for stores that count the writes of accounts
// and sessions: a session that was ended elsewhere must not live on here.
type Accounts struct {
	AccountStore
	accounts memory[account.Account]
	sessions memory[account.Session]
}

// NewAccounts returns an Accounts in front of a store; changes are those of accounts and sessions.
func NewAccounts(store AccountStore, changes Changes) Accounts {
	return Accounts{store, newMemory[account.Account](sessionsKept, changes), newMemory[account.Session](sessionsKept, changes)}
}

// Get implements account.Store.
func (s Accounts) Get(ctx context.Context, id string) (account.Account, error) {
	return s.accounts.read(ctx, id, func() (account.Account, error) { return s.AccountStore.Get(ctx, id) })
}

// Session implements account.Sessions.
func (s Accounts) Session(ctx context.Context, digest string) (account.Session, error) {
	return s.sessions.read(ctx, digest, func() (account.Session, error) { return s.AccountStore.Session(ctx, digest) })
}
