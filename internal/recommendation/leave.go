package recommendation

import (
	"context"
	"errors"
	"iter"

	"partant/internal/fault"
	"partant/internal/page"
)

// By yields what an account recommended or replied to, the last created first.
func (s *Service) By(ctx context.Context, account string) iter.Seq2[Recommendation, error] {
	return s.concerning(ctx, ofAccount(account))
}

func (s *Service) concerning(ctx context.Context, whom string) iter.Seq2[Recommendation, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Recommendation], error) { return s.store.Concerning(ctx, whom, req) })
}

// Forget takes an account that leaves out of all recommendations: what pages that go with it said, and what was said of
// them, goes; what it wrote in the name of others stays theirs, without the account. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string, pages []string) error {
	for _, p := range pages {
		if err := s.ForgetPage(ctx, p); err != nil {
			return err
		}
	}
	for r, err := range s.By(ctx, account) {
		if err == nil {
			_, err = s.store.Update(ctx, r.ID, func(r *Recommendation) error { r.unname(account); return nil })
		}
		if err := orGone(err); err != nil {
			return err
		}
	}
	return nil
}

// unname takes an account out of r.
func (r *Recommendation) unname(account string) {
	if r.By.Account == account {
		r.By.Account = ""
	}
	if r.Reply != nil && r.Reply.By.Account == account {
		said := *r.Reply
		said.By.Account = ""
		r.Reply = &said
	}
}

// ForgetPage removes what a page said of others, and what others said of it. Done twice it is done once.
func (s *Service) ForgetPage(ctx context.Context, pageID string) error {
	for _, whom := range []string{ofPage(pageID), about(pageID)} {
		for r, err := range s.concerning(ctx, whom) {
			if err == nil {
				err = s.store.Remove(ctx, r.ID)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Keep writes a recommendation and the reply to it as they are, rendered anew: examples are made so. One that is there is left as it is.
func (s *Service) Keep(ctx context.Context, r Recommendation) (err error) {
	r.ID = IDOf(r.By.Page, r.Page)
	if r.HTML, err = s.renderer.Render(r.Body); err != nil {
		return err
	}
	if r.Reply != nil {
		said := *r.Reply
		if said.HTML, err = s.renderer.Render(said.Body); err != nil {
			return err
		}
		r.Reply = &said
	}
	if err := s.store.Insert(ctx, r); !errors.Is(err, fault.Conflict) {
		return err
	}
	return nil
}

// Remove takes a recommendation away: examples go so.
func (s *Service) Remove(ctx context.Context, id string) error { return s.store.Remove(ctx, id) }

// orGone takes what went meanwhile for done.
func orGone(err error) error {
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
