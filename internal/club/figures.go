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

// months are the last twelve, the oldest first, empty.
func months(now time.Time) (all []Month) {
	here := now.In(clock.Paris)
	first := time.Date(here.Year(), here.Month(), 1, 0, 0, 0, 0, clock.Paris)
	for back := monthsShown - 1; back >= 0; back-- {
		all = append(all, Month{First: first.AddDate(0, -back, 0)})
	}
	return all
}

// tally counts in each month what is there since some instant.
func tally(all []Month, since time.Time) {
	for i := range all {
		one := &all[i]
		if end := one.First.AddDate(0, 1, 0); since.Before(end) {
			one.Members++
			if !since.Before(one.First) {
				one.Came++
			}
		}
	}
}

func (f *Figures) begin(r *Room, now time.Time) {
	f.Months = months(now)
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
	tally(f.Months, m.Since)
}

// NetworkFigures is what the board of a network may count: sums, and nobody's name.
type NetworkFigures struct {
	Clubs   int
	Members int     // of all of them; who is in two is counted twice
	Months  []Month // how many clubs there were; their Members and Came are clubs
	More    bool    // there are more clubs than are counted, or more members
}

// NetworkFigures counts the clubs of a network for its board. Errors: as Enter; fault.NotFound when it is no network.
func (s *Service) NetworkFigures(ctx context.Context, v viewer.Viewer, network string) (f NetworkFigures, err error) {
	defer fault.Wrap(&err, "club.NetworkFigures(%.40q)", network)
	h, err := s.enter(ctx, v, network, Office)
	if err == nil && !h.Room.Network {
		err = fault.NotFound
	}
	if err != nil {
		return f, err
	}
	f.Months = months(s.now())
	for r, err := range s.bound(ctx, network, In) {
		seen := false
		if err == nil {
			seen, err = s.seen(ctx, r.ID)
		}
		if err != nil {
			return f, err
		}
		if !seen {
			continue
		}
		if f.Clubs == MostChapters {
			f.More = true
			break
		}
		n, err := s.Count(ctx, r.ID, In)
		if err != nil {
			return f, err
		}
		f.Clubs, f.Members, f.More = f.Clubs+1, f.Members+n, f.More || n == MostCounted
		tally(f.Months, r.Bond(network).At)
	}
	return f, nil
}
