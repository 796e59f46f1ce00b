package moderation

import (
	"context"
	"time"

	"partant/internal/page"
)

// Store keeps cases.
type Store interface {
	// InsertCase adds c with revision 1, or returns fault.Taken "id".
	InsertCase(ctx context.Context, c Case) error
	// Case returns the case, or fault.NotFound.
	Case(ctx context.Context, id string) (Case, error)
	// UpdateCase runs edit on the stored case in one atomic step and returns what is stored then. Edit may run more
	// than once; when it fails nothing changes and its error comes back. fault.NotFound.
	UpdateCase(ctx context.Context, id string, edit func(*Case) error) (Case, error)
	// OpenCases lists those that wait for a decision, the longest waiting first: see Case.Waits.
	OpenCases(ctx context.Context, req page.Req) (page.Of[Case], error)
	// CasesConcerning lists the cases that concern somebody, the last made first: see Case.Concerns.
	CasesConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Case], error)
	// DueCases returns up to limit cases with a debt due at now, first due first, and puts these debts off by lease.
	DueCases(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Case, error)
	// SweepCases removes those that ended before now.
	SweepCases(ctx context.Context, now time.Time) error
	// RemoveCase takes a case away. A missing one is no error.
	RemoveCase(ctx context.Context, id string) error
}

// Entry is one line of the log: what was done, and nothing of whom. It outlives the case.
type Entry struct {
	ID     string    `json:"id"` // of the decision, the report or the appeal
	At     time.Time `json:"at"`
	What   What      `json:"what"`
	Kind   Kind      `json:"kind"`
	Case   string    `json:"case"`
	Ground string    `json:"ground,omitempty"`
	By     string    `json:"by,omitempty"` // who decided, as a word that leads back to nobody; none for a program, or who reports
}

// Journal is the log. Nothing that is written there is ever changed or taken away: it has no verb for it.
type Journal interface {
	// WriteEntry adds e. One whose id is there already stays as it is, and that is no error.
	WriteEntry(ctx context.Context, e Entry) error
	// Entries lists them, the last first; among those of one instant the greatest id first.
	Entries(ctx context.Context, req page.Req) (page.Of[Entry], error)
	// CountEntries counts those of a month, as 2026-11, that say one thing.
	CountEntries(ctx context.Context, month string, what What) (int, error)
}

// Stores is all that a driver keeps.
type Stores interface {
	Store
	Journal
}

// Month is that of an entry, as it is counted.
func (e Entry) Month() string { return MonthOf(e.At) }

// MonthOf writes the month of an instant.
func MonthOf(at time.Time) string { return at.UTC().Format("2006-01") }
