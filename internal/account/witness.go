package account

import (
	"context"
	"time"
)

// OwesIdentity is the debt of keeping the name and the address that a member gave, for an authority that asks by law: see package
// identification.
const OwesIdentity = "identite"

// WithWitness has accounts owe OwesIdentity whenever a name or an address is given.
func (s *Service) WithWitness() *Service {
	s.witness = true
	return s
}

// given notes that a name or an address was given.
func (s *Service) given(a *Account) {
	if s.witness {
		a.owe(OwesIdentity, s.now())
	}
}

// TakeGiven returns accounts with something due of OwesIdentity, and puts it off by lease.
func (s *Service) TakeGiven(ctx context.Context, lease time.Duration, limit int) ([]Account, error) {
	return s.store.TakeDue(ctx, s.now(), lease, limit, OwesIdentity)
}
