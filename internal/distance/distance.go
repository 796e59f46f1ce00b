// Package distance keeps whom members keep at a distance: pages that they do not want to hear, pages that they have nothing to
// do with any more, and pages that are not to be suggested to them again.
package distance

import (
	"context"
	"fmt"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

// Kind is how far somebody is kept.
type Kind string

// The kinds, from the least to the most.
const (
	Unsuggested Kind = "refus"   // the page is not suggested any more
	Silence     Kind = "silence" // what it says is not shown to the member, and it never learns of that
	Block       Kind = "blocage" // neither sees, writes to, follows or meets the other
)

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return k == Unsuggested || k == Silence || k == Block }

// Most is how many pages an account keeps at a distance at most. Two that come at once may pass it by one.
const Most = 500

// Distance is that a member keeps a page at a distance. Twice is one: its ID is made of both.
type Distance struct {
	ID      string    `json:"id"`
	Rev     int64     `json:"rev"`               // grows by one at each write; set by the store
	Account string    `json:"account"`           // who keeps it
	Page    string    `json:"page"`              // from whom
	Against string    `json:"against,omitempty"` // the account whose own page that is; empty: an organisation, or nobody's
	Kind    Kind      `json:"kind"`
	At      time.Time `json:"at"`
	Owes    debt.Owes `json:"owes,omitempty"` // of kind OwesParting
}

// OwesParting is the debt of a new Distance: what stood between the two ends. See Service.Run.
const OwesParting = "separation"

// IDOf is the ID of the Distance of an account from a page.
func IDOf(account, page string) string { return id.Named("distance", account+"\x00"+page) }

// Concerns are those whom d concerns: whose it is, the page, and, of a Block, the account that meets it.
func (d *Distance) Concerns() []string {
	all := []string{OfAccount(d.Account), OfPage(d.Page)}
	if d.Kind == Block && d.Against != "" {
		all = append(all, Against(d.Against))
	}
	return all
}

// OfAccount names whose a Distance is, among those whom it concerns.
func OfAccount(account string) string { return "compte:" + account }

// OfPage names the page that is kept at a distance.
func OfPage(page string) string { return "fiche:" + page }

// Against names the account whose own page is blocked.
func Against(account string) string { return "contre:" + account }

// Store keeps distances.
type Store interface {
	// InsertDistance adds d with revision 1, or returns fault.Taken "id".
	InsertDistance(ctx context.Context, d Distance) error
	// UpdateDistance runs edit on what is stored in one atomic step and returns what is stored then. Edit may run more than
	// once; when it fails nothing changes and its error comes back. fault.NotFound.
	UpdateDistance(ctx context.Context, id string, edit func(*Distance) error) (Distance, error)
	// RemoveDistance takes one away. A missing one is no error.
	RemoveDistance(ctx context.Context, id string) error
	// DistancesConcerning lists what concerns somebody, the last first: see Distance.Concerns.
	DistancesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Distance], error)
	// DueDistances returns up to limit distances with a debt due at now, first due first, and puts these debts off by lease,
	// so that no other worker takes them meanwhile.
	DueDistances(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Distance, error)
}

// People knows by what pages others meet an account.
type People interface {
	// Behind is the account whose own page a page is; empty when it is nobody's own. fault.NotFound for a page that is not
	// there.
	Behind(ctx context.Context, page string) (account string, err error)
	// Speaks reports whether v may speak for a page: nobody keeps away what is theirs.
	Speaks(ctx context.Context, v viewer.Viewer, page string) (bool, error)
	// Sides are the pages by which others meet an account: its own, and those that show it as their only owner. What a page
	// does not say is not to be learnt from what is missing. An account that is gone has none.
	Sides(ctx context.Context, account string) (pages []string, err error)
}

// Apart is the fault.Forbidden of what stands behind a Block.
type Apart struct {
	Page string // the page that one of the two blocked
	Mine bool   // whoever asks did it
}

// Error implements error.
func (e Apart) Error() string { return fmt.Sprintf("blocked: %s (by the viewer: %t)", e.Page, e.Mine) }

// Unwrap makes it a fault.
func (e Apart) Unwrap() error { return fault.Forbidden }
