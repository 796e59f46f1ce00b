package event

import (
	"context"
	"errors"
	"iter"
	"slices"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/text"
	"partant/internal/viewer"
)

// By yields the events that somebody announced, in the name of whichever page, the last first. Tombstones are left out.
func (s *Service) By(ctx context.Context, account string) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for e, err := range s.concerning(ctx, ofAccount(account)) {
			if (err != nil || !e.IsDeleted() && e.By.Account == account) && !yield(e, err) {
				return
			}
		}
	}
}

func (s *Service) concerning(ctx context.Context, whom string) iter.Seq2[Event, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Event], error) { return s.store.EventsConcerning(ctx, whom, req) })
}

// Placed yields who has a place at an event, the first arrived first.
func (s *Service) Placed(ctx context.Context, id string) iter.Seq2[Answer, error] {
	return s.answersIn(ctx, id, GroupPlaced)
}

// AnswersBy yields what somebody answered, to the last made event first.
func (s *Service) AnswersBy(ctx context.Context, account string) iter.Seq2[Answer, error] {
	return s.answersOf(ctx, Member(account))
}

func (s *Service) answersOf(ctx context.Context, whom string) iter.Seq2[Answer, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Answer], error) { return s.store.AnswersConcerning(ctx, whom, req) })
}

// Hide takes out of sight what Forget would erase, and Show brings it back: pages go with an account that leaves, or stay after all.
// Meanwhile nobody answers. Done twice it is done once.
func (s *Service) Hide(ctx context.Context, pages []string) error { return s.turn(ctx, pages, true) }

// Show undoes Hide.
func (s *Service) Show(ctx context.Context, pages []string) error { return s.turn(ctx, pages, false) }

func (s *Service) turn(ctx context.Context, pages []string, aside bool) error {
	for _, p := range pages {
		for e, err := range s.concerning(ctx, ofPage(p)) {
			if err == nil && !e.IsDeleted() {
				_, err = s.store.UpdateEvent(ctx, e.ID, func(e *Event) error {
					e.Aside = aside
					s.owe(e)
					return nil
				})
			}
			if err := orGone(err); err != nil {
				return err
			}
		}
	}
	s.ring()
	return nil
}

// ForgetPage takes away all that an erased page announced: who would come is told that it does not take place. Done twice it is done
// once. It hosts nothing of others any more.
func (s *Service) ForgetPage(ctx context.Context, pageID string) error {
	if err := s.forgetHost(ctx, pageID); err != nil {
		return err
	}
	for e, err := range s.concerning(ctx, ofPage(pageID)) {
		if err == nil {
			err = s.erase(ctx, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// erase takes an event away; the tombstone names nobody.
func (s *Service) erase(ctx context.Context, e Event) error {
	if e.Draft {
		return s.store.RemoveEvent(ctx, e.ID)
	}
	_, err := s.store.UpdateEvent(ctx, e.ID, func(e *Event) error {
		if !e.IsDeleted() {
			e.bury(s.now())
			s.oweIndex(e)
		}
		e.By = viewer.Author{}
		return nil
	})
	if err == nil {
		s.ring()
	}
	return orGone(err)
}

// unsign takes an account away from what it announced or accepted to host.
func (e *Event) unsign(account string) {
	if e.By.Account == account {
		e.By.Account = Left
	}
	e.Hosts = slices.Clone(e.Hosts)
	for i := range e.Hosts {
		if e.Hosts[i].Account == account {
			e.Hosts[i].Account = ""
		}
	}
}

// Left stands for somebody who has left the site.
const Left = "parti"

// Forget takes away what pages that go with a member announced, and what the member answered: their places go to those who wait. What
// they announced in the name of other pages stays theirs, without the account. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string, addresses, pages []string) error {
	for _, one := range pages {
		if err := s.ForgetPage(ctx, one); err != nil {
			return err
		}
	}
	for e, err := range s.concerning(ctx, ofAccount(account)) {
		if err == nil {
			_, err = s.store.UpdateEvent(ctx, e.ID, func(e *Event) error { e.unsign(account); return nil })
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	whom := []string{Member(account)}
	for _, email := range addresses {
		whom = append(whom, Guest(s.secrets.Print(text.Line(email))))
	}
	for _, w := range whom {
		if err := s.forgetArrivals(ctx, w); err != nil {
			return err
		}
		for a, err := range s.answersOf(ctx, w) {
			if err == nil {
				err = s.store.DropAnswer(ctx, a.Event, a.ID, s.now())
			}
			if err != nil {
				return err
			}
		}
	}
	s.wake()
	return nil
}

// Adopt makes the answers that an address gave without account those of the account that it has now. Done twice it is done once.
func (s *Service) Adopt(ctx context.Context, account, email, person string) (err error) {
	defer fault.Wrap(&err, "event.Adopt")
	guest := Guest(s.secrets.Print(text.Line(email)))
	if err := s.adoptArrivals(ctx, guest, account); err != nil {
		return err
	}
	for a, err := range s.answersOf(ctx, guest) {
		if err == nil {
			_, err = s.store.EditAnswer(ctx, a.Event, a.ID, func(a *Answer) error {
				if a.Account = account; person != "" {
					a.Page = person
				}
				return nil
			})
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	return nil
}

// Keep writes an event as it is, rendered anew: examples are made so. One that is there is left as it is.
func (s *Service) Keep(ctx context.Context, e Event) error {
	html, err := s.renderer.Render(e.Body)
	if err != nil {
		return err
	}
	e.HTML, e.Lead = html, text.Cut(text.Line(s.renderer.Words(html)), leadMost)
	s.owe(&e)
	e.Owes.Drop(OwesForget) // nobody comes to examples
	e.Owes.Drop(OwesPlace)  // and their addresses are none
	e.Over = !e.End.At.After(s.now())
	if err := s.store.InsertEvent(ctx, e); err != nil && !errors.Is(err, fault.Conflict) {
		return err
	}
	s.ring()
	return nil
}

// KeepAnswer has an example be partant. Kept twice it is kept once.
func (s *Service) KeepAnswer(ctx context.Context, e *Event, a Answer) error {
	t := e.Terms()
	t.Version = 1 // the debt of the event tells the rest
	a.ID = IDOf(a.Event, a.Who)
	_, err := s.store.Answer(ctx, t, a)
	if errors.Is(err, ErrClosed) {
		err = nil
	}
	if err == nil { // nobody writes to examples
		err = s.store.SettleAnswer(ctx, a.Event, a.ID, func(o *debt.Owes) { *o = nil })
	}
	return err
}

// KeepArrival has an example have come. Kept twice it is kept once.
func (s *Service) KeepArrival(ctx context.Context, a Arrival) error {
	if err := s.store.InsertArrival(ctx, a); err != nil && !errors.Is(err, fault.Conflict) {
		return err
	}
	return nil
}

// Remove takes an event away without a trace, with who answers it. A missing one is no error.
func (s *Service) Remove(ctx context.Context, id string) error {
	if err := errors.Join(s.forgetWhoCame(ctx, id), s.clearBeside(ctx, id)); err != nil {
		return err
	}
	return s.store.RemoveEvent(ctx, id)
}
