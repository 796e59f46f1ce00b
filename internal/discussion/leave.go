package discussion

import (
	"context"
	"errors"
	"iter"
	"time"

	"partant/internal/fault"
	"partant/internal/page"
	"partant/internal/viewer"
)

// By yields the discussions that an account opened, the last first.
func (s *Service) By(ctx context.Context, account string) iter.Seq2[Discussion, error] {
	return s.concerning(ctx, ofAccount(account))
}

func (s *Service) concerning(ctx context.Context, whom string) iter.Seq2[Discussion, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Discussion], error) { return s.store.Concerning(ctx, whom, req) })
}

// Hide takes out of sight what Forget would erase, and Show brings it back: pages go with an account that leaves, or stay after
// all. What others answered stays, below its title. Done twice it is done once.
func (s *Service) Hide(ctx context.Context, pages []string) error {
	return s.turn(ctx, pages, func(d *Discussion) {
		if d.Aside == nil {
			d.Aside = &Said{d.Body, d.HTML, d.Purpose, d.Payer}
			d.say(Said{})
		}
	})
}

// Show undoes Hide.
func (s *Service) Show(ctx context.Context, pages []string) error {
	return s.turn(ctx, pages, func(d *Discussion) {
		*d = d.Whole()
		d.Aside = nil
	})
}

func (s *Service) turn(ctx context.Context, pages []string, how func(*Discussion)) error {
	for _, p := range pages {
		for d, err := range s.concerning(ctx, ofPage(p)) {
			if err == nil && d.By.Page == p { // not what is put to it
				err = s.turnOne(ctx, d.ID, how)
			}
			if err := orGone(err); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) turnOne(ctx context.Context, id string, how func(*Discussion)) error {
	d, err := s.store.Update(ctx, id, func(d *Discussion) error {
		how(d)
		s.oweIndex(d)
		return nil
	})
	if err == nil {
		s.ring(&d)
	}
	return err
}

// Forget takes an account that leaves out of all discussions. Those in the name of pages that go with it go without a
// trace when nobody has answered; what others have answered keeps its title and their answers, and loses its own words and its author. Those
// in the name of pages that stay lose the account alone. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string, pages []string) error {
	for _, p := range pages {
		if err := s.ForgetPage(ctx, p); err != nil {
			return err
		}
	}
	for d, err := range s.By(ctx, account) {
		if err == nil {
			_, err = s.store.Update(ctx, d.ID, func(d *Discussion) error { d.By = viewer.Author{Page: d.By.Page}; return nil })
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	return nil
}

// ForgetPage takes a page out of all discussions that were opened in its name, as Forget does, and ends the wait for its answers. Done
// twice it is done once.
func (s *Service) ForgetPage(ctx context.Context, page string) error {
	if err := s.forgetAsked(ctx, page); err != nil {
		return err
	}
	for d, err := range s.concerning(ctx, ofPage(page)) {
		if err == nil {
			err = s.abandon(ctx, d)
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	return nil
}

// abandon takes the words of who leaves out of a discussion.
func (s *Service) abandon(ctx context.Context, d Discussion) error {
	if d.Answers == 0 {
		return s.bury(ctx, d.ID, func(*Discussion) error { return nil }, true)
	}
	d, err := s.store.Update(ctx, d.ID, func(d *Discussion) error {
		d.say(Said{})
		d.Aside, d.By, d.Edited = nil, viewer.Author{}, s.now()
		s.oweIndex(d)
		return nil
	})
	if err == nil {
		s.ring(&d)
	}
	return err
}

// Now is the time that rules go by.
func (s *Service) Now() time.Time { return s.now() }

// Keep writes a discussion as it is, rendered anew: examples are made so. One that is there is left as it is.
func (s *Service) Keep(ctx context.Context, d Discussion) error {
	html, err := s.renderer.Render(d.Body)
	if err != nil {
		return err
	}
	d.HTML = html
	s.oweIndex(&d)
	if err := s.store.Insert(ctx, d); !errors.Is(err, fault.Conflict) {
		return err
	}
	return nil
}

// Remove takes a discussion away without a trace, slug included: examples go so. What answers it is the caller's to remove.
func (s *Service) Remove(ctx context.Context, id string) error { return s.store.Remove(ctx, id) }

// orGone takes what went meanwhile for done.
func orGone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
