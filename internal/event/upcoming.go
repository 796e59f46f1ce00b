package event

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// How much Upcoming looks through: the answers of somebody to what was announced last, and what each page announces.
const (
	upcomingAnswers = 200
	upcomingEach    = 10
)

// Reach is where somebody hears of events: what these pages announce or host, and what these clubs announce to their members alone. That
// they are members is for the caller to know.
type Reach struct{ Pages, Clubs []string }

// Upcoming lists what begins after since and before another instant, by its beginning: what v is partant for, waits for or may come to, and what is
// announced within their reach that they have not answered. What is cancelled, what they said no to or were told no about, what they announced themselves and what
// they may not see is left out. A viewer without account has answered nothing.
func (s *Service) Upcoming(ctx context.Context, v viewer.Viewer, r Reach, since, before time.Time) (all []Date, err error) {
	defer fault.Wrap(&err, "event.Upcoming")
	soon := func(e *Event) bool {
		return e.Start.At.After(since) && e.Start.At.Before(before) && !e.Draft && e.Unseen() == nil && !e.IsCancelled() && !e.Over
	}
	found := map[string]Date{} // those that are not to be told too, without their answer
	if v.SignedIn() {
		if err := s.comingAnswered(ctx, v, soon, found); err != nil {
			return nil, err
		}
	}
	for _, f := range r.filters(since, before) {
		list, err := s.List(ctx, f, page.Req{Limit: upcomingEach})
		if err != nil {
			return nil, err
		}
		for _, e := range list.Items {
			if _, known := found[e.ID]; known || !soon(&e) || v.SignedIn() && e.By.Account == v.Account {
				continue
			}
			a, err := s.Of(ctx, v, &e)
			if err != nil && !errors.Is(err, fault.NotFound) {
				return nil, err
			}
			found[e.ID] = Date{Event: e, Answer: a}
		}
	}
	for _, d := range found {
		if d.Answer.Says != No && d.Answer.Seat != Declined {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b Date) int { return cmp.Or(a.Start.At.Compare(b.Start.At), cmp.Compare(a.ID, b.ID)) })
	return all, nil
}

// comingAnswered adds what v answered, no too.
func (s *Service) comingAnswered(ctx context.Context, v viewer.Viewer, soon func(*Event) bool, found map[string]Date) error {
	n := 0
	for a, err := range s.AnswersBy(ctx, v.Account) {
		if n++; err != nil || n > upcomingAnswers {
			return err
		}
		if a.Seat == Unconfirmed {
			continue
		}
		e, err := s.store.Event(ctx, a.Event)
		hears := false
		if err == nil && soon(&e) {
			hears, err = s.Hears(ctx, &e, &a)
		}
		switch {
		case errors.Is(err, fault.NotFound):
		case err != nil:
			return err
		case hears:
			found[e.ID] = Date{Event: e, Answer: a}
		}
	}
	return nil
}

// filters are the lists of what is within reach.
func (r Reach) filters(since, before time.Time) (all []Filter) {
	for _, p := range r.Pages {
		all = append(all, Filter{Page: p, Since: since, Before: before})
	}
	for _, c := range r.Clubs {
		all = append(all, Filter{Circle: c, Since: since, Before: before})
	}
	return all
}
