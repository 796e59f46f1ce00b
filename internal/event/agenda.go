package event

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// What a calendar that follows a list holds: what is to come, and what began not long ago.
const (
	AgendaMost = 1000
	AgendaPast = 90 * 24 * time.Hour
)

// Agenda lists what a calendar shows of a filter, by its beginning; what is cancelled too. Of more than AgendaMost the soonest stay, and
// what is to come goes before what is over.
func (s *Service) Agenda(ctx context.Context, f Filter) (all []Event, err error) {
	return s.agenda(func(past bool, req page.Req) (page.Of[Event], error) {
		f.Past = past
		return s.List(ctx, f, req)
	})
}

// AgendaOf is Agenda of what some pages announce or host for everybody.
func (s *Service) AgendaOf(ctx context.Context, pages []string) ([]Event, error) {
	return s.agenda(func(past bool, req page.Req) (page.Of[Event], error) {
		return s.OfPages(ctx, viewer.Viewer{}, pages, nil, past, req)
	})
}

func (s *Service) agenda(list func(past bool, req page.Req) (page.Of[Event], error)) (all []Event, err error) {
	every := func(past bool) iter.Seq2[Event, error] {
		return page.All(page.MaxLimit, func(req page.Req) (page.Of[Event], error) { return list(past, req) })
	}
	for e, err := range every(false) {
		if err != nil || len(all) == AgendaMost {
			return inOrder(all), err
		}
		all = append(all, e)
	}
	since := s.now().Add(-AgendaPast)
	for e, err := range every(true) {
		if err != nil || len(all) == AgendaMost || e.Start.At.Before(since) {
			return inOrder(all), err
		}
		all = append(all, e)
	}
	return inOrder(all), nil
}

func inOrder(all []Event) []Event {
	slices.SortFunc(all, func(a, b Event) int { return cmp.Or(a.Start.At.Compare(b.Start.At), cmp.Compare(a.ID, b.ID)) })
	return all
}

// Date is an event in the calendar of who has to do with it.
type Date struct {
	Event
	Answer   Answer // the zero Answer: they have said nothing
	Organise bool   // they announced it, or accepted to host it, and may still speak for its page
}

// KnowsLink reports whether they may know where it takes place on the Web.
func (d *Date) KnowsLink() bool { return KnowsLink(d.Organise, &d.Answer) }

// KnowsLink reports whether somebody may know where an event takes place on the Web: who organises it, and who has a place.
func KnowsLink(organises bool, a *Answer) bool { return organises || a.Seat == Placed }

// Diary lists what a member announced or accepted to host, and what they are partant for, wait for or may come to, by its beginning: what is to come, and
// what began since AgendaPast; AgendaMost at most of each. Errors: fault.SignedOut.
func (s *Service) Diary(ctx context.Context, v viewer.Viewer) (_ []Date, err error) {
	defer fault.Wrap(&err, "event.Diary")
	if !v.SignedIn() {
		return nil, fault.SignedOut
	}
	found := map[string]*Date{}
	n := 0
	for e, err := range s.concerning(ctx, ofAccount(v.Account)) {
		if n++; err != nil || n > AgendaMost {
			if err != nil {
				return nil, err
			}
			break
		}
		if s.inDiary(&e) && s.Can(ctx, v, &e) {
			found[e.ID] = &Date{Event: e, Organise: true}
		}
	}
	if err := s.diaryAnswers(ctx, v, found); err != nil {
		return nil, err
	}
	all := make([]Date, 0, len(found))
	for _, d := range found {
		all = append(all, *d)
	}
	slices.SortFunc(all, func(a, b Date) int { return cmp.Or(a.Start.At.Compare(b.Start.At), cmp.Compare(a.ID, b.ID)) })
	return all, nil
}

// diaryAnswers adds the events that a member answers.
func (s *Service) diaryAnswers(ctx context.Context, v viewer.Viewer, found map[string]*Date) error {
	n := 0
	for a, err := range s.AnswersBy(ctx, v.Account) {
		if n++; err != nil || n > AgendaMost {
			return err
		}
		if !a.Counts() {
			continue
		}
		if mine, ok := found[a.Event]; ok {
			mine.Answer = a
			continue
		}
		e, err := s.store.Event(ctx, a.Event)
		hears := false
		if err == nil {
			hears, err = s.Hears(ctx, &e, &a)
		}
		switch {
		case errors.Is(err, fault.NotFound):
		case err != nil:
			return err
		case hears && s.inDiary(&e):
			found[e.ID] = &Date{Event: e, Answer: a}
		}
	}
	return nil
}

// GuestDate is what the link of a guest's letters leads to, as a calendar shows it: there is false when nothing is to be shown, since
// nobody sees the event any more, or they come not. Errors: ErrOver, also while they have yet to confirm.
func (s *Service) GuestDate(ctx context.Context, event, answer, secret string) (d Date, there bool, err error) {
	if !s.secrets.Fits(sealed(event, answer), secret) {
		return d, false, ErrOver
	}
	d.Event, err = s.store.Event(ctx, event)
	if err == nil {
		d.Answer, err = s.store.AnswerOf(ctx, event, answer)
	}
	if errors.Is(err, fault.NotFound) || err == nil && d.Answer.Seat == Unconfirmed {
		err = ErrOver
	}
	if err == nil {
		there, err = s.Hears(ctx, &d.Event, &d.Answer)
	}
	return d, err == nil && there && d.Unseen() == nil && d.Answer.Counts(), err
}

// inDiary reports whether people can read e, and it is not long over.
func (s *Service) inDiary(e *Event) bool {
	return !e.Draft && e.Unseen() == nil && !e.Start.At.Before(s.now().Add(-AgendaPast))
}
