package event

import (
	"context"
	"slices"
	"time"

	"partant/internal/page"
)

// What a day of a calendar holds of its events at most, and how many more are counted.
const (
	DayShown = 3
	MoreMost = 99
)

// Day is one day of a calendar.
type Day struct {
	Date   time.Time // its midnight in Paris
	Events []Event   // DayShown at most: those that begin that day by their hour, then those that go on
	More   int       // how many more there are; MoreMost stands for all above
}

// Calendar shows some days, what is over beside what is to come. What is held on more than one day stands on each of them. What it reads
// is bounded by the number of days, and not by how many events there are before, after or on them.
func (s *Service) Calendar(ctx context.Context, f Filter, d Span) ([]Day, error) {
	var days []Day
	for at := d.Begin(); at.Before(d.End()); at = midnight(at, 1) {
		days = append(days, Day{Date: at})
	}
	all, whole, err := s.begun(ctx, f.During(d))
	if err != nil {
		return nil, err
	}
	if whole {
		begin(days, all)
	} else if all, err = s.crowded(ctx, f, d, days); err != nil {
		return nil, err
	}
	before, err := s.Running(ctx, f, d)
	if err != nil {
		return nil, err
	}
	goOn(days, slices.Concat(before, all))
	return days, nil
}

// begun lists what begins within the bounds of a filter, by its hour. It is whole when a page of each list holds it.
func (s *Service) begun(ctx context.Context, f Filter) (all []Event, whole bool, err error) {
	whole = true
	for _, f.Past = range []bool{false, true} {
		list, err := s.List(ctx, f, page.Req{Limit: page.MaxLimit})
		if err != nil {
			return nil, false, err
		}
		all, whole = append(all, list.Items...), whole && list.Next.IsZero()
	}
	return inOrder(all), whole, nil
}

// crowded fills in days of which there is too much to be read: each by a seek, and those that go on after their first day apart.
func (s *Service) crowded(ctx context.Context, f Filter, d Span, days []Day) (lasting []Event, err error) {
	for i := range days {
		for _, past := range []bool{true, false} {
			on := f.During(On(days[i].Date))
			on.Past = past
			list, err := s.List(ctx, on, page.Req{Limit: DayShown})
			if err != nil {
				return nil, err
			}
			n := len(list.Items)
			if !list.Next.IsZero() {
				if n, err = s.store.CountEvents(ctx, on, DayShown+MoreMost); err != nil {
					return nil, err
				}
			}
			for _, e := range inOrder(list.Items) {
				days[i].add(e)
			}
			days[i].more(n - len(list.Items))
		}
	}
	f.Lasting = true
	lasting, _, err = s.begun(ctx, f.During(d))
	return lasting, err
}

// begin adds to each day those of a list that begin on it.
func begin(days []Day, all []Event) {
	nth := map[string]int{}
	for i := range days {
		nth[days[i].Date.Format(time.DateOnly)] = i
	}
	for i := range all {
		first, _ := all[i].Days()
		if at, ok := nth[first]; ok {
			days[at].add(all[i])
		}
	}
}

// goOn adds to each day those of a list that began before it, and are held on it still.
func goOn(days []Day, all []Event) {
	for n := range all {
		first, last := all[n].Days()
		for i := 0; first != last && i < len(days); i++ {
			if today := days[i].Date.Format(time.DateOnly); first < today && today <= last {
				days[i].add(all[n])
			}
		}
	}
}

func (d *Day) add(e Event) {
	if len(d.Events) < DayShown {
		d.Events = append(d.Events, e)
		return
	}
	d.more(1)
}

func (d *Day) more(n int) { d.More = min(d.More+n, MoreMost) }
