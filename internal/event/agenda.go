package event

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"partant/internal/page"
)

// What a calendar that follows a list holds: what is to come, and what began not long ago.
const (
	AgendaMost = 1000
	AgendaPast = 90 * 24 * time.Hour
)

// Agenda lists what a calendar shows of a filter, by its beginning; what is cancelled too. Of more than AgendaMost the soonest stay, and
// what is to come goes before what is over.
func (s *Service) Agenda(ctx context.Context, f Filter) (all []Event, err error) {
	f.Past = false
	for e, err := range s.every(ctx, f) {
		if err != nil || len(all) == AgendaMost {
			return inOrder(all), err
		}
		all = append(all, e)
	}
	f.Past = true
	since := s.now().Add(-AgendaPast)
	for e, err := range s.every(ctx, f) {
		if err != nil || len(all) == AgendaMost || e.Start.At.Before(since) {
			return inOrder(all), err
		}
		all = append(all, e)
	}
	return inOrder(all), nil
}

// every yields the events of a filter.
func (s *Service) every(ctx context.Context, f Filter) iter.Seq2[Event, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Event], error) { return s.List(ctx, f, req) })
}

func inOrder(all []Event) []Event {
	slices.SortFunc(all, func(a, b Event) int { return cmp.Or(a.Start.At.Compare(b.Start.At), cmp.Compare(a.ID, b.ID)) })
	return all
}
