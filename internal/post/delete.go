package post

import (
	"context"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/picture"
	"partant/internal/viewer"
)

// Delete takes a publication away: its text is gone at once, its address answers fault.Gone. Those may who speak for its
// page; a moderator takes it down instead. Deleting twice is no error. Errors: fault.SignedOut, fault.Forbidden, fault.NotFound.
func (s *Service) Delete(ctx context.Context, v viewer.Viewer, postID string) (err error) {
	defer fault.Wrap(&err, "post.Delete(%s)", postID)
	p, err := s.store.Post(ctx, postID)
	if err != nil {
		return err
	}
	if _, err := s.pages.Author(ctx, v, p.By.Page); err != nil {
		return err
	}
	var had []picture.Picture
	p, err = s.store.UpdatePost(ctx, postID, func(p *Post) error {
		had = p.pictures()
		if !p.IsDeleted() {
			draft := p.Draft
			*p = Post{ID: p.ID, Rev: p.Rev, Slug: p.Slug, By: p.By, Created: p.Created, Published: p.Published, Deleted: s.now()}
			if s.below != nil {
				p.Owes = debt.Owes{{ID: id.New(), Kind: OwesClear, Due: p.Deleted}}
			}
			if !draft {
				s.oweIndex(p)
			}
		}
		return nil
	})
	if err == nil {
		err = s.forgetPasts(ctx, postID)
	}
	if err == nil && s.below != nil {
		s.below.Wake()
	}
	if err == nil {
		s.ring(&p)
	}
	if err == nil {
		s.dropped(ctx, had, nil)
	}
	return err
}
