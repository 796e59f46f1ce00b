package profile

import (
	"context"
	"errors"
	"slices"

	"partant/internal/fault"
)

// IsOnlyOwner reports whether an account answers for p and no other does.
func (p *Profile) IsOnlyOwner(account string) bool {
	mine := false
	for _, m := range p.Team {
		if m.Role == Owner && m.Account != "" && m.Account != account {
			return false
		}
		mine = mine || m.Role == Owner && m.Account == account
	}
	return mine
}

// errSame ends an edit that has nothing to change.
var errSame = errors.New("nothing to change")

// settle runs an edit that may have nothing to do, on a page that may be gone.
func (s *Service) settle(ctx context.Context, pageID string, edit func(*Profile) error) error {
	_, err := s.store.Update(ctx, pageID, edit)
	if errors.Is(err, errSame) || errors.Is(err, fault.Gone) || errors.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		s.wake()
	}
	return err
}

// HideOf hides a page if account is its only owner: nobody sees it until ShowOf. Done twice it is done once, and a page
// that is gone is no error.
func (s *Service) HideOf(ctx context.Context, pageID, account string) (err error) {
	defer fault.Wrap(&err, "profile.HideOf(%s)", pageID)
	return s.settle(ctx, pageID, func(p *Profile) error {
		if !p.IsOnlyOwner(account) || !p.hide(Leaving, s.now()) {
			return errSame
		}
		s.turn(p)
		return nil
	})
}

// ShowOf undoes HideOf. Done twice it is done once.
func (s *Service) ShowOf(ctx context.Context, pageID string) (err error) {
	defer fault.Wrap(&err, "profile.ShowOf(%s)", pageID)
	return s.settle(ctx, pageID, func(p *Profile) error {
		if !p.unhide(Leaving) {
			return errSame
		}
		s.turn(p)
		return nil
	})
}

// ForgetOf takes an account out of a page: the page is erased if nobody else owns it, and once the index knows no trace of
// it is left, not even its address, but for one from open data, which goes back to what that says (see Releases); otherwise it stays without them. Person is the page of the member, which other teams
// may show. Done twice it is done once.
func (s *Service) ForgetOf(ctx context.Context, pageID, account, person string) (err error) {
	defer fault.Wrap(&err, "profile.ForgetOf(%s)", pageID)
	stays := false
	err = s.settle(ctx, pageID, func(p *Profile) error {
		if p.IsOnlyOwner(account) {
			if !s.release(p) {
				s.bury(p)
				p.Purge = true
			}
			return nil
		}
		stays = true
		left := slices.DeleteFunc(slices.Clone(p.Team), func(m Mate) bool {
			return m.Account == account || m.Account == "" && m.Person != "" && m.Person == person
		})
		wrote := p.By == account
		if wrote {
			p.By = Left
		}
		acted := p.unnameActs(account)
		if shown := p.unhide(Leaving); !shown && !wrote && !acted && len(left) == len(p.Team) {
			return errSame
		}
		p.Team = left
		s.turn(p)
		return nil
	})
	switch {
	case err != nil || s.history == nil:
		return err
	case stays:
		return s.history.Unname(ctx, pageID, account)
	}
	return s.forget(ctx, pageID)
}
