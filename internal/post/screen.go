package post

import (
	"context"
	"errors"

	"partant/internal/fault"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// look asks what comes of the words of p; a draft is nobody's business.
func (s *Service) look(ctx context.Context, v viewer.Viewer, p *Post) (unseen.Verdict, error) {
	if p.Draft {
		return unseen.Verdict{}, nil
	}
	return s.screen.Look(ctx, v, unseen.Words{Kind: "publication", ID: p.ID, Title: p.Heading(), Text: p.Body, HTML: p.HTML, By: viewer.Author{Page: p.By.Page, Account: v.Account}})
}

// judged writes down what came of the words of p.
func (s *Service) judged(p *Post, seen unseen.Verdict) {
	if seen.Mark != nil {
		p.Down = seen.Mark
	}
	if seen.Follow {
		p.HTML = s.renderer.Follow(p.HTML)
	}
}

// Mark hides a publication because a moderator decided so, or shows it again with nil. Done twice it is done once, and one that is gone is
// no error.
func (s *Service) Mark(ctx context.Context, postID string, m *unseen.Mark) error {
	p, err := s.store.UpdatePost(ctx, postID, func(p *Post) error {
		if p.IsDeleted() {
			return fault.Gone
		}
		held := p.Down != nil && p.Down.Held
		if p.Down = m; held {
			p.oweNaming(nil, s.now())
			p.oweSettled(nil, s.now())
		}
		if m == nil {
			s.owePreview(p)
		}
		s.oweIndex(p)
		return nil
	})
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	s.ring(&p)
	return err
}

// Moderated returns a publication that a moderator looks at, one that nobody sees too. fault.NotFound; fault.Gone for a tombstone.
func (s *Service) Moderated(ctx context.Context, postID string) (Post, error) {
	p, err := s.store.Post(ctx, postID)
	if err == nil && p.IsDeleted() {
		err = fault.Gone
	}
	return p, err
}
