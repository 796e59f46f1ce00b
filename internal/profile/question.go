package profile

import (
	"context"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// TakesQuestions reports whether questions can be asked below p in public: somebody answers for it, and wants them. Questions to an
// institution are discussions of their own, whose days are counted: see package discussion.
func (p *Profile) TakesQuestions() bool {
	return p.Claimed() && !p.NoQuestions && p.Kind != Institution
}

// Institution returns whether somebody answers for an institution. fault.NotFound for a page that is none or that nobody sees.
func (s *Service) Institution(ctx context.Context, pageID string) (claimed bool, err error) {
	found, err := s.store.Many(ctx, []string{pageID})
	if err == nil && (len(found) == 0 || found[0].Kind != Institution || found[0].IsErased() || found[0].IsHidden()) {
		err = fault.NotFound
	}
	return err == nil && found[0].Claimed(), err
}

// Asked returns a page that everybody sees and whether it takes questions. Errors: fault.NotFound, fault.Gone.
func (s *Service) Asked(ctx context.Context, pageID string) (_ Profile, open bool, err error) {
	defer fault.Wrap(&err, "profile.Asked(%.40q)", pageID)
	p, err := s.store.Get(ctx, pageID)
	return p.Seen(viewer.Viewer{}), p.TakesQuestions(), err
}

// TakeQuestions has a page take questions in public, or no more: those may who speak for it, and moderators. What was asked
// before stays. Errors: fault.SignedOut, fault.Forbidden, fault.NotFound, fault.Gone.
func (s *Service) TakeQuestions(ctx context.Context, v viewer.Viewer, pageID string, take bool) (err error) {
	defer fault.Wrap(&err, "profile.TakeQuestions(%.40q)", pageID)
	if !v.SignedIn() {
		return fault.SignedOut
	}
	_, err = s.store.Update(ctx, pageID, func(p *Profile) error {
		if !p.CanSpeak(v) && !v.Moderates() {
			return fault.Forbidden
		}
		p.NoQuestions = !take
		return nil
	})
	return err
}
