package profile

import (
	"context"
	"errors"
	"slices"

	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Screen has somebody look at the words of a page before they are published.
func (s *Service) Screen(look unseen.Screen) *Service {
	s.screen = look
	return s
}

// look asks what comes of the words of p. They are a name and what it says of itself, and the HTML that both would make.
func (s *Service) look(ctx context.Context, v viewer.Viewer, p *Profile) (*unseen.Mark, error) {
	if s.screen == nil {
		return nil, nil
	}
	short, err := s.renderer.Render(p.Name + "\n\n" + p.Pitch) // an address written there would be a link
	if err != nil {
		return nil, err
	}
	said := p.Pitch
	if p.About.Text != "" {
		said += "\n\n" + p.About.Text
	}
	seen, err := s.screen.Look(ctx, v, unseen.Words{Kind: "fiche", ID: p.ID, Title: p.Name, Text: said, HTML: short + p.About.HTML, By: viewer.Author{Page: p.ID, Account: v.Account}})
	return seen.Mark, err
}

// lookAhead asks what comes of a draft of a page that is there. What is wrong with it is said when it is written.
func (s *Service) lookAhead(ctx context.Context, v viewer.Viewer, pageID string, d Draft) (*unseen.Mark, error) {
	was, err := s.store.Get(ctx, pageID)
	if s.screen == nil || err != nil || !was.CanEdit(v) || s.fill(&was, d) != nil {
		return nil, nil
	}
	return s.look(ctx, v, &was)
}

// mark hides p because of moderation, and reports whether it was not hidden so.
func (p *Profile) mark(m *unseen.Mark) bool {
	if !p.hide(Moderated, m.At) {
		return false
	}
	p.Hidden[len(p.Hidden)-1].Held = m.Held
	return true
}

// IsHeld reports whether p waits for a moderator, and nobody sees it until then.
func (p *Profile) IsHeld() bool {
	return slices.ContainsFunc(p.Hidden, func(h Hiding) bool { return h.Held })
}

// orHeld is p when it cannot be read because it is held: whoever wrote it is told so.
func orHeld(p, stored Profile, err error) (Profile, error) {
	var down unseen.Error
	if errors.As(err, &down) && down.Held {
		p.Hidden = []Hiding{{Why: Moderated, At: down.At, Held: true}}
		return p, nil
	}
	return stored, err
}
