package comment

import (
	"context"
	"errors"
	"iter"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// By yields the answers that an account wrote, the last first.
func (s *Service) By(ctx context.Context, account string) iter.Seq2[Comment, error] {
	return s.concerning(ctx, OfAccount(account))
}

func (s *Service) concerning(ctx context.Context, whom string) iter.Seq2[Comment, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Comment], error) { return s.store.Concerning(ctx, whom, req) })
}

// Hide takes out of sight what was answered in the name of pages that go with an account which leaves, and Show brings it back: it stays
// after all. What answers it stays. Done twice it is done once.
func (s *Service) Hide(ctx context.Context, pages []string) error { return s.turn(ctx, pages, true) }

// Show undoes Hide.
func (s *Service) Show(ctx context.Context, pages []string) error { return s.turn(ctx, pages, false) }

func (s *Service) turn(ctx context.Context, pages []string, away bool) error {
	for _, p := range pages {
		for c, err := range s.concerning(ctx, OfPage(p)) {
			if err == nil && c.Away != away {
				err = s.turnOne(ctx, c.ID, away)
			}
			if err := orGone(err); err != nil {
				return err
			}
		}
	}
	s.wake()
	return nil
}

func (s *Service) turnOne(ctx context.Context, id string, away bool) error {
	_, err := s.store.Update(ctx, id, func(c *Comment) error {
		if c.IsDeleted() {
			return fault.Gone
		}
		c.Away = away
		c.owe(OwesCount, s.now())
		s.oweIndex(c)
		return nil
	})
	return err
}

// Forget takes an account that leaves out of all answers: those in the name of pages that go with it become tombstones,
// those in the name of pages that stay keep their words, which are the page's, and lose the account. Done twice it is
// done once.
func (s *Service) Forget(ctx context.Context, account string, pages []string) error {
	for _, p := range pages {
		if err := s.ForgetPage(ctx, p); err != nil {
			return err
		}
	}
	for c, err := range s.By(ctx, account) {
		if err == nil {
			err = s.unname(ctx, c)
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	return nil
}

// unname takes the account out of an answer. One that stands in no page's name goes with who wrote it.
func (s *Service) unname(ctx context.Context, c Comment) error {
	switch {
	case c.Held():
		return s.store.Remove(ctx, c.ID)
	case c.By.Page == "":
		_, err := s.bury(ctx, c.ID)
		return err
	}
	_, err := s.store.Update(ctx, c.ID, func(c *Comment) error { c.By = viewer.Author{Page: c.By.Page}; return nil })
	return err
}

// ForgetPage makes tombstones of all that was answered in the name of a page. Done twice it is done once.
func (s *Service) ForgetPage(ctx context.Context, page string) error {
	for c, err := range s.concerning(ctx, OfPage(page)) {
		if err == nil {
			_, err = s.bury(ctx, c.ID)
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	return nil
}

// Clear takes away all that was answered below a target that is no more, tombstones too. Done twice it is done once.
func (s *Service) Clear(ctx context.Context, t Target) error {
	for c, err := range page.All(page.MaxLimit, func(req page.Req) (page.Of[Comment], error) { return s.store.OfTarget(ctx, t, req) }) {
		if err == nil {
			err = s.store.Remove(ctx, c.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Keep writes an answer as it is, rendered anew: examples are made so. One that is there is left as it is.
func (s *Service) Keep(ctx context.Context, c Comment) error {
	wrong := fault.Fields{}
	if err := s.write(ctx, &c, c.Body, wrong); err != nil {
		return err
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	c.owe(OwesCount, c.Created)
	s.oweIndex(&c)
	err := s.store.Insert(ctx, c)
	if errors.Is(err, fault.Conflict) {
		return nil
	}
	if err == nil {
		s.wake()
	}
	return err
}

// orGone takes what went meanwhile for done.
func orGone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
