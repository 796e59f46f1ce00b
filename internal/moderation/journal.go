package moderation

import (
	"context"
	"time"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/page"
	"partant/internal/viewer"
)

// log writes the line of a decision, a report or an appeal.
func (s *Service) log(ctx context.Context, c *Case, of string) error {
	e := Entry{ID: of, Kind: c.Kind, Case: c.ID}
	if d := c.Decision(of); d != nil {
		e.At, e.What, e.Ground, e.By = d.At, d.What, d.Ground, hand(d.By)
	}
	for _, r := range c.Reports {
		if r.ID == of {
			e.At, e.What, e.Ground = r.At, Reported, r.Ground
		}
	}
	for _, a := range c.Appeals {
		if a.ID == of {
			e.At, e.What = a.At, Contested
		}
	}
	if e.What == "" {
		return nil
	}
	return s.journal.WriteEntry(ctx, e)
}

// Ordered writes down that a moderator put a discussion in order; done twice it is done once. By is what Hand says.
func (s *Service) Ordered(ctx context.Context, of, discussion, by string, at time.Time) error {
	return s.journal.WriteEntry(ctx, Entry{ID: of, At: at, What: Ordered, Kind: Discussion, Case: CaseOf(Discussion, discussion), By: by})
}

// Hand names a moderator as the log does.
func Hand(account string) string { return hand(account) }

// hand tells those who decide from one another, and leads back to nobody once their account is gone.
func hand(account string) string {
	if account == "" || account == Left {
		return account
	}
	return id.Digest("moderation\x00" + account)[:8]
}

// Log lists what was done, the last first. fault.Forbidden.
func (s *Service) Log(ctx context.Context, v viewer.Viewer, req page.Req) (page.Of[Entry], error) {
	if !v.Moderates() {
		return page.Of[Entry]{}, fault.Forbidden
	}
	return s.journal.Entries(ctx, req.Clamp(50))
}

// Counted is what the figures count.
var Counted = []What{Reported, Kept, TakenDown, Upheld, Restored, Held, Suspended, Contested}

// Figures is what was done in one month.
type Figures struct {
	Month time.Time // its first day
	N     map[What]int
}

// Months is how many months the figures show.
const Months = 12

// Figures counts what was done in the last months, this one first.
func (s *Service) Figures(ctx context.Context) (all []Figures, err error) {
	defer fault.Wrap(&err, "moderation.Figures")
	now := s.now().UTC()
	for i := range Months {
		f := Figures{Month: time.Date(now.Year(), now.Month()-time.Month(i), 1, 0, 0, 0, 0, time.UTC), N: map[What]int{}}
		for _, w := range Counted {
			if f.N[w], err = s.journal.CountEntries(ctx, MonthOf(f.Month), w); err != nil {
				return nil, err
			}
		}
		all = append(all, f)
	}
	return all, nil
}
