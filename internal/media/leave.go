package media

import (
	"context"
	"errors"
	"iter"

	"partant/internal/fault"
	"partant/internal/page"
)

// By yields the photos that somebody has sent, the last first.
func (s *Service) By(ctx context.Context, account string) iter.Seq2[Photo, error] {
	return s.concerning(ctx, ofAccount(account))
}

func (s *Service) concerning(ctx context.Context, whom string) iter.Seq2[Photo, error] {
	return page.All(page.MaxLimit, func(req page.Req) (page.Of[Photo], error) { return s.store.PhotosConcerning(ctx, whom, req) })
}

// Largest returns the largest size of a photo, whoever sees it: for what its owner takes along. fault.NotFound when it is
// gone.
func (s *Service) Largest(ctx context.Context, p *Photo) (File, error) {
	size := p.largest()
	if size.Name == "" {
		return File{}, fault.NotFound
	}
	content, err := s.files.Get(ctx, fileName(p.ID, size.Name))
	return File{Size: size.Name, Type: size.Type, Content: content}, err
}

// ForgetPage takes away all photos of an erased page, bytes and all. Done twice it is done once.
func (s *Service) ForgetPage(ctx context.Context, pageID string) (err error) {
	defer fault.Wrap(&err, "media.ForgetPage(%s)", pageID)
	for p, err := range s.concerning(ctx, ofPage(pageID)) {
		if err == nil {
			err = s.purge(ctx, &p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Left stands for somebody who has left the site.
const Left = "parti"

// Forget takes away the photos of pages that go with a member, and takes the account out of what it sent for other pages,
// which stays theirs. Done twice it is done once.
func (s *Service) Forget(ctx context.Context, account string, pages []string) (err error) {
	defer fault.Wrap(&err, "media.Forget")
	for _, one := range pages {
		if err := s.ForgetPage(ctx, one); err != nil {
			return err
		}
	}
	for p, err := range s.concerning(ctx, ofAccount(account)) {
		if err == nil {
			_, err = s.store.UpdatePhoto(ctx, p.ID, func(p *Photo) error { p.By.Account = Left; return nil })
		}
		if err != nil && !errors.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}
