package post

import (
	"context"
	"errors"
	"iter"
	"slices"

	"partant/internal/fault"
	"partant/internal/page"
)

// By yields what somebody has written, in the name of whichever page, the last first. Tombstones are left out.
func (s *Service) By(ctx context.Context, account string) iter.Seq2[Post, error] {
	return func(yield func(Post, error) bool) {
		for p, err := range s.concerning(ctx, ofAccount(account)) {
			if (err != nil || !p.IsDeleted()) && !yield(p, err) {
				return
			}
		}
	}
}

func (s *Service) concerning(ctx context.Context, whom string) iter.Seq2[Post, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Post], error) { return s.store.PostsConcerning(ctx, whom, req) })
}

// ForgetPage removes all that an erased page has said, drafts and tombstones too. Done twice it is done once.
func (s *Service) ForgetPage(ctx context.Context, page string) error {
	for p, err := range s.concerning(ctx, ofPage(page)[0]) {
		if err == nil {
			err = s.remove(ctx, p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// remove takes a publication away without a trace, and what was answered to it first. What the index may know of goes when
// that has forgotten it: until then an empty tombstone of nobody stands there. Done twice it is done once.
func (s *Service) remove(ctx context.Context, p Post) error {
	if err := s.forgetPasts(ctx, p.ID); err != nil {
		return err
	}
	if s.below != nil {
		if err := s.below.Clear(ctx, p.ID); err != nil {
			return err
		}
	}
	if s.index == nil || p.Draft {
		return s.store.RemovePost(ctx, p.ID)
	}
	p, err := s.store.UpdatePost(ctx, p.ID, func(p *Post) error {
		*p = Post{ID: p.ID, Rev: p.Rev, Slug: p.Slug, Created: p.Created, Deleted: s.now(), Purge: true}
		s.oweIndex(p)
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		s.ring(&p)
	}
	return err
}

// Forget removes what pages that go with a member have said, tombstones too, and takes the account out of what it said in
// the name of other pages, which stays theirs. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string, pages []string) error {
	for _, one := range pages {
		if err := s.ForgetPage(ctx, one); err != nil {
			return err
		}
	}
	for p, err := range s.concerning(ctx, ofAccount(account)) {
		if err == nil {
			err = s.unname(ctx, p, account, pages)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Left stands for somebody who has left the site.
const Left = "parti"

// unname takes an account out of p. A tombstone that only it made goes.
func (s *Service) unname(ctx context.Context, p Post, account string, pages []string) error {
	if slices.Contains(pages, p.By.Page) || p.IsDeleted() {
		return s.remove(ctx, p)
	}
	_, err := s.store.UpdatePost(ctx, p.ID, func(p *Post) error {
		if p.By.Account == account {
			p.By.Account = Left
		}
		if p.Plan != nil && p.Plan.Account == account {
			p.Owes.Drop(OwesPublish)
			p.Plan = &Plan{At: p.Plan.At, Account: Left, Missed: true}
		}
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		err = nil
	}
	return err
}

// Keep writes a publication as it is, rendered anew: examples are made so. One that is there is left as it is.
func (s *Service) Keep(ctx context.Context, p Post) error {
	d := Filled(p)
	if err := d.fill(&p, s.renderer); err != nil {
		return err
	}
	s.oweIndex(&p)
	if err := s.store.InsertPost(ctx, p); !errors.Is(err, fault.Conflict) {
		s.ring(&p)
		return err
	}
	return nil
}

// Remove takes a publication away, with what was answered to it. A missing one is no error.
func (s *Service) Remove(ctx context.Context, postID string) error {
	p, err := s.store.Post(ctx, postID)
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		err = s.remove(ctx, p)
	}
	return err
}
