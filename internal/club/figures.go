package club

import (
	"context"
	"slices"
	"time"

	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/viewer"
)

// Figures is what the board of a club may count.
type Figures struct {
	Members, UpToDate int
	Months            []Month // the last twelve, the oldest first
	Kinds             []Count // in the order of the room; then what was called otherwise once
	More              bool    // there are more members than are counted
}

// Month is a month and how many were members at its end, of those who are today.
type Month struct {
	First   time.Time // its first day
	Members int
	Came    int // in that month
}

// Count is how many members have a kind. The empty kind is none.
type Count struct {
	Kind        string
	N, UpToDate int
}

const (
	monthsShown = 12
	// countedMost is how many members are read for figures.
	countedMost = 5000
)

// Figures counts the members of a club for its board. Errors: as Enter.
func (s *Service) Figures(ctx context.Context, v viewer.Viewer, club string) (f Figures, err error) {
	defer fault.Wrap(&err, "club.Figures(%.40q)", club)
	h, err := s.enter(ctx, v, club, Office)
	if err != nil {
		return f, err
	}
	now := s.now()
	f.begin(&h.Room, now)
	for m, err := range s.Everybody(ctx, club) {
		if err != nil {
			return f, err
		}
		if f.Members == countedMost {
			f.More = true
			break
		}
		f.count(&m, now)
	}
	f.Kinds = slices.DeleteFunc(f.Kinds, func(c Count) bool { return c.N == 0 })
	return f, nil
}

func (f *Figures) begin(r *Room, now time.Time) {
	here := now.In(clock.Paris)
	first := time.Date(here.Year(), here.Month(), 1, 0, 0, 0, 0, clock.Paris)
	for back := monthsShown - 1; back >= 0; back-- {
		f.Months = append(f.Months, Month{First: first.AddDate(0, -back, 0)})
	}
	for _, k := range r.Kinds {
		f.Kinds = append(f.Kinds, Count{Kind: k})
	}
}

func (f *Figures) count(m *Member, now time.Time) {
	f.Members++
	paid := 0
	if m.UpToDate(now) {
		paid = 1
	}
	f.UpToDate += paid
	i := slices.IndexFunc(f.Kinds, func(c Count) bool { return c.Kind == m.Kind })
	if i < 0 {
		i, f.Kinds = len(f.Kinds), append(f.Kinds, Count{Kind: m.Kind})
	}
	f.Kinds[i].N++
	f.Kinds[i].UpToDate += paid
	for i := range f.Months {
		one := &f.Months[i]
		if end := one.First.AddDate(0, 1, 0); m.Since.Before(end) {
			one.Members++
			if !m.Since.Before(one.First) {
				one.Came++
			}
		}
	}
}
