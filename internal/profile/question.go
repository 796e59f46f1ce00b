package profile

import (
	"context"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// TakesQuestions reports whether questions can be asked below p in public: somebody answers for it, and wants them.
func (p *Profile) TakesQuestions() bool { return p.Claimed() && !p.NoQuestions }

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
