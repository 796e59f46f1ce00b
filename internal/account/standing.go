package account

import (
	"context"
	"time"
)

// The debts of an account of which others make what they must: see package standing.
const (
	OwesWords = "paroles" // what its address wrote before it was an account, or before it had a page, becomes its own
	OwesVoice = "voix"    // whether it is suspended has changed
)

// TakeStanding returns accounts with something due of OwesWords or OwesVoice, and puts it off by lease.
func (s *Service) TakeStanding(ctx context.Context, lease time.Duration, limit int) ([]Account, error) {
	return s.store.TakeDue(ctx, s.now(), lease, limit, OwesWords, OwesVoice)
}
