// Package reading remembers how far members have read in discussions, so that they find what is new.
package reading

import (
	"context"
	"iter"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
)

// Mark is how far an account has read in a discussion: one for both, however often they come back.
type Mark struct {
	ID      string    `json:"id"` // see IDOf
	Rev     int64     `json:"rev"`
	Account string    `json:"account"`
	Talk    string    `json:"talk"` // id of the discussion
	Until   time.Time `json:"until"`
	Seen    time.Time `json:"seen"` // when it was moved last
}

// Kept is how long a mark is kept that nobody moves.
const Kept = 365 * 24 * time.Hour

// IDOf is the ID of the mark of an account in a discussion.
func IDOf(account, talk string) string { return id.Named("lecture", account+"\x00"+talk) }

// Expires is when m is swept.
func (m *Mark) Expires() time.Time { return m.Seen.Add(Kept) }

// Concerns are those whom m concerns.
func (m *Mark) Concerns() []string { return []string{OfAccount(m.Account)} }

// OfAccount is what the marks of an account are listed by.
func OfAccount(account string) string { return "compte:" + account }

// Advance moves m to where later is, and reports whether it did: a mark never goes back.
func (m *Mark) Advance(later Mark) bool {
	if !later.Until.After(m.Until) {
		return false
	}
	m.Until, m.Seen = later.Until, later.Seen
	return true
}

// Store keeps marks.
type Store interface {
	// PutMark adds m with revision 1, or advances the one that is there.
	PutMark(ctx context.Context, m Mark) error
	// MarksAmong returns those of the marks that are there, in any order.
	MarksAmong(ctx context.Context, ids []string) ([]Mark, error)
	// MarksConcerning lists the marks of an account, the last moved first.
	MarksConcerning(ctx context.Context, whom string, req page.Req) (page.Of[Mark], error)
	// RemoveMark takes one away. A missing one is no error.
	RemoveMark(ctx context.Context, id string) error
	// SweepMarks removes those that expired before now.
	SweepMarks(ctx context.Context, now time.Time) error
}

// Service moves marks.
type Service struct {
	store Store
	now   clock.Clock
}

// New returns a Service.
func New(store Store, now clock.Clock) *Service { return &Service{store, now} }

// Read notes that an account has read a discussion as it was at an instant; no later than now.
func (s *Service) Read(ctx context.Context, account, talk string, until time.Time) (err error) {
	defer fault.Wrap(&err, "reading.Read(%.40q)", talk)
	now := s.now()
	if until.After(now) {
		until = now
	}
	return s.store.PutMark(ctx, Mark{ID: IDOf(account, talk), Account: account, Talk: talk, Until: until, Seen: now})
}

// Until is how far an account has read in each of some discussions; those that it never read are missing.
func (s *Service) Until(ctx context.Context, account string, talks ...string) (map[string]time.Time, error) {
	ids := make([]string, len(talks))
	for i, t := range talks {
		ids[i] = IDOf(account, t)
	}
	found, err := s.store.MarksAmong(ctx, ids)
	until := make(map[string]time.Time, len(found))
	for _, m := range found {
		until[m.Talk] = m.Until
	}
	return until, err
}

// Of yields the marks of an account.
func (s *Service) Of(ctx context.Context, account string) iter.Seq2[Mark, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Mark], error) {
		return s.store.MarksConcerning(ctx, OfAccount(account), req)
	})
}

// Forget removes the marks of an account. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string) (err error) {
	defer fault.Wrap(&err, "reading.Forget")
	for m, err := range s.Of(ctx, account) {
		if err == nil {
			err = s.store.RemoveMark(ctx, m.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Sweep removes what is over.
func (s *Service) Sweep(ctx context.Context) error { return s.store.SweepMarks(ctx, s.now()) }
