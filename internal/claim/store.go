package claim

import (
	"context"
	"time"

	"partant/internal/page"
)

// Store keeps claims. Lists are ordered and cursored by (the instant that matters, id); limits are clamped by the caller.
type Store interface {
	// Insert adds c with revision 1, or returns fault.Taken "id".
	Insert(ctx context.Context, c Claim) error
	// Get returns the claim, or fault.NotFound.
	Get(ctx context.Context, id string) (Claim, error)
	// Update runs edit on the stored claim in one atomic step and returns what is stored then. Edit may run more than
	// once; when it fails nothing changes and its error comes back. fault.NotFound.
	Update(ctx context.Context, id string, edit func(*Claim) error) (Claim, error)
	// TakeDue returns up to limit claims with a debt due at now, first due first, and puts these debts off by lease, so
	// that no other worker takes them meanwhile.
	TakeDue(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Claim, error)
	// OfPage lists the claims of a page that are open, the last created first.
	OfPage(ctx context.Context, pageID string, req page.Req) (page.Of[Claim], error)
	// Concerning lists the claims that concern somebody, whatever became of them, the last created first: see Claim.Concerns.
	Concerning(ctx context.Context, whom string, req page.Req) (page.Of[Claim], error)
	// Remove removes a claim. A missing one is no error.
	Remove(ctx context.Context, id string) error
	// Waiting lists the open claims that moderators have before them, the one that waits longest first.
	Waiting(ctx context.Context, req page.Req) (page.Of[Claim], error)
}

// Listed tells stores what lists find c by: nothing where it is on none.
func (c *Claim) Listed() (openPage string, waiting time.Time) {
	if c.State != Asked {
		return "", time.Time{}
	}
	return c.Page, c.Waiting
}
