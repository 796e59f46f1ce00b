package discussion

import (
	"context"
	"slices"

	"partant/internal/fault"
	"partant/internal/viewer"
)

// Rights is what somebody may do with a discussion.
type Rights struct {
	Edit, Accept, Close, Pin, Delete bool
	Respond                          bool // for the institution that the question is put to
}

// RightsOf returns what v may do with d. Voices are the pages that v may speak for.
func (s *Service) RightsOf(v viewer.Viewer, d *Discussion, voices []string) Rights {
	mine := v.SignedIn() && slices.Contains(voices, d.By.Page)
	return Rights{Edit: mine, Accept: mine && d.Kind == Question, Close: mine || v.Moderates(), Pin: v.Moderates(),
		Delete: mine && d.Answers == 0, Respond: v.SignedIn() && d.Waits() && slices.Contains(voices, d.Ask.Page)}
}

// mine returns a discussion to who may speak for the page that asked it, and to a moderator when they may too.
func (s *Service) mine(ctx context.Context, v viewer.Viewer, slug string, moderators bool) (Discussion, error) {
	d, err := s.BySlug(ctx, slug)
	if err == nil && !v.SignedIn() {
		err = fault.SignedOut
	}
	if err == nil && !(moderators && v.Moderates()) {
		_, err = s.authors.Author(ctx, v, d.By.Page)
	}
	return d, err
}
