package post

import (
	"context"
	"time"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// Get returns a publication that everybody sees. Errors: fault.NotFound, also of a draft; as Post.Unseen.
func (s *Service) Get(ctx context.Context, postID string) (_ Post, err error) {
	defer fault.Wrap(&err, "post.Get(%.40q)", postID)
	p, err := s.store.Post(ctx, postID)
	switch {
	case err != nil:
		return Post{}, err
	case p.Draft:
		return Post{}, fault.NotFound
	}
	return p, p.Unseen()
}

// Takes is nil when a publication takes answers, closed when it takes none any more. Errors: as Get.
func (s *Service) Takes(ctx context.Context, postID string, closed error) error {
	p, err := s.Get(ctx, postID)
	if err == nil && p.IsClosed() {
		err = closed
	}
	return err
}

// Counted writes down how many answers a publication has. fault.NotFound, fault.Gone.
func (s *Service) Counted(ctx context.Context, postID string, n int, _ time.Time) error {
	p, err := s.Get(ctx, postID)
	if err != nil || p.Answers == n {
		return err
	}
	_, err = s.store.UpdatePost(ctx, postID, func(p *Post) error {
		if p.IsDeleted() {
			return fault.Gone
		}
		p.Answers = n
		return nil
	})
	return err
}

// Close has a publication take no more answers, or take them again: those may who speak for its page, and moderators.
// Errors: fault.SignedOut, fault.Forbidden, fault.NotFound, fault.Gone.
func (s *Service) Close(ctx context.Context, v viewer.Viewer, postID string, closed bool) (_ Post, err error) {
	defer fault.Wrap(&err, "post.Close(%.40q)", postID)
	p, err := s.Get(ctx, postID)
	if err == nil && !v.Moderates() {
		_, err = s.pages.Author(ctx, v, p.By.Page)
	}
	if err != nil {
		return Post{}, err
	}
	return s.store.UpdatePost(ctx, postID, func(p *Post) error {
		switch {
		case p.IsDeleted():
			return fault.Gone
		case !closed:
			p.Closed = time.Time{}
		case !p.IsClosed():
			p.Closed = s.now()
		}
		return nil
	})
}
