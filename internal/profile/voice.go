package profile

import (
	"context"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// CanSpeak reports whether v may speak in the name of p: its owners and editors do. A moderator may change the page of
// others, and never speaks for it.
func (p *Profile) CanSpeak(v viewer.Viewer) bool {
	return v.SignedIn() && !p.IsErased() && !p.IsHidden() && p.onTeam(v, Owner, Editor)
}

// Author lets v speak in the name of a page, as things stand at this instant: leaving the team later changes nothing of
// what was said. Errors: fault.SignedOut; fault.Forbidden, also for a page that is not there.
func (s *Service) Author(ctx context.Context, v viewer.Viewer, page string) (_ viewer.Author, err error) {
	defer fault.Wrap(&err, "profile.Author(%s)", page)
	if !v.SignedIn() {
		return viewer.Author{}, fault.SignedOut
	}
	found, err := s.store.Many(ctx, []string{page})
	if err != nil {
		return viewer.Author{}, err
	}
	if len(found) == 0 || !found[0].CanSpeak(v) {
		return viewer.Author{}, fault.Forbidden
	}
	return viewer.Author{Page: page, Account: v.Account}, nil
}
