// Package moderation keeps what people report to the moderators, until they have decided and for a year after
// (Digital Services Act, article 16): whoever reports gets a receipt, then the decision.
package moderation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"partant/internal/clock"
	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Report is what somebody reported, as it was then.
type Report struct {
	ID  string `json:"id"`  // made of the thing and of who reports it: twice is once
	Rev int64  `json:"rev"` // grows by one at each write; set by the store

	Kind   Kind   `json:"kind"`
	Thing  string `json:"thing"` // its id
	Title  string `json:"title"`
	Text   string `json:"text"`
	Author Party  `json:"author"` // who wrote it
	By     Party  `json:"by"`     // who reports it
	Why    string `json:"why"`

	Created   time.Time `json:"created"`
	Decided   time.Time `json:"decided,omitzero"` // zero: it waits
	DecidedBy string    `json:"decidedBy,omitempty"`
	Upheld    bool      `json:"upheld,omitempty"` // they were right
	Decision  string    `json:"decision,omitempty"`
	Expires   time.Time `json:"expires,omitzero"` // zero while it waits
	Owes      debt.Owes `json:"owes,omitempty"`   // of kind OwesReceipt and OwesDecision
}

// Kind is what is reported.
type Kind string

// The kinds.
const Letter Kind = "lettre"

// Party is somebody with an account, or with an address only.
type Party struct {
	Account string `json:"account,omitempty"`
	Email   string `json:"email,omitempty"`
	Name    string `json:"name"`
}

// The debts of a Report: the letters to who made it.
const (
	OwesReceipt  = "accuse"
	OwesDecision = "decision"
)

// The form fields, keys of fault.Fields.
const (
	FieldWhy      = "raison"
	FieldDecision = "decision"
	FieldUpheld   = "suite_donnee"
	FieldReport   = "signalement" // Report.ID
)

// maxWords bounds what is said of a report, and of its decision, in characters.
const maxWords = 1000

// keptAfter is how long a decided report is kept.
const keptAfter = 365 * 24 * time.Hour

// Store keeps reports.
type Store interface {
	// InsertReport adds r with revision 1, or returns fault.Taken "id".
	InsertReport(ctx context.Context, r Report) error
	// UpdateReport runs edit on the stored report in one atomic step and returns what is stored then. Edit may run more
	// than once; when it fails nothing changes and its error comes back. fault.NotFound.
	UpdateReport(ctx context.Context, id string, edit func(*Report) error) (Report, error)
	// OpenReports lists those that wait for a decision, the oldest first.
	OpenReports(ctx context.Context, req page.Req) (page.Of[Report], error)
	// ReportsConcerning lists the reports that concern somebody, the last made first: see Report.Concerns.
	ReportsConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Report], error)
	// DueReports returns up to limit reports with a debt due at now, first due first, and puts these debts off by lease.
	DueReports(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Report, error)
	// SweepReports removes those that ended before now.
	SweepReports(ctx context.Context, now time.Time) error
}

// Service applies the rules of reports.
type Service struct {
	store Store
	now   clock.Clock
	wake  func()
}

// New returns a Service. wake is called after each write that owes a letter.
func New(store Store, now clock.Clock, wake func()) *Service {
	return &Service{store: store, now: now, wake: wake}
}

// Report tells the moderators of a thing. Told twice by the same person it is there once. Errors: fault.Fields.
func (s *Service) Report(ctx context.Context, r Report) (err error) {
	defer fault.Wrap(&err, "moderation.Report")
	r.Why = text.Lines(r.Why)
	if err := checkWords(FieldWhy, r.Why, "Dites en une phrase ce qui ne va pas."); err != nil {
		return err
	}
	r.ID = id.Digest(fmt.Sprint(r.Kind, "\x00", r.Thing, "\x00", r.By.Account, "\x00", text.Fold(r.By.Email)))
	r.Created = s.now()
	r.Owes = debt.Owes{{ID: id.New(), Kind: OwesReceipt, Due: r.Created}}
	err = s.store.InsertReport(ctx, r)
	if errors.Is(err, fault.Taken{Field: "id"}) {
		return nil
	}
	s.wake()
	return err
}

func checkWords(field, said, missing string) error {
	wrong := fault.Fields{}
	if said == "" {
		wrong.Add(field, missing)
	}
	if n := text.Len(said); n > maxWords {
		wrong.Add(field, fmt.Sprintf("C'est trop long : %d caractères, il en faut %d au plus.", n, maxWords))
	}
	return wrong.Err()
}

// Waiting lists the reports that wait for a decision, the oldest first. fault.Forbidden.
func (s *Service) Waiting(ctx context.Context, v viewer.Viewer, req page.Req) (page.Of[Report], error) {
	if !v.Moderates() {
		return page.Of[Report]{}, fault.Forbidden
	}
	return s.store.OpenReports(ctx, req.Clamp(50))
}

// Decide ends a report with a word to who made it. Errors: fault.Fields, fault.Forbidden, fault.NotFound; fault.Conflict
// when it is decided already, or by who made it or is meant by it.
func (s *Service) Decide(ctx context.Context, v viewer.Viewer, report string, upheld bool, words string) (err error) {
	defer fault.Wrap(&err, "moderation.Decide(%s)", report)
	if !v.Moderates() {
		return fault.Forbidden
	}
	words = text.Lines(words)
	if err := checkWords(FieldDecision, words, "Dites ce que vous avez décidé : la personne qui a signalé le lira."); err != nil {
		return err
	}
	_, err = s.store.UpdateReport(ctx, report, func(r *Report) error {
		if !r.Decided.IsZero() || r.By.Account == v.Account || r.Author.Account == v.Account {
			return fault.Conflict
		}
		now := s.now()
		r.Decided, r.DecidedBy, r.Upheld, r.Decision, r.Expires = now, v.Account, upheld, words, now.Add(keptAfter)
		r.Owes = append(r.Owes, debt.Debt{ID: id.New(), Kind: OwesDecision, Due: now})
		return nil
	})
	if err == nil {
		s.wake()
	}
	return err
}

// Sent notes that a letter has left.
func (s *Service) Sent(ctx context.Context, report string, paid debt.Debt) error {
	_, err := s.store.UpdateReport(ctx, report, func(r *Report) error { r.Owes.Clear(paid); return nil })
	if errors.Is(err, fault.NotFound) {
		return nil // it is over
	}
	return err
}

// Sweep removes what is over.
func (s *Service) Sweep(ctx context.Context) error { return s.store.SweepReports(ctx, s.now()) }
